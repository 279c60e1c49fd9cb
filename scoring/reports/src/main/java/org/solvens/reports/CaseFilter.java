package org.solvens.reports;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.solvens.history.HoldKind;
import org.solvens.page.Address;
import org.solvens.policy.Flag;

/// Which open cases a number counts, in the filters of `/v1/segments`. Currency, creditor and
/// country are those of the view.
///
/// @param creditor null for that of the view
/// @param segment null for all, as are the route, the flag and the kind of an open hold
/// @param needsHuman only cases whose route a person must confirm
/// @param reviewUntil only cases with a review date on or before this day; null for all
public record CaseFilter(
        @Nullable String creditor,
        @Nullable String segment,
        @Nullable String route,
        @Nullable Flag flag,
        @Nullable HoldKind hold,
        boolean needsHuman,
        @Nullable LocalDate reviewUntil) {
    /// All open cases.
    static final CaseFilter ALL = new CaseFilter(null, null, null, null, null, false, null);

    CaseFilter creditor(@Nullable String other) {
        return new CaseFilter(other, segment, route, flag, hold, needsHuman, reviewUntil);
    }

    CaseFilter segment(String other) {
        return new CaseFilter(creditor, other, route, flag, hold, needsHuman, reviewUntil);
    }

    CaseFilter route(String other) {
        return new CaseFilter(creditor, segment, other, flag, hold, needsHuman, reviewUntil);
    }

    CaseFilter flag(Flag other) {
        return new CaseFilter(creditor, segment, route, other, hold, needsHuman, reviewUntil);
    }

    CaseFilter hold(HoldKind other) {
        return new CaseFilter(creditor, segment, route, flag, other, needsHuman, reviewUntil);
    }

    CaseFilter forPerson() {
        return new CaseFilter(creditor, segment, route, flag, hold, true, reviewUntil);
    }

    static CaseFilter reviewUntil(LocalDate day) {
        return new CaseFilter(null, null, null, null, null, false, day);
    }

    /// The page that lists the cases of a view.
    Address page(View view) {
        Map<String, String> query = new LinkedHashMap<>();
        put(query, "currency", view.converts() ? null : view.currency());
        put(query, "creditor", creditor == null ? view.creditor() : creditor);
        put(query, "country", view.country());
        put(query, "segment", segment);
        put(query, "route", route);
        put(query, "flag", flag == null ? null : flag.name());
        put(query, "hold", hold == null ? null : hold.name());
        put(query, "needs_human", needsHuman ? "true" : null);
        put(query, "review_until", reviewUntil == null ? null : reviewUntil.toString());
        query.put("lang", Wordings.tag(view.language()));
        return page(query);
    }

    /// The page of a query.
    static Address page(Map<String, String> query) {
        return new Address(query.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", "/reports/cases?", "")));
    }

    private static void put(Map<String, String> into, String name, @Nullable String value) {
        if (value != null) {
            into.put(name, value);
        }
    }
}

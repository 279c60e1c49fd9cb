package org.solvens.reports;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.solvens.history.HoldKind;
import org.solvens.page.Address;
import org.solvens.policy.Flag;

/// Which open cases a number counts. What the view chooses is added where the number does not choose it itself.
///
/// @param query filters of `/v1/segments` by name
public record CaseFilter(Map<String, String> query) {
    /// All open cases.
    static final CaseFilter ALL = new CaseFilter(Map.of());

    public CaseFilter {
        query = Collections.unmodifiableMap(new LinkedHashMap<>(query));
    }

    private CaseFilter and(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(query);
        more.put(name, value);
        return new CaseFilter(more);
    }

    CaseFilter creditor(String id) {
        return and("creditor", id);
    }

    CaseFilter claimType(String type) {
        return and("claim_type", type);
    }

    CaseFilter segment(String segment) {
        return and("segment", segment);
    }

    CaseFilter route(String route) {
        return and("route", route);
    }

    CaseFilter flag(Flag flag) {
        return and("flag", flag.name());
    }

    /// Cases with an open hold of a kind.
    CaseFilter hold(HoldKind hold) {
        return and("hold", hold.name());
    }

    /// Cases whose route a person must confirm.
    CaseFilter forPerson() {
        return and("needs_human", "true");
    }

    /// Cases with a review date on or before a day.
    static CaseFilter reviewUntil(LocalDate day) {
        return ALL.and("review_until", day.toString());
    }

    /// Cases with a promise for a day from the day of the scores to this one.
    static CaseFilter promiseDueUntil(LocalDate day) {
        return ALL.and("promise_due_until", day.toString());
    }

    /// Cases with a promise that was found broken or kept in part on this day or later.
    static CaseFilter promiseBrokenFrom(LocalDate day) {
        return ALL.and("promise_broken_from", day.toString());
    }

    /// Cases that can be collected until a day from one to another, both included.
    ///
    /// @param until null for no end
    CaseFilter limitation(LocalDate from, @Nullable LocalDate until) {
        CaseFilter begun = and("limitation_from", from.toString());
        return until == null ? begun : begun.and("limitation_until", until.toString());
    }

    /// The page that lists the cases of a view.
    Address page(View view) {
        Map<String, String> all = new LinkedHashMap<>();
        put(all, "currency", view.converts() ? null : view.currency());
        put(all, "creditor", view.creditor());
        put(all, "country", view.country());
        put(all, "claim_type", view.claimType());
        put(all, "segment", view.segment());
        put(all, "route", view.route());
        put(all, "team", view.team());
        all.putAll(query);
        all.put("lang", Wordings.tag(view.language()));
        return page(all);
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

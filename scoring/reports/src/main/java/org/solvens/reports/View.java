package org.solvens.reports;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.solvens.model.Language;

/// What a reader chose: the language, and which cases. The query of a page's address holds it.
///
/// @param currency null until {@link Filters} chooses the one with most cases
/// @param all `yes` for the cases of all currencies, converted to this one; null for its own cases alone
/// @param creditor null for all, as are country, claim type, segment, route and team
/// @param month first day of a month as ISO text, for pages about one month; null for the last whole one
/// @param from earlier {@link Period} of the page Change, as its label; null for the one before `to`
/// @param to later period of that page; null for the newest whose cases are old enough
/// @param rate yearly rate of discounting in percent; null for {@link Filters#RATE}
public record View(
        Language language,
        @Nullable String currency,
        @Nullable String all,
        @Nullable String creditor,
        @Nullable String country,
        @Nullable String claimType,
        @Nullable String segment,
        @Nullable String route,
        @Nullable String team,
        @Nullable String month,
        @Nullable String from,
        @Nullable String to,
        @Nullable String rate) {
    /// All cases of the currency with most cases.
    static View whole(Language language) {
        return of(Map.of(), language);
    }

    /// The view of a query.
    ///
    /// @param query parameters by name; empty values count as absent
    /// @param language if the query has none
    public static View of(Map<String, String> query, Language language) {
        String tag = chosen(query, "lang");
        return new View(
                tag == null ? language : Language.of(tag),
                chosen(query, "currency"),
                chosen(query, "all"),
                chosen(query, "creditor"),
                chosen(query, "country"),
                chosen(query, "type"),
                chosen(query, "segment"),
                chosen(query, "route"),
                chosen(query, "team"),
                chosen(query, "month"),
                chosen(query, "from"),
                chosen(query, "to"),
                chosen(query, "rate"));
    }

    private static @Nullable String chosen(Map<String, String> query, String name) {
        String value = query.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    View in(String other) {
        return new View(
                language, other, all, creditor, country, claimType, segment, route, team, month, from, to, rate);
    }

    View speaking(Language other) {
        return new View(
                other, currency, all, creditor, country, claimType, segment, route, team, month, from, to, rate);
    }

    /// Whether amounts of all currencies are converted.
    boolean converts() {
        return all != null;
    }

    /// The same cases without what only one page knows.
    View common() {
        return new View(
                language, currency, all, creditor, country, claimType, null, null, null, null, null, null, null);
    }

    /// The parameters that are set, by name.
    Map<String, String> parameters() {
        Map<String, String> set = new LinkedHashMap<>();
        put(set, "currency", currency);
        put(set, "all", all);
        put(set, "creditor", creditor);
        put(set, "country", country);
        put(set, "type", claimType);
        put(set, "segment", segment);
        put(set, "route", route);
        put(set, "team", team);
        put(set, "month", month);
        put(set, "from", from);
        put(set, "to", to);
        put(set, "rate", rate);
        set.put("lang", Wordings.tag(language));
        return set;
    }

    private static void put(Map<String, String> into, String name, @Nullable String value) {
        if (value != null) {
            into.put(name, value);
        }
    }

    /// The query of an address, without its question mark.
    String query() {
        return parameters().entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}

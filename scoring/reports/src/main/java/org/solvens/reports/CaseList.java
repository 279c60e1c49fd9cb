package org.solvens.reports;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.solvens.history.Route;
import org.solvens.history.Stage;
import org.solvens.model.Language;
import org.solvens.page.Address;
import org.solvens.policy.Segment;
import org.solvens.report.metric.Metric;
import org.solvens.reports.Grid.Column;

/// The open cases that a number counts, by their pseudonyms: what a reader of the reports comes to who may look up
/// cases.
///
/// @param asOf of the scores
/// @param filters by name, as `/v1/segments` has them
/// @param all how many cases the filters choose
/// @param next cursor of the next page; null on the last
/// @param whole whether the reader sees all creditors
public record CaseList(
        LocalDate asOf,
        Map<String, String> filters,
        List<Case> cases,
        int all,
        @Nullable String next,
        boolean whole) {
    /// An open case.
    ///
    /// @param balance in units of the currency
    public record Case(
            String caseId,
            String creditorId,
            BigDecimal balance,
            String currency,
            Segment segment,
            Route route,
            Stage stage,
            LocalDate reviewOn,
            boolean needsHuman) {}

    /// The page, complete in itself: it loads nothing.
    public String html(Language language) {
        Wordings words = new Wordings(language);
        return Html.page(new Html.Frame(
                Wordings.tag(language),
                words.text("cases.title"),
                lead(words),
                words.text("cases.as_of", words.day(asOf)),
                words.text("skip"),
                words.text("reports"),
                pages(language),
                languages(words),
                null,
                words.text("key_figures"),
                List.of(new Page.Tile(words.title(Metric.OPEN_CASES), words.count(all), null)),
                List.of(new Html.Part(
                        "cases",
                        words.text("cases.list"),
                        words.text("cases.list_note"),
                        List.of(),
                        new HtmlTable(words, null).of(grid(words), next(words)),
                        null,
                        null,
                        null)),
                words.text("cases.footer")));
    }

    private String lead(Wordings words) {
        List<String> parts = new ArrayList<>();
        filters.forEach((name, value) -> parts.add(
                switch (name) {
                    case "country" -> words.text(name) + ": " + words.country(value);
                    case "segment", "route", "hold", "flag" -> words.text(name) + ": " + words.value(value);
                    case "claim_type" -> words.text("type") + ": " + words.value(value);
                    case "stage" -> words.text("cases.stage") + ": " + words.value(value);
                    case "currency", "creditor", "team" -> words.text(name) + ": " + value;
                    case "review_until" -> words.text("cases.review_until", day(words, value));
                    case "promise_due_until" -> words.text("cases.promise_due_until", day(words, value));
                    case "promise_broken_from" -> words.text("cases.promise_broken_from", day(words, value));
                    case "limitation_from" -> words.text("cases.limitation_from", day(words, value));
                    case "limitation_until" -> words.text("cases.limitation_until", day(words, value));
                    case "needs_human" -> words.text("segments.person") + ": " + words.text("cases." + value);
                    default -> name + ": " + value;
                }));
        return parts.isEmpty() ? words.text("all") : String.join(" · ", parts);
    }

    private static String day(Wordings words, String value) {
        return words.day(LocalDate.parse(value));
    }

    private List<Html.Link> pages(Language language) {
        String currency = filters.get("currency");
        View view =
                currency == null ? View.whole(language) : View.whole(language).in(currency);
        return ReportName.seen(whole).stream()
                .map(each -> new Html.Link(
                        Place.SERVER.page(each, view), words(language).text("nav." + each.label()), null, null))
                .toList();
    }

    private static Wordings words(Language language) {
        return new Wordings(language);
    }

    private Html.Languages languages(Wordings words) {
        List<Html.Link> links = new ArrayList<>();
        for (Language each : Language.values()) {
            links.add(new Html.Link(
                    address(each, null),
                    new Wordings(each).text("language"),
                    each == words.language() ? "true" : null,
                    Wordings.tag(each)));
        }
        return new Html.Languages(words.text("language_label"), links);
    }

    private List<Html.Link> next(Wordings words) {
        return next == null
                ? List.of()
                : List.of(new Html.Link(address(words.language(), next), words.text("cases.next"), null, null));
    }

    private Address address(Language language, @Nullable String cursor) {
        Map<String, String> query = new LinkedHashMap<>(filters);
        query.put("lang", Wordings.tag(language));
        if (cursor != null) {
            query.put("cursor", cursor);
        }
        return CaseFilter.page(query);
    }

    private Grid grid(Wordings words) {
        List<List<Value>> rows = new ArrayList<>();
        for (Case each : cases) {
            rows.add(List.of(
                    Value.text(each.caseId()),
                    Value.text(each.creditorId()),
                    Value.amount(each.balance()),
                    Value.text(each.currency()),
                    Value.text(words.value(each.segment().name())),
                    Value.text(words.value(each.route().name())),
                    Value.text(words.value(each.stage().name())),
                    Value.day(each.reviewOn()),
                    Value.text(words.text(each.needsHuman() ? "cases.true" : "cases.false"))));
        }
        return Grid.of(
                "cases",
                words.text("cases.list"),
                List.of(
                        Column.of("case_id", words.text("cases.id")),
                        Column.of("creditor", words.text("creditor")),
                        Column.of("balance", words.title(Metric.STOCK)),
                        Column.of("currency", words.text("currency")),
                        Column.of("segment", words.text("segment")),
                        Column.of("route", words.text("route")),
                        Column.of("stage", words.text("cases.stage")),
                        Column.of("review_on", words.text("cases.review_on")),
                        Column.of("needs_human", words.text("segments.person"))),
                rows);
    }
}

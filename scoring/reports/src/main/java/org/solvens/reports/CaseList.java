package org.solvens.reports;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
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
    /// Where the days stand by which a list is asked for: after the balance and its currency.
    private static final int AT = 4;

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
            @Nullable LocalDate promiseDueOn,
            @Nullable LocalDate promiseBrokenOn,
            @Nullable LocalDate limitationOn,
            boolean needsHuman) {}

    /// A day by which a list is asked for, and which it then shows.
    ///
    /// @param column of the list, and key of its head in the texts
    /// @param filters that ask for it
    private record Asked(String column, Set<String> filters, Function<Case, @Nullable LocalDate> day) {
        static final List<Asked> ALL = List.of(
                new Asked("promise_due_on", Set.of("promise_due_until"), Case::promiseDueOn),
                new Asked("promise_broken_on", Set.of("promise_broken_from"), Case::promiseBrokenOn),
                new Asked("limitation_on", Set.of("limitation_from", "limitation_until"), Case::limitationOn));

        String title(Wordings words) {
            return switch (column) {
                case "promise_due_on" -> words.text("cases.promise_due_on");
                case "promise_broken_on" -> words.text("cases.promise_broken_on");
                default -> words.text("cases.limitation_on");
            };
        }
    }

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
        List<Asked> asked = Asked.ALL.stream()
                .filter(each -> each.filters().stream().anyMatch(filters::containsKey))
                .toList();
        List<List<Value>> rows = new ArrayList<>();
        for (Case each : cases) {
            List<Value> row = new ArrayList<>(List.of(
                    Value.text(each.caseId()),
                    Value.text(each.creditorId()),
                    Value.amount(each.balance()),
                    Value.text(each.currency()),
                    Value.text(words.value(each.segment().name())),
                    Value.text(words.value(each.route().name())),
                    Value.text(words.value(each.stage().name())),
                    Value.day(each.reviewOn()),
                    Value.text(words.text(each.needsHuman() ? "cases.true" : "cases.false"))));
            for (int i = 0; i < asked.size(); i++) {
                LocalDate day = asked.get(i).day().apply(each);
                row.add(AT + i, day == null ? Value.none() : Value.day(day));
            }
            rows.add(row);
        }
        List<Column> columns = new ArrayList<>(List.of(
                Column.of("case_id", words.text("cases.id")),
                Column.of("creditor", words.text("creditor")),
                Column.of("balance", words.title(Metric.STOCK)),
                Column.of("currency", words.text("currency")),
                Column.of("segment", words.text("segment")),
                Column.of("route", words.text("route")),
                Column.of("stage", words.text("cases.stage")),
                Column.of("review_on", words.text("cases.review_on")),
                Column.of("needs_human", words.text("segments.person"))));
        for (int i = 0; i < asked.size(); i++) {
            columns.add(AT + i, Column.of(asked.get(i).column(), asked.get(i).title(words)));
        }
        return Grid.of("cases", words.text("cases.list"), columns, rows);
    }
}

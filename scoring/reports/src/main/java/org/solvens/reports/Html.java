package org.solvens.reports;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.solvens.model.Language;
import org.solvens.page.Address;
import org.solvens.page.PageTemplate;
import org.solvens.report.metric.FigureRow;
import org.solvens.report.metric.Metric;

/// A report as a page: the values of the template `report.mustache`.
final class Html {
    private static final PageTemplate TEMPLATE = PageTemplate.of(Html.class, "report.mustache");

    /// Below a chart, a longer table is folded away until somebody opens it.
    private static final int FOLDED = 14;

    private final ReportName name;
    private final Filters filters;
    private final Wordings words;
    private final Page page;
    private final Place place;

    Html(ReportName name, Filters filters, Wordings words, Page page, Place place) {
        this.name = name;
        this.filters = filters;
        this.words = words;
        this.page = page;
        this.place = place;
    }

    record Link(
            Address address,
            String text,
            @Nullable String current,
            @Nullable String lang) {}

    record Option(String value, String text, @Nullable String selected) {}

    record Choice(String id, String label, List<Option> options) {}

    record Hidden(String id, String value) {}

    record Form(
            List<Choice> choices,
            List<Hidden> hidden,
            String apply,
            @Nullable Link reset) {}

    record Head(String text, @Nullable String unit, String shape) {}

    /// @param cases link to the cases that the number counts, with the number as its text; null for none
    record Cell(
            String text,
            String shape,
            @Nullable String tip,
            @Nullable Link cases) {}

    record Line(Cell head, List<Cell> cells, String shape) {}

    record Definition(String title, String formula, String source) {}

    /// @param empty in place of a table without rows; null if it has some
    record Table(
            String caption,
            List<Head> heads,
            List<Line> lines,
            List<String> notes,
            List<Link> exports,
            String scroll,
            String width,
            @Nullable String empty) {}

    record Part(
            String id,
            String title,
            @Nullable String note,
            List<Drawing> charts,
            @Nullable Table open,
            @Nullable Table folded,
            @Nullable String folds,
            @Nullable Definitions defined) {}

    record Definitions(String title, List<Definition> definitions) {}

    record Frame(
            String lang,
            String title,
            String lead,
            String as,
            String skip,
            String reports,
            List<Link> pages,
            @Nullable Languages languages,
            @Nullable Form form,
            String keys,
            List<Page.Tile> tiles,
            List<Part> parts,
            String footer) {}

    record Languages(String label, List<Link> links) {}

    String text() {
        View view = filters.view();
        List<Link> pages = new ArrayList<>();
        for (ReportName each : ReportName.of(filters.data())) {
            pages.add(new Link(
                    place.page(each, view.common()),
                    words.text("nav." + each.label()),
                    each == name ? "page" : null,
                    null));
        }
        if (place.served() && filters.data().whole()) {
            pages.add(new Link(new Address("/reports/quarantine"), words.text("nav.quarantine"), null, null));
        }
        return page(new Frame(
                Wordings.tag(words.language()),
                page.title(),
                page.lead(),
                name.ofAllCases()
                        ? words.text("as_of_day", words.day(filters.data().asOf()))
                        : filters.asOf(name, words),
                words.text("skip"),
                words.text("reports"),
                pages,
                place.served() ? languages(view) : currencies(view),
                place.served() && !name.ofAllCases() ? form(view) : null,
                words.text("key_figures"),
                page.tiles(),
                page.sections().stream().map(this::part).toList(),
                words.text(view.converts() ? "footer.converted" : "footer", Value.FEWEST)));
    }

    /// A page of the template.
    static String page(Frame frame) {
        return TEMPLATE.with(frame);
    }

    private Languages languages(View view) {
        List<Link> links = new ArrayList<>();
        for (Language language : Language.values()) {
            links.add(new Link(
                    place.page(name, view.speaking(language)),
                    new Wordings(language).text("language"),
                    language == words.language() ? "true" : null,
                    Wordings.tag(language)));
        }
        return new Languages(words.text("language_label"), links);
    }

    /// Files have a page for each currency, and no form.
    private @Nullable Languages currencies(View view) {
        return filters.currencies().size() < 2
                ? null
                : new Languages(
                        words.text("currency"),
                        filters.currencies().stream()
                                .map(currency -> new Link(
                                        place.page(name, view.in(currency)),
                                        currency,
                                        currency.equals(view.currency()) ? "true" : null,
                                        null))
                                .toList());
    }

    private Form form(View view) {
        List<Choice> choices = new ArrayList<>();
        choices.add(choice("currency", false, filters.currencies(), view.currency(), Function.identity()));
        if (filters.canConvert()) {
            choices.add(choice("all", true, List.of("yes"), view.all(), _ -> words.text("convert.yes")));
        }
        choices.add(choice("creditor", true, filters.creditors(), view.creditor(), Function.identity()));
        if (filters.countries().size() > 1) {
            choices.add(choice("country", true, filters.countries(), view.country(), words::country));
        }
        choices.add(choice("type", true, filters.claimTypes(), view.claimType(), words::value));
        if (name.bySegment()) {
            choices.add(choice("segment", true, filters.segments(), view.segment(), words::value));
        }
        if (name.byDecision()) {
            choices.add(choice("segment", true, filters.decided(FigureRow::kind), view.segment(), words::value));
            choices.add(choice("route", true, filters.decided(FigureRow::state), view.route(), words::value));
            List<String> teams = filters.decided(FigureRow::team);
            if (!teams.isEmpty()) {
                choices.add(choice("team", true, teams, view.team(), Function.identity()));
            }
        }
        if (name.byMonth()) {
            List<String> months =
                    filters.months().stream().map(Object::toString).toList();
            choices.add(choice("month", true, months, view.month(), month -> words.month(LocalDate.parse(month))));
        }
        if (name.byPeriods()) {
            List<String> labels = filters.periods().stream().map(Period::label).toList();
            for (boolean later : new boolean[] {false, true}) {
                choices.add(choice(
                        later ? "to" : "from",
                        false,
                        labels,
                        labels.size() < 2 ? null : (later ? filters.to() : filters.from()).label(),
                        label -> Period.of(label).orElseThrow().written(words)));
            }
        }
        if (name.byRate()) {
            choices.add(choice("rate", false, Filters.RATES, String.valueOf(filters.rate()), rate -> rate + "\u00a0%"));
        }
        boolean chosen = view.converts()
                || view.creditor() != null
                || view.country() != null
                || view.claimType() != null
                || view.segment() != null
                || view.route() != null
                || view.team() != null
                || view.month() != null
                || view.from() != null
                || view.to() != null
                || view.rate() != null;
        View whole = View.whole(view.language()).in(filters.currency());
        return new Form(
                choices,
                List.of(new Hidden("lang", Wordings.tag(words.language()))),
                words.text("apply"),
                chosen ? new Link(place.page(name, whole), words.text("reset"), null, null) : null);
    }

    private Choice choice(
            String id, boolean all, List<String> values, @Nullable String chosen, Function<String, String> written) {
        List<Option> options = new ArrayList<>();
        if (all) {
            options.add(new Option(
                    "",
                    words.text(
                            switch (id) {
                                case "month" -> "last_month";
                                case "all" -> "convert.no";
                                default -> "all";
                            }),
                    null));
        }
        for (String value : values) {
            options.add(new Option(value, written.apply(value), value.equals(chosen) ? "selected" : null));
        }
        return new Choice(id, words.text(id.equals("all") ? "convert" : id), options);
    }

    private Part part(Page.Section section) {
        Grid grid = section.grid();
        boolean folded =
                grid != null && !section.charts().isEmpty() && grid.rows().size() > FOLDED;
        Table table = grid == null
                ? null
                : new HtmlTable(words, place == Place.SERVER_WITH_CASES ? filters.view() : null)
                        .of(grid, exports(grid));
        return new Part(
                grid == null ? "section-" + page.sections().indexOf(section) : grid.id(),
                section.title(),
                section.note(),
                section.charts(),
                folded ? null : table,
                folded ? table : null,
                folded ? words.text("numbers") : null,
                section.metrics().isEmpty()
                        ? null
                        : new Definitions(
                                words.text("definitions"),
                                section.metrics().stream()
                                        .map(metric -> new Definition(
                                                words.title(metric), words.formula(metric), source(metric)))
                                        .toList()));
    }

    private List<Link> exports(Grid grid) {
        return place.formats().stream()
                .map(format ->
                        new Link(place.table(name, filters.view(), grid.id(), format), format.title(), null, null))
                .toList();
    }

    private String source(String label) {
        for (Metric metric : Metric.values()) {
            if (metric.label().equals(label)) {
                return words.text("source", metric.source());
            }
        }
        return words.text("source_derived");
    }
}

package org.solvens.reports;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.solvens.problem.Problem;

/// One report for one view: what it shows, ready to be written as HTML, CSV or JSON.
public final class Report {
    private final ReportName name;
    private final Filters filters;
    private final Wordings words;
    private final Page page;

    private Report(ReportName name, Filters filters, Wordings words, Page page) {
        this.name = name;
        this.filters = filters;
        this.words = words;
        this.page = page;
    }

    /// @throws Problem REPORT-FILTER if the view chooses what the report does not have, REPORT-EMPTY if there is
    ///     nothing to report
    public static Report of(ReportName name, ReportData data, View view) {
        Filters filters = new Filters(data, view);
        Wordings words = new Wordings(view.language());
        return new Report(name, filters, words, name.page(filters, words));
    }

    /// The view with the currency that was chosen.
    public View view() {
        return filters.view();
    }

    /// The currencies of the data, each with pages of its own.
    public List<String> currencies() {
        return filters.currencies();
    }

    /// The page, complete in itself: it loads nothing.
    public String html(Place place) {
        return new Html(name, filters, words, page, place).text();
    }

    /// The tables of the page.
    public List<Grid> tables() {
        return page.sections().stream()
                .map(Page.Section::grid)
                .filter(Objects::nonNull)
                .toList();
    }

    /// A table as CSV (RFC 4180), with keys of columns in the first line and values as numbers.
    ///
    /// @throws Problem REPORT-TABLE if the page has no such table
    public String csv(String table) {
        Grid grid = table(table);
        StringBuilder lines = new StringBuilder();
        line(lines, grid.columns().stream().map(Grid.Column::key).toList());
        grid.rows().forEach(row -> line(lines, row.stream().map(Value::plain).toList()));
        return lines.toString();
    }

    /// A table as a workbook (Office Open XML) with a second sheet that states the view and the definitions.
    ///
    /// @throws Problem REPORT-TABLE if the page has no such table
    public byte[] xlsx(String table) {
        Grid grid = table(table);
        List<List<String>> about = new ArrayList<>();
        about.add(List.of(words.text("spreadsheet.report"), page.title() + " – " + grid.caption()));
        about.add(List.of(words.text("spreadsheet.as_of"), filters.asOf(name, words)));
        filters.view().parameters().forEach((name, value) -> about.add(List.of(name, value)));
        if (grid.has(Value.Mark.IMMATURE)) {
            about.add(List.of(words.text("spreadsheet.italic"), words.text("immature")));
        }
        page.sections().stream()
                .filter(section -> section.grid() != null && section.grid().id().equals(table))
                .flatMap(section -> section.metrics().stream())
                .forEach(metric -> about.add(List.of(words.title(metric), words.formula(metric))));
        return Spreadsheet.of(grid, words.text("spreadsheet.about"), about);
    }

    /// A table of the page.
    ///
    /// @throws Problem REPORT-TABLE if the page has no such table
    public Grid table(String table) {
        return tables().stream()
                .filter(each -> each.id().equals(table))
                .findFirst()
                .orElseThrow(() -> new Problem(
                        "REPORT-TABLE",
                        name.label(),
                        "the report has no table of this name",
                        "its tables are "
                                + String.join(
                                        ", ", tables().stream().map(Grid::id).toList()),
                        "name one of them"));
    }

    private static void line(StringBuilder lines, List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            lines.append(i == 0 ? "" : ",").append(quoted(cells.get(i)));
        }
        lines.append("\r\n");
    }

    private static String quoted(String cell) {
        // A text that a spreadsheet would take for a formula gets a sign before it that it shows as text.
        String safe = cell.matches("[=@+\\t\\r].*|-[^0-9].*") ? "'" + cell : cell;
        return safe.matches("(?s).*[\",\\r\\n].*") ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe;
    }

    /// What the page shows, as JSON has it.
    ///
    /// @param view parameters of the view
    public record Answer(
            String report, LocalDate asOf, String currency, Map<String, String> view, List<Answer.Table> tables) {
        /// A table.
        ///
        /// @param rows each with a value a column; a number that is left out or unknown is null
        public record Table(String id, String caption, List<Column> columns, List<List<Cell>> rows) {}

        /// A column.
        public record Column(String key, String title) {}

        /// A cell.
        ///
        /// @param value text, count, share or day, money as text; null if there is none
        /// @param note `immature`, `small`, or null
        public record Cell(
                @org.jspecify.annotations.Nullable Object value,
                @org.jspecify.annotations.Nullable String note) {}
    }

    public Answer answer() {
        return new Answer(
                name.label(),
                filters.data().asOf(),
                filters.currency(),
                filters.view().parameters(),
                tables().stream()
                        .map(grid -> new Answer.Table(
                                grid.id(),
                                grid.caption(),
                                grid.columns().stream()
                                        .map(column -> new Answer.Column(column.key(), column.title()))
                                        .toList(),
                                grid.rows().stream()
                                        .map(row ->
                                                row.stream().map(Report::cell).toList())
                                        .toList()))
                        .toList());
    }

    private static Answer.Cell cell(Value value) {
        return new Answer.Cell(
                // Money as text, so that no reader of JSON rounds it.
                value.raw() instanceof java.math.BigDecimal amount ? amount.toPlainString() : value.raw(),
                switch (value.mark()) {
                    case NONE -> null;
                    case IMMATURE -> "immature";
                    case SMALL -> "small";
                });
    }
}

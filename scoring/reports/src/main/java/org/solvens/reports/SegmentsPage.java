package org.solvens.reports;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.solvens.report.metric.Derived;
import org.solvens.report.metric.FigureRow;
import org.solvens.report.metric.Grain;
import org.solvens.report.metric.Metric;
import org.solvens.reports.Grid.Column;
import org.solvens.reports.Page.Section;
import org.solvens.reports.Page.Tile;

/// What the policy decided: cases by segment and route and what is expected of them.
final class SegmentsPage {
    private static final List<Integer> DAYS = List.of(30, 90, 180);

    private final Filters figures;
    private final Wordings words;
    private final LocalDate asOf;

    private SegmentsPage(Filters figures, Wordings words) {
        this.figures = figures;
        this.words = words;
        this.asOf = figures.data().asOf();
    }

    static Page of(Filters figures, Wordings words) {
        return new SegmentsPage(figures, words).page();
    }

    private Cube now(Metric metric) {
        return figures.cube(metric, Grain.DAY).on(asOf);
    }

    private Cube expected(int days) {
        return now(Metric.EXPECTED_RECOVERY).where(row -> row.age() != null && row.age() == days);
    }

    private Page page() {
        BigDecimal cases = now(Metric.OPEN_CASES).sum();
        BigDecimal balance = now(Metric.OPEN_BALANCE).sum();
        String currency = figures.currency();
        List<Tile> tiles = new ArrayList<>();
        tiles.add(new Tile(words.title(Metric.OPEN_CASES), words.count(cases.longValue()), words.day(asOf)));
        tiles.add(new Tile(words.title(Metric.OPEN_BALANCE) + ", " + currency, words.amount(balance), null));
        for (int days : DAYS) {
            BigDecimal sum = expected(days).sum();
            if (now(Metric.ESTIMATED_CASES).sum().signum() == 0) {
                continue;
            }
            tiles.add(new Tile(
                    words.text("segments.expected_in", days) + ", " + currency,
                    words.amount(sum),
                    words.text(
                            "segments.of_balance",
                            Value.share(sum, balance, cases).written(words))));
        }
        return new Page(
                words.text("segments.title"),
                words.text("segments.lead", words.day(asOf)),
                tiles,
                List.of(
                        by(
                                "segments",
                                words.text("segments.by_segment"),
                                words.text("segment"),
                                FigureRow::kind,
                                CaseFilter.ALL::segment,
                                true),
                        by(
                                "routes",
                                words.text("segments.by_route"),
                                words.text("route"),
                                FigureRow::state,
                                CaseFilter.ALL::route,
                                false),
                        both()));
    }

    private Section by(
            String id,
            String title,
            String head,
            Function<FigureRow, @Nullable String> key,
            Function<String, CaseFilter> cases,
            boolean defined) {
        List<List<Value>> rows = new ArrayList<>();
        BigDecimal all = now(Metric.OPEN_CASES).sum();
        List<String> names = now(Metric.OPEN_CASES).by(key).entrySet().stream()
                .sorted((a, b) -> b.getValue().compareTo(a.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        for (String name : names) {
            rows.add(row(Value.text(words.value(name)), row -> name.equals(key.apply(row)), cases.apply(name), all));
        }
        rows.add(row(Value.text(words.text("total")), _ -> true, CaseFilter.ALL, all));
        List<Column> columns = new ArrayList<>(List.of(
                Column.of(id, head),
                Column.of("cases", words.text("cases")),
                Column.of("cases_share", words.text("share_of_cases")),
                new Column("balance", words.title(Metric.STOCK), figures.currency())));
        DAYS.forEach(days -> {
            columns.add(new Column("expected_" + days, words.text("segments.expected_in", days), figures.currency()));
        });
        columns.add(Column.of("expected_share", words.text("segments.share_180")));
        columns.add(Column.of("person", words.text("segments.person")));
        return new Section(
                title,
                null,
                List.of(),
                new Grid(id, title, columns, rows, true),
                defined
                        ? List.of(
                                Metric.OPEN_CASES.label(),
                                Metric.OPEN_BALANCE.label(),
                                Metric.EXPECTED_RECOVERY.label(),
                                Derived.EXPECTED_SHARE.label(),
                                Metric.CASES_FOR_A_PERSON.label())
                        : List.of());
    }

    private List<Value> row(Value head, Predicate<FigureRow> which, CaseFilter counted, BigDecimal all) {
        BigDecimal cases = now(Metric.OPEN_CASES).where(which).sum();
        BigDecimal balance = now(Metric.OPEN_BALANCE).where(which).sum();
        List<Value> row = new ArrayList<>(
                List.of(head, Value.count(cases).of(counted), Value.share(cases, all), Value.amount(balance)));
        BigDecimal last = BigDecimal.ZERO;
        // Without an estimate nothing is known, which is not nothing.
        boolean estimated = now(Metric.ESTIMATED_CASES).where(which).sum().signum() > 0;
        for (int days : DAYS) {
            last = expected(days).where(which).sum();
            row.add(estimated ? Value.amount(last) : Value.none());
        }
        row.add(estimated ? Value.share(last, balance, cases) : Value.none());
        row.add(Value.count(now(Metric.CASES_FOR_A_PERSON).where(which).sum()).of(counted.forPerson()));
        return row;
    }

    private Section both() {
        Cube cases = now(Metric.OPEN_CASES);
        List<String> routes = new ArrayList<>(cases.by(FigureRow::state).keySet());
        List<Column> columns = new ArrayList<>(List.of(Column.of("segment", words.text("segment"))));
        routes.forEach(route -> columns.add(Column.of(route, words.value(route))));
        List<List<Value>> rows = new ArrayList<>();
        for (String segment : cases.by(FigureRow::kind).keySet()) {
            Cube here = cases.where(row -> segment.equals(row.kind()));
            double all = here.sum().doubleValue();
            List<Value> row = new ArrayList<>(List.of(Value.text(words.value(segment))));
            for (String route : routes) {
                BigDecimal count = here.state(route).sum();
                row.add(
                        count.signum() == 0
                                ? Value.none()
                                : Value.count(count)
                                        .shaded(all)
                                        .of(CaseFilter.ALL.segment(segment).route(route)));
            }
            rows.add(row);
        }
        String title = words.text("segments.both");
        return new Section(
                title,
                words.text("segments.both_note"),
                List.of(),
                Grid.of("decisions", title, columns, rows),
                List.of());
    }
}

package org.solvens.reports;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.solvens.report.metric.Derived;
import org.solvens.report.metric.Grain;
import org.solvens.report.metric.Metric;
import org.solvens.reports.Grid.Column;
import org.solvens.reports.Page.Section;
import org.solvens.reports.Page.Tile;

/// How the stock of cases moves: opening and closing balances that reconcile, from state to state, by days past due.
final class FlowPage {
    private static final List<String> STATES = List.of(
            "NEW", "REMINDER", "PRE_COLLECTION", "COLLECTION", "PLAN", "LEGAL", "SURVEILLANCE", "PAID", "CLOSED");
    private static final List<String> ARREARS =
            List.of("NOT_DUE", "D1_30", "D31_60", "D61_90", "D91_180", "D181_365", "D366");
    private static final List<String> CURES = List.of("PAID_OFF", "PAID_SOME", "NOTHING_PAID", "CLOSED");
    private static final List<Metric> STEPS = List.of(
            Metric.FLOW_OPENING, Metric.FLOW_ADDED, Metric.FLOW_PAID, Metric.FLOW_RELEASED, Metric.FLOW_CLOSING);

    private final Filters figures;
    private final Wordings words;
    private final LocalDate month;
    private final boolean over;

    private FlowPage(Filters figures, Wordings words) {
        this.figures = figures;
        this.words = words;
        List<LocalDate> months = figures.months();
        String chosen = figures.view().month();
        LocalDate asOf = figures.data().asOf();
        this.month = chosen != null
                ? LocalDate.parse(chosen)
                : months.stream()
                        .filter(each -> !each.plusMonths(1).isAfter(asOf))
                        .findFirst()
                        .orElse(months.isEmpty() ? asOf : months.getFirst());
        this.over = !month.plusMonths(1).isAfter(asOf);
    }

    static Page of(Filters figures, Wordings words) {
        return new FlowPage(figures, words).page();
    }

    private Page page() {
        String currency = figures.currency();
        Cube cases = figures.cube(Metric.FLOW_CASES, Grain.MONTH).on(month);
        BigDecimal open = cases.where(row -> open(row.kind())).sum();
        List<Tile> tiles = List.of(
                new Tile(
                        words.title(Metric.FLOW_CLOSING) + ", " + currency,
                        words.amount(sum(Metric.FLOW_CLOSING)),
                        words.text("flow.opened_with", words.amount(sum(Metric.FLOW_OPENING)))),
                new Tile(
                        words.title(Metric.FLOW_PAID) + ", " + currency,
                        words.amount(sum(Metric.FLOW_PAID)),
                        words.month(month)),
                new Tile(
                        words.text("flow.paid_off"),
                        Value.share(
                                        cases.where(row -> open(row.kind()))
                                                .state("PAID")
                                                .sum(),
                                        open)
                                .written(words),
                        words.text("flow.of_open", words.count(open.longValue()))),
                new Tile(
                        words.text("flow.to_legal"),
                        words.count(cases.where(row -> !"LEGAL".equals(row.kind()))
                                .state("LEGAL")
                                .sum()
                                .longValue()),
                        words.month(month)));
        return new Page(
                words.text("flow.title"),
                words.text(over ? "flow.lead" : "flow.lead_open", words.month(month)),
                tiles,
                List.of(reconciled(), matrix(), cures(), ageing()));
    }

    private static boolean open(@org.jspecify.annotations.Nullable String state) {
        return state != null && !List.of("NEW", "PAID", "CLOSED").contains(state);
    }

    private BigDecimal sum(Metric metric) {
        return figures.cube(metric, Grain.MONTH).on(month).sum();
    }

    private Section reconciled() {
        List<List<Value>> rows = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<Double> added = new ArrayList<>();
        List<Double> paid = new ArrayList<>();
        List<String> addedTips = new ArrayList<>();
        List<String> paidTips = new ArrayList<>();
        for (LocalDate each : figures.months()) {
            List<Value> row = new ArrayList<>();
            boolean still = each.plusMonths(1).isAfter(figures.data().asOf());
            row.add(Value.month(each).immature(still));
            for (Metric step : STEPS) {
                row.add(Value.amount(figures.cube(step, Grain.MONTH).on(each).sum()));
            }
            rows.add(row);
        }
        for (LocalDate each : figures.months().reversed()) {
            BigDecimal in =
                    figures.cube(Metric.FLOW_ADDED, Grain.MONTH).on(each).sum();
            BigDecimal out =
                    figures.cube(Metric.FLOW_PAID, Grain.MONTH).on(each).sum();
            // Every other month: names of all would touch.
            names.add(names.size() % 2 == 0 ? words.month(each) : "");
            added.add(in.doubleValue());
            paid.add(out.doubleValue());
            addedTips.add(words.month(each) + " · " + words.title(Metric.FLOW_ADDED) + ": " + words.amount(in));
            paidTips.add(words.month(each) + " · " + words.title(Metric.FLOW_PAID) + ": " + words.amount(out));
        }
        List<Column> columns = new ArrayList<>(List.of(Column.of("month", words.text("month"))));
        STEPS.forEach(step -> columns.add(new Column(step.label(), words.title(step), figures.currency())));
        String title = words.text("flow.reconciled");
        return new Section(
                title,
                words.text("flow.reconciled_note"),
                List.of(Drawing.bars(
                        words.text("flow.chart"),
                        names,
                        List.of(words.title(Metric.FLOW_ADDED), words.title(Metric.FLOW_PAID)),
                        List.of(added, paid),
                        List.of("second", "main"),
                        List.of(addedTips, paidTips),
                        value -> words.amount(BigDecimal.valueOf(value)),
                        240)),
                Grid.of("balances", title, columns, rows),
                STEPS.stream().map(Metric::label).toList());
    }

    private Section matrix() {
        Cube cases = figures.cube(Metric.FLOW_CASES, Grain.MONTH).on(month);
        List<Column> columns = new ArrayList<>(
                List.of(Column.of("from", words.text("flow.from")), Column.of("cases", words.text("cases"))));
        List<String> into = STATES.subList(1, STATES.size());
        into.forEach(state -> columns.add(Column.of(state, words.value(state))));
        List<List<Value>> rows = new ArrayList<>();
        for (String from : STATES.subList(0, STATES.size() - 2)) {
            Cube here = cases.where(row -> from.equals(row.kind()));
            BigDecimal all = here.sum();
            if (all.signum() > 0) {
                List<Value> row = new ArrayList<>(List.of(Value.text(words.value(from)), Value.count(all)));
                for (String to : into) {
                    row.add(Value.share(here.state(to).sum(), all).shaded(1));
                }
                rows.add(row);
            }
        }
        String title = words.text("flow.matrix");
        return new Section(
                title,
                words.text("flow.matrix_note", words.month(month)),
                List.of(),
                Grid.of("moves", title, columns, rows),
                List.of(Derived.ROLL_RATE.label(), Metric.FLOW_CASES.label()));
    }

    private Section cures() {
        Cube cures = figures.cube(Metric.CURES, Grain.MONTH).on(month);
        List<Column> columns = new ArrayList<>(
                List.of(Column.of("arrears", words.text("flow.arrears")), Column.of("cases", words.text("cases"))));
        CURES.forEach(cure -> columns.add(Column.of(cure, words.value(cure))));
        List<List<Value>> rows = new ArrayList<>();
        for (String arrears : ARREARS) {
            Cube here = cures.where(row -> arrears.equals(row.size()));
            BigDecimal all = here.sum();
            List<Value> row = new ArrayList<>(List.of(Value.text(words.value(arrears)), Value.count(all)));
            CURES.forEach(
                    cure -> row.add(Value.share(here.state(cure).sum(), all).shaded(1)));
            rows.add(row);
        }
        String title = words.text("flow.cures");
        return new Section(
                title,
                words.text("flow.cures_note", words.month(month)),
                List.of(),
                Grid.of("cures", title, columns, rows),
                List.of(Derived.CURE_RATE.label(), Metric.CURES.label()));
    }

    private Section ageing() {
        LocalDate asOf = figures.data().asOf();
        Cube cases = figures.cube(Metric.STOCK_CASES, Grain.MONTH).on(asOf);
        Cube balance = figures.cube(Metric.STOCK, Grain.MONTH).on(asOf);
        BigDecimal whole = balance.sum();
        List<List<Value>> rows = new ArrayList<>();
        for (String arrears : ARREARS) {
            BigDecimal count = cases.where(row -> arrears.equals(row.size())).sum();
            BigDecimal amount = balance.where(row -> arrears.equals(row.size())).sum();
            rows.add(List.of(
                    Value.text(words.value(arrears)),
                    Value.count(count),
                    Value.amount(amount),
                    Value.share(amount, whole, count)));
        }
        rows.add(List.of(
                Value.text(words.text("total")),
                Value.count(cases.sum()),
                Value.amount(whole),
                Value.share(whole, whole, cases.sum())));
        String title = words.text("flow.ageing");
        return new Section(
                title,
                words.text("flow.ageing_note", words.day(asOf)),
                List.of(),
                new Grid(
                        "ageing",
                        title,
                        List.of(
                                Column.of("arrears", words.text("flow.arrears")),
                                Column.of("cases", words.title(Metric.STOCK_CASES)),
                                new Column("balance", words.title(Metric.STOCK), figures.currency()),
                                Column.of("share", words.text("share_of_balance"))),
                        rows,
                        true),
                List.of(Metric.STOCK.label(), Metric.STOCK_CASES.label()));
    }
}

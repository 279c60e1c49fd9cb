package org.solvens.reports;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.solvens.report.metric.ActualRecovery;
import org.solvens.report.metric.Derived;
import org.solvens.report.metric.FigureRow;
import org.solvens.report.metric.Grain;
import org.solvens.report.metric.Metric;
import org.solvens.reports.Grid.Column;
import org.solvens.reports.Page.Section;
import org.solvens.reports.Page.Tile;

/// What will come in: by month with interval, what remains of each quarter of placement, and how earlier forecasts came
/// out.
final class ForecastPage {
    private static final List<Integer> DAYS = ActualRecovery.DAYS;

    private final Filters figures;
    private final Wordings words;
    private final Forecast forecast;
    private final LocalDate asOf;
    private final int rate;

    private ForecastPage(Filters figures, Wordings words) {
        this.figures = figures;
        this.words = words;
        this.forecast = new Forecast(figures);
        this.asOf = figures.data().asOf();
        this.rate = figures.rate();
    }

    static Page of(Filters figures, Wordings words) {
        return new ForecastPage(figures, words).page();
    }

    private double factor(double years) {
        return Math.pow(1 + rate / 100.0, -years);
    }

    private static BigDecimal money(double value) {
        return BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_EVEN);
    }

    private Page page() {
        List<Tile> tiles = new ArrayList<>();
        List<Section> sections = new ArrayList<>();
        if (forecast.known()) {
            for (int days : DAYS) {
                Forecast.Range range = forecast.within(days);
                tiles.add(new Tile(
                        words.text("segments.expected_in", days) + ", " + figures.currency(),
                        words.amount(money(range.value())),
                        words.text(
                                "forecast.between",
                                words.amount(money(range.low())),
                                words.amount(money(range.high())))));
            }
            double today = 0;
            for (Map.Entry<YearMonth, Forecast.Range> month : forecast.months().entrySet()) {
                today += month.getValue().value() * factor(forecast.years(month.getKey()));
            }
            tiles.add(new Tile(
                    words.title(Derived.PRESENT_VALUE) + ", " + figures.currency(),
                    words.amount(money(today)),
                    words.text("forecast.at_rate", DAYS.getLast(), rate)));
            sections.add(months());
        } else {
            tiles.add(new Tile(
                    words.title(Metric.ESTIMATED_CASES), words.count(0), words.text("segments.forecast_none")));
        }
        sections.add(remaining());
        sections.add(earlier());
        sections.add(calibration());
        return new Page(words.text("forecast.title"), words.text("forecast.lead", words.day(asOf)), tiles, sections);
    }

    private Section months() {
        List<List<Value>> rows = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<Drawing.Ranged> bars = new ArrayList<>();
        double whole = 0;
        double value = 0;
        for (Map.Entry<YearMonth, Forecast.Range> month : forecast.months().entrySet()) {
            Forecast.Range range = month.getValue();
            double today = range.value() * factor(forecast.years(month.getKey()));
            LocalDate first = month.getKey().atDay(1);
            whole += range.value();
            value += today;
            rows.add(List.of(
                    Value.month(first),
                    Value.amount(money(range.value())),
                    Value.amount(money(range.low())),
                    Value.amount(money(range.high())),
                    Value.amount(money(today))));
            names.add(words.month(first));
            bars.add(new Drawing.Ranged(
                    range.value(),
                    range.low(),
                    range.high(),
                    words.month(first) + ": " + words.amount(money(range.value())) + " ("
                            + words.text(
                                    "forecast.between",
                                    words.amount(money(range.low())),
                                    words.amount(money(range.high())))
                            + ")"));
        }
        Forecast.Range all = forecast.within(DAYS.getLast());
        rows.add(List.of(
                Value.text(words.text("total")),
                Value.amount(money(whole)),
                Value.amount(money(all.low())),
                Value.amount(money(all.high())),
                Value.amount(money(value))));
        String title = words.text("forecast.months");
        int errors = forecast.errors(DAYS.getLast());
        return new Section(
                title,
                words.text("forecast.months_note", DAYS.getLast()) + " "
                        + (errors == 0
                                ? words.text("forecast.interval_cases", Forecast.FEWEST_DATES)
                                : words.text("forecast.interval_errors", errors)),
                List.of(Drawing.ranges(
                        title, names, bars, each -> words.amount(BigDecimal.valueOf(Math.round(each))), 260)),
                new Grid(
                        "months",
                        title,
                        List.of(
                                Column.of("month", words.text("month")),
                                new Column("expected", words.title(Metric.EXPECTED_RECOVERY), figures.currency()),
                                new Column("low", words.text("low"), figures.currency()),
                                new Column("high", words.text("high"), figures.currency()),
                                new Column(
                                        "present_value",
                                        words.title(Derived.PRESENT_VALUE),
                                        figures.currency() + ", " + rate + " %")),
                        rows,
                        true),
                List.of(
                        Metric.EXPECTED_RECOVERY.label(),
                        Derived.FORECAST_INTERVAL.label(),
                        Metric.EXPECTED_SPREAD.label(),
                        Derived.PRESENT_VALUE.label()));
    }

    /// What remains to be collected of each quarter of placement.
    private Section remaining() {
        Map<LocalDate, AdditiveReserve.Vintage> vintages = forecast.vintages();
        String title = words.text("forecast.remaining");
        List<AdditiveReserve.Vintage> all = List.copyOf(vintages.values());
        AdditiveReserve reserve = new AdditiveReserve(all);
        if (reserve.lastAge() == 0) {
            return new Section(title, words.text("forecast.remaining_none"), List.of(), null, List.of());
        }
        Map<LocalDate, List<AdditiveReserve.Vintage>> quarters = new TreeMap<>();
        vintages.forEach((month, vintage) -> quarters.computeIfAbsent(
                        month.withMonth(month.get(IsoFields.QUARTER_OF_YEAR) * 3 - 2), _ -> new ArrayList<>())
                .add(vintage));
        List<List<Value>> rows = new ArrayList<>();
        quarters.forEach((quarter, of) -> rows.add(remaining(Value.text(words.quarter(quarter)), of, reserve)));
        List<List<Value>> newest = new ArrayList<>(rows.reversed());
        newest.add(remaining(Value.text(words.text("total")), all, reserve));
        return new Section(
                title,
                words.text("forecast.remaining_note", reserve.lastAge()),
                List.of(),
                new Grid(
                        "remaining",
                        title,
                        List.of(
                                Column.of("quarter", words.text("recovery.quarter")),
                                new Column("placed", words.title(Metric.PLACED), figures.currency()),
                                new Column("recovered", words.title(Derived.RECOVERED), figures.currency()),
                                new Column("remaining", words.title(Derived.REMAINING), figures.currency()),
                                new Column("low", words.text("low"), figures.currency()),
                                new Column("high", words.text("high"), figures.currency()),
                                new Column(
                                        "present_value",
                                        words.title(Derived.PRESENT_VALUE),
                                        figures.currency() + ", " + rate + " %"),
                                Column.of("share_in_the_end", words.text("forecast.in_the_end"))),
                        newest,
                        true),
                List.of(Derived.RECOVERED.label(), Derived.REMAINING.label(), Derived.PRESENT_VALUE.label()));
    }

    private List<Value> remaining(Value head, List<AdditiveReserve.Vintage> of, AdditiveReserve reserve) {
        double placed = 0;
        double latest = 0;
        for (AdditiveReserve.Vintage each : of) {
            placed += each.placed();
            latest += each.latest();
        }
        AdditiveReserve.Estimate estimate = reserve.of(of, _ -> 1);
        Forecast.Range range = Forecast.Range.of(estimate.value(), estimate.deviation());
        return List.of(
                head,
                Value.amount(money(placed)),
                Value.amount(money(latest)),
                Value.amount(money(range.value())),
                Value.amount(money(range.low())),
                Value.amount(money(range.high())),
                Value.amount(money(reserve.of(of, this::factor).value())),
                Value.share((latest + estimate.value()) / placed));
    }

    /// What was expected at each scoring date, and what came in since.
    private Section earlier() {
        List<List<Value>> rows = new ArrayList<>();
        for (LocalDate date : forecast.dates()) {
            BigDecimal count = forecast.estimated(date);
            List<Value> row = new ArrayList<>(List.of(Value.day(date), Value.count(count)));
            for (int days : DAYS) {
                BigDecimal then = forecast.expected(date, days);
                BigDecimal came = forecast.actual(date, days);
                boolean still = date.plusDays(days).isAfter(asOf);
                row.add(Value.amount(then));
                row.add(date.equals(asOf) ? Value.none() : Value.amount(came).immature(still));
                row.add(
                        still || count.compareTo(BigDecimal.valueOf(Value.FEWEST)) < 0 || then.signum() == 0
                                ? Value.none()
                                : Value.ratio(came.doubleValue() / then.doubleValue()));
            }
            rows.add(row);
        }
        List<Column> columns = new ArrayList<>(List.of(
                Column.of("scored_on", words.text("segments.scored_on")),
                Column.of("cases", words.title(Metric.ESTIMATED_CASES))));
        DAYS.forEach(days -> {
            columns.add(new Column("expected_" + days, words.text("segments.expected_in", days), figures.currency()));
            columns.add(new Column("actual_" + days, words.text("segments.came_in", days), figures.currency()));
            columns.add(Column.of("ratio_" + days, words.text("segments.ratio")));
        });
        String title = words.text("segments.forecast");
        return new Section(
                title,
                words.text(rows.isEmpty() ? "segments.forecast_none" : "segments.forecast_note"),
                List.of(),
                rows.isEmpty() ? null : Grid.of("forecast", title, columns, rows),
                List.of(
                        Metric.EXPECTED_RECOVERY.label(),
                        Metric.ACTUAL_RECOVERY.label(),
                        Metric.ESTIMATED_CASES.label()));
    }

    /// Expected against actual by segment, at the newest scoring date whose days are over.
    private Section calibration() {
        List<List<Value>> rows = new ArrayList<>();
        for (int days : DAYS) {
            List<LocalDate> over = forecast.matured(days);
            if (!over.isEmpty()) {
                LocalDate date = over.getFirst();
                Cube cases = figures.cube(Metric.ESTIMATED_CASES, Grain.DAY).on(date);
                for (String segment : cases.by(FigureRow::kind).keySet()) {
                    rows.add(calibrated(words.value(segment), date, days, row -> segment.equals(row.kind())));
                }
                rows.add(calibrated(words.text("total"), date, days, _ -> true));
            }
        }
        String title = words.text("forecast.calibration");
        return new Section(
                title,
                words.text(rows.isEmpty() ? "forecast.calibration_none" : "forecast.calibration_note"),
                List.of(),
                rows.isEmpty()
                        ? null
                        : Grid.of(
                                "calibration",
                                title,
                                List.of(
                                        Column.of("segment", words.text("segment")),
                                        Column.of("days", words.text("forecast.days")),
                                        Column.of("scored_on", words.text("segments.scored_on")),
                                        Column.of("cases", words.title(Metric.ESTIMATED_CASES)),
                                        new Column(
                                                "expected", words.title(Metric.EXPECTED_RECOVERY), figures.currency()),
                                        new Column("actual", words.title(Metric.ACTUAL_RECOVERY), figures.currency()),
                                        Column.of("ratio", words.text("segments.ratio")),
                                        Column.of("low", words.text("forecast.chance_low")),
                                        Column.of("high", words.text("forecast.chance_high")),
                                        Column.of("verdict", words.text("creditors.verdict"))),
                                rows),
                List.of(Derived.CALIBRATION.label()));
    }

    private List<Value> calibrated(String name, LocalDate date, int days, Predicate<FigureRow> which) {
        Predicate<FigureRow> of = which.and(row -> row.age() != null && row.age() == days);
        BigDecimal cases = figures.cube(Metric.ESTIMATED_CASES, Grain.DAY)
                .on(date)
                .where(which)
                .sum();
        double expected = figures.cube(Metric.EXPECTED_RECOVERY, Grain.DAY)
                .on(date)
                .where(of)
                .sum()
                .doubleValue();
        double actual = figures.cube(Metric.ACTUAL_RECOVERY, Grain.DAY)
                .on(date)
                .where(of)
                .sum()
                .doubleValue();
        boolean few = cases.compareTo(BigDecimal.valueOf(Value.FEWEST)) < 0 || expected <= 0;
        double wide = few ? 0 : Forecast.NORMAL_95 * Math.sqrt(forecast.variance(date, days, which)) / expected;
        double ratio = few ? 0 : actual / expected;
        return List.of(
                Value.text(name),
                Value.count(days),
                Value.day(date),
                Value.count(cases),
                few ? Value.small() : Value.amount(money(expected)),
                few ? Value.small() : Value.amount(money(actual)),
                few ? Value.small() : Value.ratio(ratio),
                few ? Value.small() : Value.ratio(Math.max(0, 1 - wide)),
                few ? Value.small() : Value.ratio(1 + wide),
                Value.text(words.text(
                        few
                                ? "creditors.few"
                                : ratio > 1 + wide
                                        ? "creditors.above"
                                        : ratio < 1 - wide ? "creditors.below" : "creditors.same")));
    }
}

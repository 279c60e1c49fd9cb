package org.solvens.reports;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.solvens.report.RecoveryRow;
import org.solvens.report.metric.Calendar;
import org.solvens.report.metric.Derived;
import org.solvens.report.metric.FigureRow;
import org.solvens.report.metric.Grain;
import org.solvens.report.metric.Metric;
import org.solvens.reports.Grid.Column;
import org.solvens.reports.Page.Section;
import org.solvens.reports.Page.Tile;

/// Why the recovery rate of one period of placement differs from that of another: the mix of cases, their first
/// routes, behaviour, and age.
final class ChangePage {
    private final Filters figures;
    private final Wordings words;

    private ChangePage(Filters figures, Wordings words) {
        this.figures = figures;
        this.words = words;
    }

    static Page of(Filters figures, Wordings words) {
        return new ChangePage(figures, words).page();
    }

    private Page page() {
        List<Period> periods = figures.periods();
        if (periods.size() < 2) {
            return new Page(
                    words.text("change.title"),
                    words.text("change.none"),
                    List.of(new Tile(words.text("change.periods"), words.count(periods.size()), null)),
                    List.of());
        }
        Period from = figures.from();
        Period to = figures.to();
        LocalDate asOf = figures.data().asOf();
        int age = Calendar.AGES.stream()
                .filter(each -> mature(from, each, asOf) && mature(to, each, asOf))
                .max(Integer::compare)
                .orElseThrow(() -> new IllegalStateException("a period that can be chosen is mature at the first age"));
        return new Compared(from, to, age).page();
    }

    private static boolean mature(Period period, int age, LocalDate asOf) {
        return period.months().stream().allMatch(month -> Calendar.mature(month, age, asOf));
    }

    /// Two periods at one age.
    private final class Compared {
        private final List<Period> periods;
        private final int age;
        private final RateChange change = new RateChange();
        private final Map<RateChange.Key, RateChange.Parts> parts;
        private final RateChange.Amounts whole;
        private final double[] toDate = new double[2];
        private final double[] cases = new double[2];
        private final double[] deviation = new double[2];

        Compared(Period from, Period to, int age) {
            this.periods = List.of(from, to);
            this.age = age;
            for (int i = 0; i < 2; i++) {
                add(i);
            }
            this.parts = change.parts();
            this.whole = change.whole();
            for (int i = 0; i < 2; i++) {
                toDate[i] = toDate(periods.get(i));
                cases[i] = cube(Metric.VINTAGE_CASES, i).sum().doubleValue();
                Cube squares = cube(Metric.VINTAGE_SQUARES, i).where(this::aged);
                deviation[i] = RateChange.deviation(
                        whole.rate(i),
                        whole.placed[i],
                        square(squares, "RECOVERED_RECOVERED"),
                        square(squares, "RECOVERED_PLACED"),
                        square(squares, "PLACED_PLACED"));
            }
        }

        private static double square(Cube squares, String kind) {
            return squares.where(row -> kind.equals(row.kind())).sum().doubleValue();
        }

        private boolean aged(FigureRow row) {
            return row.age() != null && row.age() == age;
        }

        private Cube cube(Metric metric, int period) {
            List<LocalDate> months = periods.get(period).months();
            return figures.cubeOfEach(metric, Grain.MONTH, months.getFirst(), months.getLast());
        }

        private void add(int period) {
            for (FigureRow row : cube(Metric.VINTAGE_PLACED, period).rows()) {
                change.add(key(row), period, row.value().doubleValue(), 0);
            }
            for (FigureRow row :
                    cube(Metric.VINTAGE_RECOVERED, period).where(this::aged).rows()) {
                change.add(key(row), period, 0, row.value().doubleValue());
            }
        }

        private static RateChange.Key key(FigureRow row) {
            return new RateChange.Key(
                    new RateChange.Group(
                            row.creditorId(),
                            row.country(),
                            Objects.requireNonNullElse(row.claimType(), ""),
                            Objects.requireNonNullElse(row.size(), "")),
                    Objects.requireNonNullElse(row.kind(), ""));
        }

        /// Recovered over placed of everything known.
        private double toDate(Period period) {
            Map<List<Object>, RecoveryRow> last = new HashMap<>();
            for (RecoveryRow row : figures.recovery(RecoveryRow.ALL)) {
                if (period.months().contains(row.placedMonth())) {
                    last.merge(
                            List.of(row.creditorId(), row.country(), row.claimType(), row.placedMonth()),
                            row,
                            (a, b) -> a.monthsSince() > b.monthsSince() ? a : b);
                }
            }
            double placed = 0;
            double recovered = 0;
            for (RecoveryRow row : last.values()) {
                placed += row.placed().doubleValue();
                recovered += row.recovered().doubleValue();
            }
            return placed == 0 ? 0 : recovered / placed;
        }

        private RateChange.Parts sum(Predicate<RateChange.Key> which) {
            RateChange.Parts sum = RateChange.Parts.NONE;
            for (Map.Entry<RateChange.Key, RateChange.Parts> each : parts.entrySet()) {
                sum = which.test(each.getKey()) ? sum.plus(each.getValue()) : sum;
            }
            return sum;
        }

        private Page page() {
            String from = periods.get(0).written(words);
            String to = periods.get(1).written(words);
            double difference = whole.rate(1) - whole.rate(0);
            double wide = Forecast.NORMAL_95 * Math.hypot(deviation[0], deviation[1]);
            List<Tile> tiles = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                tiles.add(new Tile(
                        words.text("change.rate_after", periods.get(i).written(words), age),
                        rate(whole.rate(i), cases[i]).written(words),
                        words.text("recovery.of_cases", words.count(Math.round(cases[i])))));
            }
            tiles.add(new Tile(
                    words.text("change.difference") + ", " + words.text("change.points"),
                    words.points(difference),
                    words.text("change.between", words.points(difference - wide), words.points(difference + wide))));
            tiles.add(new Tile(
                    words.text("creditors.verdict"),
                    words.text(
                            Math.min(cases[0], cases[1]) < Value.FEWEST
                                    ? "creditors.few"
                                    : Math.abs(difference) <= wide
                                            ? "creditors.same"
                                            : difference > 0 ? "change.better" : "change.worse"),
                    words.text("change.verdict_note")));
            List<Section> sections = new ArrayList<>(List.of(
                    waterfall(from, to),
                    by("routes", words.text("change.by_route"), words.text("route"), RateChange.Key::route)));
            sections.add(by(
                    "creditors",
                    words.text("change.by_creditor"),
                    words.text("creditor"),
                    key -> key.group().creditor()));
            sections.add(by(
                    "types",
                    words.text("change.by_type"),
                    words.text("type"),
                    key -> key.group().claimType()));
            sections.add(by(
                    "sizes",
                    words.text("change.by_size"),
                    words.text("change.size"),
                    key -> key.group().size()));
            return new Page(words.text("change.title"), words.text("change.lead", from, to, age), tiles, sections);
        }

        private Section waterfall(String from, String to) {
            RateChange.Parts sum = sum(_ -> true);
            double maturity = toDate[1] - whole.rate(1) - (toDate[0] - whole.rate(0));
            List<Drawing.Step> steps = List.of(
                    new Drawing.Step(from, toDate[0], true),
                    new Drawing.Step(words.title(Derived.CHANGE_MIX), sum.mix(), false),
                    new Drawing.Step(words.title(Derived.CHANGE_POLICY), sum.routes(), false),
                    new Drawing.Step(words.title(Derived.CHANGE_BEHAVIOUR), sum.behaviour(), false),
                    new Drawing.Step(words.title(Derived.CHANGE_MATURITY), maturity, false),
                    new Drawing.Step(to, toDate[1], true));
            List<List<Value>> rows = new ArrayList<>();
            for (Drawing.Step step : steps) {
                rows.add(List.of(
                        Value.text(step.name()),
                        step.level() ? Value.share(step.value()) : Value.none(),
                        step.level() ? Value.none() : Value.points(step.value())));
            }
            String title = words.text("change.waterfall", from, to);
            return new Section(
                    title,
                    words.text("change.waterfall_note", age),
                    List.of(Drawing.waterfall(title, steps, words::share, words::points, 300)),
                    Grid.of(
                            "waterfall",
                            title,
                            List.of(
                                    Column.of("step", words.text("change.step")),
                                    Column.of("rate", words.text("change.rate_to_date")),
                                    new Column("change", words.text("change.change"), words.text("change.points"))),
                            rows),
                    List.of(
                            Derived.CHANGE_MIX.label(),
                            Derived.CHANGE_POLICY.label(),
                            Derived.CHANGE_BEHAVIOUR.label(),
                            Derived.CHANGE_MATURITY.label(),
                            Derived.RECOVERED_SHARE.label()));
        }

        private Section by(String id, String title, String head, Function<RateChange.Key, String> part) {
            Map<String, double[]> counts = new TreeMap<>();
            for (int i = 0; i < 2; i++) {
                for (FigureRow row : cube(Metric.VINTAGE_CASES, i).rows()) {
                    counts.computeIfAbsent(part.apply(key(row)), _ -> new double[2])[i] +=
                            row.value().doubleValue();
                }
            }
            List<List<Value>> rows = new ArrayList<>();
            Map<String, RateChange.Amounts> amounts = change.by(part);
            amounts.entrySet().stream()
                    .sorted((a, b) -> Double.compare(moved(b.getKey(), part), moved(a.getKey(), part)))
                    .forEach(each -> rows.add(row(
                            words.value(each.getKey()),
                            each.getValue(),
                            counts.getOrDefault(each.getKey(), new double[2]),
                            sum(key -> part.apply(key).equals(each.getKey())))));
            rows.add(row(words.text("total"), whole, cases, sum(_ -> true)));
            String from = periods.get(0).written(words);
            String to = periods.get(1).written(words);
            String points = words.text("change.points");
            return new Section(
                    title,
                    words.text("change.by_note", age),
                    List.of(),
                    new Grid(
                            id,
                            title,
                            List.of(
                                    Column.of(id, head),
                                    new Column("share_from", words.text("change.share"), from),
                                    new Column("share_to", words.text("change.share"), to),
                                    new Column("rate_from", words.title(Derived.RECOVERED_SHARE), from),
                                    new Column("rate_to", words.title(Derived.RECOVERED_SHARE), to),
                                    new Column("mix", words.title(Derived.CHANGE_MIX), points),
                                    new Column("routes_part", words.title(Derived.CHANGE_POLICY), points),
                                    new Column("behaviour", words.title(Derived.CHANGE_BEHAVIOUR), points),
                                    new Column("change", words.text("change.together"), points)),
                            rows,
                            true),
                    List.of());
        }

        private double moved(String name, Function<RateChange.Key, String> part) {
            return Math.abs(sum(key -> part.apply(key).equals(name)).sum());
        }

        private List<Value> row(String name, RateChange.Amounts own, double[] count, RateChange.Parts sum) {
            return List.of(
                    Value.text(name),
                    Value.share(own.share(0, whole)),
                    Value.share(own.share(1, whole)),
                    rate(own.rate(0), count[0]),
                    rate(own.rate(1), count[1]),
                    Value.points(sum.mix()),
                    Value.points(sum.routes()),
                    Value.points(sum.behaviour()),
                    Value.points(sum.sum()));
        }

        private static Value rate(double rate, double cases) {
            return Value.share(BigDecimal.valueOf(rate), BigDecimal.ONE, BigDecimal.valueOf(cases));
        }
    }
}

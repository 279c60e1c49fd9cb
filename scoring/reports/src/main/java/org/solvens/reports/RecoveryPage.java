package org.solvens.reports;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.solvens.report.RecoveryRow;
import org.solvens.report.metric.Derived;
import org.solvens.report.metric.Metric;
import org.solvens.report.metric.RecoveryTotal;
import org.solvens.reports.Grid.Column;
import org.solvens.reports.Page.Section;
import org.solvens.reports.Page.Tile;

/// Recovery by month of placement: curves by quarter, and the triangle gross, net of cost, and by cases.
final class RecoveryPage {
    /// Ages of the triangle, in months since placement.
    private static final List<Integer> AGES = List.of(0, 1, 2, 3, 6, 9, 12, 18, 24);

    /// Quarters whose curves are drawn strongly; the others are thin.
    private static final int STRONG = 3;

    private final Filters figures;
    private final Wordings words;
    private final String segment;
    private final Map<LocalDate, Vintage> vintages = new TreeMap<>();

    /// Sums of the cases placed in one month, by age.
    private static final class Vintage {
        private BigDecimal cases = BigDecimal.ZERO;
        private BigDecimal placed = BigDecimal.ZERO;
        private BigDecimal added = BigDecimal.ZERO;
        private final List<Point> points = new ArrayList<>();

        Point point(int age) {
            while (points.size() <= age) {
                points.add(new Point());
            }
            return points.get(age);
        }
    }

    private static final class Point {
        private BigDecimal recovered = BigDecimal.ZERO;
        private BigDecimal overpaid = BigDecimal.ZERO;
        private BigDecimal cost = BigDecimal.ZERO;
        private BigDecimal paying = BigDecimal.ZERO;
        private boolean mature = true;
    }

    private RecoveryPage(Filters figures, Wordings words) {
        this.figures = figures;
        this.words = words;
        this.segment = Objects.requireNonNullElse(figures.view().segment(), RecoveryRow.ALL);
        for (RecoveryRow row : figures.recovery(segment)) {
            Vintage vintage = vintages.computeIfAbsent(row.placedMonth(), _ -> new Vintage());
            if (row.monthsSince() == 0) {
                vintage.cases = vintage.cases.add(BigDecimal.valueOf(row.cases()));
                vintage.placed = vintage.placed.add(row.placed());
                vintage.added = vintage.added.add(row.added());
            }
            Point point = vintage.point(row.monthsSince());
            point.recovered = point.recovered.add(row.recovered());
            point.overpaid = point.overpaid.add(row.overpaid());
            point.cost = point.cost.add(row.cost());
            point.paying = point.paying.add(BigDecimal.valueOf(row.paidCases()));
            point.mature &= row.mature();
        }
    }

    static Page of(Filters figures, Wordings words) {
        return new RecoveryPage(figures, words).page();
    }

    private Page page() {
        String currency = figures.currency();
        RecoveryTotal total = RecoveryTotal.of(figures.recovery(segment));
        BigDecimal cases = BigDecimal.valueOf(total.cases());
        BigDecimal placed = total.placed();
        BigDecimal recovered = total.recovered();
        BigDecimal cost = total.cost();
        List<Tile> tiles = List.of(
                new Tile(
                        words.title(Derived.RECOVERED) + ", " + currency,
                        words.amount(recovered),
                        words.text("recovery.of", words.amount(placed))),
                new Tile(
                        words.title(Derived.RECOVERED_SHARE),
                        Value.share(recovered, placed, cases).written(words),
                        words.text("to_date")),
                new Tile(
                        words.title(Derived.NET_SHARE),
                        Value.share(recovered.subtract(cost), placed, cases).written(words),
                        words.text("recovery.cost", words.amount(cost) + " " + currency)),
                new Tile(
                        words.title(Derived.PAYING_SHARE),
                        Value.share(BigDecimal.valueOf(total.paidCases()), cases)
                                .written(words),
                        words.text("recovery.of_cases", words.count(cases.longValue()))));
        List<Section> sections = new ArrayList<>();
        sections.add(curves());
        sections.add(triangle(
                "gross",
                words.text("recovery.gross"),
                vintage -> vintage.placed,
                point -> point.recovered,
                List.of(Derived.RECOVERED_SHARE.label(), Derived.RECOVERED.label(), Metric.PLACED.label())));
        sections.add(triangle(
                "net",
                words.text("recovery.net"),
                vintage -> vintage.placed,
                point -> point.recovered.subtract(point.cost),
                List.of(Derived.NET_SHARE.label(), Metric.CONTACT_COST.label())));
        sections.add(triangle(
                "cases",
                words.text("recovery.cases"),
                vintage -> vintage.cases,
                point -> point.paying,
                List.of(Derived.PAYING_SHARE.label())));
        sections.add(money());
        return new Page(
                words.text("recovery.title"),
                words.text(
                        segment.equals(RecoveryRow.ALL) ? "recovery.lead" : "recovery.lead_segment",
                        words.value(segment)),
                tiles,
                sections);
    }

    private static LocalDate quarter(LocalDate month) {
        return month.withMonth((month.getMonthValue() - 1) / 3 * 3 + 1);
    }

    /// One curve a quarter of placement: a point is there if every month of the quarter has one of that age.
    private Section curves() {
        TreeMap<LocalDate, List<Vintage>> quarters = new TreeMap<>();
        vintages.forEach((month, vintage) ->
                quarters.computeIfAbsent(quarter(month), _ -> new ArrayList<>()).add(vintage));
        quarters.values().removeIf(of -> cases(of).compareTo(BigDecimal.valueOf(Value.FEWEST)) < 0);
        List<Drawing.Line> lines = new ArrayList<>();
        // The last quarters with a mature point after three months, so that a curve is more than its beginning.
        List<LocalDate> strong = quarters.descendingMap().entrySet().stream()
                .filter(each -> firm(each.getValue()) > 3)
                .map(Map.Entry::getKey)
                .limit(STRONG)
                .toList();
        List<List<Value>> rows = new ArrayList<>();
        for (Map.Entry<LocalDate, List<Vintage>> each : quarters.entrySet()) {
            LocalDate quarter = each.getKey();
            List<Vintage> of = each.getValue();
            int ages =
                    of.stream().mapToInt(vintage -> vintage.points.size()).min().orElse(0);
            BigDecimal placed = of.stream().map(v -> v.placed).reduce(BigDecimal.ZERO, BigDecimal::add);
            if (placed.signum() == 0) {
                continue;
            }
            List<Drawing.Point> points = new ArrayList<>();
            for (int age = 0; age < ages; age++) {
                points.add(new Drawing.Point(age, recovered(of, age).doubleValue() / placed.doubleValue()));
            }
            int rank = strong.indexOf(quarter);
            lines.add(new Drawing.Line(
                    rank < 0 ? null : words.quarter(quarter), rank < 0 ? "quiet" : "s" + (rank + 1), points, firm(of)));
            List<Value> row = new ArrayList<>(
                    List.of(Value.text(words.quarter(quarter)), Value.count(cases(of)), Value.amount(placed)));
            for (int age : AGES) {
                row.add(
                        age < ages
                                ? Value.share(recovered(of, age), placed, cases(of))
                                        .immature(age >= firm(of))
                                : Value.none());
            }
            rows.add(row);
        }
        lines.sort(Comparator.comparing(line -> line.shape().equals("quiet") ? 0 : 1));
        String title = words.text("recovery.curves");
        List<Column> columns = new ArrayList<>(List.of(
                Column.of("quarter", words.text("recovery.quarter")),
                Column.of("cases", words.text("cases")),
                new Column("placed", words.title(Metric.PLACED), figures.currency())));
        AGES.forEach(age -> columns.add(Column.of("after_" + age, words.text("after_months", age))));
        return new Section(
                title,
                words.text("recovery.curves_note"),
                List.of(Drawing.lines(
                        title, lines, band(quarters.values()), words::share, words.text("months_since"), 340, 86)),
                Grid.of("quarters", title, columns, rows.reversed()),
                List.of(Derived.RECOVERED_SHARE.label()));
    }

    private static BigDecimal cases(List<Vintage> of) {
        return of.stream().map(v -> v.cases).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal recovered(List<Vintage> of, int age) {
        return of.stream().map(v -> v.points.get(age).recovered).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /// How many points are mature in every month.
    private static int firm(List<Vintage> of) {
        return of.stream()
                .mapToInt(v -> (int) v.points.stream().takeWhile(p -> p.mature).count())
                .min()
                .orElse(0);
    }

    /// The range between the lowest and the highest mature share at each age that at least three quarters have.
    private static List<List<Drawing.Point>> band(Collection<List<Vintage>> quarters) {
        List<Drawing.Point> high = new ArrayList<>();
        List<Drawing.Point> low = new ArrayList<>();
        for (int age = 0; ; age++) {
            int at = age;
            double[] shares = quarters.stream()
                    .filter(of -> firm(of) > at)
                    .mapToDouble(of -> recovered(of, at).doubleValue()
                            / of.stream()
                                    .map(v -> v.placed)
                                    .reduce(BigDecimal.ZERO, BigDecimal::add)
                                    .doubleValue())
                    .sorted()
                    .toArray();
            if (shares.length < 3) {
                return List.of(high, low);
            }
            high.add(new Drawing.Point(age, Arrays.stream(shares).max().orElse(0)));
            low.add(new Drawing.Point(age, Arrays.stream(shares).min().orElse(0)));
        }
    }

    private Section triangle(
            String id,
            String title,
            Function<Vintage, BigDecimal> whole,
            Function<Point, BigDecimal> part,
            List<String> metrics) {
        List<Column> columns = new ArrayList<>(
                List.of(Column.of("month", words.text("recovery.month")), Column.of("cases", words.text("cases"))));
        int oldest = vintages.values().stream()
                .mapToInt(vintage -> vintage.points.size() - 1)
                .max()
                .orElse(0);
        List<Integer> ages = AGES.stream().filter(age -> age <= oldest).toList();
        ages.forEach(age -> columns.add(Column.of("after_" + age, words.text("after_months", age))));
        List<List<Value>> rows = new ArrayList<>();
        double most = 0;
        for (Map.Entry<LocalDate, Vintage> each : vintages.entrySet()) {
            Vintage vintage = each.getValue();
            List<Value> row = new ArrayList<>(List.of(Value.month(each.getKey()), Value.count(vintage.cases)));
            for (int age : ages) {
                if (age >= vintage.points.size()) {
                    row.add(Value.none());
                } else {
                    Point point = vintage.points.get(age);
                    Value value = Value.share(part.apply(point), whole.apply(vintage), vintage.cases)
                            .immature(!point.mature);
                    row.add(value);
                    most = value.raw() instanceof Double share ? Math.max(most, share) : most;
                }
            }
            rows.add(row);
        }
        double deepest = most;
        return new Section(
                title,
                null,
                List.of(),
                Grid.of(
                        id,
                        title,
                        columns,
                        rows.stream()
                                .map(row -> row.stream()
                                        .map(value -> value.kind() == Value.Kind.SHARE ? value.shaded(deepest) : value)
                                        .toList())
                                .toList()
                                .reversed()),
                metrics);
    }

    private Section money() {
        List<List<Value>> rows = new ArrayList<>();
        vintages.forEach((month, vintage) -> {
            Point last = vintage.points.getLast();
            rows.add(List.of(
                    Value.month(month),
                    Value.count(vintage.cases),
                    Value.count(last.paying),
                    Value.amount(vintage.placed),
                    Value.amount(vintage.added),
                    Value.amount(last.recovered),
                    Value.amount(last.overpaid),
                    Value.amount(last.cost)));
        });
        String currency = figures.currency();
        String title = words.text("recovery.money");
        return new Section(
                title,
                words.text("recovery.money_note"),
                List.of(),
                Grid.of(
                        "money",
                        title,
                        List.of(
                                Column.of("month", words.text("recovery.month")),
                                Column.of("cases", words.text("cases")),
                                Column.of("paying", words.title(Derived.PAYING_SHARE)),
                                new Column("placed", words.title(Metric.PLACED), currency),
                                new Column("added", words.text("recovery.added"), currency),
                                new Column("recovered", words.title(Derived.RECOVERED), currency),
                                new Column("overpaid", words.text("recovery.overpaid"), currency),
                                new Column("cost", words.title(Metric.CONTACT_COST), currency)),
                        rows.reversed()),
                List.of());
    }
}

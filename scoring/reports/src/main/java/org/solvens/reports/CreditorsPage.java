package org.solvens.reports;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.solvens.report.RecoveryRow;
import org.solvens.report.metric.Derived;
import org.solvens.report.metric.Metric;
import org.solvens.reports.Grid.Column;
import org.solvens.reports.Page.Section;
import org.solvens.reports.Page.Tile;

/// Creditors compared on like cases: those of the same country, type of claim and month of placement, at the same age.
final class CreditorsPage {
    private static final double NORMAL_95 = 1.959963984540054;
    private static final int MONTHS = 24;

    private final Filters figures;
    private final Wordings words;
    private final LocalDate from;

    /// Cases that are alike.
    private record Like(String country, String claimType, LocalDate month) {}

    /// Sums at the last age that is mature, so that every case has been followed for as long.
    private static final class Sums {
        private double cases;
        private double paying;
        /// Cases that others have the like of, and those of them that pay.
        private double compared;
        private double observed;
        private double expected;
        private double variance;
        private BigDecimal placed = BigDecimal.ZERO;
        private BigDecimal recovered = BigDecimal.ZERO;
    }

    private CreditorsPage(Filters figures, Wordings words) {
        this.figures = figures;
        this.words = words;
        this.from = figures.data().asOf().withDayOfMonth(1).minusMonths(MONTHS);
    }

    static Page of(Filters figures, Wordings words) {
        return new CreditorsPage(figures, words).page();
    }

    /// The row of each creditor and set of like cases at the last mature age.
    private List<RecoveryRow> last() {
        Map<List<Object>, RecoveryRow> last = new HashMap<>();
        for (RecoveryRow row : figures.recovery(RecoveryRow.ALL)) {
            if (row.mature() && !row.placedMonth().isBefore(from)) {
                last.merge(
                        List.of(row.creditorId(), row.country(), row.claimType(), row.placedMonth()),
                        row,
                        (a, b) -> a.monthsSince() > b.monthsSince() ? a : b);
            }
        }
        return List.copyOf(last.values());
    }

    private Page page() {
        List<RecoveryRow> rows = last();
        Map<Like, Sums> alike = new HashMap<>();
        for (RecoveryRow row : rows) {
            Sums sums = alike.computeIfAbsent(like(row), _ -> new Sums());
            sums.cases += row.cases();
            sums.paying += row.paidCases();
        }
        Map<String, Sums> creditors = new TreeMap<>();
        for (RecoveryRow row : rows) {
            Sums all = Objects.requireNonNull(alike.get(like(row)), "every row was added");
            Sums own = creditors.computeIfAbsent(row.creditorId(), _ -> new Sums());
            double chance = all.paying / all.cases;
            own.cases += row.cases();
            own.paying += row.paidCases();
            if (all.cases > row.cases()) {
                own.compared += row.cases();
                own.observed += row.paidCases();
                own.expected += row.cases() * chance;
                // Part of the like cases are the creditor's own, which moves less against itself.
                own.variance += row.cases() * chance * (1 - chance) * (1 - row.cases() / all.cases);
            }
            own.placed = own.placed.add(row.placed());
            own.recovered = own.recovered.add(row.recovered());
        }
        long apart = creditors.values().stream()
                .filter(own -> enough(own) && (low(own) > 1 || high(own) < 1))
                .count();
        return new Page(
                words.text("creditors.title"),
                words.text("creditors.lead"),
                List.of(
                        new Tile(words.text("creditors.count"), words.count(creditors.size()), figures.currency()),
                        new Tile(
                                words.text("creditors.apart"), words.count(apart), words.text("creditors.apart_note"))),
                List.of(compared(creditors)));
    }

    private static Like like(RecoveryRow row) {
        return new Like(row.country(), row.claimType(), row.placedMonth());
    }

    private static boolean enough(Sums own) {
        return own.compared >= Value.FEWEST && own.expected > 0 && own.variance > 0;
    }

    private static double low(Sums own) {
        return Math.max(0, (own.observed - NORMAL_95 * Math.sqrt(own.variance)) / own.expected);
    }

    private static double high(Sums own) {
        return (own.observed + NORMAL_95 * Math.sqrt(own.variance)) / own.expected;
    }

    private Section compared(Map<String, Sums> creditors) {
        List<List<Value>> rows = new ArrayList<>();
        creditors.entrySet().stream()
                .sorted((a, b) -> Double.compare(order(b.getValue()), order(a.getValue())))
                .forEach(each -> {
                    Sums own = each.getValue();
                    BigDecimal cases = BigDecimal.valueOf(own.cases);
                    rows.add(List.of(
                            Value.text(each.getKey()),
                            Value.count((long) own.cases),
                            Value.amount(own.placed),
                            Value.share(own.recovered, own.placed, cases),
                            Value.share(BigDecimal.valueOf(own.paying), cases),
                            ratio(own, own.observed / own.expected),
                            ratio(own, low(own)),
                            ratio(own, high(own)),
                            Value.text(
                                    !enough(own)
                                            ? words.text(own.cases < Value.FEWEST ? "creditors.few" : "creditors.alone")
                                            : low(own) > 1
                                                    ? words.text("creditors.above")
                                                    : high(own) < 1
                                                            ? words.text("creditors.below")
                                                            : words.text("creditors.same"))));
                });
        String title = words.text("creditors.compared");
        return new Section(
                title,
                words.text("creditors.compared_note"),
                List.of(),
                Grid.of(
                        "creditors",
                        title,
                        List.of(
                                Column.of("creditor", words.text("creditor")),
                                Column.of("cases", words.text("cases")),
                                new Column("placed", words.title(Metric.PLACED), figures.currency()),
                                Column.of("recovered_share", words.title(Derived.RECOVERED_SHARE)),
                                Column.of("paying_share", words.title(Derived.PAYING_SHARE)),
                                Column.of("ratio", words.title(Derived.MIX_ADJUSTED)),
                                Column.of("low", words.text("low")),
                                Column.of("high", words.text("high")),
                                Column.of("verdict", words.text("creditors.verdict"))),
                        rows),
                List.of(Derived.MIX_ADJUSTED.label(), Derived.PAYING_SHARE.label(), Derived.RECOVERED_SHARE.label()));
    }

    private static double order(Sums own) {
        return enough(own) ? own.observed / own.expected : -1;
    }

    private static Value ratio(Sums own, double value) {
        return enough(own) ? Value.ratio(value) : new Value(null, Value.Kind.RATIO, Value.Mark.SMALL, -1);
    }
}

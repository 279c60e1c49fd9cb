package org.solvens.report.metric;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.solvens.report.RecoveryRow;

/// What came in to date on all cases of a currency: the one definition for the page Recovery and for what `run` and
/// `report` print.
///
/// @param paidCases cases on which something came in
/// @param placed what was owed when the cases were placed
/// @param added charges since, minus what was waived
/// @param owed placed and added
/// @param recovered paid and neither reversed nor refunded, for each case up to what was owed on it
/// @param overpaid paid beyond what was owed
/// @param cost of the contacts, where the feed states it
public record RecoveryTotal(
        long cases,
        long paidCases,
        BigDecimal placed,
        BigDecimal added,
        BigDecimal owed,
        BigDecimal recovered,
        BigDecimal overpaid,
        BigDecimal cost) {
    /// Nothing.
    public static final RecoveryTotal NOTHING = new RecoveryTotal(
            0, 0, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    /// The totals of all segments together, by currency.
    ///
    /// @param rows of one as-of date
    public static Map<String, RecoveryTotal> byCurrency(List<RecoveryRow> rows) {
        Map<String, RecoveryTotal> totals = new TreeMap<>();
        last(rows).forEach(row -> {
            if (row.segment().equals(RecoveryRow.ALL)) {
                totals.merge(row.currency(), of(row), RecoveryTotal::plus);
            }
        });
        return totals;
    }

    /// The total of some rows.
    ///
    /// @param rows of one as-of date, currency and segment
    public static RecoveryTotal of(List<RecoveryRow> rows) {
        return last(rows).stream().map(RecoveryTotal::of).reduce(NOTHING, RecoveryTotal::plus);
    }

    /// The rows are cumulative, so that the oldest age of each vintage has all of it.
    private static List<RecoveryRow> last(List<RecoveryRow> rows) {
        Map<List<Object>, RecoveryRow> last = new HashMap<>();
        rows.forEach(row -> last.merge(
                List.of(
                        row.creditorId(),
                        row.country(),
                        row.currency(),
                        row.claimType(),
                        row.segment(),
                        row.placedMonth()),
                row,
                (a, b) -> a.monthsSince() > b.monthsSince() ? a : b));
        return List.copyOf(last.values());
    }

    private static RecoveryTotal of(RecoveryRow row) {
        return new RecoveryTotal(
                row.cases(),
                row.paidCases(),
                row.placed(),
                row.added(),
                row.placed().add(row.added()),
                row.recovered(),
                row.overpaid(),
                row.cost());
    }

    private RecoveryTotal plus(RecoveryTotal other) {
        return new RecoveryTotal(
                cases + other.cases,
                paidCases + other.paidCases,
                placed.add(other.placed),
                added.add(other.added),
                owed.add(other.owed),
                recovered.add(other.recovered),
                overpaid.add(other.overpaid),
                cost.add(other.cost));
    }

    /// Recovered over owed; 0 if nothing was owed.
    public double rate() {
        return owed.signum() == 0 ? 0 : recovered.doubleValue() / owed.doubleValue();
    }
}

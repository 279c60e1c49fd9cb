package org.solvens.training.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.solvens.model.Curve;
import org.solvens.model.CurveBand;
import org.solvens.model.Scorer;
import org.solvens.outcome.Recovered;
import org.solvens.training.evaluate.Resampling.Interval;
import org.solvens.training.rows.AxisRows;

/// A case that was followed: its curve, and the observed outcome.
///
/// @param debtor hash of the debtor's id
/// @param expected value of the curve by the end of each period
/// @param actual what had happened by the end of each period that is not censored, see {@link Recovered#target}
public record Followed(long debtor, double[] expected, double[] actual) {
    private static final int DRAWS = 200;
    private static final int MOST_GROUPS = 10;
    /// Fewest cases of a group or slice.
    public static final int SMALLEST_GROUP = 100;

    /// A case and its curve.
    ///
    /// @param row of the case
    /// @param hazard made for the rows' features
    /// @param lastDay later events are ignored; days since 1970-01-01
    public static Followed of(AxisRows rows, int row, Scorer hazard, int lastDay) {
        return new Followed(
                rows.debtor(row),
                expected(hazard, rows.vector(row), rows.features().indexOf(AxisRows.PERIOD.name())),
                rows.actual(row, lastDay));
    }

    /// The value of a hazard's curve by the end of each period.
    ///
    /// @param vector of the hazard's scorer; overwritten at the number of the period
    /// @param periodAt position of the number of the period in the vector; -1 if there is none
    public static double[] expected(Scorer hazard, double[] vector, int periodAt) {
        double[] expected = new double[Recovered.PERIODS];
        double open = 1;
        for (int period = 0; period < expected.length; period++) {
            if (periodAt >= 0) {
                vector[periodAt] = period;
            }
            open *= 1 - hazard.probability(vector);
            expected[period] = 1 - open;
        }
        return expected;
    }

    /// The observed outcome of all cases by the end of a period: the product-limit estimate (Kaplan and Meier
    /// 1958). For expected recovery it is that of a unit of the balance: the open balance of each case is at
    /// risk until it is censored. For the probability of payment a case is at risk until it pays or is
    /// censored.
    ///
    /// @param times how often each case counts
    /// @param periods how many
    /// @return NaN if nothing is at risk before the period ends
    static double observed(List<Followed> cases, int[] times, int periods) {
        double open = 1;
        for (int period = 0; period < periods; period++) {
            double atRisk = 0;
            double came = 0;
            for (int i = 0; i < times.length; i++) {
                double[] actual = cases.get(i).actual();
                if (actual.length > period) {
                    double before = period == 0 ? 0 : actual[period - 1];
                    atRisk += times[i] * (1 - before);
                    came += times[i] * (actual[period] - before);
                }
            }
            if (atRisk <= 0) {
                return open <= 0 ? 1 : Double.NaN;
            }
            open *= 1 - came / atRisk;
        }
        return 1 - open;
    }

    /// The observed outcome, with each case counted once.
    static double observed(List<Followed> cases, int periods) {
        int[] once = new int[cases.size()];
        Arrays.fill(once, 1);
        return observed(cases, once, periods);
    }

    /// 95 % interval of {@link #observed}, by resampling debtors.
    static Interval interval(List<Followed> cases, int periods, long seed) {
        long[] debtors = cases.stream().mapToLong(Followed::debtor).toArray();
        return Resampling.of(debtors, seed, DRAWS).interval(times -> observed(cases, times, periods));
    }

    /// The bands of a curve, from cases that its hazard was not fitted on.
    public static List<CurveBand> bands(List<Followed> cases, long seed) {
        return Curve.DAYS.stream().map(days -> band(cases, days, seed)).toList();
    }

    private static CurveBand band(List<Followed> cases, int days, long seed) {
        List<Double> value = new ArrayList<>();
        List<Double> low = new ArrayList<>();
        List<Double> high = new ArrayList<>();
        int periods = days / Recovered.PERIOD_DAYS;
        for (List<Followed> group : groups(cases, periods)) {
            Interval interval = interval(group, periods, seed);
            value.add(mean(group, periods));
            low.add(Math.max(Math.clamp(interval.low(), 0, 1), low.isEmpty() ? 0 : low.getLast()));
            high.add(Math.max(Math.clamp(interval.high(), 0, 1), high.isEmpty() ? 0 : high.getLast()));
        }
        return new CurveBand(days, value, low, high);
    }

    /// Cases by the value of their curve, in groups of about equal size; those of the same value stay together.
    static List<List<Followed>> groups(List<Followed> cases, int periods) {
        ToDoubleFunction<Followed> expected = one -> one.expected()[periods - 1];
        List<Followed> sorted = cases.stream()
                .sorted(Comparator.comparingDouble(expected).thenComparingLong(Followed::debtor))
                .toList();
        int size = Math.max(SMALLEST_GROUP, (sorted.size() + MOST_GROUPS - 1) / MOST_GROUPS);
        List<List<Followed>> groups = new ArrayList<>();
        int from = 0;
        while (from < sorted.size()) {
            int to = Math.min(from + size, sorted.size());
            while (to < sorted.size()
                    && expected.applyAsDouble(sorted.get(to)) == expected.applyAsDouble(sorted.get(to - 1))) {
                to++;
            }
            if (sorted.size() - to < SMALLEST_GROUP) {
                to = sorted.size();
            }
            groups.add(sorted.subList(from, to));
            from = to;
        }
        return groups;
    }

    /// Mean value of the curves by the end of a period.
    static double mean(List<Followed> cases, int periods) {
        return cases.stream()
                .mapToDouble(one -> one.expected()[periods - 1])
                .average()
                .orElseThrow();
    }
}

package org.solvens.reports;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.solvens.report.metric.ActualRecovery;
import org.solvens.report.metric.FigureRow;
import org.solvens.report.metric.Grain;
import org.solvens.report.metric.Metric;

/// What the scores expect, with its interval: the spread of independent cases, and how far earlier forecasts missed.
final class Forecast {
    static final double NORMAL_95 = 1.959963984540054;

    /// Scoring dates whose days are over, from which the error of forecasts is taken.
    static final int FEWEST_DATES = 3;

    private static final List<Integer> DAYS = ActualRecovery.DAYS;

    private final Filters figures;
    private final LocalDate asOf;

    Forecast(Filters figures) {
        this.figures = figures;
        this.asOf = figures.data().asOf();
    }

    /// An expected amount with its interval.
    ///
    /// @param low not below 0
    record Range(double value, double low, double high) {
        static Range of(double value, double deviation) {
            return new Range(value, Math.max(0, value - NORMAL_95 * deviation), value + NORMAL_95 * deviation);
        }
    }

    /// Whether the newest scores are of the day of the report and have estimates.
    boolean known() {
        return figures.cube(Metric.ESTIMATED_CASES, Grain.DAY).on(asOf).sum().signum() > 0;
    }

    private Cube at(Metric metric, LocalDate date, int days) {
        return figures.cube(metric, Grain.DAY).on(date).where(row -> row.age() != null && row.age() == days);
    }

    BigDecimal expected(LocalDate date, int days) {
        return at(Metric.EXPECTED_RECOVERY, date, days).sum();
    }

    BigDecimal actual(LocalDate date, int days) {
        return at(Metric.ACTUAL_RECOVERY, date, days).sum();
    }

    BigDecimal estimated(LocalDate date) {
        return figures.cube(Metric.ESTIMATED_CASES, Grain.DAY).on(date).sum();
    }

    /// Dates with estimates, the newest first.
    List<LocalDate> dates() {
        return figures.cube(Metric.EXPECTED_RECOVERY, Grain.DAY).rows().stream()
                .map(FigureRow::period)
                .filter(Objects::nonNull)
                .distinct()
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    /// Dates whose days are over and on which something was expected, the newest first.
    List<LocalDate> matured(int days) {
        return dates().stream()
                .filter(date -> !date.plusDays(days).isAfter(asOf)
                        && expected(date, days).signum() > 0)
                .toList();
    }

    /// The variance of independent cases until a number of days, of the chosen figures.
    double variance(LocalDate date, int days, Predicate<FigureRow> which) {
        double sum = 0;
        for (int until : DAYS) {
            if (until <= days) {
                sum += at(Metric.EXPECTED_SPREAD, date, until)
                        .where(which)
                        .sum()
                        .doubleValue();
            }
        }
        return sum;
    }

    /// The variance of the relative error of earlier forecasts beyond that of independent cases; 0 where fewer than
    /// {@link #FEWEST_DATES} are over. Of days that have too few, the fewer days before count.
    double error(int days) {
        for (int i = DAYS.indexOf(days); i >= 0; i--) {
            List<LocalDate> over = matured(DAYS.get(i));
            if (over.size() >= FEWEST_DATES) {
                double sum = 0;
                for (LocalDate date : over) {
                    double then = expected(date, DAYS.get(i)).doubleValue();
                    double missed = actual(date, DAYS.get(i)).doubleValue() / then - 1;
                    sum += missed * missed - variance(date, DAYS.get(i), _ -> true) / (then * then);
                }
                return Math.max(0, sum / over.size());
            }
        }
        return 0;
    }

    /// How many earlier forecasts the interval of some days rests on; 0 where only cases are known.
    int errors(int days) {
        for (int i = DAYS.indexOf(days); i >= 0; i--) {
            int over = matured(DAYS.get(i)).size();
            if (over >= FEWEST_DATES) {
                return over;
            }
        }
        return 0;
    }

    /// What is expected of the open cases within some days.
    Range within(int days) {
        double value = expected(asOf, days).doubleValue();
        return Range.of(value, Math.sqrt(variance(asOf, days, _ -> true) + value * value * error(days)));
    }

    /// What is expected in each coming month, the present one first. Between two of 30, 90 and 180 days, money is taken
    /// to come evenly day by day.
    Map<YearMonth, Range> months() {
        Map<YearMonth, double[]> sums = new LinkedHashMap<>();
        int from = 0;
        double before = 0;
        for (int until : DAYS) {
            double value = expected(asOf, until).doubleValue();
            double spread = at(Metric.EXPECTED_SPREAD, asOf, until).sum().doubleValue();
            double error = error(until);
            for (Map.Entry<YearMonth, Integer> month : daysByMonth(from, until).entrySet()) {
                double part = month.getValue() / (double) (until - from);
                double[] sum = sums.computeIfAbsent(month.getKey(), _ -> new double[3]);
                sum[0] += (value - before) * part;
                sum[1] += spread * part;
                // Errors of one month move together, so their deviations add up.
                sum[2] += (value - before) * part * Math.sqrt(error);
            }
            from = until;
            before = value;
        }
        Map<YearMonth, Range> months = new LinkedHashMap<>();
        sums.forEach((month, sum) -> months.put(month, Range.of(sum[0], Math.sqrt(sum[1] + sum[2] * sum[2]))));
        return months;
    }

    private Map<YearMonth, Integer> daysByMonth(int from, int until) {
        Map<YearMonth, Integer> days = new LinkedHashMap<>();
        for (int day = from; day < until; day++) {
            days.merge(YearMonth.from(asOf.plusDays(day)), 1, Integer::sum);
        }
        return days;
    }

    /// Years from the day of the report to the middle of a month's days that are still to come.
    double years(YearMonth month) {
        LocalDate last = asOf.plusDays(DAYS.getLast() - 1L);
        LocalDate first = month.atDay(1).isBefore(asOf) ? asOf : month.atDay(1);
        LocalDate end = month.atEndOfMonth().isAfter(last) ? last : month.atEndOfMonth();
        return (ChronoUnit.DAYS.between(asOf, first) + ChronoUnit.DAYS.between(asOf, end)) / 2.0 / 365.25;
    }

    /// Months of placement with what was recovered by age, for the {@link AdditiveReserve}.
    Map<LocalDate, AdditiveReserve.Vintage> vintages() {
        Map<LocalDate, Map<Integer, double[]>> ages = new TreeMap<>();
        Map<LocalDate, Double> placed = new HashMap<>();
        for (org.solvens.report.RecoveryRow row : figures.recovery(org.solvens.report.RecoveryRow.ALL)) {
            double[] at = ages.computeIfAbsent(row.placedMonth(), _ -> new TreeMap<>())
                    .computeIfAbsent(row.monthsSince(), _ -> new double[2]);
            at[0] += row.recovered().doubleValue();
            at[1] += row.mature() ? 0 : 1;
            if (row.monthsSince() == 0) {
                placed.merge(row.placedMonth(), row.placed().doubleValue(), Double::sum);
            }
        }
        Map<LocalDate, AdditiveReserve.Vintage> vintages = new TreeMap<>();
        ages.forEach((month, points) -> {
            List<Double> mature = new ArrayList<>();
            double latest = 0;
            for (double[] point : points.values()) {
                if (point[1] == 0) {
                    mature.add(point[0]);
                }
                latest = point[0];
            }
            double amount = placed.getOrDefault(month, 0.0);
            if (amount > 0) {
                // Before the first age is over, nothing is known but what was placed.
                double[] known = mature.isEmpty()
                        ? new double[1]
                        : mature.stream().mapToDouble(each -> each).toArray();
                vintages.put(month, new AdditiveReserve.Vintage(amount, known, latest));
            }
        });
        return vintages;
    }
}

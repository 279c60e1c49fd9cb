package org.solvens.training.rows;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.solvens.chance.Draws;
import org.solvens.plan.TrainingPlan;

/// Which rows fit, calibrate and test.
///
/// Test rows are as of `testFrom` or later; training rows' horizons end by then, so that there is a gap of one
/// horizon between them. A case that is followed by periods trains with the periods that end by then. A debtor
/// with rows on both sides is put on one side by a seeded draw. A fifth of the training debtors, also drawn,
/// calibrates; with few rows, each fifth in turn.
///
/// @param testFrom first as-of date of the test; null where the rows of a table are not split by time
/// @param fit positions of the rows that are binned and fitted
/// @param calibrate positions of the rows of the calibration
/// @param test positions of the rows of the test
public record Partition(@Nullable LocalDate testFrom, int[] fit, int[] calibrate, int[] test) {
    /// Parts into which training debtors are drawn; the first calibrates.
    public static final int FOLDS = 5;

    private static final int SIDE = 1;
    private static final int SLICE = 2;
    private static final int SAMPLE = 3;
    private static final int ON_TRAIN = 1;
    private static final int ON_TEST = 2;

    /// @throws IllegalArgumentException if there are no rows
    public static Partition of(AxisRows rows, TrainingPlan plan) {
        return of(rows, plan, null);
    }

    /// Splits only the rows of randomly drawn debtors.
    ///
    /// @param mostRows about this many training rows and this many test rows; null for all
    public static Partition of(AxisRows rows, TrainingPlan plan, @Nullable Integer mostRows) {
        Partition whole = whole(rows, plan);
        if (mostRows == null) {
            return whole;
        }
        double trains = (double) mostRows / (whole.fit.length + whole.calibrate.length);
        double tests = (double) mostRows / whole.test.length;
        return new Partition(
                whole.testFrom,
                drawn(rows, whole.fit, plan.seed(), trains),
                drawn(rows, whole.calibrate, plan.seed(), trains),
                drawn(rows, whole.test, plan.seed(), tests));
    }

    /// The split that a table states, with a fifth of the training groups to calibrate on.
    ///
    /// @param tests whether each row tests, by its number of the case: 1, 0, or -1 for neither
    /// @param testFrom first day of the test; null where the table is not split by time
    public static Partition stated(AxisRows rows, long seed, IntUnaryOperator tests, @Nullable LocalDate testFrom) {
        int[] all = IntStream.range(0, rows.size()).toArray();
        return new Partition(
                testFrom,
                where(all, row -> tests.applyAsInt(row) == 0 && fold(rows.debtor(row), seed) != 0),
                where(all, row -> tests.applyAsInt(row) == 0 && fold(rows.debtor(row), seed) == 0),
                where(all, row -> tests.applyAsInt(row) == 1));
    }

    private static int[] where(int[] rows, IntPredicate condition) {
        return Arrays.stream(rows).filter(condition).toArray();
    }

    private static int[] drawn(AxisRows rows, int[] some, long seed, double share) {
        return Arrays.stream(some)
                .filter(row -> Draws.uniform(rows.debtor(row), seed, SAMPLE) < share)
                .toArray();
    }

    private static Partition whole(AxisRows rows, TrainingPlan plan) {
        LocalDate testFrom = testFrom(rows, plan.split());
        int boundary = Math.toIntExact(testFrom.toEpochDay());
        Map<Long, Integer> sides = new HashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            int side = side(rows.asOf(i), boundary, rows.days(i, plan.horizonDays()));
            if (side != 0) {
                sides.merge(rows.debtor(i), side, (a, b) -> a | b);
            }
        }
        IntStream.Builder fit = IntStream.builder();
        IntStream.Builder calibrate = IntStream.builder();
        IntStream.Builder test = IntStream.builder();
        for (int i = 0; i < rows.size(); i++) {
            long debtor = rows.debtor(i);
            int side = side(rows.asOf(i), boundary, rows.days(i, plan.horizonDays()));
            if (side == 0) {
                continue;
            }
            if (sides.getOrDefault(debtor, side) == (ON_TRAIN | ON_TEST)) {
                boolean tests =
                        Draws.uniform(debtor, plan.seed(), SIDE) < plan.split().testShare();
                if (side != (tests ? ON_TEST : ON_TRAIN)) {
                    continue;
                }
            }
            if (side == ON_TEST) {
                test.add(i);
            } else if (fold(debtor, plan.seed()) == 0) {
                calibrate.add(i);
            } else {
                fit.add(i);
            }
        }
        return new Partition(
                testFrom,
                fit.build().toArray(),
                calibrate.build().toArray(),
                test.build().toArray());
    }

    /// The fold of a debtor's training rows, from 0.
    public static int fold(long debtor, long seed) {
        return (int) (FOLDS * Draws.uniform(debtor, seed, SLICE));
    }

    /// Rows that fit or calibrate.
    public int[] train() {
        return IntStream.concat(Arrays.stream(fit), Arrays.stream(calibrate)).toArray();
    }

    private static int side(int asOf, int boundary, int days) {
        if (asOf >= boundary) {
            return ON_TEST;
        }
        return asOf + days <= boundary ? ON_TRAIN : 0;
    }

    private static LocalDate testFrom(AxisRows rows, TrainingPlan.Split split) {
        LocalDate named = split.testFrom();
        if (named != null) {
            return named;
        }
        int[] dates = IntStream.range(0, rows.size())
                .map(rows::asOf)
                .distinct()
                .sorted()
                .toArray();
        int tests = Math.max(1, (int) Math.round(split.testShare() * dates.length));
        return LocalDate.ofEpochDay(dates[dates.length - tests]);
    }
}

package org.solvens.bench;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.solvens.feature.Axis;
import org.solvens.feature.Direction;
import org.solvens.feature.Feature;
import org.solvens.feature.Missing;
import org.solvens.feed.Feed;
import org.solvens.training.rows.SnapshotSource;

/// Snapshots drawn from distributions like those of real ones, where there is no lake.
///
/// Three traits of a debtor, who has three rows, move five kinds of columns in turn: counts, amounts with a
/// heavy tail, ratios, days since something happened, flags. Half of the columns affect the outcome, the
/// later the less, by curves, steps and six interactions. What is missing has a code, and says something.
///
/// @param features the columns; those that move the outcome one way alone have a direction
/// @param train rows before {@link #TEST_FROM}, apart from it by more than a quarter
/// @param test rows from then on, of other debtors
record MadeUpRows(List<Feature> features, int train, int test, long seed) implements SnapshotSource {
    /// First as-of date of the test.
    static final LocalDate TEST_FROM = LocalDate.of(2025, 3, 1);

    private static final LocalDate TRAIN_FROM = LocalDate.of(2024, 1, 1);
    private static final int ROWS_A_DEBTOR = 3;
    private static final int TRAITS = 3;
    private static final int INTERACTIONS = 6;
    private static final double STRENGTH = 0.62;

    static MadeUpRows of(int columns, int train, int test, long seed) {
        List<Feature> features = IntStream.range(0, columns)
                .mapToObj(c -> Feature.named("made_up_" + c)
                        .decimal("number")
                        .description("Column " + c + " of a made-up matrix, " + Kind.of(c))
                        .source(Feed.CONTACTS)
                        .axis(Axis.WILLINGNESS, direction(c))
                        .value(_ -> 0))
                .toList();
        return new MadeUpRows(features, train, test, seed);
    }

    private enum Kind {
        COUNT,
        AMOUNT,
        RATIO,
        DAYS,
        FLAG;

        static Kind of(int column) {
            return values()[column % values().length];
        }
    }

    @Override
    public long version() {
        return seed;
    }

    @Override
    public void read(Axis axis, List<String> names, RowConsumer consumer) {
        List<String> own = features.stream().map(Feature::name).toList();
        if (!names.equals(own)) {
            throw new IllegalArgumentException("made-up rows have the columns " + own);
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] traits = new double[TRAITS];
        double[] values = new double[features.size()];
        for (int row = 0; row < train + test; row++) {
            boolean tests = row >= train;
            int number = tests ? row - train : row;
            int month = number % ROWS_A_DEBTOR;
            if (month == 0) {
                Arrays.setAll(traits, _ -> random.nextGaussian());
            }
            for (int c = 0; c < values.length; c++) {
                values[c] = value(c, traits[c % TRAITS], random);
            }
            boolean good = random.nextDouble() < 1 / (1 + Math.exp(-logOdds(values)));
            consumer.accept(new Row(
                    "c" + row,
                    (tests ? "t" : "d") + number / ROWS_A_DEBTOR,
                    "creditor" + number / ROWS_A_DEBTOR % 7,
                    "SE",
                    "consumer",
                    "collection",
                    Math.toIntExact((tests ? TEST_FROM : TRAIN_FROM.plusMonths(number / ROWS_A_DEBTOR % 7))
                            .plusMonths(month)
                            .toEpochDay()),
                    60 + 30 * month,
                    30 + 30 * month,
                    good,
                    values));
        }
    }

    /// The log-odds that the law gives to a row.
    static double logOdds(double[] values) {
        double sum = 0;
        int used = Math.max(1, values.length / 2);
        for (int c = 0; c < used; c++) {
            sum += weight(c, used) * effect(c, values[c]);
        }
        for (int i = 0; i < Math.min(INTERACTIONS, used / 2); i++) {
            int a = 2 * i;
            int b = 2 * i + 1;
            sum += 0.8 * effect(a, values[a]) * effect(b, values[b]);
        }
        return -0.4 + STRENGTH * sum;
    }

    private static double weight(int column, int used) {
        double size = 1.1 * Math.exp(-2.0 * column / used);
        return column % 4 == 1 ? -size : size;
    }

    /// Expected direction: that of the weight where the effect is monotone and stands alone.
    private static Direction direction(int column) {
        boolean alone = column >= 2 * INTERACTIONS;
        if (!alone || Kind.of(column) == Kind.RATIO) {
            return Direction.FREE;
        }
        boolean rising = column % 4 != 1 ^ Kind.of(column) == Kind.DAYS;
        return rising ? Direction.RISING : Direction.FALLING;
    }

    /// About zero on average, about one in size.
    private static double effect(int column, double value) {
        if (Missing.is(value)) {
            return -0.5;
        }
        return switch (Kind.of(column)) {
            case COUNT -> Math.log1p(value) - 0.8;
            case AMOUNT -> Math.tanh(Math.log((value + 1) / 5000));
            case RATIO -> value < 0.3 ? -0.6 : 1.5 - 6 * (value - 0.5) * (value - 0.5);
            case DAYS -> 2 * Math.exp(-value / 120) - 0.7;
            case FLAG -> 2 * value - 1;
        };
    }

    private static double value(int column, double trait, SplittableRandom random) {
        double shared = 0.6 * trait + 0.8 * random.nextGaussian();
        double chance = random.nextDouble();
        double absent = 0.1 * (column % 7);
        if (chance < absent) {
            return chance < 0.8 * absent
                    ? Missing.NO_RECORD.code()
                    : chance < 0.9 * absent ? Missing.TOO_OLD.code() : Missing.NOT_APPLICABLE.code();
        }
        return switch (Kind.of(column)) {
            case COUNT -> Math.floor(Math.exp(0.7 * shared + 0.6) * random.nextDouble() * 1.5);
            case AMOUNT -> Math.rint(100 * 5000 * Math.exp(shared * (1 + 0.5 * random.nextDouble()))) / 100;
            case RATIO -> Math.rint(1000 / (1 + Math.exp(-1.2 * shared))) / 1000;
            case DAYS -> Math.floor(90 * Math.exp(0.8 * shared) * -Math.log(1 - random.nextDouble()));
            case FLAG -> shared > 0.3 ? 1 : 0;
        };
    }
}

package org.solvens.training.rows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.solvens.chance.Draws;
import org.solvens.feature.Axis;
import org.solvens.feature.Direction;
import org.solvens.feature.Feature;
import org.solvens.feature.Missing;
import org.solvens.feed.Feed;
import org.solvens.outcome.Recovered;
import org.solvens.problem.Problem;

/// The mature rows of an axis, by column, ordered by as-of date and case, whatever order they came in.
///
/// The rows of a curve are cases that are followed: a row is a case in one period after the as-of date. For
/// expected recovery a unit of the balance of each case is drawn at random. It has a row for each period that
/// begins while the unit is still open, as long as the period is not censored; the outcome is good in the
/// period in which the unit is paid. So each row is good with the chance that an open unit of the balance is
/// paid, whatever the sizes of the payments. For the probability of payment a case has a row for each period
/// that begins before its first payment; the outcome is good in the period of that payment.
public final class AxisRows {
    /// The number of the period of a followed case, from 0, as a feature.
    public static final Feature PERIOD = Feature.named("periods_followed")
            .decimal("periods")
            .description("Periods of " + Recovered.PERIOD_DAYS + " days since the as-of date")
            .source(Feed.CASES)
            .axis(Axis.REACHABILITY, Direction.FREE)
            .value(_ -> 0);

    private static final int UNIT = 3;
    private static final int NOT_FOLLOWED = -1;

    private final Axis axis;
    private final List<String> features;
    private final double[][] columns;
    private final int[] stored;
    private final int[] periods;
    private final List<double[]> actual;
    private final int[] outcomes;
    private final int[] asOf;
    private final long[] debtors;
    private final int[] ages;
    private final int[] arrears;
    private final String[] creditors;
    private final String[] stages;
    private final String[] countries;
    private final String[] claimTypes;
    private final boolean[] fed;
    private final int[] specials;
    private final int lastAsOf;

    private AxisRows(Axis axis, Reading reading, int[] order, List<String> features) {
        this.axis = axis;
        this.features = List.copyOf(features);
        columns = new double[reading.features.size()][reading.values.size()];
        for (int s = 0; s < reading.values.size(); s++) {
            double[] values = reading.values.get(s);
            for (int f = 0; f < columns.length; f++) {
                columns[f][s] = values[f];
            }
        }
        actual = List.copyOf(reading.actual);
        stored = new int[order.length];
        periods = new int[order.length];
        outcomes = new int[order.length];
        asOf = new int[order.length];
        debtors = new long[order.length];
        ages = new int[order.length];
        arrears = new int[order.length];
        creditors = new String[order.length];
        stages = new String[order.length];
        countries = new String[order.length];
        claimTypes = new String[order.length];
        for (int i = 0; i < order.length; i++) {
            int from = order[i];
            Key key = reading.keys.get(from);
            stored[i] = key.stored();
            periods[i] = key.period();
            outcomes[i] = key.good() ? 1 : 0;
            asOf[i] = key.asOf();
            debtors[i] = key.debtor();
            ages[i] = key.age();
            arrears[i] = key.arrears();
            creditors[i] = key.creditor();
            stages[i] = key.stage();
            countries[i] = key.country();
            claimTypes[i] = key.claimType();
        }
        fed = reading.fed;
        specials = reading.specials;
        lastAsOf = reading.lastAsOf;
    }

    /// Reads the rows of an axis within the population.
    ///
    /// @throws Problem `SNAPSHOT-VALUE` on a value that is neither finite nor a code
    public static AxisRows read(SnapshotSource source, Axis axis, List<String> features, int maxAgeDays) {
        Reading reading = new Reading(source, features, maxAgeDays);
        source.read(axis, features, reading::take);
        return new AxisRows(axis, reading, order(reading), features);
    }

    /// Reads the cases within the population with a followed balance, one row per period; the last feature is
    /// {@link #PERIOD}.
    ///
    /// @param axis one that {@link Axis#isCurve}
    /// @param seed of the units that are drawn
    /// @throws Problem `SNAPSHOT-VALUE` on a value that is neither finite nor a code
    public static AxisRows follow(SnapshotSource source, Axis axis, List<String> features, int maxAgeDays, long seed) {
        Reading reading = new Reading(source, features, maxAgeDays);
        source.follow(features, (row, recovered) -> reading.follow(row, Recovered.target(axis, recovered), seed));
        List<String> all = new ArrayList<>(features);
        all.add(PERIOD.name());
        return new AxisRows(axis, reading, order(reading), all);
    }

    private static int[] order(Reading reading) {
        Integer[] order = new Integer[reading.keys.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(
                order,
                Comparator.comparingInt((Integer i) -> reading.keys.get(i).asOf())
                        .thenComparingLong(i -> reading.keys.get(i).caseHash())
                        .thenComparingInt(i -> reading.keys.get(i).period()));
        return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
    }

    /// The axis whose outcomes the rows have.
    public Axis axis() {
        return axis;
    }

    /// Number of rows.
    public int size() {
        return outcomes.length;
    }

    /// Names of the features, in the order of their positions.
    public List<String> features() {
        return features;
    }

    /// Whether a feature's feed ever existed: some row, mature or not, is not {@link Missing#NO_FEED}.
    public boolean fed(int feature) {
        return fed[feature];
    }

    /// How many special values a feature has; see {@link Special}.
    public int specials(int feature) {
        return feature == columns.length ? 0 : specials[feature];
    }

    /// The last as-of date of any row, mature or not, in days since 1970-01-01; -1 where there is no row.
    public int lastAsOf() {
        return lastAsOf;
    }

    /// A value or the code of a missing one.
    ///
    /// @param feature its position
    public double value(int feature, int row) {
        return feature == columns.length ? periods[row] : columns[feature][stored[row]];
    }

    /// Days after the as-of date until the outcome is known.
    ///
    /// @param horizonDays of rows that are not followed by periods
    public int days(int row, int horizonDays) {
        return periods[row] == NOT_FOLLOWED ? horizonDays : (periods[row] + 1) * Recovered.PERIOD_DAYS;
    }

    /// The first row of each followed case among some rows.
    public int[] followed(int[] rows) {
        return Arrays.stream(rows).filter(row -> periods[row] == 0).toArray();
    }

    /// The observed outcome by the end of each period that is not censored and ends by a day; see {@link
    /// Recovered#target}.
    ///
    /// @param row of a followed case
    /// @param lastDay days since 1970-01-01
    public double[] actual(int row, int lastDay) {
        double[] all = actual.get(stored[row]);
        return Arrays.copyOf(all, Math.clamp((lastDay - asOf[row]) / Recovered.PERIOD_DAYS, 0, all.length));
    }

    /// 1 for a good outcome, 0 for a bad one.
    public int outcome(int row) {
        return outcomes[row];
    }

    /// The as-of day, days since 1970-01-01.
    public int asOf(int row) {
        return asOf[row];
    }

    /// Hash of the debtor's id.
    public long debtor(int row) {
        return debtors[row];
    }

    /// Days since placement.
    public int age(int row) {
        return ages[row];
    }

    /// Days past due.
    public int arrears(int row) {
        return arrears[row];
    }

    /// Id of the creditor.
    public String creditor(int row) {
        return creditors[row];
    }

    /// Stage of the case, in lower case.
    public String stage(int row) {
        return stages[row];
    }

    /// Country, such as SE.
    public String country(int row) {
        return countries[row];
    }

    /// Claim type, in lower case.
    public String claimType(int row) {
        return claimTypes[row];
    }

    /// Values of a feature at some rows.
    public double[] column(int feature, int[] rows) {
        double[] column = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            column[i] = value(feature, rows[i]);
        }
        return column;
    }

    /// All features of a row.
    public double[] vector(int row) {
        double[] vector = new double[features.size()];
        for (int f = 0; f < vector.length; f++) {
            vector[f] = value(f, row);
        }
        return vector;
    }

    /// Outcomes of some rows, 1 for good.
    public int[] outcomes(int[] rows) {
        return Arrays.stream(rows).map(r -> outcomes[r]).toArray();
    }

    private record Key(
            int stored,
            int period,
            long caseHash,
            long debtor,
            int asOf,
            int age,
            int arrears,
            boolean good,
            String creditor,
            String stage,
            String country,
            String claimType) {}

    private static final class Reading {
        private final List<String> features;
        private final int maxAgeDays;
        private final List<Key> keys = new ArrayList<>();
        private final List<double[]> values = new ArrayList<>();
        private final List<double[]> actual = new ArrayList<>();
        private final Map<String, String> names = new HashMap<>();
        private final boolean[] fed;
        private final int[] specials;
        private int lastAsOf = -1;

        private Reading(SnapshotSource source, List<String> features, int maxAgeDays) {
            this.features = features;
            this.maxAgeDays = maxAgeDays;
            fed = new boolean[features.size()];
            specials = features.stream().mapToInt(source::specials).toArray();
        }

        private void take(SnapshotSource.Row row) {
            Boolean outcome = row.outcome();
            if (inPopulation(row) && outcome != null) {
                keys.add(key(row, NOT_FOLLOWED, outcome));
                values.add(row.features().clone());
            }
        }

        private void follow(SnapshotSource.Row row, double[] target, long seed) {
            if (!inPopulation(row)) {
                return;
            }
            double unit = Draws.uniform(Draws.hash(row.caseId()) + row.asOf(), seed, UNIT);
            boolean open = true;
            for (int period = 0; period < target.length && open; period++) {
                open = unit >= target[period];
                keys.add(key(row, period, !open));
            }
            values.add(row.features().clone());
            actual.add(target);
        }

        private Key key(SnapshotSource.Row row, int period, boolean good) {
            return new Key(
                    values.size(),
                    period,
                    Draws.hash(row.caseId()),
                    Draws.hash(row.debtorId()),
                    row.asOf(),
                    row.ageDays(),
                    row.daysPastDue(),
                    good,
                    one(row.creditorId()),
                    one(row.stage()),
                    one(row.country()),
                    one(row.claimType()));
        }

        private boolean inPopulation(SnapshotSource.Row row) {
            if (row.ageDays() > maxAgeDays) {
                return false;
            }
            lastAsOf = Math.max(lastAsOf, row.asOf());
            double[] vector = row.features();
            for (int f = 0; f < vector.length; f++) {
                double value = vector[f];
                fed[f] |= value != Missing.NO_FEED.code();
                if (!Double.isFinite(value) || (Missing.is(value) && !isCode(value))) {
                    throw new Problem(
                            "SNAPSHOT-VALUE",
                            "snapshots",
                            "the column " + features.get(f) + " holds " + value,
                            "values must be finite, and missing ones need a code for the reason",
                            "correct the feature, and write the snapshots again");
                }
            }
            return true;
        }

        private static boolean isCode(double value) {
            for (Missing missing : Missing.values()) {
                if (missing.code() == value) {
                    return true;
                }
            }
            return false;
        }

        private String one(String name) {
            return names.computeIfAbsent(name, n -> n);
        }
    }
}

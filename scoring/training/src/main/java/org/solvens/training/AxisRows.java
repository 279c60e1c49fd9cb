package org.solvens.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.solvens.feature.Axis;
import org.solvens.feature.Missing;
import org.solvens.problem.Problem;

/// The mature rows of an axis, by column, ordered by as-of date and case, whatever order they came in.
final class AxisRows {
    private final List<String> features;
    private final double[][] columns;
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

    private AxisRows(Reading reading, int[] order, List<String> features) {
        this.features = List.copyOf(features);
        columns = new double[features.size()][order.length];
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
            outcomes[i] = key.good() ? 1 : 0;
            asOf[i] = key.asOf();
            debtors[i] = key.debtor();
            ages[i] = key.age();
            arrears[i] = key.arrears();
            creditors[i] = key.creditor();
            stages[i] = key.stage();
            countries[i] = key.country();
            claimTypes[i] = key.claimType();
            double[] values = reading.values.get(from);
            for (int f = 0; f < columns.length; f++) {
                columns[f][i] = values[f];
            }
        }
        fed = reading.fed;
    }

    /// Reads the rows of an axis within the population.
    ///
    /// @throws Problem `SNAPSHOT-VALUE` on a value that is neither finite nor a code
    static AxisRows read(SnapshotSource source, Axis axis, List<String> features, int maxAgeDays) {
        Reading reading = new Reading(features, maxAgeDays);
        source.read(axis, features, reading::take);
        Integer[] order = new Integer[reading.keys.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(
                order,
                Comparator.comparingInt((Integer i) -> reading.keys.get(i).asOf())
                        .thenComparingLong(i -> reading.keys.get(i).caseHash()));
        return new AxisRows(
                reading, Arrays.stream(order).mapToInt(Integer::intValue).toArray(), features);
    }

    int size() {
        return outcomes.length;
    }

    List<String> features() {
        return features;
    }

    /// Whether a feature's feed was ever there: some row, mature or not, is not {@link Missing#NO_FEED}.
    boolean fed(int feature) {
        return fed[feature];
    }

    double value(int feature, int row) {
        return columns[feature][row];
    }

    int outcome(int row) {
        return outcomes[row];
    }

    int asOf(int row) {
        return asOf[row];
    }

    /// Hash of the debtor's id.
    long debtor(int row) {
        return debtors[row];
    }

    /// Days since placement.
    int age(int row) {
        return ages[row];
    }

    /// Days past due.
    int arrears(int row) {
        return arrears[row];
    }

    String creditor(int row) {
        return creditors[row];
    }

    String stage(int row) {
        return stages[row];
    }

    String country(int row) {
        return countries[row];
    }

    String claimType(int row) {
        return claimTypes[row];
    }

    /// Values of a feature at some rows.
    double[] column(int feature, int[] rows) {
        double[] column = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            column[i] = columns[feature][rows[i]];
        }
        return column;
    }

    /// All features of a row.
    double[] vector(int row) {
        double[] vector = new double[columns.length];
        for (int f = 0; f < vector.length; f++) {
            vector[f] = columns[f][row];
        }
        return vector;
    }

    /// Outcomes of some rows, 1 for good.
    int[] outcomes(int[] rows) {
        return Arrays.stream(rows).map(r -> outcomes[r]).toArray();
    }

    private record Key(
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
        private final Map<String, String> names = new HashMap<>();
        private final boolean[] fed;

        private Reading(List<String> features, int maxAgeDays) {
            this.features = features;
            this.maxAgeDays = maxAgeDays;
            fed = new boolean[features.size()];
        }

        private void take(SnapshotSource.Row row) {
            if (row.ageDays() > maxAgeDays) {
                return;
            }
            double[] vector = row.features();
            for (int f = 0; f < vector.length; f++) {
                double value = vector[f];
                fed[f] |= value != Missing.NO_FEED.code();
                if (!Double.isFinite(value) || (Missing.is(value) && !isCode(value))) {
                    throw new Problem(
                            "SNAPSHOT-VALUE",
                            "snapshots",
                            "the column " + features.get(f) + " holds " + value,
                            "a value is finite, and a missing one has a code that says why",
                            "correct the feature, and write the snapshots again");
                }
            }
            Boolean outcome = row.outcome();
            if (outcome != null) {
                keys.add(new Key(
                        Draws.hash(row.caseId()),
                        Draws.hash(row.debtorId()),
                        row.asOf(),
                        row.ageDays(),
                        row.daysPastDue(),
                        outcome,
                        one(row.creditorId()),
                        one(row.stage()),
                        one(row.country()),
                        one(row.claimType())));
                values.add(vector.clone());
            }
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

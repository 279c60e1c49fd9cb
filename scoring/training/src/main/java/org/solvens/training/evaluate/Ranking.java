package org.solvens.training.evaluate;

import java.util.Arrays;
import java.util.Comparator;

/// Rows sorted by probability once, so that they can be measured with many weightings.
final class Ranking {
    /// Groups of the calibration error.
    static final int GROUPS = 10;

    private final int[] order;
    private final double[] probabilities;
    private final int[] outcomes;
    private final int[] groups;
    private final boolean[] opens;

    Ranking(double[] probabilities, int[] outcomes) {
        int rows = outcomes.length;
        Integer[] sorted = new Integer[rows];
        Arrays.setAll(sorted, i -> i);
        Arrays.sort(sorted, Comparator.comparingDouble(i -> probabilities[i]));
        order = Arrays.stream(sorted).mapToInt(Integer::intValue).toArray();
        this.probabilities =
                Arrays.stream(order).mapToDouble(i -> probabilities[i]).toArray();
        this.outcomes = Arrays.stream(order).map(i -> outcomes[i]).toArray();
        groups = new int[rows];
        opens = new boolean[rows];
        for (int i = 0; i < rows; i++) {
            opens[i] = i == 0 || this.probabilities[i] != this.probabilities[i - 1];
            groups[i] = opens[i] ? (int) ((long) i * GROUPS / rows) : groups[i - 1];
        }
    }

    double probability(int rank) {
        return probabilities[rank];
    }

    int outcome(int rank) {
        return outcomes[rank];
    }

    /// The group of equal size that a rank belongs to; rows of one probability share one.
    int group(int rank) {
        return groups[rank];
    }

    /// The metrics of a weighting; all NaN if it leaves only one outcome.
    record Measures(double auc, double ks, double brier, double calibrationError) {}

    /// The metrics with every row counted once.
    Measures all() {
        int[] drawer = new int[order.length];
        return measure(drawer, new int[] {1});
    }

    /// The metrics with each row counted as often as its drawer was drawn.
    ///
    /// @param drawer of each row, in the rows' own order
    /// @param drawn how often each drawer was drawn
    Measures measure(int[] drawer, int[] drawn) {
        double allGoods = 0;
        double allBads = 0;
        for (int i = 0; i < order.length; i++) {
            int weight = drawn[drawer[order[i]]];
            allGoods += weight * outcomes[i];
            allBads += weight * (1 - outcomes[i]);
        }
        double[] predicted = new double[GROUPS];
        double[] observed = new double[GROUPS];
        double goods = 0;
        double bads = 0;
        double tiedGoods = 0;
        double tiedBads = 0;
        double above = 0;
        double ks = 0;
        double brier = 0;
        for (int i = 0; i < order.length; i++) {
            if (opens[i]) {
                above += tiedGoods * (bads + tiedBads / 2);
                goods += tiedGoods;
                bads += tiedBads;
                tiedGoods = 0;
                tiedBads = 0;
                ks = Math.max(ks, Math.abs(goods / allGoods - bads / allBads));
            }
            int weight = drawn[drawer[order[i]]];
            if (weight > 0) {
                int outcome = outcomes[i];
                tiedGoods += weight * outcome;
                tiedBads += weight * (1 - outcome);
                double error = probabilities[i] - outcome;
                brier += weight * error * error;
                predicted[groups[i]] += weight * probabilities[i];
                observed[groups[i]] += weight * outcome;
            }
        }
        above += tiedGoods * (bads + tiedBads / 2);
        double rows = allGoods + allBads;
        double calibrationError = 0;
        for (int g = 0; g < GROUPS; g++) {
            calibrationError += Math.abs(predicted[g] - observed[g]) / rows;
        }
        return allGoods == 0 || allBads == 0
                ? new Measures(Double.NaN, Double.NaN, Double.NaN, Double.NaN)
                : new Measures(above / (allGoods * allBads), ks, brier / rows, calibrationError);
    }
}

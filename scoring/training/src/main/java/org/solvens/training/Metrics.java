package org.solvens.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// How well probabilities tell goods from bads, and how true they are.
///
/// @param rows number of rows
/// @param goods number of good outcomes
/// @param auc chance that a good scores above a bad, ties counted half
/// @param gini 2 auc - 1
/// @param ks largest distance between the cumulative shares of goods and bads
/// @param brier mean squared error of the probabilities
/// @param logLoss mean negative log-likelihood, probabilities kept 1e-15 away from 0 and 1
/// @param calibrationError mean distance of predicted and observed over ten equal groups, weighted by rows
public record Metrics(
        int rows,
        int goods,
        double auc,
        double gini,
        double ks,
        double brier,
        double logLoss,
        double calibrationError) {
    private static final double EDGE = 1e-15;
    private static final int GROUPS = 10;

    /// @throws IllegalArgumentException if one of the outcomes does not occur
    public static Metrics of(double[] probabilities, int[] outcomes) {
        Ranking ranking = new Ranking(probabilities, outcomes);
        double auc = ranking.auc();
        double brier = 0;
        double logLoss = 0;
        int goods = 0;
        for (int i = 0; i < outcomes.length; i++) {
            double p = Math.clamp(probabilities[i], EDGE, 1 - EDGE);
            double error = probabilities[i] - outcomes[i];
            brier += error * error;
            logLoss -= outcomes[i] == 1 ? Math.log(p) : Math.log1p(-p);
            goods += outcomes[i];
        }
        int rows = outcomes.length;
        double calibrationError = 0;
        for (Group group : reliability(probabilities, outcomes)) {
            calibrationError += Math.abs(group.predicted() - group.observed()) * group.rows() / rows;
        }
        return new Metrics(rows, goods, auc, 2 * auc - 1, ranking.ks(), brier / rows, logLoss / rows, calibrationError);
    }

    /// One line of the reliability table.
    ///
    /// @param predicted mean probability
    /// @param observed share of goods
    public record Group(int rows, double predicted, double observed) {}

    /// Ten groups of equal size by probability; rows of one probability stay together.
    public static List<Group> reliability(double[] probabilities, int[] outcomes) {
        int[] order = order(probabilities);
        double[] predicted = new double[GROUPS];
        int[] goods = new int[GROUPS];
        int[] rows = new int[GROUPS];
        int group = 0;
        for (int i = 0; i < order.length; i++) {
            if (i == 0 || probabilities[order[i]] != probabilities[order[i - 1]]) {
                group = (int) ((long) i * GROUPS / order.length);
            }
            predicted[group] += probabilities[order[i]];
            goods[group] += outcomes[order[i]];
            rows[group]++;
        }
        List<Group> groups = new ArrayList<>();
        for (int g = 0; g < GROUPS; g++) {
            if (rows[g] > 0) {
                groups.add(new Group(rows[g], predicted[g] / rows[g], (double) goods[g] / rows[g]));
            }
        }
        return groups;
    }

    /// The 2.5th and 97.5th percentile.
    public record Interval(double low, double high) {}

    /// Interval of the AUC when debtors are drawn anew with replacement, all rows of a debtor together.
    public static Interval aucInterval(double[] scores, int[] outcomes, long[] debtors, long seed, int draws) {
        Map<Long, Integer> numbers = new HashMap<>();
        int[] debtor = new int[debtors.length];
        for (int i = 0; i < debtors.length; i++) {
            Integer known = numbers.putIfAbsent(debtors[i], numbers.size());
            debtor[i] = known == null ? numbers.size() - 1 : known;
        }
        Ranking ranking = new Ranking(scores, outcomes);
        SplittableRandom random = new SplittableRandom(seed);
        double[] found = new double[draws];
        for (int d = 0; d < draws; d++) {
            int[] weights = new int[numbers.size()];
            for (int i = 0; i < weights.length; i++) {
                weights[random.nextInt(weights.length)]++;
            }
            found[d] = ranking.auc(row -> weights[debtor[row]]);
        }
        double[] sorted = Arrays.stream(found).filter(Double::isFinite).sorted().toArray();
        if (sorted.length == 0) {
            return new Interval(0, 1);
        }
        return new Interval(percentile(sorted, 0.025), percentile(sorted, 0.975));
    }

    /// Population stability of scores between training and test, over ten groups equal in training.
    ///
    /// @param value sum of (a - e) ln(a / e)
    /// @param expected what equal populations would show, `(groups - 1) (1 / n + 1 / m)`
    public record Stability(double value, double expected) {}

    public static Stability stability(double[] train, double[] test) {
        double[] sorted = train.clone();
        Arrays.sort(sorted);
        double[] cuts = new double[GROUPS - 1];
        for (int i = 0; i < cuts.length; i++) {
            cuts[i] = sorted[(int) ((long) (i + 1) * sorted.length / GROUPS)];
        }
        cuts = Arrays.stream(cuts).distinct().toArray();
        double[] expected = shares(train, cuts);
        double[] actual = shares(test, cuts);
        double sum = 0;
        for (int i = 0; i < expected.length; i++) {
            sum += (actual[i] - expected[i]) * Math.log(actual[i] / expected[i]);
        }
        return new Stability(sum, cuts.length * (1.0 / train.length + 1.0 / test.length));
    }

    /// Shares by group; an empty group counts as half a row.
    private static double[] shares(double[] scores, double[] cuts) {
        int[] counts = new int[cuts.length + 1];
        for (double score : scores) {
            int group = 0;
            while (group < cuts.length && score >= cuts[group]) {
                group++;
            }
            counts[group]++;
        }
        return Arrays.stream(counts)
                .mapToDouble(c -> Math.max(c, 0.5) / scores.length)
                .toArray();
    }

    private static double percentile(double[] sorted, double p) {
        double at = p * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (sorted[above] - sorted[below]) * (at - below);
    }

    private static int[] order(double[] scores) {
        Integer[] order = new Integer[scores.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> scores[i]));
        return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
    }

    /// Rows sorted by score once, for many weightings.
    private static final class Ranking {
        private final int[] order;
        private final boolean[] opens;
        private final int[] outcomes;

        private Ranking(double[] scores, int[] outcomes) {
            if (Arrays.stream(outcomes).distinct().count() != 2) {
                throw new IllegalArgumentException("both outcomes must occur");
            }
            this.outcomes = outcomes;
            order = order(scores);
            opens = new boolean[order.length];
            for (int i = 0; i < order.length; i++) {
                opens[i] = i == 0 || scores[order[i]] != scores[order[i - 1]];
            }
        }

        private interface Weight {
            int of(int row);
        }

        private double auc() {
            return auc(_ -> 1);
        }

        /// NaN where the weights leave one outcome only.
        private double auc(Weight weight) {
            double goods = 0;
            double bads = 0;
            double tiedGoods = 0;
            double tiedBads = 0;
            double above = 0;
            for (int i = 0; i < order.length; i++) {
                if (opens[i]) {
                    above += tiedGoods * (bads + tiedBads / 2);
                    goods += tiedGoods;
                    bads += tiedBads;
                    tiedGoods = 0;
                    tiedBads = 0;
                }
                int w = weight.of(order[i]);
                if (outcomes[order[i]] == 1) {
                    tiedGoods += w;
                } else {
                    tiedBads += w;
                }
            }
            above += tiedGoods * (bads + tiedBads / 2);
            goods += tiedGoods;
            bads += tiedBads;
            return above / (goods * bads);
        }

        private double ks() {
            int allGoods = Arrays.stream(outcomes).sum();
            int allBads = outcomes.length - allGoods;
            int goods = 0;
            int bads = 0;
            double largest = 0;
            for (int i = 0; i < order.length; i++) {
                if (opens[i]) {
                    largest = Math.max(largest, Math.abs((double) goods / allGoods - (double) bads / allBads));
                }
                goods += outcomes[order[i]];
                bads += 1 - outcomes[order[i]];
            }
            return largest;
        }
    }
}

package org.solvens.training.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How well probabilities separate goods from bads, and how well they are calibrated.
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

    /// @throws IllegalArgumentException if one of the outcomes does not occur
    public static Metrics of(double[] probabilities, int[] outcomes) {
        if (Arrays.stream(outcomes).distinct().count() != 2) {
            throw new IllegalArgumentException("both outcomes must occur");
        }
        Ranking.Measures measures = new Ranking(probabilities, outcomes).all();
        double logLoss = 0;
        for (int i = 0; i < outcomes.length; i++) {
            double p = Math.clamp(probabilities[i], EDGE, 1 - EDGE);
            logLoss -= outcomes[i] == 1 ? Math.log(p) : Math.log1p(-p);
        }
        return new Metrics(
                outcomes.length,
                Arrays.stream(outcomes).sum(),
                measures.auc(),
                2 * measures.auc() - 1,
                measures.ks(),
                measures.brier(),
                logLoss / outcomes.length,
                measures.calibrationError());
    }

    /// One line of the reliability table.
    ///
    /// @param predicted mean probability
    /// @param observed share of goods
    public record Group(int rows, double predicted, double observed) {}

    /// Ten groups of equal size by probability; rows of one probability stay together.
    public static List<Group> reliability(double[] probabilities, int[] outcomes) {
        Ranking ranking = new Ranking(probabilities, outcomes);
        double[] predicted = new double[Ranking.GROUPS];
        int[] goods = new int[Ranking.GROUPS];
        int[] rows = new int[Ranking.GROUPS];
        for (int i = 0; i < outcomes.length; i++) {
            int group = ranking.group(i);
            predicted[group] += ranking.probability(i);
            goods[group] += ranking.outcome(i);
            rows[group]++;
        }
        List<Group> groups = new ArrayList<>();
        for (int g = 0; g < Ranking.GROUPS; g++) {
            if (rows[g] > 0) {
                groups.add(new Group(rows[g], predicted[g] / rows[g], (double) goods[g] / rows[g]));
            }
        }
        return groups;
    }

    /// One line of the lift table.
    ///
    /// @param share of all rows, from the highest probability down to here
    /// @param rows in them
    /// @param goods in them
    /// @param lift share of goods among them over that among all rows
    /// @param captured their share of all goods
    public record Lift(double share, int rows, int goods, double lift, double captured) {}

    /// Goods among the tenth, two tenths, ... of the rows with the highest probability. Rows with equal
    /// probabilities are taken in their order.
    public static List<Lift> lift(double[] probabilities, int[] outcomes) {
        Ranking ranking = new Ranking(probabilities, outcomes);
        int rows = outcomes.length;
        int all = Arrays.stream(outcomes).sum();
        List<Lift> lines = new ArrayList<>();
        int goods = 0;
        int taken = 0;
        for (int g = 1; g <= Ranking.GROUPS; g++) {
            int until = (int) ((long) g * rows / Ranking.GROUPS);
            for (; taken < until; taken++) {
                goods += ranking.outcome(rows - 1 - taken);
            }
            if (taken > 0) {
                lines.add(new Lift(
                        (double) g / Ranking.GROUPS,
                        taken,
                        goods,
                        (double) goods / taken / ((double) all / rows),
                        (double) goods / all));
            }
        }
        return lines;
    }
}

package org.solvens.training.fit;

import java.util.Arrays;

/// Deviations of bins from a scorecard: the logistic regression of what the scorecard leaves,
/// with one column for each bin and a ridge, by Newton's method.
final class Deviations {
    private static final double TOLERANCE = 1e-6;
    private static final int ITERATIONS = 50;

    private Deviations() {}

    /// Fits.
    ///
    /// @param bins of the rows, by feature
    /// @param first column of each feature, and how many columns there are
    /// @param base log-odds of the rows without deviations
    /// @param outcomes 1 for good, 0 for bad
    /// @param ridge one over the variance of a deviation
    /// @return of each column, 0 where it has no row; last of the intercept
    static double[] fit(int[][] bins, int[] first, double[] base, int[] outcomes, double ridge) {
        int[] used = used(bins, first);
        int size = Arrays.stream(used).max().orElse(-1) + 2;
        int[][] columns = new int[outcomes.length][bins.length];
        for (int f = 0; f < bins.length; f++) {
            for (int r = 0; r < outcomes.length; r++) {
                columns[r][f] = used[first[f] + bins[f][r]];
            }
        }
        double[] w = new double[size];
        for (int i = 0; i < ITERATIONS; i++) {
            double[] step = step(columns, base, outcomes, ridge, w);
            double longest = 0;
            for (int c = 0; c < size; c++) {
                w[c] -= step[c];
                longest = Math.max(longest, Math.abs(step[c]));
            }
            if (longest < TOLERANCE) {
                break;
            }
        }
        double[] all = new double[first[bins.length] + 1];
        for (int c = 0; c < used.length; c++) {
            all[c] = used[c] < 0 ? 0 : w[used[c]];
        }
        all[used.length] = w[size - 1];
        return all;
    }

    /// Numbers the columns that have rows; -1 for the others.
    private static int[] used(int[][] bins, int[] first) {
        int[] used = new int[first[bins.length]];
        for (int f = 0; f < bins.length; f++) {
            for (int bin : bins[f]) {
                used[first[f] + bin] = 1;
            }
        }
        int next = 0;
        for (int c = 0; c < used.length; c++) {
            used[c] = used[c] == 0 ? -1 : next++;
        }
        return used;
    }

    private static double[] step(int[][] columns, double[] base, int[] outcomes, double ridge, double[] w) {
        int last = w.length - 1;
        double[] slope = new double[w.length];
        double[][] curvature = new double[w.length][w.length];
        for (int c = 0; c < last; c++) {
            slope[c] = ridge * w[c];
            curvature[c][c] = ridge;
        }
        for (int r = 0; r < columns.length; r++) {
            int[] own = columns[r];
            double logOdds = base[r] + w[last];
            for (int column : own) {
                logOdds += w[column];
            }
            double chance = 1 / (1 + Math.exp(-logOdds));
            double off = chance - outcomes[r];
            double weight = chance * (1 - chance);
            double[] intercept = curvature[last];
            for (int i = 0; i < own.length; i++) {
                slope[own[i]] += off;
                double[] line = curvature[own[i]];
                // The columns of a row ascend.
                for (int j = 0; j <= i; j++) {
                    line[own[j]] += weight;
                }
                intercept[own[i]] += weight;
            }
            slope[last] += off;
            intercept[last] += weight;
        }
        return Cholesky.solve(curvature, slope);
    }
}

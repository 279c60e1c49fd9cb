package org.solvens.training.evaluate;

import java.util.HashMap;
import java.util.Map;

/// A mean or a ratio of means with its 95 % interval, where the rows of one debtor are not independent.
///
/// The variance is that of the sums of each debtor's residuals (linearised, with the factor G / (G - 1) for G
/// debtors), so debtors may have different numbers of rows. Cameron and Miller, A Practitioner's Guide to
/// Cluster-Robust Inference, 2015.
///
/// @param value NaN where there is no row
/// @param low NaN where there are fewer than two debtors
/// @param high NaN where there are fewer than two debtors
public record ClusteredMean(double value, double low, double high) {
    private static final double Z = 1.959964;

    /// The mean of the rows.
    ///
    /// @param debtors of the rows
    public static ClusteredMean of(double[] rows, long[] debtors) {
        double[] ones = new double[rows.length];
        java.util.Arrays.fill(ones, 1);
        return ratio(rows, ones, debtors);
    }

    /// The sum of some rows over the sum of others.
    ///
    /// @param debtors of the rows
    public static ClusteredMean ratio(double[] above, double[] below, long[] debtors) {
        double a = 0;
        double b = 0;
        for (int i = 0; i < above.length; i++) {
            a += above[i];
            b += below[i];
        }
        double ratio = a / b;
        Map<Long, Double> residuals = new HashMap<>();
        for (int i = 0; i < above.length; i++) {
            residuals.merge(debtors[i], above[i] - ratio * below[i], Double::sum);
        }
        int count = residuals.size();
        double squares = 0;
        for (double residual : residuals.values()) {
            squares += residual * residual;
        }
        double error = count < 2 ? Double.NaN : Math.sqrt(squares * count / (count - 1)) / Math.abs(b);
        return new ClusteredMean(ratio, ratio - Z * error, ratio + Z * error);
    }

    /// The mean of rows that have a long tail, as weighted amounts have: few of them decide the mean.
    ///
    /// @param debtors of the rows
    public static ClusteredMean skewed(double[] rows, long[] debtors) {
        double[] ones = new double[rows.length];
        java.util.Arrays.fill(ones, 1);
        return skewed(rows, ones, debtors);
    }

    /// The sum of some rows over the sum of others, where the rows have a long tail.
    ///
    /// An interval of equal halves misses the truth on the side of the tail too often. This one is that of a cubic
    /// transformation that takes the skewness of the debtors' residuals away (Hall, On the removal of skewness by
    /// transformation, Journal of the Royal Statistical Society B 54, 1992). Without skewness it is that of
    /// {@link #ratio}.
    ///
    /// @param debtors of the rows
    public static ClusteredMean skewed(double[] above, double[] below, long[] debtors) {
        ClusteredMean plain = ratio(above, below, debtors);
        Map<Long, Double> residuals = new HashMap<>();
        for (int i = 0; i < above.length; i++) {
            residuals.merge(debtors[i], above[i] - plain.value * below[i], Double::sum);
        }
        int count = residuals.size();
        double squares = 0;
        double cubes = 0;
        for (double residual : residuals.values()) {
            squares += residual * residual;
            cubes += residual * residual * residual;
        }
        double skewness = cubes / count / Math.pow(squares / count, 1.5);
        if (count < 2 || squares == 0 || skewness == 0) {
            return plain;
        }
        double deviation = (plain.high - plain.value) / Z * Math.sqrt(count);
        return new ClusteredMean(
                plain.value,
                plain.value - deviation * untransformed(Z / Math.sqrt(count), skewness, count),
                plain.value - deviation * untransformed(-Z / Math.sqrt(count), skewness, count));
    }

    /// Hall's transformation, inverted.
    private static double untransformed(double of, double skewness, int count) {
        return 3 / skewness * (Math.cbrt(1 + skewness * (of - skewness / (6.0 * count))) - 1);
    }

    /// Whether the whole interval lies below zero.
    public boolean below() {
        return high < 0;
    }
}

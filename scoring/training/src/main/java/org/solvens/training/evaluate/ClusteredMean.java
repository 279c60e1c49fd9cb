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

    /// Whether the whole interval lies below zero.
    public boolean below() {
        return high < 0;
    }
}

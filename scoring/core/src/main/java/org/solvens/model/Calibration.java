package org.solvens.model;

import java.util.List;

/// From log-odds to a calibrated probability, by knots that never fall.
///
/// Below the first knot and above the last the probability stays that of the knot.
///
/// @param interpolation between knots
/// @param logOdds strictly ascending, at least one
/// @param probability of each knot, in [0, 1], never falling
public record Calibration(Interpolation interpolation, List<Double> logOdds, List<Double> probability) {

    /// How the probability runs between two knots.
    public enum Interpolation {
        /// In a straight line.
        LINEAR,
        /// It keeps the lower knot's until the upper knot is reached.
        STEP
    }

    public Calibration {
        logOdds = List.copyOf(logOdds);
        probability = List.copyOf(probability);
        if (logOdds.isEmpty() || logOdds.size() != probability.size()) {
            throw new IllegalArgumentException("calibration: as many probabilities as log-odds, and at least one");
        }
        Finite.require("calibration", logOdds);
        Finite.require("calibration", probability);
        for (int i = 0; i < logOdds.size(); i++) {
            if (probability.get(i) < 0 || probability.get(i) > 1) {
                throw new IllegalArgumentException("calibration: a probability is outside [0, 1]");
            }
            if (i > 0 && (logOdds.get(i) <= logOdds.get(i - 1) || probability.get(i) < probability.get(i - 1))) {
                throw new IllegalArgumentException("calibration: log-odds must ascend, probabilities never fall");
            }
        }
    }

    /// The probability at a log-odds.
    public double of(double score) {
        return at(
                interpolation == Interpolation.STEP,
                logOdds.stream().mapToDouble(x -> x).toArray(),
                probability.stream().mapToDouble(y -> y).toArray(),
                score);
    }

    /// The same over plain arrays, without allocation.
    static double at(boolean step, double[] x, double[] y, double score) {
        int last = x.length - 1;
        if (score <= x[0]) {
            return y[0];
        }
        if (score >= x[last]) {
            return y[last];
        }
        int low = 0;
        int high = last;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (x[middle] <= score) {
                low = middle;
            } else {
                high = middle;
            }
        }
        if (step) {
            return y[low];
        }
        double interpolated = y[low] + (y[high] - y[low]) * ((score - x[low]) / (x[high] - x[low]));
        return Math.min(interpolated, y[high]);
    }
}

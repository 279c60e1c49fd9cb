package org.solvens.api;

/// Probabilities, shares, and the values and points of reasons as they are answered: with three decimals, which is more
/// than the intervals of the
/// models support. The table of scores has all digits.
final class Rounded {
    private static final double SCALE = 1_000;

    private Rounded() {}

    /// To the nearest thousandth; NaN stays.
    static double of(double value) {
        return Double.isNaN(value) ? value : Math.round(value * SCALE) / SCALE;
    }
}

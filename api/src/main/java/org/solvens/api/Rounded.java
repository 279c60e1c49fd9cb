package org.solvens.api;

import java.util.stream.IntStream;

/// Probabilities, shares, and the values and points of reasons as they are answered: with three decimals, which is
/// more than the intervals of the models support. The table of scores has all digits.
final class Rounded {
    private static final int SCALE = 1_000;

    /// Up to here a number has its decimals in {@link #DECIMALS}; Java writes larger ones with an exponent.
    private static final double LARGEST = 1e7;

    /// `.0`, `.001`, ..., `.999`, without zeros at the end.
    private static final String[] DECIMALS = IntStream.range(0, SCALE)
            .mapToObj(i -> Double.toString(i / (double) SCALE).substring(1))
            .map(text -> text.contains("E") ? ".00" + text.charAt(text.indexOf('E') - 3) : text)
            .toArray(String[]::new);

    private Rounded() {}

    /// To the nearest thousandth; NaN stays.
    static double of(double value) {
        return Double.isNaN(value) ? value : Math.round(value * SCALE) / (double) SCALE;
    }

    /// As JSON: what {@link Double#toString} makes of the rounded number, but faster.
    static String json(double value) {
        if (Double.isNaN(value)) {
            return "null";
        }
        if (!(Math.abs(value) < LARGEST)) {
            return Double.toString(of(value));
        }
        long thousandths = Math.round(value * SCALE);
        long size = Math.abs(thousandths);
        String text = size / SCALE + DECIMALS[(int) (size % SCALE)];
        return thousandths < 0 ? '-' + text : text;
    }
}

package org.solvens.api;

import java.util.stream.IntStream;

/// Probabilities, shares, and the values and points of reasons as they are answered: with three decimals, which is
/// more than the intervals of the models support. The table of scores has all digits.
final class Rounded {
    private static final int SCALE = 1_000;

    /// Up to here a number has its decimals in {@link #DECIMALS}; Java writes larger ones with an exponent.
    private static final double LARGEST = 1e7;

    /// `.0`, `.001`, ..., `.999`, without zeros at the end.
    private static final byte[][] DECIMALS = IntStream.range(0, SCALE)
            .mapToObj(i -> Double.toString(i / (double) SCALE).substring(1))
            .map(text -> text.contains("E") ? ".00" + text.charAt(text.indexOf('E') - 3) : text)
            .map(JsonBytes::ascii)
            .toArray(byte[][]::new);

    private Rounded() {}

    /// To the nearest thousandth; NaN stays.
    static double of(double value) {
        return Double.isNaN(value) ? value : Math.round(value * SCALE) / (double) SCALE;
    }

    /// Writes what {@link Double#toString} makes of the rounded number, but faster; null for NaN.
    static void write(double value, JsonBytes to) {
        if (Double.isNaN(value)) {
            to.none();
        } else if (!(Math.abs(value) < LARGEST)) {
            to.raw(JsonBytes.ascii(Double.toString(of(value))));
        } else {
            long thousandths = Math.round(value * SCALE);
            long size = Math.abs(thousandths);
            if (thousandths < 0) {
                to.raw('-');
            }
            to.whole(size / SCALE).raw(DECIMALS[(int) (size % SCALE)]);
        }
    }
}

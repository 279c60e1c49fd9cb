package org.solvens.stability;

import java.util.Arrays;

/// How far a population has moved from a reference: the population stability index, and how
/// much of it is chance.
///
/// For two samples of one population, with `n` and `m` independent members in `B` bins, the
/// index is about `(1 / n + 1 / m)` times a chi-square variable of `B - 1` degrees of freedom
/// (Yurdakul and Naranjo, 2020).
///
/// @param value sum over the bins of `(actual - expected) ln(actual / expected)`
/// @param bins that are not empty on both sides
/// @param expected mean of the index if nothing changed
/// @param noise the index exceeds this in one of a thousand draws if nothing changed
public record Shift(double value, int bins, double expected, double noise) {
    /// From here on a shift is worth a look.
    public static final double MODERATE = 0.1;

    /// From here on a shift is large.
    public static final double LARGE = 0.25;

    /// Normal quantile of 0.999.
    private static final double Z = 3.0902323061678132;

    /// Compares counts by bin.
    ///
    /// @param reference rows by bin
    /// @param now rows by bin, of the same bins
    /// @param referenceSize independent members of the reference: debtors, if they have several
    ///     rows
    /// @param size independent members of the other side
    /// @throws IllegalArgumentException if either side is empty
    public static Shift of(long[] reference, long[] now, long referenceSize, long size) {
        return of(
                Arrays.stream(reference).asDoubleStream().toArray(),
                Arrays.stream(now).asDoubleStream().toArray(),
                referenceSize,
                size);
    }

    /// Compares weights by bin.
    ///
    /// @param reference weights of rows by bin, 1 on average
    /// @param now weights of rows by bin, of the same bins
    /// @param referenceSize effective number of independent members of the reference
    /// @param size effective number of independent members of the other side
    /// @throws IllegalArgumentException if either side is empty
    public static Shift of(double[] reference, double[] now, double referenceSize, double size) {
        if (reference.length != now.length || referenceSize <= 0 || size <= 0) {
            throw new IllegalArgumentException("two filled sides of the same bins are needed");
        }
        double all = Arrays.stream(reference).sum();
        double allNow = Arrays.stream(now).sum();
        double value = 0;
        int bins = 0;
        for (int b = 0; b < now.length; b++) {
            if (reference[b] == 0 && now[b] == 0) {
                continue;
            }
            bins++;
            double expected = Math.max(reference[b], 0.5) / all;
            double actual = Math.max(now[b], 0.5) / allNow;
            value += (actual - expected) * Math.log(actual / expected);
        }
        double scale = 1.0 / referenceSize + 1.0 / size;
        return new Shift(value, bins, (bins - 1) * scale, quantile(bins - 1) * scale);
    }

    /// Compares values, each of an independent member.
    ///
    /// @param reference values and codes of missing
    /// @param now values and codes of missing
    /// @param bins most bins of values, each with about as many members of the reference
    /// @throws IllegalArgumentException if either side is empty
    public static Shift between(double[] reference, double[] now, int bins) {
        Bins cut = Bins.of(reference, bins);
        return of(counts(cut, reference), counts(cut, now), reference.length, now.length);
    }

    private static long[] counts(Bins bins, double[] values) {
        long[] counts = new long[bins.count()];
        for (double value : values) {
            counts[bins.of(value)]++;
        }
        return counts;
    }

    /// The level of the shift: it counts only beyond a conventional limit and beyond chance.
    public Level level() {
        if (value > Math.max(LARGE, noise)) {
            return Level.ALARM;
        }
        return value > Math.max(MODERATE, noise) ? Level.NOTICE : Level.QUIET;
    }

    /// Chi-square's quantile of 0.999 (Wilson and Hilferty 1931).
    private static double quantile(int degrees) {
        if (degrees == 0) {
            return 0;
        }
        double spread = 2.0 / (9.0 * degrees);
        double root = 1 - spread + Z * Math.sqrt(spread);
        return degrees * root * root * root;
    }
}

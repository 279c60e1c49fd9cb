package org.solvens.training.fit;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Rows and responses by level for the leaves of a growing tree.
///
/// A leaf is a range of the tree's index of rows. When it is split, only the smaller half is counted; the
/// other half is the leaf's tally minus that. Every sum runs in a fixed order, whatever the number of threads.
final class Tallies {
    /// Columns that are counted together, so that the additions of one column do not wait for another's.
    private static final int ABREAST = 4;

    /// Additions that are worth a second thread.
    private static final int WORTH_SHARING = 30_000;

    private final byte[][] levels;
    private final int[] counts;
    private final int[] index;
    private final double[] response;
    private final int deepest;
    private final int smallest;
    private final Map<Integer, Leaf> leaves = new HashMap<>();

    /// @param levels a column a feature
    /// @param counts levels of each column
    /// @param index rows, which the tree reorders within a range when it splits it
    /// @param deepest splits from the root at which a leaf is not split again
    /// @param smallest rows of a leaf that may be split
    Tallies(byte[][] levels, int[] counts, int[] index, double[] response, int deepest, int smallest) {
        this.levels = levels;
        this.index = index;
        this.response = response;
        this.deepest = deepest;
        this.smallest = smallest;
        this.counts = counts;
    }

    /// A leaf from one place of the index to before another.
    ///
    /// @param tally by column; by level the number of rows and then the sum of their responses
    private record Leaf(int to, int depth, double @Nullable [][] tally) {}

    /// The tally of a leaf by column: by level the number of rows and then the sum of their responses; null if
    /// it may not be split. The first call must be for the root; later calls for both halves of a leaf, the
    /// lower first.
    double @Nullable [][] of(int from, int to) {
        Leaf known = leaves.get(from);
        if (known == null) {
            known = new Leaf(to, 0, to - from < smallest ? null : count(from, to));
            leaves.put(from, known);
        } else if (known.to() != to) {
            known = part(from, to, known);
        }
        return known.tally();
    }

    /// Replaces a leaf by its halves, and returns the lower one.
    private Leaf part(int from, int middle, Leaf whole) {
        int to = whole.to();
        int depth = whole.depth() + 1;
        double[][] all = whole.tally();
        double[][] lower = null;
        double[][] upper = null;
        boolean lowerWanted = depth < deepest && middle - from >= smallest;
        boolean upperWanted = depth < deepest && to - middle >= smallest;
        if (all != null && (lowerWanted || upperWanted)) {
            if (middle - from <= to - middle) {
                lower = count(from, middle);
                upper = upperWanted ? rest(all, lower) : null;
            } else {
                upper = count(middle, to);
                lower = lowerWanted ? rest(all, upper) : null;
            }
        }
        Leaf first = new Leaf(middle, depth, lowerWanted ? lower : null);
        leaves.put(from, first);
        leaves.put(middle, new Leaf(to, depth, upperWanted ? upper : null));
        return first;
    }

    private double[][] count(int from, int to) {
        double[] responses = new double[to - from];
        for (int i = from; i < to; i++) {
            responses[i - from] = response[index[i]];
        }
        double[][] tally = new double[levels.length][];
        Arrays.setAll(tally, c -> new double[2 * counts[c]]);
        IntStream groups = IntStream.range(0, (levels.length + ABREAST - 1) / ABREAST);
        ((long) (to - from) * levels.length > WORTH_SHARING ? groups.parallel() : groups).forEach(g -> {
            int first = g * ABREAST;
            if (first + ABREAST <= levels.length) {
                four(first, from, responses, tally);
            } else {
                for (int c = first; c < levels.length; c++) {
                    one(c, from, responses, tally[c]);
                }
            }
        });
        return tally;
    }

    private void four(int first, int from, double[] responses, double[][] tally) {
        byte[] levelA = levels[first];
        byte[] levelB = levels[first + 1];
        byte[] levelC = levels[first + 2];
        byte[] levelD = levels[first + 3];
        double[] a = tally[first];
        double[] b = tally[first + 1];
        double[] c = tally[first + 2];
        double[] d = tally[first + 3];
        for (int i = 0; i < responses.length; i++) {
            int row = index[from + i];
            double value = responses[i];
            int atA = 2 * levelA[row];
            int atB = 2 * levelB[row];
            int atC = 2 * levelC[row];
            int atD = 2 * levelD[row];
            a[atA]++;
            a[atA + 1] += value;
            b[atB]++;
            b[atB + 1] += value;
            c[atC]++;
            c[atC + 1] += value;
            d[atD]++;
            d[atD + 1] += value;
        }
    }

    private void one(int column, int from, double[] responses, double[] tally) {
        byte[] level = levels[column];
        for (int i = 0; i < responses.length; i++) {
            int at = 2 * level[index[from + i]];
            tally[at]++;
            tally[at + 1] += responses[i];
        }
    }

    private static double[][] rest(double[][] all, double[][] part) {
        double[][] rest = new double[all.length][];
        for (int c = 0; c < all.length; c++) {
            double[] whole = all[c];
            double[] half = part[c];
            double[] other = new double[whole.length];
            for (int l = 0; l < other.length; l++) {
                other[l] = whole[l] - half[l];
            }
            rest[c] = other;
        }
        return rest;
    }
}

package org.solvens.training.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.solvens.feature.Missing;
import org.solvens.model.PointsScale;
import org.solvens.training.rows.Special;

/// Weights of bins, adjusted for the other features of a scorecard.
///
/// A weight of evidence looks at one feature alone, and one coefficient for the whole feature
/// cannot put it right where some bins share their evidence with other features and others do
/// not, as a special value or a missing one. So each bin may deviate from coefficient times
/// weight of evidence, drawn towards it by a ridge: the deviation has a standard deviation of
/// a tenth of a log-odds beforehand, about what 500 rows say of a bin. Bins of values keep the
/// order of their weight of evidence, so a feature keeps its direction.
///
/// @param binnings of the features, with the adjusted weights
/// @param regression of the features' weights
record Adjusted(List<Binning> binnings, Regression regression) {
    /// One over the variance of a deviation.
    private static final double RIDGE = 100;

    private static final int REASONS = Missing.values().length;

    /// Adjusts.
    ///
    /// @param values of the rows, by feature
    /// @param outcomes 1 for good, 0 for bad
    /// @param regression of the weights of evidence
    static Adjusted of(List<Binning> binnings, double[][] values, int[] outcomes, Regression regression) {
        int features = binnings.size();
        int[][] bins = new int[features][];
        int[] first = new int[features + 1];
        for (int f = 0; f < features; f++) {
            Binning binning = binnings.get(f);
            bins[f] = Arrays.stream(values[f]).mapToInt(binning::binOf).toArray();
            first[f + 1] = first[f] + binning.woe().length + REASONS;
        }
        double[] base = new double[outcomes.length];
        for (int r = 0; r < base.length; r++) {
            base[r] = regression.intercept();
            for (int f = 0; f < features; f++) {
                base[r] += regression.coefficient(f) * binnings.get(f).weight(bins[f][r]);
            }
        }
        double[] deviation = Deviations.fit(bins, first, base, outcomes, RIDGE);
        List<Binning> adjusted = new ArrayList<>();
        for (int f = 0; f < features; f++) {
            Binning binning = binnings.get(f);
            int[] rows = new int[binning.woe().length + REASONS];
            Arrays.stream(bins[f]).forEach(bin -> rows[bin]++);
            double[] weights = new double[rows.length];
            for (int b = 0; b < weights.length; b++) {
                // What did not occur in training has no weight.
                weights[b] =
                        binning.weight(b) + (rows[b] == 0 ? 0 : deviation[first[f] + b] / regression.coefficient(f));
            }
            adjusted.add(weighted(binning, inOrder(weights, rows, binning)));
        }
        return new Adjusted(
                List.copyOf(adjusted), regression.from(regression.intercept() + deviation[first[features]]));
    }

    private static Binning weighted(Binning binning, double[] weights) {
        int values = binning.woe().length;
        return binning.weighted(Arrays.copyOf(weights, values), Arrays.copyOfRange(weights, values, weights.length));
    }

    /// Pools the weights of bins of values that are not in the order of their weight of
    /// evidence. Bins with one weight of evidence keep one weight.
    private static double[] inOrder(double[] weights, int[] rows, Binning binning) {
        double[] woe = binning.woe();
        int specials = (int) Arrays.stream(binning.cuts())
                .filter(cut -> cut <= Special.FLOOR)
                .count();
        List<Integer> order = IntStream.range(specials, woe.length)
                .boxed()
                .sorted(Comparator.comparingDouble(b -> woe[b]))
                .toList();
        List<List<Integer>> blocks = new ArrayList<>();
        for (int bin : order) {
            blocks.add(new ArrayList<>(List.of(bin)));
            while (blocks.size() > 1) {
                List<Integer> last = blocks.getLast();
                List<Integer> before = blocks.get(blocks.size() - 2);
                boolean same = woe[last.getFirst()] == woe[before.getLast()];
                if (!same && mean(last, weights, rows) > mean(before, weights, rows)) {
                    break;
                }
                before.addAll(blocks.removeLast());
            }
        }
        double[] ordered = weights.clone();
        for (List<Integer> block : blocks) {
            double mean = mean(block, weights, rows);
            block.forEach(bin -> ordered[bin] = mean);
        }
        return ordered;
    }

    private static double mean(List<Integer> block, double[] weights, int[] rows) {
        double sum = 0;
        double all = 0;
        for (int bin : block) {
            // A bin without rows keeps its weight where it is alone, and does not move others.
            double count = Math.max(rows[bin], 1e-9);
            sum += count * weights[bin];
            all += count;
        }
        return sum / all;
    }

    /// Weights that give whole points, and an intercept that does.
    Adjusted rounded(PointsScale scale) {
        List<Binning> rounded = new ArrayList<>();
        for (int f = 0; f < binnings.size(); f++) {
            double points = scale.factor() * regression.coefficient(f);
            Binning binning = binnings.get(f);
            rounded.add(binning.weighted(whole(binning.woe(), points), whole(binning.missingWoe(), points)));
        }
        double base = Math.log(scale.baseOdds());
        double intercept = Math.rint((regression.intercept() - base) * scale.factor()) / scale.factor() + base;
        return new Adjusted(List.copyOf(rounded), regression.from(intercept));
    }

    private static double[] whole(double[] weights, double points) {
        return Arrays.stream(weights).map(w -> Math.rint(w * points) / points).toArray();
    }
}

package org.solvens.training.evaluate;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// Bootstrap by debtor: debtors are drawn with replacement, all rows of a debtor together.
public final class Resampling {
    private final int[] debtor;
    private final int[][] draws;

    private Resampling(int[] debtor, int[][] draws) {
        this.debtor = debtor;
        this.draws = draws;
    }

    /// Draws debtors.
    ///
    /// @param debtors of the rows
    /// @param draws how many
    public static Resampling of(long[] debtors, long seed, int draws) {
        Map<Long, Integer> numbers = new HashMap<>();
        int[] debtor = new int[debtors.length];
        for (int i = 0; i < debtors.length; i++) {
            Integer known = numbers.putIfAbsent(debtors[i], numbers.size());
            debtor[i] = known == null ? numbers.size() - 1 : known;
        }
        int[][] drawn = new int[draws][];
        SplittableRandom random = new SplittableRandom(seed);
        for (int d = 0; d < draws; d++) {
            int[] times = new int[numbers.size()];
            for (int i = 0; i < times.length; i++) {
                times[random.nextInt(times.length)]++;
            }
            drawn[d] = times;
        }
        return new Resampling(debtor, drawn);
    }

    /// The 2.5th and 97.5th percentile of a statistic over the draws.
    public record Interval(double low, double high) {

        /// @param found NaN for a draw without a result; if all are NaN the interval is the widest, 0 to 1
        static Interval of(double[] found) {
            double[] sorted =
                    Arrays.stream(found).filter(Double::isFinite).sorted().toArray();
            return sorted.length == 0
                    ? new Interval(0, 1)
                    : new Interval(percentile(sorted, 0.025), percentile(sorted, 0.975));
        }

        private static double percentile(double[] sorted, double p) {
            double at = p * (sorted.length - 1);
            int below = (int) at;
            int above = Math.min(below + 1, sorted.length - 1);
            return sorted[below] + (sorted[above] - sorted[below]) * (at - below);
        }
    }

    /// The 95 % interval of a statistic that is computed from how often each row was drawn.
    ///
    /// @param statistic NaN if a draw gives no result
    Interval interval(ToDoubleFunction<int[]> statistic) {
        return Interval.of(IntStream.range(0, draws.length)
                .parallel()
                .mapToDouble(d -> statistic.applyAsDouble(
                        Arrays.stream(debtor).map(row -> draws[d][row]).toArray()))
                .toArray());
    }

    /// 95 % intervals of metrics.
    public record Intervals(Interval auc, Interval gini, Interval ks, Interval brier, Interval calibrationError) {}

    /// Intervals of the metrics of probabilities.
    public Intervals intervals(double[] probabilities, int[] outcomes) {
        Ranking.Measures[] found = measures(probabilities, outcomes);
        return new Intervals(
                interval(found, Ranking.Measures::auc),
                interval(found, m -> 2 * m.auc() - 1),
                interval(found, Ranking.Measures::ks),
                interval(found, Ranking.Measures::brier),
                interval(found, Ranking.Measures::calibrationError));
    }

    /// Intervals of how much larger the metrics of some probabilities are than those of others on the same
    /// rows, draw by draw.
    public Intervals differences(double[] ours, double[] theirs, int[] outcomes) {
        Ranking.Measures[] a = measures(ours, outcomes);
        Ranking.Measures[] b = measures(theirs, outcomes);
        Ranking.Measures[] found = new Ranking.Measures[a.length];
        Arrays.setAll(
                found,
                d -> new Ranking.Measures(
                        a[d].auc() - b[d].auc(),
                        a[d].ks() - b[d].ks(),
                        a[d].brier() - b[d].brier(),
                        a[d].calibrationError() - b[d].calibrationError()));
        return new Intervals(
                interval(found, Ranking.Measures::auc),
                interval(found, m -> 2 * m.auc()),
                interval(found, Ranking.Measures::ks),
                interval(found, Ranking.Measures::brier),
                interval(found, Ranking.Measures::calibrationError));
    }

    private Ranking.Measures[] measures(double[] probabilities, int[] outcomes) {
        Ranking ranking = new Ranking(probabilities, outcomes);
        return IntStream.range(0, draws.length)
                .parallel()
                .mapToObj(d -> ranking.measure(debtor, draws[d]))
                .toArray(Ranking.Measures[]::new);
    }

    private static Interval interval(Ranking.Measures[] found, ToDoubleFunction<Ranking.Measures> metric) {
        return Interval.of(Arrays.stream(found).mapToDouble(metric).toArray());
    }
}

package org.solvens.training.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.solvens.model.Scorer;
import org.solvens.training.rows.AxisRows;

/// How much pairs of features act together in a model: Friedman's and Popescu's H (2008), on
/// log-odds. It is 0 where the effects of both add up, as in every scorecard, and 1 where only
/// the pair has an effect.
public final class Interactions {
    private static final int ROWS = 100;
    private static final int FEATURES = 6;
    private static final int VALUES = 4;

    private Interactions() {}

    /// A pair of features.
    ///
    /// @param strength H, from 0
    public record Pair(String first, String second, double strength) {}

    /// The pairs of the features that move the model most, the strongest first.
    ///
    /// @param scorer of the model, or of a curve's hazard
    /// @param measured features of the model
    public static List<Pair> of(AxisRows rows, int[] test, Scorer scorer, List<Directions.Measured> measured) {
        double[][] vectors = IntStream.range(0, Math.min(ROWS, test.length))
                .mapToObj(i -> rows.vector(test[(int) ((long) i * test.length / Math.min(ROWS, test.length))]))
                .toArray(double[][]::new);
        List<Directions.Measured> strongest = measured.stream()
                .filter(m -> m.values() != null)
                .sorted(Comparator.comparingDouble((Directions.Measured m) -> -m.spread())
                        .thenComparing(Directions.Measured::feature))
                .limit(FEATURES)
                .toList();
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < strongest.size(); i++) {
            for (int j = i + 1; j < strongest.size(); j++) {
                Directions.Measured one = strongest.get(i);
                Directions.Measured other = strongest.get(j);
                double strength = strength(
                        vectors,
                        rows.features().indexOf(one.feature()),
                        some(one),
                        rows.features().indexOf(other.feature()),
                        some(other),
                        scorer);
                pairs.add(new Pair(one.feature(), other.feature(), strength));
            }
        }
        pairs.sort(Comparator.comparingDouble(pair -> -pair.strength()));
        return List.copyOf(pairs);
    }

    /// Some of the values at which a feature was measured.
    private static double[] some(Directions.Measured measured) {
        List<Double> values = Objects.requireNonNull(measured.values(), "others are left out");
        int count = Math.min(VALUES, values.size());
        return IntStream.range(0, count)
                .mapToDouble(i -> values.get(i * (values.size() - 1) / Math.max(1, count - 1)))
                .toArray();
    }

    private static double strength(
            double[][] vectors, int first, double[] ones, int second, double[] others, Scorer scorer) {
        double[][] both = new double[ones.length][others.length];
        for (int a = 0; a < ones.length; a++) {
            for (int b = 0; b < others.length; b++) {
                both[a][b] = mean(vectors, first, ones[a], second, others[b], scorer);
            }
        }
        double[] one = Arrays.stream(ones)
                .map(v -> mean(vectors, first, v, first, v, scorer))
                .toArray();
        double[] other = Arrays.stream(others)
                .map(v -> mean(vectors, second, v, second, v, scorer))
                .toArray();
        double middle =
                Arrays.stream(both).flatMapToDouble(Arrays::stream).average().orElseThrow();
        double middleOne = Arrays.stream(one).average().orElseThrow();
        double middleOther = Arrays.stream(other).average().orElseThrow();
        double rest = 0;
        double whole = 0;
        for (int a = 0; a < ones.length; a++) {
            for (int b = 0; b < others.length; b++) {
                double joint = both[a][b] - middle;
                double apart = one[a] - middleOne + other[b] - middleOther;
                rest += (joint - apart) * (joint - apart);
                whole += joint * joint;
            }
        }
        return whole == 0 ? 0 : Math.sqrt(rest / whole);
    }

    private static double mean(double[][] vectors, int first, double one, int second, double other, Scorer scorer) {
        double sum = 0;
        for (double[] vector : vectors) {
            double ownFirst = vector[first];
            double ownSecond = vector[second];
            vector[first] = one;
            vector[second] = other;
            sum += scorer.logOdds(vector);
            vector[second] = ownSecond;
            vector[first] = ownFirst;
        }
        return sum / vectors.length;
    }
}

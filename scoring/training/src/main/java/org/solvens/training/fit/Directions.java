package org.solvens.training.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.Direction;
import org.solvens.feature.Feature;
import org.solvens.feature.Missing;
import org.solvens.model.Scorer;
import org.solvens.training.rows.AxisRows;
import org.solvens.training.rows.Special;

/// Measures in which direction features move a model: the mean probability of some test rows while one feature
/// is set to one value after another (partial dependence, Friedman 2001).
public final class Directions {
    private static final int ROWS = 200;
    private static final int VALUES = 10;

    private Directions() {}

    /// How a feature moves a model.
    ///
    /// @param expected `rising`, `falling` or `free`
    /// @param atLowest mean probability at its lowest value
    /// @param atHighest at its highest
    /// @param against the most that the mean probability moves in the wrong direction from a lower to a higher
    ///     value; 0 if the model keeps the direction or none is expected
    /// @param values ascending, between the lowest and the highest; null in evaluations of an
    ///     earlier Solvens
    /// @param means mean probability at each of them; null with the values
    public record Measured(
            String feature,
            String expected,
            double atLowest,
            double atHighest,
            double against,
            @Nullable List<Double> values,
            @Nullable List<Double> means) {
        /// How far the mean probability moves, at least 0.
        public double spread() {
            return means == null
                    ? Math.abs(atHighest - atLowest)
                    : means.stream().max(Double::compare).orElseThrow()
                            - means.stream().min(Double::compare).orElseThrow();
        }
    }

    /// Measures every feature of a model that takes more than one value on the test rows.
    public static List<Measured> of(AxisRows rows, int[] test, Scorer scorer, List<Feature> features) {
        int[] sample = IntStream.range(0, Math.min(ROWS, test.length))
                .map(i -> test[(int) ((long) i * test.length / Math.min(ROWS, test.length))])
                .toArray();
        double[][] vectors = Arrays.stream(sample).mapToObj(rows::vector).toArray(double[][]::new);
        List<Measured> measured = new ArrayList<>();
        for (Feature feature : features) {
            int position = rows.features().indexOf(feature.name());
            if (scorer.model().features().contains(feature.name())) {
                double[] present = Arrays.stream(rows.column(position, test))
                        .filter(v -> !Missing.is(v) && !Special.is(v))
                        .sorted()
                        .toArray();
                double[] values = IntStream.range(0, present.length == 0 ? 0 : VALUES)
                        .mapToDouble(i -> present[(int) ((long) i * (present.length - 1) / (VALUES - 1))])
                        .distinct()
                        .toArray();
                if (values.length > 1) {
                    double[] means = Arrays.stream(values)
                            .map(v -> mean(vectors, position, v, scorer))
                            .toArray();
                    measured.add(new Measured(
                            feature.name(),
                            feature.direction().name().toLowerCase(Locale.ROOT),
                            means[0],
                            means[means.length - 1],
                            against(means, feature.direction()),
                            Arrays.stream(values).boxed().toList(),
                            Arrays.stream(means).boxed().toList()));
                }
            }
        }
        return measured;
    }

    /// 1 for rising, -1 for falling, 0 for free.
    static int sign(Direction direction) {
        return switch (direction) {
            case RISING -> 1;
            case FALLING -> -1;
            case FREE -> 0;
        };
    }

    private static double mean(double[][] vectors, int position, double value, Scorer scorer) {
        double sum = 0;
        for (double[] vector : vectors) {
            double own = vector[position];
            vector[position] = value;
            sum += scorer.probability(vector);
            vector[position] = own;
        }
        return sum / vectors.length;
    }

    private static double against(double[] means, Direction direction) {
        int sign = switch (direction) {
            case RISING -> 1;
            case FALLING -> -1;
            case FREE -> 0;
        };
        double furthest = Double.NEGATIVE_INFINITY;
        double most = 0;
        for (double mean : means) {
            furthest = Math.max(furthest, sign * mean);
            most = Math.max(most, furthest - sign * mean);
        }
        return most;
    }
}

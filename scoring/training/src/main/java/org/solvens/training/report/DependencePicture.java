package org.solvens.training.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.solvens.training.fit.Directions.Measured;

/// The picture of how the mean chance moves with one feature.
///
/// @param label of the feature, with its lowest and highest value
/// @param points of the line in the coordinates of the template
/// @param low chance at the foot of the picture
/// @param high chance at its head
record DependencePicture(String label, String points, String low, String high) {
    private static final int FEATURES = 8;
    private static final double WIDTH = 200;
    private static final double HEIGHT = 80;

    /// The pictures of the features that move the chance most, on one scale.
    static List<DependencePicture> of(List<Measured> measured) {
        List<Measured> strongest = measured.stream()
                .filter(m -> m.values() != null && m.means() != null && m.spread() > 0)
                .sorted(Comparator.comparingDouble((Measured m) -> -m.spread()).thenComparing(Measured::feature))
                .limit(FEATURES)
                .toList();
        List<Double> all = strongest.stream().flatMap(m -> means(m).stream()).toList();
        double low = all.stream().min(Double::compare).orElse(0.0);
        double high = all.stream().max(Double::compare).orElse(1.0);
        return strongest.stream().map(m -> of(m, low, high)).toList();
    }

    private static DependencePicture of(Measured measured, double low, double high) {
        List<Double> values = Objects.requireNonNull(measured.values(), "others are left out");
        List<Double> means = means(measured);
        double first = values.getFirst();
        double width = values.getLast() - first;
        String points = IntStream.range(0, values.size())
                .mapToObj(i -> number(10 + WIDTH * (values.get(i) - first) / width) + ","
                        + number(10 + HEIGHT * (1 - (means.get(i) - low) / (high - low))))
                .collect(Collectors.joining(" "));
        return new DependencePicture(
                measured.feature() + ", " + plain(first) + " to " + plain(values.getLast()),
                points,
                String.format(Locale.ROOT, "%.3f", low),
                String.format(Locale.ROOT, "%.3f", high));
    }

    private static List<Double> means(Measured measured) {
        return Objects.requireNonNull(measured.means(), "others are left out");
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.3g", value);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}

package org.solvens.feature;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// The list of features, in a fixed order.
public final class FeatureCatalogue {
    private static final FeatureCatalogue STANDARD = new FeatureCatalogue(StandardFeatures.all());

    private final List<Feature> features;
    private final Feature[] array;
    private final String version;

    /// @throws IllegalArgumentException if two features share a name
    public FeatureCatalogue(List<Feature> features) {
        List<String> names = new ArrayList<>();
        StringBuilder definition = new StringBuilder();
        for (Feature feature : features) {
            if (names.contains(feature.name())) {
                throw new IllegalArgumentException("two features are named " + feature.name());
            }
            names.add(feature.name());
            definition
                    .append(feature.name())
                    .append('|')
                    .append(feature.unit())
                    .append('|')
                    .append(feature.description())
                    .append('|')
                    .append(feature.source())
                    .append('|')
                    .append(feature.axis())
                    .append('|')
                    .append(feature.direction())
                    .append('\n');
        }
        this.features = List.copyOf(features);
        this.array = features.toArray(new Feature[0]);
        this.version = digest(definition.toString());
    }

    /// The catalogue of Solvens.
    public static FeatureCatalogue standard() {
        return STANDARD;
    }

    public List<Feature> features() {
        return features;
    }

    /// Names what every feature says of itself, in 12 hex digits: models and scores pin it.
    public String version() {
        return version;
    }

    /// Position of a feature in every vector, or -1.
    public int indexOf(String name) {
        for (int i = 0; i < array.length; i++) {
            if (array[i].name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /// The features of one axis, in catalogue order.
    public List<Feature> of(Axis axis) {
        List<Feature> found = new ArrayList<>();
        for (Feature feature : features) {
            if (feature.axis() == axis) {
                found.add(feature);
            }
        }
        return List.copyOf(found);
    }

    /// Computes the vector of a case: values, or codes of {@link Missing}; never NaN.
    public void compute(CaseView view, double[] target) {
        for (int i = 0; i < array.length; i++) {
            Feature feature = array[i];
            target[i] =
                    view.debtor().has(feature.source()) ? feature.definition().of(view) : Missing.NO_FEED.code();
        }
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

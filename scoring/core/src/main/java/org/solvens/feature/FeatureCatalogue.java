package org.solvens.feature;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The list of features, in a fixed order.
public final class FeatureCatalogue {
    private static final FeatureCatalogue STANDARD = new FeatureCatalogue(List.of());

    private final List<Feature> features;

    /// @throws IllegalArgumentException if two features share a name
    public FeatureCatalogue(List<Feature> features) {
        Set<String> names = new HashSet<>();
        for (Feature feature : features) {
            if (!names.add(feature.name())) {
                throw new IllegalArgumentException("two features are named " + feature.name());
            }
        }
        this.features = List.copyOf(features);
    }

    /// The catalogue of Solvens.
    public static FeatureCatalogue standard() {
        return STANDARD;
    }

    public List<Feature> features() {
        return features;
    }

    /// Position of a feature in every vector, or -1.
    public int indexOf(String name) {
        for (int i = 0; i < features.size(); i++) {
            if (features.get(i).name().equals(name)) {
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
}

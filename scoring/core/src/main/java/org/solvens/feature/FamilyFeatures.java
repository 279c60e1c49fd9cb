package org.solvens.feature;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Collects the features of one family in the order in which they are written, which is their order in the
/// catalogue.
final class FamilyFeatures {
    private final Family family;
    private final List<Feature> features = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private @Nullable String begun;

    FamilyFeatures(Family family) {
        this.family = family;
    }

    /// Starts a feature of the family; its value adds it.
    ///
    /// @param name snake_case; the windows of several are added at its end
    /// @throws IllegalStateException if the feature before has no value
    Feature.Builder feature(String name) {
        refuseBegun();
        begun = name;
        return new Feature.Builder(name, family, this::add);
    }

    private void add(Feature feature) {
        if (!names.add(feature.name())) {
            throw new IllegalArgumentException("two features are named " + feature.name());
        }
        features.add(feature);
        begun = null;
    }

    private void refuseBegun() {
        if (begun != null) {
            throw new IllegalStateException("feature " + begun + ": no value");
        }
    }

    /// The features.
    ///
    /// @throws IllegalStateException if the last feature has no value
    List<Feature> list() {
        refuseBegun();
        return List.copyOf(features);
    }
}

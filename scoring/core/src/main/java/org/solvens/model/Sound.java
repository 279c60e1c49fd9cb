package org.solvens.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.solvens.feature.Axis;

/// Checks that apply to models of every family.
final class Sound {
    private Sound() {}

    static void require(
            Axis axis, int horizonDays, int maxAgeDays, List<String> features, List<Verification> verification) {
        if (axis.inputs().isEmpty()) {
            throw new IllegalArgumentException("routing features carry no score");
        }
        if (features.isEmpty() || verification.isEmpty()) {
            throw new IllegalArgumentException("a model has features and verification rows");
        }
        if (horizonDays <= 0 || maxAgeDays <= 0) {
            throw new IllegalArgumentException("horizon and population must be positive");
        }
        Set<String> names = new HashSet<>();
        for (String feature : features) {
            if (!names.add(feature)) {
                throw new IllegalArgumentException("the feature " + feature + " occurs twice");
            }
        }
        for (Verification row : verification) {
            if (row.values().size() != features.size()) {
                throw new IllegalArgumentException("a verification row has another width than the model");
            }
        }
    }
}

package org.solvens.model;

import java.util.Objects;
import org.solvens.feature.Axis;

/// What one feature adds to, or takes from, the points of a mean training row.
///
/// The contributions of all features of a model and {@link Scorer#neutralPoints()} sum up to the points
/// before rounding.
///
/// @param axis of the score
/// @param feature name in the catalogue
/// @param value of the case: a number or the code of a {@link org.solvens.feature.Missing}
/// @param points against a mean row; above 0 raises the score
public record Contribution(Axis axis, String feature, double value, double points) {
    public Contribution {
        Objects.requireNonNull(axis);
        Objects.requireNonNull(feature);
    }

    /// The stable reason code: the axis' letter, the sign, the feature, such as `W-broken_promises_365d`.
    public String code() {
        return axis.name().charAt(0) + (points < 0 ? "-" : "+") + feature;
    }

    /// What the feature does to the score: `raises` or `lowers`.
    public String effect() {
        return points < 0 ? "lowers" : "raises";
    }
}

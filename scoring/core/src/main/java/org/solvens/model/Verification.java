package org.solvens.model;

import java.util.List;

/// A row and what the trainer expects of it.
///
/// @param values in the order of the model's features, missing ones as codes
/// @param probability calibrated
public record Verification(List<Double> values, double probability) {
    public Verification {
        values = List.copyOf(values);
        Finite.require("verification", values);
        Finite.require("verification", probability);
    }
}

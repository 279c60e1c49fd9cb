package org.solvens.model;

import java.util.List;
import java.util.Objects;

/// The score of a case on one axis, or why it has none.
public sealed interface AxisScore {

    /// As in tables and answers: `scored`, `no_model`, `insufficient_data` or `outside_population`.
    default String status() {
        return switch (this) {
            case Scored _ -> "scored";
            case NoModel _ -> "no_model";
            case InsufficientData _ -> "insufficient_data";
            case OutsidePopulation _ -> "outside_population";
        };
    }

    /// A score.
    ///
    /// @param modelId the model that gave it
    /// @param probability calibrated, of the good outcome within the model's horizon
    /// @param points on the model's scale
    /// @param reasons strongest first
    record Scored(String modelId, double probability, int points, List<Contribution> reasons) implements AxisScore {
        public Scored {
            Objects.requireNonNull(modelId);
            reasons = List.copyOf(reasons);
        }
    }

    /// The axis has no champion.
    record NoModel() implements AxisScore {}

    /// Training found too little to learn from, or none of the model's features is known of the case.
    ///
    /// @param modelId the model whose features are missing; empty where the axis has none
    record InsufficientData(String modelId) implements AxisScore {
        public InsufficientData {
            Objects.requireNonNull(modelId);
        }
    }

    /// The case was placed longer ago than the model's population reaches.
    record OutsidePopulation(String modelId) implements AxisScore {
        public OutsidePopulation {
            Objects.requireNonNull(modelId);
        }
    }
}

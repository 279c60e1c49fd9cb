package org.solvens.model;

import java.util.List;
import java.util.Objects;
import org.solvens.feature.ScoreStatus;

/// The score of a case on one axis, or why there is no score.
public sealed interface AxisScore {

    /// Whether there is a score, and if not, why.
    default ScoreStatus status() {
        return switch (this) {
            case Scored _ -> ScoreStatus.SCORED;
            case NoModel _ -> ScoreStatus.NO_MODEL;
            case InsufficientData _ -> ScoreStatus.INSUFFICIENT_DATA;
            case OutsidePopulation _ -> ScoreStatus.OUTSIDE_POPULATION;
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

    /// Training had too little data, or all of the model's features are missing for the case.
    ///
    /// @param modelId the model with missing features; empty if the axis has no model
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

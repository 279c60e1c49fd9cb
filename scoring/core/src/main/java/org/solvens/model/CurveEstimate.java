package org.solvens.model;

import java.util.Objects;
import org.solvens.feature.ScoreStatus;

/// A case's curve, or why it has none.
public sealed interface CurveEstimate {

    /// The same words as in {@link AxisScore#status()}.
    default ScoreStatus status() {
        return switch (this) {
            case Expected _ -> ScoreStatus.SCORED;
            case Unknown(AxisScore why) -> why.status();
        };
    }

    /// A curve.
    ///
    /// @param modelId the model that gave it
    record Expected(String modelId, Curve curve) implements CurveEstimate {
        public Expected {
            Objects.requireNonNull(modelId);
            Objects.requireNonNull(curve);
        }
    }

    /// None.
    ///
    /// @param why not a score
    record Unknown(AxisScore why) implements CurveEstimate {
        public Unknown {
            if (why instanceof AxisScore.Scored) {
                throw new IllegalArgumentException("a score is no reason for none");
            }
        }
    }
}

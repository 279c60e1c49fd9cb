package org.solvens.model;

import java.util.Objects;
import org.solvens.feature.ScoreStatus;

/// A case's curve, or why there is no curve.
public sealed interface CurveEstimate {

    /// The status, with the same values as {@link AxisScore#status()}.
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

    /// There is no curve.
    ///
    /// @param the reason; not a score
    record Unknown(AxisScore why) implements CurveEstimate {
        public Unknown {
            if (why instanceof AxisScore.Scored) {
                throw new IllegalArgumentException("a score is not a reason for a missing curve");
            }
        }
    }
}

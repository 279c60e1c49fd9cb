package org.solvens.model;

import java.util.Objects;

/// What is expected to come in of a case's balance, or why nothing can be said.
public sealed interface RecoveryEstimate {

    /// As {@link AxisScore#status()}.
    default String status() {
        return switch (this) {
            case Expected _ -> "scored";
            case Unknown(AxisScore why) -> why.status();
        };
    }

    /// A curve.
    ///
    /// @param modelId the model that gave it
    record Expected(String modelId, RecoveryCurve curve) implements RecoveryEstimate {
        public Expected {
            Objects.requireNonNull(modelId);
            Objects.requireNonNull(curve);
        }
    }

    /// None.
    ///
    /// @param why not a score
    record Unknown(AxisScore why) implements RecoveryEstimate {
        public Unknown {
            if (why instanceof AxisScore.Scored) {
                throw new IllegalArgumentException("a score is no reason for none");
            }
        }
    }
}

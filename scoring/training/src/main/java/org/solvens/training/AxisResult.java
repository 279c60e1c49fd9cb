package org.solvens.training;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What training an axis came to.
///
/// @param axis label
/// @param decision what was done
/// @param reason why
/// @param model id; null where none was made
/// @param trainRows 0 where none was made, as with all below
/// @param metrics on the test rows
/// @param aucInterval of their AUC
/// @param gate checks
public record AxisResult(
        String axis,
        Decision decision,
        String reason,
        @Nullable String model,
        int trainRows,
        @Nullable Metrics metrics,
        Metrics.@Nullable Interval aucInterval,
        List<Evaluation.GateCheck> gate) {

    /// What was done.
    public enum Decision {
        /// The model serves the axis from now on.
        PROMOTED,
        /// The model was published, and passed the gate, but does not serve: the champion is better.
        KEPT,
        /// The model was published, failed the gate and does not serve.
        REFUSED,
        /// The model is the champion already.
        UNCHANGED,
        /// There was enough data and nothing in it: no model was made.
        UNINFORMATIVE,
        /// There was too little to learn from: the axis says so.
        INSUFFICIENT_DATA
    }

    static AxisResult without(String axis, Decision decision, String reason) {
        return new AxisResult(axis, decision, reason, null, 0, null, null, List.of());
    }

    static AxisResult of(Evaluation evaluation, Decision decision, String reason) {
        return new AxisResult(
                evaluation.axis(),
                decision,
                reason,
                evaluation.model(),
                evaluation.trainRows(),
                evaluation.overall(),
                evaluation.aucInterval(),
                evaluation.gate());
    }
}

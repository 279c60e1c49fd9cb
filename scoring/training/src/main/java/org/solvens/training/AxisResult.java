package org.solvens.training;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What training an axis came to: one for each model, or one that says why there is none.
///
/// @param axis label
/// @param family `scorecard` or `trees`; null where no model was made
/// @param decision what was done
/// @param reason why
/// @param model id; null where none was made
/// @param trainRows 0 where none was made, as with all below
/// @param metrics on the test rows
/// @param aucInterval of their AUC
/// @param gate checks
/// @param curve what a curve came to; null for other models
public record AxisResult(
        String axis,
        @Nullable String family,
        Decision decision,
        String reason,
        @Nullable String model,
        int trainRows,
        @Nullable Metrics metrics,
        Resampling.@Nullable Interval aucInterval,
        List<Evaluation.GateCheck> gate,
        @Nullable CurveEvaluation curve) {

    /// What was done.
    public enum Decision {
        /// The model serves the axis from now on.
        PROMOTED,
        /// The model was published, and passed the gate, but does not serve: the champion separates better.
        KEPT,
        /// The model was published, failed the gate and does not serve.
        REFUSED,
        /// The model was published, and passed the gate; it serves once a second person has approved it.
        AWAITING,
        /// The model was published beside the one that may become champion, to be compared with it.
        CHALLENGER,
        /// The model is the champion already.
        UNCHANGED,
        /// There was enough data and nothing in it: no model was made.
        UNINFORMATIVE,
        /// There was too little to learn from: the axis says so.
        INSUFFICIENT_DATA
    }

    static AxisResult without(String axis, Decision decision, String reason) {
        return new AxisResult(axis, null, decision, reason, null, 0, null, null, List.of(), null);
    }

    static AxisResult of(Evaluation evaluation, Decision decision, String reason) {
        return new AxisResult(
                evaluation.axis(),
                evaluation.family(),
                decision,
                reason,
                evaluation.model(),
                evaluation.trainRows(),
                evaluation.overall(),
                evaluation.intervals().auc(),
                evaluation.gate(),
                evaluation.curve());
    }
}

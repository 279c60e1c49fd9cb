package org.solvens.training;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.solvens.report.TrainedAxis;

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
        TrainedAxis.Decision decision,
        String reason,
        @Nullable String model,
        int trainRows,
        @Nullable Metrics metrics,
        Resampling.@Nullable Interval aucInterval,
        List<Evaluation.GateCheck> gate,
        @Nullable CurveEvaluation curve) {

    static AxisResult without(String axis, TrainedAxis.Decision decision, String reason) {
        return new AxisResult(axis, null, decision, reason, null, 0, null, null, List.of(), null);
    }

    static AxisResult of(Evaluation evaluation, TrainedAxis.Decision decision, String reason) {
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

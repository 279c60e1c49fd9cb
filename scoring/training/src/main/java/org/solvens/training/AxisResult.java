package org.solvens.training;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.solvens.report.TrainedAxis;
import org.solvens.training.evaluate.CurveEvaluation;
import org.solvens.training.evaluate.Evaluation;
import org.solvens.training.evaluate.Metrics;
import org.solvens.training.evaluate.Resampling;

/// The result of training an axis: one for each model, or one that explains why there is no model.
///
/// @param axis label
/// @param family `scorecard` or `trees`; null if no model was made
/// @param decision what was done
/// @param reason why
/// @param model id; null if no model was made
/// @param trainRows 0 if no model was made, as for all below
/// @param metrics on the test rows
/// @param aucInterval of their AUC
/// @param gate checks
/// @param curve the evaluation of a curve; null for other models
/// @param warnings what a person should look at before the model is used
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
        @Nullable CurveEvaluation curve,
        List<String> warnings) {

    static AxisResult without(String axis, TrainedAxis.Decision decision, String reason) {
        return new AxisResult(axis, null, decision, reason, null, 0, null, null, List.of(), null, List.of());
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
                evaluation.curve(),
                warnings(evaluation.presenceAlone()));
    }

    private static List<String> warnings(List<String> presenceAlone) {
        return presenceAlone.isEmpty()
                ? List.of()
                : List.of("it matters only whether these have a value, so see why it is missing: "
                        + String.join(", ", presenceAlone));
    }
}

package org.solvens.training.fit;

import java.util.Map;
import java.util.stream.Collectors;
import org.solvens.feature.Axis;
import org.solvens.plan.StatedBins;
import org.solvens.plan.TrainingPlan;
import org.solvens.plan.TrainingPlan.AxisPlan;
import org.solvens.plan.TrainingPlan.ScorecardShape;

/// How the features of an axis are binned.
///
/// @param shape of the bins that are found
/// @param stated bins that the plan states, by the name of the feature
public record BinRules(ScorecardShape shape, Map<String, StatedBins> stated) {
    public BinRules {
        stated = Map.copyOf(stated);
    }

    /// The rules of a plan for an axis.
    public static BinRules of(TrainingPlan plan, Axis axis) {
        AxisPlan own = plan.axis(axis);
        return new BinRules(
                plan.scorecard(),
                own == null
                        ? Map.of()
                        : own.statedBins().stream().collect(Collectors.toMap(StatedBins::feature, bins -> bins)));
    }

    /// The same bins without rounding.
    public BinRules exact() {
        return new BinRules(shape.exact(), stated);
    }

    /// All bins are found.
    static BinRules found(ScorecardShape shape) {
        return new BinRules(shape, Map.of());
    }
}

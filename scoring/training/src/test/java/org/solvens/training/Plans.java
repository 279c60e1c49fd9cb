package org.solvens.training;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.solvens.plan.TrainingPlan;

/// Plans for tests.
public final class Plans {
    private Plans() {}

    public static TrainingPlan willingness() {
        return of(Map.of("willingness", new TrainingPlan.AxisPlan(List.of(), 50, List.of())), null);
    }

    public static TrainingPlan of(Map<String, TrainingPlan.AxisPlan> axes, LocalDate testFrom) {
        return new TrainingPlan(
                "test",
                3,
                new TrainingPlan.Grid(null, null, 730),
                90,
                0,
                new TrainingPlan.Split(testFrom, 0.3),
                42,
                axes,
                new TrainingPlan.ScorecardShape(6, 0.05, 600, 1, 40),
                new TrainingPlan.GateLimits(0.52, 0.95, 0.75, 0.08));
    }

    /// The plan with small trees next to the scorecard.
    public static TrainingPlan boosted(TrainingPlan plan) {
        return plan.boosted(new TrainingPlan.BoostingShape(30, 0.1, 8, 4, 30, 0.5, 32));
    }
}

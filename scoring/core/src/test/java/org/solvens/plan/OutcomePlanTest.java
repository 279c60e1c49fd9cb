package org.solvens.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.solvens.config.StrictYaml;
import org.solvens.outcome.Outcomes;
import org.solvens.problem.Problem;

class OutcomePlanTest {
    private static TrainingPlan plan(String outcomes) {
        String text = """
            plan: p
            version: 1
            as_of: {max_age_days: 730}
            horizon_days: 60
            late_days: 7
            %s
            split: {test_share: 0.3}
            seed: 1
            axes: {willingness: {minimum_outcomes: 10}}
            scorecard: {max_bins: 6, min_bin_share: 0.05, base_points: 600, base_odds: 1.0, points_to_double: 40}
            gate: {min_auc: 0.52, max_auc: 0.95, max_ks: 0.75, max_calibration_error: 0.08}
            """;
        return StrictYaml.parse(text.formatted(outcomes), "plan.yaml", TrainingPlan.class, "PLAN");
    }

    @Test
    void outcomesAreWhatThePlanSays() {
        assertThat(plan("outcomes: {able_share: 0.25, kept_share: 0.8}").outcomeDefinition())
                .isEqualTo(new Outcomes(60, 7, 0.25, 0.8));
        assertThat(plan("").outcomeDefinition()).isEqualTo(new Outcomes(60, 7, 0.5, 0.95));
    }

    @Test
    void sharesThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> plan("outcomes: {able_share: 1.5, kept_share: 0.8}"))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.why())
                                .isEqualTo("outcomes.able_share must be above 0 and not above 1"));
        assertThatThrownBy(() -> plan("outcomes: {able_share: 0.5, kept_share: 0.8, kept: 1}"))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.what()).isEqualTo("unknown key 'kept'"));
    }

    @Test
    void thePlansOfTheHouseSayTheirOutcomes() {
        Path plans = Path.of(System.getProperty("solvens.home"), "data-samples", "plans");
        assertThat(TrainingPlan.read(plans.resolve("default.yaml")).outcomeDefinition())
                .isEqualTo(new Outcomes(90, 14, 0.5, 0.95));
        assertThat(TrainingPlan.read(plans.resolve("road-traffic-fines.yaml")).outcomeDefinition())
                .isEqualTo(new Outcomes(90, 0, 0.5, 0.95));
    }
}

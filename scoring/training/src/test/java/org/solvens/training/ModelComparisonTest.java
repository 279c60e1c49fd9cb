package org.solvens.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.plan.TrainingPlan;
import org.solvens.plan.TrainingPlan.AxisPlan;
import org.solvens.problem.Problem;
import org.solvens.registry.ModelRegistry;
import org.solvens.report.TrainedAxis;
import org.solvens.training.evaluate.Evaluating;
import org.solvens.training.evaluate.Evaluation;
import org.solvens.training.gate.Approval;

class ModelComparisonTest {
    @TempDir
    Path root;

    private final SyntheticSnapshots snapshots = SyntheticSnapshots.draw(2500, 0.6, false, true, 1);

    private String train(TrainingPlan plan) {
        return new Training(plan, snapshots.catalogue(), snapshots, new ModelRegistry(root))
                .run("anna", new Approval.None(), Instant.EPOCH)
                .getFirst()
                .model();
    }

    private ModelComparison compare(String a, String b) {
        return ModelComparison.of(new ModelRegistry(root), a, b, snapshots.catalogue(), snapshots);
    }

    @Test
    void tellsTheBetterOfTwoOnTheirCommonTestRows() {
        String good = train(Plans.willingness());
        String poor = train(Plans.of(
                Map.of("willingness", new AxisPlan(List.of(), 50, List.of("kept", "kept_again", "against"))), null));
        ModelComparison comparison = compare(good, poor);
        assertThat(comparison.aucDifference())
                .isCloseTo(
                        comparison.first().metrics().auc()
                                - comparison.second().metrics().auc(),
                        within(1e-12));
        assertThat(comparison.difference().auc().low()).isPositive();
        assertThat(comparison.aucDifference())
                .isBetween(
                        comparison.difference().auc().low(),
                        comparison.difference().auc().high());
        assertThat(comparison.verdict()).isEqualTo(good + " separates better than " + poor);
        ModelComparison turned = compare(poor, good);
        assertThat(turned.aucDifference()).isCloseTo(-comparison.aucDifference(), within(1e-12));
        assertThat(turned.verdict()).isEqualTo(comparison.verdict());
    }

    /// Plans that differ in their features alone, so that models of different strength meet on the same rows.
    private AxisResult train(String... features) {
        TrainingPlan plan = Plans.of(Map.of("willingness", new AxisPlan(List.of(), 50, List.of(features))), null);
        return new Training(plan, snapshots.catalogue(), snapshots, new ModelRegistry(root))
                .run("anna", new Approval.SecondPerson("berit"), Instant.EPOCH)
                .getFirst();
    }

    @Test
    void theGateJudgesAsTheComparisonDoes() {
        AxisResult champion = train();
        assertThat(champion.decision()).isEqualTo(TrainedAxis.Decision.PROMOTED);
        for (List<String> features : List.of(
                List.of("kept_again"), List.of("kept", "kept_again"), List.of("kept", "kept_again", "against"))) {
            AxisResult next = train(features.toArray(String[]::new));
            ModelComparison comparison = compare(next.model(), champion.model());
            Evaluation.GateCheck check = next.gate().stream()
                    .filter(one -> one.check().equals(Evaluating.AGAINST_CHAMPION))
                    .findFirst()
                    .orElseThrow();
            assertThat(check.value()).isCloseTo(comparison.difference().auc().high(), within(1e-12));
            assertThat(check.passed())
                    .isEqualTo(
                            !comparison.verdict().equals(champion.model() + " separates better than " + next.model()));
            assertThat(next.reason()).contains(champion.model());
            if (next.decision() == TrainedAxis.Decision.PROMOTED) {
                champion = next;
            }
        }
    }

    @Test
    void refusesModelsOfDifferentAxes() {
        String willingness = train(Plans.willingness());
        String ability = train(Plans.of(Map.of("ability", new AxisPlan(List.of(), 50, List.of())), null));
        assertThatThrownBy(() -> compare(willingness, ability)).isInstanceOfSatisfying(Problem.class, p -> {
            assertThat(p.code()).isEqualTo("COMPARE");
            assertThat(p.why()).contains("willingness", "ability");
        });
    }

    @Test
    void refusesWhereNoRowIsLeftToTell() {
        String model = train(Plans.willingness());
        SyntheticSnapshots few = SyntheticSnapshots.draw(20, 0.6, false, true, 1);
        assertThatThrownBy(() -> ModelComparison.of(new ModelRegistry(root), model, model, few.catalogue(), few))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("COMPARE"));
    }
}

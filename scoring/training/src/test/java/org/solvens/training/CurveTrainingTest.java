package org.solvens.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.feature.Axis;
import org.solvens.model.AxisScorer;
import org.solvens.model.CurveModel;
import org.solvens.model.RecoveryCurve;
import org.solvens.model.RecoveryEstimate;
import org.solvens.plan.TrainingPlan;
import org.solvens.plan.TrainingPlan.AxisPlan;
import org.solvens.registry.ModelRegistry;
import org.solvens.training.AxisResult.Decision;

class CurveTrainingTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
    private static final TrainingPlan PLAN = Plans.boosted(
            Plans.of(Map.of("expected_recovery", new AxisPlan(List.of("contacts"), 50, List.of())), null));

    @TempDir
    Path root;

    private ModelRegistry registry() {
        return new ModelRegistry(root);
    }

    private List<AxisResult> train(SyntheticFollowed source) {
        return new Training(PLAN, SyntheticFollowed.CATALOGUE, source, registry())
                .run("anna", new Approval.SecondPerson("bo"), AT);
    }

    @Test
    void theGateLooksAtTheDayWhoseIntervalsHoldLeast() {
        Resampling.Interval interval = new Resampling.Interval(0.1, 0.3);
        CurveEvaluation curve = new CurveEvaluation(
                10,
                List.of(
                        new CurveEvaluation.Day(30, 0.2, 0.2, interval, List.of(), 0.5, 0.9),
                        new CurveEvaluation.Day(90, 0.2, 0.2, interval, List.of(), 0.2, 0.4)));
        assertThat(curve.agreeing()).isEqualTo(0.4);
        assertThat(new CurveEvaluation(0, List.of()).agreeing()).isEqualTo(1);
    }

    @Test
    void fromCensoredCasesComesTheCurveOfAll() {
        SyntheticFollowed source = SyntheticFollowed.draw(4000, 0.5, 11);
        List<AxisResult> results = train(source);
        assertThat(results)
                .extracting(AxisResult::family, AxisResult::decision)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("scorecard", Decision.PROMOTED),
                        org.assertj.core.groups.Tuple.tuple("trees", Decision.CHALLENGER));
        for (AxisResult result : results) {
            assertThat(result.gate())
                    .extracting(Evaluation.GateCheck::check)
                    .contains("export_difference", "curve_error", "curve_agreeing");
            assertThat(result.gate())
                    .allSatisfy(check -> assertThat(check.passed())
                            .as(result.family() + " " + check)
                            .isTrue());
            for (CurveEvaluation.Day day : result.curve().days()) {
                assertThat(day.expected()).isCloseTo(source.truth(day.days() / 30), within(0.04));
                assertThat(day.agreeing())
                        .as("intervals by %d days", day.days())
                        .isGreaterThanOrEqualTo(0.8);
                assertThat(day.groups()).hasSizeGreaterThan(5);
            }
            assertThat(result.curve().days())
                    .extracting(CurveEvaluation.Day::days)
                    .containsExactly(30, 90, 180);
            CurveModel model = (CurveModel) registry().load(result.model());
            assertThat(model.features()).contains("kept").doesNotContain("future");
            assertThat(model.family()).isEqualTo(result.family());
            assertThat(registry().card(result.model())).contains("Expected recovery", "share of a case");
        }

        // without the number of the period among the values, as batch scoring and the API ask
        AxisScorer scorer = registry().scorer(Axis.EXPECTED_RECOVERY, List.of("noise", "net_income", "kept"));
        RecoveryCurve poor = curve(scorer, 0);
        RecoveryCurve rich = curve(scorer, 3.9);
        for (int day = 0; day < 3; day++) {
            assertThat(poor.points().get(day).share())
                    .isLessThan(rich.points().get(day).share());
        }
        assertThat(poor.points()).isSortedAccordingTo((a, b) -> Double.compare(a.share(), b.share()));
    }

    private static RecoveryCurve curve(AxisScorer scorer, double kept) {
        return ((RecoveryEstimate.Expected) scorer.recovery(new double[] {0.5, 350_000, kept}, 10)).curve();
    }

    @Test
    void theSamePlanAndDataGiveTheSameBytes(@TempDir Path other) throws Exception {
        SyntheticFollowed source = SyntheticFollowed.draw(1500, 0.3, 12);
        List<AxisResult> first = train(source);
        new Training(PLAN, SyntheticFollowed.CATALOGUE, source, new ModelRegistry(other))
                .run("bo", new Approval.SecondPerson("anna"), AT.plusSeconds(60));
        assertThat(first).hasSize(2);
        for (AxisResult result : first) {
            Path path = Path.of("models", result.model(), "model.avro");
            assertThat(Files.readAllBytes(other.resolve(path))).isEqualTo(Files.readAllBytes(root.resolve(path)));
            assertThat(new Training(PLAN, SyntheticFollowed.CATALOGUE, source, registry())
                            .reproduce(result.model())
                            .same())
                    .isTrue();
        }
        assertThat(ModelComparison.of(
                                registry(),
                                first.get(0).model(),
                                first.get(1).model(),
                                SyntheticFollowed.CATALOGUE,
                                source)
                        .axis())
                .isEqualTo("expected_recovery");
    }

    @Test
    void withoutFollowedCasesItSaysSo() {
        SyntheticFollowed none = new SyntheticFollowed(List.of(), List.of(), List.of());
        AxisResult result = train(none).getFirst();
        assertThat(result.decision()).isEqualTo(Decision.INSUFFICIENT_DATA);
        assertThat(registry()
                        .scorer(Axis.EXPECTED_RECOVERY, List.of("kept"))
                        .recovery(new double[] {1}, 10)
                        .status())
                .isEqualTo("insufficient_data");
    }
}

package org.solvens.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.solvens.feature.Axis;
import org.solvens.feature.ScoreStatus;
import org.solvens.model.AxisScorer;
import org.solvens.model.Curve;
import org.solvens.model.CurveEstimate;
import org.solvens.model.CurveModel;
import org.solvens.plan.TrainingPlan;
import org.solvens.plan.TrainingPlan.AxisPlan;
import org.solvens.registry.ModelRegistry;
import org.solvens.report.TrainedAxis;
import org.solvens.report.TrainedAxis.Decision;
import org.solvens.training.evaluate.CurveEvaluation;
import org.solvens.training.evaluate.Evaluation;
import org.solvens.training.evaluate.Resampling;
import org.solvens.training.gate.Approval;
import org.solvens.training.manifest.Json;

class CurveTrainingTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

    private static TrainingPlan plan(Axis axis) {
        return Plans.boosted(Plans.of(Map.of(axis.label(), new AxisPlan(List.of("contacts"), 50, List.of())), null));
    }

    @TempDir
    Path root;

    private ModelRegistry registry() {
        return new ModelRegistry(root);
    }

    private List<AxisResult> train(Axis axis, SyntheticFollowed source) {
        return new Training(plan(axis), SyntheticFollowed.CATALOGUE, source, registry())
                .run("anna", new Approval.SecondPerson("bo"), AT);
    }

    @Test
    void theGateLooksAtTheDayWhoseIntervalsHoldLeast() {
        Resampling.Interval interval = new Resampling.Interval(0.1, 0.3);
        CurveEvaluation curve = new CurveEvaluation(
                10,
                List.of(
                        new CurveEvaluation.Day(30, 0.2, 0.2, interval, List.of(), 0.5, 0.9, List.of(), 0.7),
                        new CurveEvaluation.Day(90, 0.2, 0.2, interval, List.of(), 0.2, 0.4, null, null)));
        assertThat(curve.agreeing()).isEqualTo(0.4);
        assertThat(curve.slicesAgreeing()).isEqualTo(0.7);
        assertThat(curve.days().getLast().slices()).isEmpty();
        assertThat(curve.days().getLast().slicesAgreeing()).isEqualTo(1);
        assertThat(new CurveEvaluation(0, List.of()).agreeing()).isEqualTo(1);
        assertThat(new CurveEvaluation(0, List.of()).slicesAgreeing()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "EXPECTED_RECOVERY, Expected recovery, the share of a case's balance",
        "PAYMENT_PROBABILITY, Probability of payment, the probability that a case pays anything"
    })
    void fromCensoredCasesComesTheCurveOfAll(Axis axis, String heading, String what) {
        SyntheticFollowed source = SyntheticFollowed.draw(4000, 0.5, 11);
        List<AxisResult> results = train(axis, source);
        assertThat(results)
                .extracting(AxisResult::family, AxisResult::decision)
                .containsExactly(tuple("scorecard", Decision.PROMOTED), tuple("trees", Decision.CHALLENGER));
        for (AxisResult result : results) {
            // The main job reads the JSON of training.
            assertThat(TrainedAxis.read(Json.of(result)).curve().days())
                    .extracting(TrainedAxis.Day::days, TrainedAxis.Day::expected, TrainedAxis.Day::slicesAgreeing)
                    .containsExactlyElementsOf(result.curve().days().stream()
                            .map(day -> tuple(day.days(), day.expected(), day.slicesAgreeing()))
                            .toList());
            assertThat(result.gate())
                    .extracting(Evaluation.GateCheck::check)
                    .contains("export_difference", "curve_error", "curve_agreeing", "curve_slices_agreeing");
            assertThat(result.gate())
                    .allSatisfy(check -> assertThat(check.passed())
                            .as(result.family() + " " + check)
                            .isTrue());
            for (CurveEvaluation.Day day : result.curve().days()) {
                assertThat(day.expected()).isCloseTo(source.truth(axis, day.days() / 30), within(0.04));
                assertThat(day.agreeing())
                        .as("intervals by %d days", day.days())
                        .isGreaterThanOrEqualTo(0.8);
                assertThat(day.groups()).hasSizeGreaterThan(5);
                assertThat(day.slices())
                        .extracting(CurveEvaluation.Slice::dimension, CurveEvaluation.Slice::value)
                        .containsExactly(
                                tuple("stage", "collection"),
                                tuple("arrears", "031-090"),
                                tuple("age", "000-030"),
                                tuple("claim_type", "invoice"),
                                tuple("country", "SE"),
                                tuple("creditor", "creditor"));
                assertThat(day.slices()).allSatisfy(slice -> {
                    assertThat(slice.group().observed()).isEqualTo(day.observed());
                    assertThat(slice.group().agrees()).isTrue();
                });
            }
            assertThat(result.curve().days())
                    .extracting(CurveEvaluation.Day::days)
                    .containsExactly(30, 90, 180);
            CurveModel model = (CurveModel) registry().load(result.model());
            assertThat(model.features()).contains("kept").doesNotContain("future");
            assertThat(model.family()).isEqualTo(result.family());
            assertThat(registry().card(result.model()))
                    .contains(heading, what.replace("'", "&#39;"), "Slices of at least 100 cases");
        }

        // without the number of the period among the values, as batch scoring and the API ask
        AxisScorer scorer = registry().scorer(axis, List.of("noise", "net_income", "kept"));
        Curve poor = curve(scorer, 0);
        Curve rich = curve(scorer, 3.9);
        for (int day = 0; day < 3; day++) {
            assertThat(poor.points().get(day).value())
                    .isLessThan(rich.points().get(day).value());
        }
        assertThat(poor.points()).isSortedAccordingTo((a, b) -> Double.compare(a.value(), b.value()));
    }

    private static Curve curve(AxisScorer scorer, double kept) {
        return ((CurveEstimate.Expected) scorer.curve(new double[] {0.5, 350_000, kept}, 10)).curve();
    }

    @Test
    void theSamePlanAndDataGiveTheSameBytes(@TempDir Path other) throws Exception {
        SyntheticFollowed source = SyntheticFollowed.draw(1500, 0.3, 12);
        List<AxisResult> first = train(Axis.EXPECTED_RECOVERY, source);
        new Training(plan(Axis.EXPECTED_RECOVERY), SyntheticFollowed.CATALOGUE, source, new ModelRegistry(other))
                .run("bo", new Approval.SecondPerson("anna"), AT.plusSeconds(60));
        assertThat(first).hasSize(2);
        for (AxisResult result : first) {
            Path path = Path.of("models", result.model(), "model.avro");
            assertThat(Files.readAllBytes(other.resolve(path))).isEqualTo(Files.readAllBytes(root.resolve(path)));
            assertThat(new Training(plan(Axis.EXPECTED_RECOVERY), SyntheticFollowed.CATALOGUE, source, registry())
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
        AxisResult result = train(Axis.EXPECTED_RECOVERY, none).getFirst();
        assertThat(result.decision()).isEqualTo(Decision.INSUFFICIENT_DATA);
        assertThat(registry()
                        .scorer(Axis.EXPECTED_RECOVERY, List.of("kept"))
                        .curve(new double[] {1}, 10)
                        .status())
                .isEqualTo(ScoreStatus.INSUFFICIENT_DATA);
    }
}

package org.solvens.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.feature.Axis;
import org.solvens.feature.Direction;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.feature.ScoreStatus;
import org.solvens.model.AxisScorer;
import org.solvens.model.ScorecardModel;
import org.solvens.plan.TrainingPlan;
import org.solvens.plan.TrainingPlan.AxisPlan;
import org.solvens.plan.TrainingPlan.DirectionChange;
import org.solvens.problem.Problem;
import org.solvens.registry.ModelRegistry;
import org.solvens.registry.RoleEntry;
import org.solvens.report.TrainedAxis;
import org.solvens.report.TrainedAxis.Decision;
import org.solvens.training.gate.Approval;
import org.solvens.training.gate.Promotion;
import org.solvens.training.manifest.Json;
import org.solvens.training.rows.SnapshotSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TrainingTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    Path root;

    private ModelRegistry registry() {
        return new ModelRegistry(root);
    }

    private List<AxisResult> train(TrainingPlan plan, SyntheticSnapshots snapshots) {
        return train(plan, snapshots.catalogue(), snapshots);
    }

    private List<AxisResult> train(TrainingPlan plan, FeatureCatalogue catalogue, SnapshotSource source) {
        return new Training(plan, catalogue, source, registry()).run("anna", new Approval.SecondPerson("bo"), AT);
    }

    @Test
    void learnsARealSignalAndPromotes() throws Exception {
        SyntheticSnapshots snapshots = SyntheticSnapshots.draw(3000, 0.6, false, true, 1);
        AxisResult result = train(Plans.willingness(), snapshots).getFirst();
        assertThat(result.decision()).isEqualTo(Decision.PROMOTED);
        assertThat(result.metrics().auc()).isCloseTo(snapshots.lawAuc(), within(0.03));
        assertThat(snapshots.lawAuc()).isBetween(0.7, 0.8);
        assertThat(result.metrics().calibrationError()).isLessThan(0.06);
        assertThat(result.aucInterval().low()).isLessThan(result.metrics().auc());
        assertThat(result.aucInterval().high()).isGreaterThan(result.metrics().auc());

        RoleEntry role = registry().champion(Axis.WILLINGNESS).orElseThrow();
        assertThat(role.model()).isEqualTo(result.model());
        assertThat(role.who()).isEqualTo("anna");
        assertThat(role.at()).isEqualTo(AT);
        assertThat(role.approvedBy()).isEqualTo("bo");
        ScorecardModel model = (ScorecardModel) registry().load(result.model());
        assertThat(model.features()).contains("broken").doesNotContain("against", "net_income");
        assertThat(model.features().stream().filter(f -> f.startsWith("kept"))).hasSize(1);
        assertThat(model.terms()).allSatisfy(t -> assertThat(t.coefficient()).isPositive());

        List<String> names = List.of("broken", "kept", "kept_again", "noise");
        AxisScorer scorer = registry().scorer(Axis.WILLINGNESS, names);
        assertThat(scorer.score(new double[] {0, 4.5, 9, 0.5}, 10, 3).status()).isEqualTo(ScoreStatus.SCORED);

        JsonNode evaluation = new JsonMapper().readTree(registry().evaluation(result.model()));
        assertThat(evaluation.get("gate")).hasSize(8);
        assertThat(evaluation.get("features")).hasSize(5);
        assertThat(evaluation.get("slices").findValuesAsString("dimension"))
                .contains("stage", "arrears", "age", "country", "claim_type", "creditor");
        assertThat(evaluation.get("champion").isNull()).isTrue();
        JsonNode manifest = new JsonMapper().readTree(registry().manifest(result.model()));
        assertThat(manifest.get("snapshots_version").asInt()).isEqualTo(7);
        assertThat(manifest.get("plan")
                        .get("axes")
                        .get("willingness")
                        .get("minimum_outcomes")
                        .asInt())
                .isEqualTo(50);
        assertThat(manifest.get("versions").get("smile").asString()).matches("\\d+\\.\\d+\\.\\d+");
        assertThat(manifest.get("versions").get("solvens").asString()).startsWith("0.");
    }

    @Test
    void theSamePlanAndDataGiveTheSameBytesInWhateverOrderTheRowsCome(@TempDir Path other) throws Exception {
        SyntheticSnapshots snapshots = SyntheticSnapshots.draw(1500, 0.6, false, true, 2);
        String first = train(Plans.willingness(), snapshots).getFirst().model();
        ModelRegistry second = new ModelRegistry(other);
        SyntheticSnapshots shuffled = snapshots.shuffled(9);
        String again = new Training(Plans.willingness(), shuffled.catalogue(), shuffled, second)
                .run("bo", new Approval.SecondPerson("anna"), AT.plusSeconds(60))
                .getFirst()
                .model();
        assertThat(again).isEqualTo(first);
        for (String file : List.of("model.avro", "manifest.json", "evaluation.json")) {
            Path path = Path.of("models", first, file);
            assertThat(Files.readAllBytes(other.resolve(path))).isEqualTo(Files.readAllBytes(root.resolve(path)));
        }
    }

    @Test
    void trainingAgainChangesNothing() {
        SyntheticSnapshots snapshots = SyntheticSnapshots.draw(1500, 0.6, false, true, 2);
        train(Plans.willingness(), snapshots);
        AxisResult again = train(Plans.willingness(), snapshots).getFirst();
        assertThat(again.decision()).isEqualTo(Decision.UNCHANGED);
        assertThat(registry().entries()).hasSize(1);
    }

    @Test
    void aPlanCanFreeAFeatureFromTheDirectionOfTheField() throws Exception {
        SyntheticSnapshots snapshots = SyntheticSnapshots.draw(3000, 0.6, false, true, 1);
        AxisPlan forced = new AxisPlan(List.of(), 50, List.of("broken", "kept", "kept_again"));
        AxisResult without =
                train(Plans.of(Map.of("willingness", forced), null), snapshots).getFirst();
        assertThat(without.decision()).isEqualTo(Decision.UNINFORMATIVE);
        AxisPlan free = new AxisPlan(
                forced.feeds(),
                forced.minimumOutcomes(),
                forced.featuresOut(),
                null,
                null,
                List.of(new DirectionChange("against", Direction.FREE, "more of it is better here")),
                null,
                null,
                null);
        AxisResult with =
                train(Plans.of(Map.of("willingness", free), null), snapshots).getFirst();
        assertThat(with.decision()).isEqualTo(Decision.PROMOTED);
        assertThat(registry().load(with.model()).features()).containsExactly("against");
        JsonNode changed =
                new JsonMapper().readTree(registry().evaluation(with.model())).get("changed_directions");
        assertThat(changed).hasSize(1);
        assertThat(changed.get(0).get("expected").asString()).isEqualTo("falling");
        assertThat(changed.get(0).get("allowed").asString()).isEqualTo("free");
        assertThat(registry().card(with.model()))
                .contains("Directions that the plan changes", "more of it is better here");
    }

    @Test
    void aWorseCandidateIsKeptAndTheChampionStays() throws Exception {
        SyntheticSnapshots snapshots = SyntheticSnapshots.draw(3000, 0.6, false, true, 1);
        String champion = train(Plans.willingness(), snapshots).getFirst().model();
        TrainingPlan poorer = Plans.of(
                Map.of("willingness", new AxisPlan(List.of(), 50, List.of("kept", "kept_again", "against"))), null);
        AxisResult result = train(poorer, snapshots).getFirst();
        assertThat(result.decision()).isEqualTo(Decision.KEPT);
        assertThat(registry().champion(Axis.WILLINGNESS).orElseThrow().model()).isEqualTo(champion);
        assertThat(registry().models()).contains(result.model());
        JsonNode comparison =
                new JsonMapper().readTree(registry().evaluation(result.model())).get("champion");
        assertThat(comparison.get("model").asString()).isEqualTo(champion);
        assertThat(comparison.get("difference").get("auc").get("high").asDouble())
                .isNegative();
    }

    @Test
    void dataWithoutSignalDoNotPass() {
        AxisResult result = train(Plans.willingness(), SyntheticSnapshots.draw(800, 0, false, true, 3))
                .getFirst();
        assertThat(result.decision()).isEqualTo(Decision.REFUSED);
        // The main job reads the JSON of training.
        TrainedAxis read = TrainedAxis.read(Json.of(result));
        assertThat(read.axis()).isEqualTo(result.axis());
        assertThat(read.decision()).isEqualTo(Decision.REFUSED);
        assertThat(read.reason()).isEqualTo(result.reason());
        assertThat(read.model()).isEqualTo(result.model());
        assertThat(read.trainRows()).isEqualTo(result.trainRows());
        assertThat(read.metrics())
                .isEqualTo(new TrainedAxis.Metrics(
                        result.metrics().rows(),
                        result.metrics().auc(),
                        result.metrics().calibrationError()));
        assertThat(read.aucInterval())
                .isEqualTo(new TrainedAxis.Interval(
                        result.aucInterval().low(), result.aucInterval().high()));
        assertThat(result.gate())
                .filteredOn(c -> c.check().equals("auc_interval_low"))
                .singleElement()
                .satisfies(c -> assertThat(c.passed()).isFalse());
        assertThat(registry().champion(Axis.WILLINGNESS)).isEmpty();
    }

    @Test
    void aLeakRaisesTheAlarmAndIsNamed() throws Exception {
        AxisResult result = train(Plans.willingness(), SyntheticSnapshots.draw(1500, 0.6, true, true, 4))
                .getFirst();
        assertThat(result.decision()).isEqualTo(Decision.REFUSED);
        assertThat(result.reason()).contains("leak_auc", "leak_ks");
        JsonNode evaluation = new JsonMapper().readTree(registry().evaluation(result.model()));
        for (JsonNode feature : evaluation.get("features")) {
            assertThat(feature.get("leak_suspect").asBoolean())
                    .isEqualTo(feature.get("feature").asString().equals("leak"));
        }
    }

    @Test
    void everyLimitOfTheGateCounts() {
        SyntheticSnapshots snapshots = SyntheticSnapshots.draw(1500, 0.6, false, true, 2);
        assertThat(refusal(new TrainingPlan.GateLimits(0.85, 0.95, 0.75, 0.08), snapshots))
                .isEqualTo("the gate: auc_interval_low");
        assertThat(refusal(new TrainingPlan.GateLimits(0.52, 0.6, 0.75, 0.08), snapshots))
                .isEqualTo("the gate: leak_auc");
        assertThat(refusal(new TrainingPlan.GateLimits(0.52, 0.95, 0.1, 0.08), snapshots))
                .isEqualTo("the gate: leak_ks");
        assertThat(refusal(new TrainingPlan.GateLimits(0.52, 0.95, 0.75, 0.0001), snapshots))
                .isEqualTo("the gate: calibration_error");
        assertThat(refusal(new TrainingPlan.GateLimits(0.52, 0.95, 0.75, 0.08, 1e-6, null, null, null), snapshots))
                .isEqualTo("the gate: stability");
        assertThat(refusal(new TrainingPlan.GateLimits(0.52, 0.95, 0.75, 0.08, null, 0.9, null, null), snapshots))
                .isEqualTo("the gate: slice_auc_high");
    }

    private String refusal(TrainingPlan.GateLimits limits, SyntheticSnapshots snapshots) {
        AxisResult result = train(Plans.willingness().gated(limits), snapshots).getFirst();
        assertThat(result.decision()).isEqualTo(Decision.REFUSED);
        return result.reason();
    }

    @Test
    void theFirstChampionMayComeFromTheGateAloneAndNoOtherMay() {
        SyntheticSnapshots snapshots = SyntheticSnapshots.draw(1500, 0.6, false, true, 2);
        Training training = new Training(Plans.willingness(), snapshots.catalogue(), snapshots, registry());
        assertThat(training.run("anna", new Approval.None(), AT).getFirst().decision())
                .isEqualTo(Decision.AWAITING);
        assertThat(registry().champion(Axis.WILLINGNESS)).isEmpty();
        assertThat(training.run("anna", new Approval.FirstByTheGate(), AT)
                        .getFirst()
                        .decision())
                .isEqualTo(Decision.PROMOTED);
        SyntheticSnapshots more = SyntheticSnapshots.draw(2000, 0.6, false, true, 8);
        assertThat(new Training(Plans.willingness(), more.catalogue(), more, registry())
                        .run("anna", new Approval.FirstByTheGate(), AT)
                        .getFirst()
                        .decision())
                .isEqualTo(Decision.AWAITING);
        assertThat(registry().entries()).hasSize(1);
        assertThatThrownBy(() -> training.run("anna", new Approval.SecondPerson(" Anna "), AT))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("APPROVAL"));
    }

    @Test
    void promotionByHandNeedsAnotherPersonAndAReasonAgainstTheGate() {
        SyntheticSnapshots snapshots = SyntheticSnapshots.draw(800, 0, false, true, 3);
        String refused = train(Plans.willingness(), snapshots).getFirst().model();
        assertThatThrownBy(() -> Promotion.promote(registry(), refused, "anna", "why not", "must", AT))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("APPROVAL"));
        assertThatThrownBy(() -> Promotion.promote(registry(), refused, "bo", "why not", null, AT))
                .isInstanceOfSatisfying(Problem.class, p -> {
                    assertThat(p.code()).isEqualTo("GATE");
                    assertThat(p.what()).contains("auc_interval_low");
                });
        RoleEntry entry = Promotion.promote(registry(), refused, "bo", "a trial", "agreed with the creditor", AT);
        assertThat(entry.override()).isEqualTo("agreed with the creditor");
        assertThat(entry.who()).isEqualTo("anna");
        assertThat(registry().entries()).containsExactly(entry);
    }

    @Test
    void anAlarmCannotBeOverridden() {
        String leaking = train(Plans.willingness(), SyntheticSnapshots.draw(1500, 0.6, true, true, 4))
                .getFirst()
                .model();
        assertThatThrownBy(() -> Promotion.promote(registry(), leaking, "bo", "so good", "we want it", AT))
                .isInstanceOfSatisfying(Problem.class, p -> {
                    assertThat(p.code()).isEqualTo("GATE");
                    assertThat(p.what()).contains("alarm", "leak_auc", "leak_ks");
                });
    }

    @Test
    void aChampionWhoseFeaturesAreGoneIsReplaced() {
        SyntheticSnapshots old = SyntheticSnapshots.draw(1500, 0.6, true, true, 2);
        TrainingPlan base = Plans.willingness();
        train(base, old);
        String leaking = registry().models().getFirst();
        registry().promote(leaking, "anna", "by hand", AT, 0);
        AxisResult result =
                train(base, SyntheticSnapshots.draw(1500, 0.6, false, true, 2)).getFirst();
        assertThat(result.decision()).isEqualTo(Decision.PROMOTED);
        assertThat(result.reason()).contains("features that no longer exist");
    }

    @Test
    void aMissingFeedIsSaidAndSaidOnce() {
        TrainingPlan plan = Plans.of(Map.of("ability", new AxisPlan(List.of("tax_assessments"), 50, List.of())), null);
        SyntheticSnapshots without = SyntheticSnapshots.draw(1500, 0.6, false, false, 5);
        AxisResult result = train(plan, without).getFirst();
        assertThat(result.decision()).isEqualTo(Decision.INSUFFICIENT_DATA);
        assertThat(result.reason()).isEqualTo("the feed tax_assessments is missing");
        train(plan, without);
        assertThat(registry().entries()).hasSize(1);
        assertThat(registry().scorer(Axis.ABILITY, List.of())).isEqualTo(new AxisScorer.WithoutData());

        AxisResult with =
                train(plan, SyntheticSnapshots.draw(3000, 0.6, false, true, 5)).getFirst();
        assertThat(with.decision()).isEqualTo(Decision.PROMOTED);
        assertThat(registry().scorer(Axis.ABILITY, List.of("net_income"))).isInstanceOf(AxisScorer.ByModel.class);
    }

    /// Snapshots of a lake that has some records of every feed.
    private record Fed(SyntheticSnapshots rows, long all, long before) implements SnapshotSource {
        @Override
        public long version() {
            return rows.version();
        }

        @Override
        public void read(Axis axis, List<String> features, RowConsumer consumer) {
            rows.read(axis, features, consumer);
        }

        @Override
        public Optional<FeedRecords> records(String feed, LocalDate day) {
            return Optional.of(new FeedRecords(all, before));
        }
    }

    @Test
    void aFeedThatBeganAfterTheLastAsOfDateIsNotSaidToBeMissing() {
        TrainingPlan plan = Plans.of(
                Map.of(
                        "ability", new AxisPlan(List.of("tax_assessments"), 50, List.of()),
                        "reachability", new AxisPlan(List.of("contacts"), 50, List.of())),
                null);
        SyntheticSnapshots without = SyntheticSnapshots.draw(1500, 0.6, false, false, 5);
        LocalDate last = without.rows().stream()
                .map(SyntheticSnapshots.Drawn::asOf)
                .max(LocalDate::compareTo)
                .orElseThrow();
        assertThat(train(plan, without.catalogue(), new Fed(without, 120, 0)))
                .extracting(AxisResult::reason)
                .containsExactly(
                        "no record of the feed tax_assessments is known before " + last
                                + ", the last as-of date, and 120 later",
                        "no record of the feed contacts is known before " + last
                                + ", the last as-of date, and 120 later");
        assertThat(train(plan, without.catalogue(), new Fed(without, 120, 5)))
                .extracting(AxisResult::reason)
                .contains("no case has a mature outcome; 5 of 120 records of the feed contacts are known before " + last
                        + ", the last as-of date");
    }

    @Test
    void tooFewOutcomesAreSaid() {
        TrainingPlan plan = Plans.of(
                Map.of(
                        "willingness", new AxisPlan(List.of(), 100_000, List.of()),
                        "reachability", new AxisPlan(List.of(), 10, List.of())),
                null);
        List<AxisResult> results = train(plan, SyntheticSnapshots.draw(500, 0.6, false, true, 6));
        assertThat(results).extracting(AxisResult::axis).containsExactly("willingness", "reachability");
        assertThat(results).extracting(AxisResult::decision).containsOnly(Decision.INSUFFICIENT_DATA);
        assertThat(results.get(0).reason()).contains("100000 of each are needed");
        assertThat(results.get(1).reason()).isEqualTo("no case has a mature outcome");
        assertThat(registry().models()).isEmpty();
    }

    @Test
    void aPlanThatNamesNoFeatureOrFeedIsRefused() {
        FeatureCatalogue catalogue = SyntheticSnapshots.catalogue(false);
        AxisPlan feature = new AxisPlan(List.of(), 1, List.of("net_income"));
        AxisPlan feed = new AxisPlan(List.of("weather"), 1, List.of());
        for (AxisPlan wrong : List.of(feature, feed)) {
            assertThatThrownBy(() -> new AxisTraining(Plans.willingness(), wrong, Axis.WILLINGNESS, catalogue))
                    .isInstanceOfSatisfying(
                            Problem.class, p -> assertThat(p.code()).isEqualTo("PLAN"));
        }
    }

    @Test
    void aValueThatIsNoneIsRefused() {
        SyntheticSnapshots snapshots = SyntheticSnapshots.draw(10, 0.6, false, true, 7);
        snapshots.rows().get(3).values()[0] = Double.NaN;
        assertThatThrownBy(() -> train(Plans.willingness(), snapshots)).isInstanceOfSatisfying(Problem.class, p -> {
            assertThat(p.code()).isEqualTo("SNAPSHOT-VALUE");
            assertThat(p.what()).contains("broken");
        });
    }
}

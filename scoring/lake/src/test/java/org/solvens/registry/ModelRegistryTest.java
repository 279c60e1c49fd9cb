package org.solvens.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.feature.Axis;
import org.solvens.model.AxisScore;
import org.solvens.model.AxisScorer;
import org.solvens.model.ModelFile;
import org.solvens.model.Models;
import org.solvens.model.Scorer;
import org.solvens.model.TreesModel;
import org.solvens.problem.Problem;

class ModelRegistryTest {
    private static final Instant AT = Instant.parse("2026-03-01T08:00:00Z");
    private static final byte[] FIRST = ModelFile.write(Models.willingness());
    private static final byte[] SECOND = ModelFile.write(ModelFile.identified(Models.draft(Math.nextUp(0.5))));

    @TempDir
    Path root;

    private ModelRegistry registry;

    @BeforeEach
    void open() {
        registry = new ModelRegistry(root);
    }

    @Test
    void anEmptyRegistryServesNothing() {
        assertThat(registry.models()).isEmpty();
        assertThat(registry.entries()).isEmpty();
        assertThat(registry.champion(Axis.ABILITY)).isEmpty();
        assertThat(registry.scorer(Axis.ABILITY, List.of())).isEqualTo(new AxisScorer.WithoutModel());
    }

    @Test
    void publishesOnceAndForGood() throws Exception {
        String id = registry.publish(FIRST, "{\"m\":1}", "{\"e\":1}");
        assertThat(registry.publish(FIRST, "{\"m\":2}", "{\"e\":2}")).isEqualTo(id);
        assertThat(registry.models()).containsExactly(id);
        assertThat(registry.load(id)).isEqualTo(Models.willingness());
        assertThat(registry.manifest(id)).isEqualTo("{\"m\":1}");
        assertThat(registry.evaluation(id)).isEqualTo("{\"e\":1}");
        try (var left = Files.list(root.resolve("staging"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void challengersStandInTheShadowUntilTheyArePromotedOrDismissed() {
        String first = registry.publish(FIRST, "{}", "{}");
        String second = registry.publish(SECOND, "{}", "{}");
        registry.promote(first, "anna", "first", AT, 0);
        assertProblem("REGISTRY-CHALLENGER", () -> registry.challenge(first, "anna", "again", AT, 1));
        registry.challenge(second, "anna", "may be better", AT, 1);
        assertThat(registry.challengers(Axis.WILLINGNESS)).containsExactly(second);
        assertThat(registry.challengers(Axis.ABILITY)).isEmpty();
        assertThat(registry.champion(Axis.WILLINGNESS).orElseThrow().model()).isEqualTo(first);

        registry.dismiss(second, "anna", "is not", AT, 2);
        assertThat(registry.challengers(Axis.WILLINGNESS)).isEmpty();
        assertProblem("REGISTRY-CHALLENGER", () -> registry.dismiss(second, "anna", "again", AT, 3));

        registry.challenge(second, "anna", "is after all", AT, 3);
        registry.promote(second, "anna", "better", AT, 4);
        assertThat(registry.challengers(Axis.WILLINGNESS)).isEmpty();
        registry.rollback(Axis.WILLINGNESS, "anna", "worse in use", AT, 5);
        assertThat(registry.champion(Axis.WILLINGNESS).orElseThrow().model()).isEqualTo(first);
    }

    @Test
    void refusesToPublishADamagedFile() {
        byte[] damaged = FIRST.clone();
        damaged[100] ^= 1;
        assertProblem("MODEL-FILE", () -> registry.publish(damaged, "{}", "{}"));
        assertThat(registry.models()).isEmpty();
    }

    @Test
    void whatAKilledPublicationLeftIsNoModel() throws Exception {
        Files.createDirectories(root.resolve("staging").resolve("0123456789abcdef77"));
        Files.createDirectories(root.resolve("models"));
        Files.writeString(root.resolve("models").resolve("notes.txt"), "not a model");
        assertThat(registry.models()).isEmpty();
        assertThat(registry.publish(FIRST, "{}", "{}"))
                .isEqualTo(registry.models().getFirst());
    }

    @Test
    void rollsBackToTheStatementThatDataAreInsufficient() {
        String first = registry.publish(FIRST, "{}", "{}");
        registry.declareInsufficient(Axis.WILLINGNESS, "anna", "too few", AT, 0);
        registry.promote(first, "anna", "first", AT, 1);
        registry.rollback(Axis.WILLINGNESS, "anna", "a mistake", AT, 2);
        assertThat(registry.champion(Axis.WILLINGNESS).orElseThrow().status())
                .isEqualTo(RoleEntry.Status.INSUFFICIENT_DATA);
        assertThat(registry.entries().getLast().model()).isNull();
    }

    @Test
    void promotesAndRollsBack() {
        String first = registry.publish(FIRST, "{}", "{}");
        String second = registry.publish(SECOND, "{}", "{}");
        registry.promote(first, "anna", "first", AT, 0);
        registry.promote(second, "anna", "better", AT, 1);
        assertThat(registry.champion(Axis.WILLINGNESS).orElseThrow().model()).isEqualTo(second);
        registry.rollback(Axis.WILLINGNESS, "bo", "worse in use", AT, 2);
        assertThat(registry.champion(Axis.WILLINGNESS).orElseThrow().model()).isEqualTo(first);
        assertThat(registry.scorer(Axis.WILLINGNESS, List.of("broken", "kept"))).isInstanceOf(AxisScorer.ByModel.class);
        assertProblem("REGISTRY-ROLLBACK", () -> registry.rollback(Axis.WILLINGNESS, "bo", "more", AT, 3));
        assertThat(registry.entries()).hasSize(3);
        assertThat(registry.entries().getLast())
                .isEqualTo(new RoleEntry(
                        3,
                        Axis.WILLINGNESS,
                        RoleEntry.Action.ROLLBACK,
                        first,
                        RoleEntry.Status.CHAMPION,
                        "bo",
                        "worse in use",
                        AT));
    }

    @Test
    void saysInsufficientData() throws Exception {
        registry.declareInsufficient(Axis.ABILITY, "anna", "no tax figures", AT, 0);
        assertThat(registry.champion(Axis.ABILITY).orElseThrow().status())
                .isEqualTo(RoleEntry.Status.INSUFFICIENT_DATA);
        assertThat(registry.scorer(Axis.ABILITY, List.of())).isEqualTo(new AxisScorer.WithoutData());
        assertThat(Files.readString(root.resolve("roles/000001.json")))
                .contains("\"status\" : \"insufficient_data\"", "\"model\" : null", "2026-03-01T08:00:00Z");
    }

    @Test
    void aDecisionOnAnOldRoleBookIsAConflict() {
        String first = registry.publish(FIRST, "{}", "{}");
        registry.promote(first, "anna", "first", AT, 0);
        assertProblem("REGISTRY-CONFLICT", () -> registry.promote(first, "bo", "at once", AT, 0));
    }

    @Test
    void ofManyWhoPromoteAtOnceOneWins() throws Exception {
        String first = registry.publish(FIRST, "{}", "{}");
        int many = 8;
        CyclicBarrier together = new CyclicBarrier(many);
        List<Callable<String>> tasks = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            String who = "actor" + i;
            tasks.add(() -> {
                ModelRegistry own = new ModelRegistry(root);
                together.await();
                try {
                    return own.promote(first, who, "race", AT, 0).who();
                } catch (Problem e) {
                    return e.code();
                }
            });
        }
        List<String> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(many)) {
            for (Future<String> future : threads.invokeAll(tasks)) {
                results.add(future.get());
            }
        }
        assertThat(results.stream().filter("REGISTRY-CONFLICT"::equals)).hasSize(many - 1);
        assertThat(registry.entries()).hasSize(1);
        assertThat(results).contains(registry.entries().getFirst().who());
    }

    @Test
    void manyWhoPublishAtOnceAllSucceed() throws Exception {
        List<Callable<String>> tasks = new ArrayList<>();
        CyclicBarrier together = new CyclicBarrier(4);
        for (int i = 0; i < 4; i++) {
            tasks.add(() -> {
                together.await();
                return new ModelRegistry(root).publish(FIRST, "{}", "{}");
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<String> future : threads.invokeAll(tasks)) {
                assertThat(future.get()).isEqualTo(Models.willingness().id());
            }
        }
        assertThat(registry.models()).hasSize(1);
    }

    @Test
    void namesWhatIsWrong() throws Exception {
        assertProblem("REGISTRY-MODEL", () -> registry.load("0123456789abcdef"));
        assertProblem("REGISTRY-MODEL", () -> registry.load("../../etc"));
        String first = registry.publish(FIRST, "{}", "{}");
        Files.write(root.resolve("models").resolve(first).resolve("model.avro"), SECOND);
        assertProblem("REGISTRY-MODEL", () -> registry.load(first));
        Files.createDirectories(root.resolve("roles"));
        Files.writeString(root.resolve("roles/000001.json"), "{\"sequence\":1");
        assertProblem("REGISTRY-ROLES", () -> registry.entries());
    }

    private static void assertProblem(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo(code));
    }

    @Test
    void keepsWhoTrainedAModelItsCardAndWhoApproved() throws Exception {
        ModelRegistry registry = new ModelRegistry(root);
        byte[] bytes = ModelFile.write(Models.willingness());
        Instant at = Instant.parse("2026-01-02T03:04:05Z");
        String id = registry.publish(bytes, "{}", "{}", "<!doctype html>", "anna", at);
        assertThat(registry.publication(id)).contains(new ModelRegistry.Publication("anna", at));
        assertThat(registry.card(id)).isEqualTo("<!doctype html>");
        registry.publish(bytes, "{}", "{}", "other", "bo", at.plusSeconds(1));
        assertThat(registry.publication(id).orElseThrow().by()).isEqualTo("anna");
        RoleEntry entry = registry.promote(id, "anna", "agreed", "bo", "the creditor insists", at, 0);
        assertThat(entry.approvedBy()).isEqualTo("bo");
        assertThat(entry.override()).isEqualTo("the creditor insists");
        assertThat(new ModelRegistry(root).entries()).containsExactly(entry);
    }

    @Test
    void readsRoleBooksFromBeforeApprovals() throws Exception {
        ModelRegistry registry = new ModelRegistry(root);
        String id = registry.publish(ModelFile.write(Models.willingness()), "{}", "{}");
        assertThat(registry.publication(id)).isEmpty();
        Path roles = Files.createDirectories(root.resolve("roles"));
        Files.writeString(roles.resolve("000001.json"), """
            {"sequence":1,"axis":"willingness","action":"promote","model":"%s","status":"champion",
             "who":"anna","reason":"first","at":"2026-01-02T03:04:05Z"}
            """.formatted(id));
        RoleEntry entry = registry.champion(Axis.WILLINGNESS).orElseThrow();
        assertThat(entry.who()).isEqualTo("anna");
        assertThat(entry.approvedBy()).isNull();
        assertThat(entry.override()).isNull();
    }

    @Test
    void servesTreesAsItServesScorecards() {
        ModelRegistry registry = new ModelRegistry(root);
        TreesModel trees = Models.trees(5, 7, 4);
        String id = registry.publish(ModelFile.write(trees), "{}", "{}");
        registry.promote(id, "anna", "first", Instant.EPOCH, 0);
        List<String> names = List.of("f4", "f3", "f2", "f1", "f0");
        double[] vector = {1, 2, 3, 4, 0.5};
        AxisScore score = registry.scorer(Axis.ABILITY, names).score(vector, 10, 2);
        assertThat(score).isInstanceOfSatisfying(AxisScore.Scored.class, s -> {
            assertThat(s.modelId()).isEqualTo(id);
            assertThat(s.probability()).isEqualTo(Scorer.of(trees, names).probability(vector));
            assertThat(s.reasons())
                    .hasSize(2)
                    .allSatisfy(r -> assertThat(r.code()).matches("A[+-]f\\d"));
        });
    }
}

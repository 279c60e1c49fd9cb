package org.solvens.training.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.solvens.facts.OtherCases;
import org.solvens.feature.Axis;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.history.Route;
import org.solvens.history.Stage;
import org.solvens.model.EffectModel;
import org.solvens.model.EffectScorer;
import org.solvens.model.ModelFile;
import org.solvens.plan.TrainingPlan;
import org.solvens.plan.TrainingPlan.AxisPlan;
import org.solvens.training.fit.Levels;

/// Effects learnt from a log whose policy confounds them, against effects that are known.
final class EffectTrainingTest {
    private static final List<String> FEATURES = List.of("trait", "noise");
    private static final EffectTraining TRAINING = training(50);

    private static EffectTraining training(int minimum) {
        TrainingPlan plan = new TrainingPlan(
                "effects",
                1,
                new TrainingPlan.Grid(null, null, 730),
                90,
                14,
                new TrainingPlan.Split(null, 0.3),
                7,
                Map.of(Axis.ROUTE_EFFECT.label(), new AxisPlan(List.of(), minimum, List.of())),
                new TrainingPlan.ScorecardShape(6, 0.05, 600, 1, 40),
                new TrainingPlan.GateLimits(0.5, 0.95, 0.75, 0.1, null, null, null, null));
        return new EffectTraining(plan, FeatureCatalogue.standard(OtherCases.SEEN));
    }

    /// The true effect of a plan: it helps those with a high trait and harms the others. A call helps nobody.
    private static double effect(Route route, double trait, double strength) {
        return route == Route.PLAN ? strength * (trait - 0.4) : 0;
    }

    /// The log offers plans to those with a low trait, who pay less anyhow.
    private static EffectRows rows(int size, long seed) {
        return rows(size, seed, 0.3);
    }

    private static EffectRows rows(int size, long seed, double strength) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] vectors = new double[size][];
        Route[] routes = new Route[size];
        double[] probabilities = new double[size];
        double[] shares = new double[size];
        long[] debtors = new long[size];
        Stage[] stages = new Stage[size];
        for (int i = 0; i < size; i++) {
            double trait = random.nextDouble();
            vectors[i] = new double[] {trait, random.nextDouble()};
            double plan = 0.35 - 0.3 * trait;
            double u = random.nextDouble();
            routes[i] = u < plan ? Route.PLAN : u < plan + 0.3 ? Route.CALL : Route.WAIT;
            probabilities[i] = routes[i] == Route.PLAN ? plan : routes[i] == Route.CALL ? 0.3 : 0.7 - plan;
            double mean = 0.2 + 0.5 * trait + effect(routes[i], trait, strength);
            shares[i] = random.nextDouble() < mean ? 1 : 0;
            debtors[i] = org.solvens.chance.Draws.hash("D" + i / 2);
            stages[i] = Stage.COLLECTION;
        }
        List<Levels> levels = new ArrayList<>();
        byte[][] columns = new byte[2][];
        for (int f = 0; f < 2; f++) {
            int at = f;
            double[] column = Arrays.stream(vectors).mapToDouble(v -> v[at]).toArray();
            levels.add(Levels.of(column, 32));
            columns[f] = levels.get(f).of(column);
        }
        return new EffectRows(FEATURES, vectors, levels, columns, routes, probabilities, shares, debtors, stages);
    }

    private static EffectTraining.Candidate train(EffectRows rows) {
        EffectTraining.@Nullable Candidate candidate = TRAINING.train(rows, null);
        assertThat(candidate).isNotNull();
        return candidate;
    }

    @Test
    void theEffectsAreThoseThatAreTrueAndNotThoseThatTheLogSuggests() {
        EffectRows rows = rows(16_000, 1);
        double naive = mean(rows, Route.PLAN) - mean(rows, Route.WAIT);
        assertThat(naive).isLessThan(-0.05);

        EffectTraining.Candidate candidate = train(rows);
        EffectScorer scorer = EffectScorer.of(candidate.model(), FEATURES);
        // Over uniform traits a plan brings 0.3 * (0.5 - 0.4).
        double plan = IntStream.range(0, rows.size())
                .mapToDouble(i ->
                        scorer.effects(rows.vectors()[i], 10, Stage.COLLECTION).get(Route.PLAN))
                .average()
                .orElseThrow();
        assertThat(plan).isCloseTo(0.03, within(0.03));
        double low =
                scorer.effects(new double[] {0.1, 0.5}, 10, Stage.COLLECTION).get(Route.PLAN);
        double high =
                scorer.effects(new double[] {0.9, 0.5}, 10, Stage.COLLECTION).get(Route.PLAN);
        assertThat(low).isNegative();
        assertThat(high).isPositive();
        assertThat(candidate.evaluation().passed()).isTrue();
        assertThat(candidate.evaluation().gain().low()).isPositive();
        EffectEvaluation.RouteResult call = candidate.evaluation().routes().stream()
                .filter(r -> r.route().equals("call"))
                .findFirst()
                .orElseThrow();
        assertThat(call.mean().low()).isNegative();
        assertThat(call.mean().high()).isPositive();
    }

    private static double mean(EffectRows rows, Route route) {
        return IntStream.range(0, rows.size())
                .filter(i -> rows.routes()[i] == route)
                .mapToDouble(i -> rows.shares()[i])
                .average()
                .orElseThrow();
    }

    /// Cross-fitting by hand: the mean estimate is the inverse-propensity mean with any expectation.
    @Test
    void theEstimateIsUnbiasedWhateverIsExpected() {
        EffectRows rows = rows(40_000, 2);
        double[] wrong = new double[Route.values().length];
        Arrays.fill(wrong, 0.9);
        double mean = IntStream.range(0, rows.size())
                .mapToDouble(i -> LearntEffect.effect(rows, i, wrong, Route.PLAN))
                .average()
                .orElseThrow();
        assertThat(mean).isCloseTo(0.03, within(0.03));
    }

    @Test
    void theSameRowsGiveTheSameBytesAndTheFileReadsBack() {
        EffectModel model = train(rows(12_000, 3)).model();
        byte[] bytes = ModelFile.write(model);
        assertThat(ModelFile.write(train(rows(12_000, 3)).model())).isEqualTo(bytes);
        assertThat(ModelFile.read(bytes, "model.avro")).isEqualTo(model);
    }

    @Test
    void aRouteThatIsSeldomTakenHasNoEffect() {
        EffectRows rows = rows(12_000, 4);
        EffectTraining.@Nullable Candidate candidate = training(1_000).train(rows, null);
        assertThat(candidate).isNotNull();
        assertThat(candidate.model().effects())
                .extracting(EffectModel.Effect::route)
                .doesNotContain(Route.LEGAL_REVIEW);
        assertThat(candidate.evaluation().left()).contains("legal_review", "reduction");
        assertThat(training(100_000).train(rows, null)).isNull();
    }

    @Test
    void aRouteWhoseEffectIsUncertainIsNotRanked() {
        assertThat(TRAINING.train(rows(1_500, 6), null)).isNull();
        EffectTraining.@Nullable Candidate candidate = TRAINING.train(rows(1_500, 6, 3), null);
        assertThat(candidate).isNotNull();
        assertThat(candidate.model().effects())
                .extracting(EffectModel.Effect::route)
                .containsExactly(Route.PLAN);
        assertThat(candidate.evaluation().left()).contains("call");
    }

    @Test
    void effectsAreOfTheStagesInWhichTheRouteWasTaken() {
        EffectScorer scorer = EffectScorer.of(train(rows(12_000, 5)).model(), FEATURES);
        assertThat(scorer.effects(new double[] {0.5, 0.5}, 10, Stage.LEGAL)).isEmpty();
        assertThat(scorer.effects(new double[] {0.5, 0.5}, 800, Stage.COLLECTION))
                .isEmpty();
        assertThat(scorer.effects(new double[] {0.5, 0.5}, 10, Stage.COLLECTION))
                .containsKeys(Route.PLAN, Route.CALL);
    }
}

package org.solvens.training.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.feature.Axis;
import org.solvens.feature.Feature;
import org.solvens.feature.Missing;
import org.solvens.feature.ScoreStatus;
import org.solvens.model.Calibration;
import org.solvens.model.ModelFile;
import org.solvens.model.PointsScale;
import org.solvens.model.Scorer;
import org.solvens.model.Tree;
import org.solvens.model.TreesModel;
import org.solvens.plan.TrainingPlan;
import org.solvens.plan.TrainingPlan.BoostingShape;
import org.solvens.problem.Problem;
import org.solvens.registry.ModelRegistry;
import org.solvens.report.TrainedAxis.Decision;
import org.solvens.training.AxisResult;
import org.solvens.training.FamilyTraining;
import org.solvens.training.Plans;
import org.solvens.training.SyntheticSnapshots;
import org.solvens.training.Training;
import org.solvens.training.evaluate.Metrics;
import org.solvens.training.gate.Approval;
import org.solvens.training.gate.Promotion;
import org.solvens.training.rows.AxisRows;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BoostingTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
    private static final BoostingShape SHAPE = new BoostingShape(40, 0.1, 8, 4, 20, 0.5, 64);

    private static final int[] FREE = {0, 0, 0, 0};

    @TempDir
    Path root;

    /// Columns of levels and an outcome that hangs on two of them together, which no sum of single effects
    /// captures.
    private static byte[][] columns(int rows, SplittableRandom random) {
        byte[][] columns = new byte[4][rows];
        for (byte[] column : columns) {
            for (int i = 0; i < rows; i++) {
                column[i] = (byte) random.nextInt(20);
            }
        }
        return columns;
    }

    private static int[] outcomes(byte[][] columns, SplittableRandom random) {
        int[] outcomes = new int[columns[0].length];
        for (int i = 0; i < outcomes.length; i++) {
            boolean together = columns[0][i] < 10 == columns[1][i] < 10;
            outcomes[i] = random.nextDouble() < (together ? 0.8 : 0.2) ? 1 : 0;
        }
        return outcomes;
    }

    private static byte[] row(byte[][] columns, int row) {
        byte[] values = new byte[columns.length];
        for (int f = 0; f < values.length; f++) {
            values[f] = columns[f][row];
        }
        return values;
    }

    @Test
    void learnsWhatNoSumOfSingleEffectsTells() {
        SplittableRandom random = new SplittableRandom(1);
        byte[][] columns = columns(4000, random);
        int[] outcomes = outcomes(columns, random);
        SmileTrees trees = SmileTrees.fit(columns, FREE, outcomes, SHAPE, 9);
        double[] scores = new double[outcomes.length];
        Arrays.setAll(scores, i -> trees.logOdds(row(columns, i)));
        double[] chances =
                Arrays.stream(scores).map(s -> 1 / (1 + Math.exp(-s))).toArray();
        assertThat(Metrics.of(chances, outcomes).auc()).isGreaterThan(0.75);
        assertThat(trees.gain(0)).isGreaterThan(trees.gain(2));
    }

    @Test
    void flattenedTreesAreSmiles() {
        SplittableRandom random = new SplittableRandom(2);
        byte[][] columns = columns(1500, random);
        SmileTrees trees = SmileTrees.fit(columns, FREE, outcomes(columns, random), SHAPE, 9);
        for (int i = 0; i < 1500; i++) {
            byte[] row = row(columns, i);
            assertThat(1 / (1 + Math.exp(-trees.logOdds(row)))).isCloseTo(trees.probability(row), within(1e-12));
        }
    }

    /// The law moves against both directions; the trees must not follow it, whatever the rest of the row and
    /// whether or not the seed of the law is kind.
    @Property(tries = 15)
    void directionsAreKeptAmongValues(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[][] columns = columns(600, random);
        int[] outcomes = new int[600];
        Arrays.setAll(outcomes, i -> {
            double signal = Math.sin(columns[0][i]) - Math.cos(columns[1][i] * 0.7) + columns[2][i] * 0.05;
            return random.nextDouble() < 1 / (1 + Math.exp(-2 * signal)) ? 1 : 0;
        });
        SmileTrees trees = SmileTrees.fit(columns, new int[] {1, -1, 0, 0}, outcomes, SHAPE, seed);
        for (int r = 0; r < 40; r++) {
            byte[] row = row(columns, random.nextInt(600));
            for (int feature = 0; feature < 2; feature++) {
                int sign = feature == 0 ? 1 : -1;
                double before = Double.NEGATIVE_INFINITY;
                for (int level = Levels.MISSING; level < 20; level++) {
                    row[feature] = (byte) level;
                    double score = sign * trees.logOdds(row);
                    assertThat(score).isGreaterThanOrEqualTo(before - 1e-12);
                    before = score;
                }
            }
        }
    }

    @Test
    void theSameSeedGivesTheSameTreesAndAnotherGivesOthers() {
        SplittableRandom random = new SplittableRandom(3);
        byte[][] columns = columns(1500, random);
        int[] outcomes = outcomes(columns, random);
        byte[] row = row(columns, 0);
        double once = SmileTrees.fit(columns, FREE, outcomes, SHAPE, 9).logOdds(row);
        assertThat(SmileTrees.fit(columns, FREE, outcomes, SHAPE, 9).logOdds(row))
                .isEqualTo(once);
        assertThat(SmileTrees.fit(columns, FREE, outcomes, SHAPE, 10).logOdds(row))
                .isNotEqualTo(once);
    }

    @Test
    void depthCountsTheSplitsOnTheWayToALeaf() {
        SplittableRandom random = new SplittableRandom(5);
        byte[][] columns = columns(3000, random);
        int[] outcomes = outcomes(columns, random);
        List<Levels> levels = IntStream.range(0, 4)
                .mapToObj(_ -> Levels.of(IntStream.range(0, 20).asDoubleStream().toArray(), 20))
                .toList();
        for (int depth : new int[] {2, 3}) {
            BoostingShape shape = new BoostingShape(5, 0.1, 64, depth, 5, 1, 64);
            SmileTrees trees = SmileTrees.fit(columns, FREE, outcomes, shape, 9);
            for (int t = 0; t < 5; t++) {
                assertThat(depth(trees.tree(t, levels, new int[] {0, 1, 2, 3}, new int[] {-1, -1, -1, -1}), 0))
                        .isEqualTo(depth);
            }
        }
    }

    private static int depth(Tree tree, int node) {
        return tree.leaf(node)
                ? 0
                : 1
                        + Math.max(
                                depth(tree, tree.left().get(node)),
                                depth(tree, tree.right().get(node)));
    }

    /// Whatever the tree does, what is counted of the halves is what they hold.
    @Property(tries = 50)
    void talliesOfHalvesAreThoseOfTheirRows(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[][] columns = columns(300, random);
        double[] response = random.doubles(300).toArray();
        int[] index = IntStream.range(0, 300).toArray();
        Tallies tallies = new Tallies(columns, new int[] {20, 20, 20, 20}, index, response, 3, 10);
        assertTally(tallies.of(0, 300), columns, response, index, 0, 300);
        int middle = random.nextInt(1, 300);
        double[][] lower = tallies.of(0, middle);
        double[][] upper = tallies.of(middle, 300);
        assertThat(lower == null).isEqualTo(middle < 10);
        assertThat(upper == null).isEqualTo(300 - middle < 10);
        assertTally(lower, columns, response, index, 0, middle);
        assertTally(upper, columns, response, index, middle, 300);
    }

    private static void assertTally(
            double[][] tally, byte[][] columns, double[] response, int[] index, int from, int to) {
        for (int c = 0; tally != null && c < columns.length; c++) {
            double[] naive = new double[40];
            for (int i = from; i < to; i++) {
                naive[2 * columns[c][index[i]]]++;
                naive[2 * columns[c][index[i]] + 1] += response[index[i]];
            }
            assertThat(tally[c]).containsExactly(naive, within(1e-9));
        }
    }

    /// A value goes the way of its level at every split between levels.
    @Property(tries = 300)
    void aSplitOfLevelsIsTheSameSplitOfValues(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[200];
        Arrays.setAll(values, _ -> value(random));
        Levels levels = Levels.of(values, 2 + random.nextInt(60));
        for (int i = 0; i < 50; i++) {
            double value = value(random);
            for (int level = 1; level < levels.count(); level++) {
                assertThat(value >= levels.threshold(level)).isEqualTo(levels.of(value) >= level);
            }
        }
        for (int level = 0; level < levels.count(); level++) {
            assertThat(levels.of(levels.example(level))).isEqualTo(level);
        }
    }

    private static double value(SplittableRandom random) {
        return switch (random.nextInt(3)) {
            case 0 -> Missing.values()[random.nextInt(4)].code();
            case 1 -> random.nextInt(10) - 5;
            default -> random.nextDouble(-1e6, 1e6);
        };
    }

    @Test
    void treesAreTrainedBesideTheScorecardAndWaitForAPerson() {
        SyntheticSnapshots snapshots = SyntheticSnapshots.draw(2500, 0.6, false, true, 1);
        ModelRegistry registry = new ModelRegistry(root);
        List<AxisResult> results = new Training(
                        Plans.boosted(Plans.willingness()), snapshots.catalogue(), snapshots, registry)
                .run("anna", new Approval.FirstByTheGate(), AT);
        assertThat(results).extracting(AxisResult::family).containsExactly("scorecard", "trees");
        assertThat(results).extracting(AxisResult::decision).containsExactly(Decision.PROMOTED, Decision.CHALLENGER);
        AxisResult trees = results.get(1);
        assertThat(trees.metrics().auc()).isCloseTo(snapshots.lawAuc(), within(0.04));
        assertThat(trees.metrics().calibrationError()).isLessThan(0.08);

        TreesModel model = (TreesModel) registry.load(trees.model());
        assertThat(model.features()).contains("broken", "kept").doesNotContain("net_income");
        assertThat(model.trees()).hasSize(30);
        assertThat(model.trees())
                .extracting(Tree::rows)
                .allSatisfy(rows -> assertThat(rows).isNotEmpty());
        assertThat(ModelFile.read(ModelFile.write(model), "again")).isEqualTo(model);
        Scorer scorer = Scorer.of(model, List.of("broken", "kept", "kept_again", "noise", "against"));
        double none = Missing.NO_RECORD.code();
        assertThat(scorer.probability(new double[] {0, 4.5, 9, 0.5, 20}))
                .isGreaterThan(scorer.probability(new double[] {3, 0.5, 1, 0.5, 0.25}));
        assertThat(scorer.score(new double[] {0, none, none, 0.5, none}, 10, 3).status())
                .isEqualTo(ScoreStatus.SCORED);

        JsonNode evaluation = new JsonMapper().readTree(registry.evaluation(trees.model()));
        assertThat(evaluation.get("family").asString()).isEqualTo("trees");
        assertThat(evaluation.get("other_family").get("family").asString()).isEqualTo("scorecard");
        assertThat(evaluation.get("directions").findValuesAsString("feature")).contains("broken");
        for (JsonNode direction : evaluation.get("directions")) {
            assertThat(direction.get("against").asDouble()).isLessThan(1e-12);
        }
        assertThat(evaluation.get("gate").findValuesAsString("check")).contains("against_direction");
        assertThat(evaluation.get("gate").get(0).get("value").asDouble()).isLessThan(1e-12);

        Promotion.promote(registry, trees.model(), "bo", "separates better", "agreed", AT);
        assertThat(registry.scorer(Axis.WILLINGNESS, List.of("broken", "kept", "kept_again", "noise", "against"))
                        .score(new double[] {0, 4.5, 9, 0.5, 20}, 10, 3)
                        .status())
                .isEqualTo(ScoreStatus.SCORED);
    }

    @Test
    void treesTrainedAgainAreTheSameToTheByte() {
        SyntheticSnapshots snapshots = SyntheticSnapshots.draw(800, 0.6, false, true, 4);
        ModelRegistry registry = new ModelRegistry(root);
        Training training = new Training(
                Plans.boosted(Plans.willingness()), snapshots.catalogue(), snapshots.shuffled(5), registry);
        String id = training.run("anna", new Approval.None(), AT).get(1).model();
        Training.Reproduction same = new Training(
                        Plans.boosted(Plans.willingness()), snapshots.catalogue(), snapshots, registry)
                .reproduce(id);
        assertThat(same.same()).isTrue();
        SyntheticSnapshots other = SyntheticSnapshots.draw(800, 0.6, false, true, 6);
        Training.Reproduction different =
                new Training(Plans.boosted(Plans.willingness()), other.catalogue(), other, registry).reproduce(id);
        assertThat(different.same()).isFalse();
        assertThat(different.trained()).isNotEqualTo(different.published());
    }

    @Test
    void anExportThatScoresOtherwiseThanSmileFails() {
        SyntheticSnapshots snapshots = SyntheticSnapshots.draw(500, 0.6, false, true, 4);
        List<Feature> features = snapshots.catalogue().of(Axis.WILLINGNESS);
        AxisRows rows = AxisRows.read(
                snapshots,
                Axis.WILLINGNESS,
                features.stream().map(Feature::name).toList(),
                730);
        int[] all = IntStream.range(0, rows.size()).toArray();
        TrainingPlan plan = Plans.boosted(Plans.willingness());
        Scorecard scorecard = Scorecard.fit(rows, all, features, BinRules.found(plan.scorecard()));
        Boosting boosting = Boosting.fit(rows, all, features, scorecard.binnings(), SHAPE, 1);
        Calibration calibration =
                new Calibration(Calibration.Interpolation.LINEAR, List.of(-1.0, 1.0), List.of(0.2, 0.8));
        Learned.Common common = new Learned.Common(Axis.WILLINGNESS, plan, "f", new PointsScale(600, 1, 40));
        TreesModel trees = (TreesModel) boosting.export(common, calibration);
        assertThat(FamilyTraining.exportDifference(rows, all, boosting, trees)).isLessThan(1e-12);
        TreesModel shifted =
                common.trees(trees.features(), trees.base() + 1e-7, trees.trees(), calibration, trees.verification());
        for (Learned other : List.of(boosting, scorecard)) {
            assertThatThrownBy(() -> FamilyTraining.exportDifference(rows, all, other, shifted))
                    .isInstanceOfSatisfying(
                            Problem.class, p -> assertThat(p.code()).isEqualTo("EXPORT"));
        }
    }
}

package org.solvens.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class TreesPropertyTest {
    private static final List<String> SHUFFLED = List.of("f3", "f1", "other", "f0", "f4", "f2");

    private static double[] own(Random random) {
        return random.doubles(5).map(_ -> Models.value(random)).toArray();
    }

    private static double[] shuffled(double[] own) {
        return new double[] {own[3], own[1], Double.NaN, own[0], own[4], own[2]};
    }

    @Property(tries = 300)
    void arraysScoreAsTheTreesAreWritten(@ForAll long seed, @ForAll @IntRange(min = 1, max = 11) int trees) {
        TreesModel model = Models.trees(seed, trees, 5);
        double[] row = own(new Random(seed + 1));
        double expected = model.base()
                + model.trees().stream().mapToDouble(t -> t.of(row)).sum();
        assertThat(Scorer.of(model, SHUFFLED).logOdds(shuffled(row))).isCloseTo(expected, within(1e-12));
    }

    @Property(tries = 300)
    void explanationsAddUpToTheScore(@ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int trees) {
        TreesModel model = Models.trees(seed, trees, 8);
        Scorer scorer = Scorer.of(model, SHUFFLED);
        double[] row = shuffled(own(new Random(seed + 1)));
        double sum = scorer.reasons(row, 5).stream()
                .mapToDouble(Contribution::points)
                .sum();
        assertThat(scorer.neutralPoints() + sum).isCloseTo(model.scale().points(scorer.logOdds(row)), within(1e-9));
    }

    @Property(tries = 200)
    void explanationsAreShapleyValues(@ForAll long seed) {
        TreesModel model = Models.trees(seed, 3, 4);
        double[] row = own(new Random(seed + 1));
        double[] found = new TreesLogOdds(model, new int[] {0, 1, 2, 3, 4}).effects(row);
        for (int feature = 0; feature < 5; feature++) {
            assertThat(found[feature]).isCloseTo(shapley(model, row, feature), within(1e-9));
        }
    }

    /// The mean over all sets of the other features of what knowing this one adds, by the definition.
    private static double shapley(TreesModel model, double[] row, int feature) {
        double sum = 0;
        for (int known = 0; known < 32; known++) {
            if ((known >> feature & 1) == 0) {
                int size = Integer.bitCount(known);
                double weight = factorial(size) * factorial(4 - size) / factorial(5);
                sum += weight * (expected(model, row, known | 1 << feature) - expected(model, row, known));
            }
        }
        return sum;
    }

    private static double expected(TreesModel model, double[] row, int known) {
        return model.trees().stream()
                .mapToDouble(tree -> expected(tree, 0, row, known))
                .sum();
    }

    private static double expected(Tree tree, int node, double[] row, int known) {
        if (tree.leaf(node)) {
            return tree.value().get(node);
        }
        int left = tree.left().get(node);
        int right = tree.right().get(node);
        int feature = tree.feature().get(node);
        if ((known >> feature & 1) == 1) {
            return expected(tree, row[feature] >= tree.threshold().get(node) ? right : left, row, known);
        }
        double share = (double) tree.rows().get(left) / tree.rows().get(node);
        return share * expected(tree, left, row, known) + (1 - share) * expected(tree, right, row, known);
    }

    private static double factorial(int n) {
        return n < 2 ? 1 : n * factorial(n - 1);
    }

    @Property(tries = 50)
    void filesHoldTheTreesWhole(@ForAll long seed) {
        TreesModel model = Models.trees(seed, 4, 4);
        byte[] bytes = ModelFile.write(model);
        assertThat(ModelFile.read(bytes, "model.avro")).isEqualTo(model);
        assertThat(model.family()).isEqualTo("trees");
    }

    @Example
    void missingStandsBelowEveryValueInAFixedOrder() {
        Tree tree = new Tree(
                List.of(0, -1, -1),
                List.of(-2e18, 0.0, 0.0),
                List.of(1, 0, 0),
                List.of(2, 0, 0),
                List.of(0.0, -1.0, 1.0),
                List.of(10, 4, 6));
        assertThat(tree.of(new double[] {-4e18})).isEqualTo(-1);
        assertThat(tree.of(new double[] {-3e18})).isEqualTo(-1);
        assertThat(tree.of(new double[] {-2e18})).isEqualTo(1);
        assertThat(tree.of(new double[] {-1e18})).isEqualTo(1);
        assertThat(tree.of(new double[] {-1e9})).isEqualTo(1);
    }

    @Example
    void refusesNaNAndUnknownCodes() {
        Scorer scorer = Scorer.own(Models.trees(1, 3, 3));
        for (double wrong : new double[] {Double.NaN, -5e18}) {
            double[] row = {0, 0, wrong, 0, 0};
            assertThatThrownBy(() -> scorer.probability(row)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> scorer.reasons(row, 1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Example
    void refusesWhatIsNoTree() {
        List<Double> nothing = List.of(0.0, 0.0, 0.0);
        List<Integer> features = List.of(0, -1, -1);
        List<Integer> rows = List.of(3, 1, 2);
        assertThatThrownBy(() -> new Tree(features, nothing, List.of(1, 0, 0), List.of(1, 0, 0), nothing, rows))
                .hasMessageContaining("children");
        assertThatThrownBy(() -> new Tree(features, nothing, List.of(0, 0, 0), List.of(2, 0, 0), nothing, rows))
                .hasMessageContaining("children");
        assertThatThrownBy(() -> new Tree(features, nothing, List.of(1, 0, 0), List.of(3, 0, 0), nothing, rows))
                .hasMessageContaining("children");
        assertThatThrownBy(() ->
                        new Tree(features, nothing, List.of(1, 0, 0), List.of(2, 0, 0), nothing, List.of(3, 3, 2)))
                .hasMessageContaining("rows");
        assertThatThrownBy(() -> new Tree(
                        List.of(-1, -1),
                        List.of(0.0, 0.0),
                        List.of(0, 0),
                        List.of(0, 0),
                        List.of(1.0, 1.0),
                        List.of(1, 1)))
                .hasMessageContaining("reached");
    }
}

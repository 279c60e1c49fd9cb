package org.solvens.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.solvens.feature.Axis;

/// Explanations of trees that ask for many features on one way.
class TreeShapTest {

    @Property(tries = 200)
    void explanationsOfLongWaysAddUp(@ForAll long seed, @ForAll @IntRange(min = 1, max = Tree.DEEPEST) int depth) {
        Random random = new Random(seed);
        TreesModel model = model(List.of(chain(random, depth), chain(random, 1 + random.nextInt(depth))), depth);
        TreesLogOdds formula = new TreesLogOdds(model, IntStream.range(0, depth).toArray());
        double[] row = random.doubles(depth).toArray();
        double sum = Arrays.stream(formula.effects(row)).sum();
        assertThat(formula.neutral() + sum).isCloseTo(formula.of(row), within(1e-9));
    }

    /// Features that stand alike share alike.
    @Property(tries = 50)
    void twinFeaturesAreGivenTheSame(@ForAll long seed) {
        double value = new Random(seed).nextGaussian();
        int depth = 12;
        List<Integer> rows = new ArrayList<>();
        for (int k = depth; k > 0; k--) {
            rows.add(1 << k);
            rows.add(1 << k - 1);
        }
        rows.add(1);
        Tree tree = chain(depth, IntStream.range(0, depth).boxed().toList(), rows, k -> k == depth ? value : 0);
        double[] row = new double[depth];
        Arrays.fill(row, 1);
        double[] effects = new TreesLogOdds(
                        model(List.of(tree), depth), IntStream.range(0, depth).toArray())
                .effects(row);
        double each = value * (1 - Math.pow(0.5, depth)) / depth;
        for (double effect : effects) {
            assertThat(effect).isCloseTo(each, within(1e-12));
        }
    }

    /// A tree that asks one feature after another, in any order and some of them again, and ends on the left.
    private static Tree chain(Random random, int depth) {
        List<Integer> asked = new ArrayList<>(IntStream.range(0, depth).boxed().toList());
        Collections.shuffle(asked, random);
        for (int k = 0; k < depth; k++) {
            if (random.nextInt(4) == 0) {
                asked.set(k, random.nextInt(depth));
            }
        }
        List<Integer> rows = new ArrayList<>();
        int below = 1 + random.nextInt(50);
        rows.add(below);
        for (int k = 0; k < depth; k++) {
            int leaf = 1 + random.nextInt(50);
            below += leaf;
            rows.add(leaf);
            rows.add(below);
        }
        Collections.reverse(rows);
        return chain(depth, asked, rows, _ -> random.nextGaussian());
    }

    private static Tree chain(int depth, List<Integer> asked, List<Integer> rows, IntToDoubleFunction value) {
        List<Integer> feature = new ArrayList<>();
        List<Double> threshold = new ArrayList<>();
        List<Integer> left = new ArrayList<>();
        List<Integer> right = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (int k = 0; k < depth; k++) {
            feature.addAll(List.of(asked.get(k), -1));
            threshold.addAll(List.of(0.5, 0.0));
            left.addAll(List.of(2 * k + 1, 0));
            right.addAll(List.of(2 * k + 2, 0));
            values.addAll(List.of(0.0, value.applyAsDouble(k)));
        }
        feature.add(-1);
        threshold.add(0.0);
        left.add(0);
        right.add(0);
        values.add(value.applyAsDouble(depth));
        return new Tree(feature, threshold, left, right, values, rows);
    }

    private static TreesModel model(List<Tree> trees, int features) {
        return new TreesModel(
                "",
                Axis.ABILITY,
                "test",
                1,
                90,
                730,
                "f1",
                IntStream.range(0, features).mapToObj(f -> "f" + f).toList(),
                0.1,
                trees,
                new PointsScale(600, 1.0, 40),
                new Calibration(Calibration.Interpolation.LINEAR, List.of(-9.0, 9.0), List.of(0.01, 0.99)),
                List.of(new Verification(Collections.nCopies(features, 0.0), 0.5)));
    }
}

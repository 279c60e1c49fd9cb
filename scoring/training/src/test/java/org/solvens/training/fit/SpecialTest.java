package org.solvens.training.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.solvens.feature.Direction;
import org.solvens.plan.TrainingPlan.BoostingShape;
import org.solvens.plan.TrainingPlan.ScorecardShape;
import org.solvens.training.rows.Special;

class SpecialTest {
    private static final ScorecardShape SHAPE = new ScorecardShape(5, 0.05, 600, 1, 40);
    private static final BoostingShape TREES = new BoostingShape(30, 0.2, 8, 3, 5, 1, 32);

    /// Values 0 to 99, the first two codes among them; the outcome falls with the value and rises for the codes.
    private static double[] values(int rows, SplittableRandom random) {
        double[] values = new double[rows];
        Arrays.setAll(values, _ -> random.nextInt(10) < 8 ? random.nextInt(100) : Special.code(random.nextInt(2)));
        return values;
    }

    private static int[] outcomes(double[] values, SplittableRandom random) {
        return Arrays.stream(values)
                .mapToInt(v ->
                        random.nextDouble() < (Special.is(v) ? (v == Special.code(0) ? 0.9 : 0.1) : v / 120) ? 1 : 0)
                .toArray();
    }

    @Property(tries = 20)
    void eachSpecialValueHasItsOwnBinAndTheOthersAreBinnedAsIfItWereNotThere(@ForAll @IntRange(max = 1000) int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = values(2_000, random);
        int[] outcomes = outcomes(values, random);
        Binning binning = Binning.of(values, 3, outcomes, Direction.RISING, SHAPE);
        for (int code = 0; code < 2; code++) {
            double own = Special.code(code);
            int goods = 0;
            int bads = 0;
            int allGoods = Arrays.stream(outcomes).sum();
            for (int i = 0; i < values.length; i++) {
                goods += values[i] == own ? outcomes[i] : 0;
                bads += values[i] == own ? 1 - outcomes[i] : 0;
            }
            double prior = 10.0 / values.length;
            assertThat(binning.of(own))
                    .isEqualTo(Math.log(((double) goods / allGoods + prior)
                            / ((double) bads / (values.length - allGoods) + prior)));
        }
        assertThat(binning.of(Special.code(2))).as("never seen").isZero();
        double last = Double.NEGATIVE_INFINITY;
        for (int v = 0; v < 100; v++) {
            assertThat(binning.of((double) v)).isGreaterThanOrEqualTo(last);
            last = binning.of((double) v);
        }
        assertThat(binning.bins()).isEqualTo(binning.woe().length - 1);
    }

    @Property(tries = 20)
    void treesKeepTheDirectionAmongValuesAndNotBetweenSpecialValues(@ForAll @IntRange(max = 1000) int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = values(2_000, random);
        int[] outcomes = outcomes(values, random);
        Levels levels = Levels.of(values, 2, 30);
        SmileTrees trees = SmileTrees.fit(
                new byte[][] {levels.of(values)},
                new int[] {1},
                new int[] {levels.firstValue()},
                outcomes,
                TREES,
                1,
                null);
        double last = Double.NEGATIVE_INFINITY;
        for (int v = 0; v < 100; v++) {
            double score = trees.logOdds(new byte[] {(byte) levels.of(v)});
            assertThat(score).isGreaterThanOrEqualTo(last - 1e-12);
            last = score;
        }
        double first = trees.logOdds(new byte[] {(byte) levels.of(Special.code(0))});
        double second = trees.logOdds(new byte[] {(byte) levels.of(Special.code(1))});
        assertThat(first).isGreaterThan(second + 1).isGreaterThan(trees.logOdds(new byte[] {(byte) levels.of(0)}) + 1);
    }

    @Test
    void levelsOfAColumnWithoutSpecialValuesAreAsBefore() {
        double[] values = {1, 2, 3, 4};
        assertThat(Levels.of(values, 0, 4).cuts())
                .containsExactly(Levels.of(values, 4).cuts());
        assertThat(Levels.of(values, 2, 6).of(Special.code(1))).isEqualTo(Levels.MISSING);
        assertThat(Levels.of(values, 2, 6).of(Special.code(0))).isEqualTo(Levels.MISSING + 1);
        assertThat(Levels.of(values, 2, 6).of(1)).isEqualTo(Levels.MISSING + 2);
    }
}

package org.solvens.training.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.solvens.feature.Direction;
import org.solvens.feature.Missing;
import org.solvens.model.PointsScale;
import org.solvens.plan.TrainingPlan.ScorecardShape;

/// Two features share a trait; the second is missing for a third of the rows, and a missing
/// value says something that the first does not know.
class AdjustedTest {
    private static final ScorecardShape SHAPE = new ScorecardShape(5, 0.05, 600, 1, 40);
    private static final double MISSING = Missing.NO_RECORD.code();

    private final double[][] values = new double[2][20_000];
    private final int[] outcomes = new int[20_000];
    private final List<Binning> binnings;
    private final Adjusted adjusted;

    AdjustedTest() {
        SplittableRandom random = new SplittableRandom(11);
        for (int r = 0; r < outcomes.length; r++) {
            double trait = random.nextGaussian();
            values[0][r] = trait + 0.5 * random.nextGaussian();
            boolean missing = random.nextDouble() < 0.33;
            values[1][r] = missing ? MISSING : trait + 0.5 * random.nextGaussian();
            outcomes[r] = random.nextDouble() < 1 / (1 + Math.exp(-1.5 * trait - (missing ? 0.8 : 0))) ? 1 : 0;
        }
        binnings = Arrays.stream(values)
                .map(column -> Binning.of(column, outcomes, Direction.RISING, SHAPE))
                .toList();
        double[][] rows = new double[outcomes.length][];
        Arrays.setAll(rows, r ->
                new double[] {binnings.get(0).of(values[0][r]), binnings.get(1).of(values[1][r])});
        Regression regression = Regression.fit(rows, outcomes, new double[3]);
        adjusted = Adjusted.of(binnings, values, outcomes, regression);
    }

    private double points(int feature, double value) {
        return adjusted.regression().coefficient(feature)
                * adjusted.binnings().get(feature).of(value);
    }

    @Test
    void whatOneCoefficientShrinksWronglyIsPutRight() {
        double before = adjusted.regression().coefficient(1) * binnings.get(1).of(MISSING);
        assertThat(points(1, MISSING)).isGreaterThan(before + 0.1);
    }

    @Test
    void valuesKeepTheirDirection() {
        for (int feature = 0; feature < 2; feature++) {
            double[] woe = adjusted.binnings().get(feature).woe();
            for (int i = 1; i < woe.length; i++) {
                assertThat(woe[i]).isGreaterThanOrEqualTo(woe[i - 1]);
            }
        }
    }

    @Test
    void whatTrainingNeverSawHasNoWeight() {
        assertThat(points(0, Missing.NO_FEED.code())).isZero();
        assertThat(points(1, Missing.TOO_OLD.code())).isZero();
    }

    @Test
    void roundedPointsAreWholeAndCloseBy() {
        PointsScale scale = new PointsScale(600, 1, 40);
        Adjusted rounded = adjusted.rounded(scale);
        for (int feature = 0; feature < 2; feature++) {
            double factor = scale.factor() * rounded.regression().coefficient(feature);
            for (int bin = 0; bin < binnings.get(feature).woe().length + Missing.values().length; bin++) {
                double exact = factor * adjusted.binnings().get(feature).weight(bin);
                double whole = factor * rounded.binnings().get(feature).weight(bin);
                assertThat(whole).isCloseTo(Math.rint(exact), within(1e-9));
            }
        }
        double base = scale.points(rounded.regression().intercept());
        assertThat(base).isCloseTo(Math.rint(base), within(1e-9));
    }
}

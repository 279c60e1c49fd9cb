package org.solvens.training.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import smile.classification.LogisticRegression;

class RegressionTest {
    private static final int COLUMNS = 5;

    private final double[][] rows = new double[2000][COLUMNS];
    private final int[] outcomes = new int[rows.length];

    RegressionTest() {
        SplittableRandom random = new SplittableRandom(5);
        for (int r = 0; r < rows.length; r++) {
            double logOdds = -0.4;
            for (int c = 0; c < COLUMNS; c++) {
                rows[r][c] = 0.5 * random.nextGaussian() + (c > 0 ? 0.7 * rows[r][c - 1] : 0);
                logOdds += (c - 1) * rows[r][c];
            }
            outcomes[r] = random.nextDouble() < 1 / (1 + Math.exp(-logOdds)) ? 1 : 0;
        }
    }

    @Test
    void theCoefficientsAreThoseOfSmile() {
        double[] smile = LogisticRegression.binomial(rows, outcomes, new LogisticRegression.Options(1, 1e-10, 2000))
                .coefficients();
        Regression own = Regression.fit(rows, outcomes, new double[COLUMNS + 1]);
        for (int c = 0; c < COLUMNS; c++) {
            assertThat(own.coefficient(c)).isCloseTo(smile[c], within(1e-6));
        }
        assertThat(own.intercept()).isCloseTo(smile[COLUMNS], within(1e-6));
    }

    @Test
    void theStartDoesNotMatter() {
        Regression own = Regression.fit(rows, outcomes, new double[COLUMNS + 1]);
        Regression other = Regression.fit(rows, outcomes, new double[] {9, -9, 9, -9, 9, -9});
        for (int c = 0; c < COLUMNS; c++) {
            assertThat(other.coefficient(c)).isCloseTo(own.coefficient(c), within(1e-9));
        }
    }

    @Test
    void probabilitiesAreThoseOfTheCoefficients() {
        Regression own = Regression.fit(rows, outcomes, new double[COLUMNS + 1]);
        double logOdds = own.intercept();
        for (int c = 0; c < COLUMNS; c++) {
            logOdds += own.coefficient(c) * rows[7][c];
        }
        assertThat(own.probability(rows[7])).isCloseTo(1 / (1 + Math.exp(-logOdds)), within(1e-12));
        assertThat(own.from(0.25).intercept()).isEqualTo(0.25);
        assertThat(own.from(0.25).coefficient(2)).isEqualTo(own.coefficient(2));
    }

    @Test
    void aValueThatIsNoNumberIsRefused() {
        rows[3][1] = Double.NaN;
        assertThatThrownBy(() -> Regression.fit(rows, outcomes, new double[COLUMNS + 1]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

package org.solvens.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.solvens.chance.Draws;

class ClusteredMeanTest {
    private static final double MEAN = Math.exp(0.72);

    @Test
    void withoutSkewnessTheIntervalIsThePlainOne() {
        double[] rows = {1, 2, 3, 4, 5};
        long[] debtors = {1, 2, 3, 4, 5};
        assertThat(ClusteredMean.skewed(rows, debtors)).isEqualTo(ClusteredMean.of(rows, debtors));
    }

    @Test
    void aLongTailMovesTheIntervalTowardsIt() {
        double[] rows = {0, 0, 0, 0, 0, 0, 0, 1, 1, 9};
        long[] debtors = {1, 2, 3, 4, 5, 6, 7, 8, 9, 9};
        ClusteredMean plain = ClusteredMean.of(rows, debtors);
        ClusteredMean skewed = ClusteredMean.skewed(rows, debtors);
        assertThat(skewed.value()).isEqualTo(plain.value());
        assertThat(skewed.low()).isGreaterThan(plain.low());
        assertThat(skewed.high()).isGreaterThan(plain.high());
    }

    @Test
    void oneDebtorHasNoInterval() {
        assertThat(ClusteredMean.skewed(new double[] {1, 2, 9}, new long[] {1, 1, 1})
                        .low())
                .isNaN();
    }

    /// 1,000 samples of 200 amounts whose logarithm is normal.
    @Test
    void itHoldsTheMeanOfAmountsAsOftenAsItSays() {
        int plain = 0;
        int skewed = 0;
        long[] debtors = LongStream.range(0, 200).toArray();
        for (int sample = 0; sample < 1_000; sample++) {
            double[] rows = new double[debtors.length];
            for (int i = 0; i < rows.length; i++) {
                long hash = Draws.hash(sample + "/" + i);
                // Box and Muller.
                double normal = Math.sqrt(-2 * Math.log(1 - Draws.uniform(hash, 1, 0)))
                        * Math.cos(2 * Math.PI * Draws.uniform(hash, 1, 1));
                rows[i] = Math.exp(1.2 * normal);
            }
            plain += holds(ClusteredMean.of(rows, debtors)) ? 1 : 0;
            skewed += holds(ClusteredMean.skewed(rows, debtors)) ? 1 : 0;
        }
        assertThat(skewed).isGreaterThan(plain).isCloseTo(930, within(20));
    }

    private static boolean holds(ClusteredMean mean) {
        return mean.low() <= MEAN && MEAN <= mean.high();
    }
}

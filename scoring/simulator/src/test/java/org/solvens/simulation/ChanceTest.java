package org.solvens.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.solvens.simulation.Chance.Purpose;

final class ChanceTest {
    @Property
    void aNumberDependsOnItsKeyAlone(
            @ForAll long seed, @ForAll @IntRange(min = 0, max = 2_000_000) int debtor, @ForAll Purpose purpose) {
        Chance chance = Chance.of(seed, debtor);
        chance.unit(Purpose.INTENT, 3, 20_000, 1);
        double again = Chance.of(seed, debtor).unit(purpose, 1, 20_000, 2);

        assertThat(chance.unit(purpose, 1, 20_000, 2)).isEqualTo(again).isBetween(0.0, Math.nextDown(1.0));
        assertThat(chance.future(0)).isEqualTo(chance);
        assertThat(chance.future(1).unit(purpose, 1, 20_000, 2)).isNotEqualTo(again);
    }

    @Test
    void numbersAreUniformAndNormalAcrossDebtorsDaysAndPurposes() {
        int n = 0;
        double sum = 0;
        double squares = 0;
        int[] tenths = new int[10];
        double normal = 0;
        double normalSquares = 0;
        for (int debtor = 0; debtor < 50; debtor++) {
            Chance chance = Chance.of(7, debtor);
            for (int day = 20_000; day < 20_100; day++) {
                for (Purpose purpose : Purpose.values()) {
                    double u = chance.unit(purpose, 1, day, 0);
                    sum += u;
                    squares += u * u;
                    tenths[(int) (u * 10)]++;
                    double z = chance.normal(purpose, 2, day);
                    normal += z;
                    normalSquares += z * z;
                    n++;
                }
            }
        }
        assertThat(sum / n).isCloseTo(0.5, within(0.003));
        assertThat(squares / n).isCloseTo(1 / 3.0, within(0.003));
        for (int tenth : tenths) {
            assertThat(tenth / (double) n).isCloseTo(0.1, within(0.003));
        }
        assertThat(normal / n).isCloseTo(0, within(0.01));
        assertThat(normalSquares / n).isCloseTo(1, within(0.02));
    }
}

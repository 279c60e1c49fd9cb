package org.solvens.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.solvens.reports.AdditiveReserve.Vintage;

class AdditiveReserveTest {
    private static Vintage vintage(double placed, double... mature) {
        return new Vintage(placed, mature, mature[mature.length - 1]);
    }

    /// After one month 10 % and 20 % came in, so 15 % of as much; after two 5 %.
    @Test
    void laterMonthsBringWhatEarlierOnesDid() {
        List<Vintage> vintages = List.of(vintage(1000, 0, 100, 150), vintage(1000, 0, 200), vintage(2000, 0));
        AdditiveReserve reserve = new AdditiveReserve(vintages);
        assertThat(reserve.lastAge()).isEqualTo(2);
        assertThat(reserve.expected(vintages.get(0), 2)).isZero();
        assertThat(reserve.expected(vintages.get(1), 2)).isCloseTo(50, within(1e-9));
        assertThat(reserve.expected(vintages.get(2), 1)).isCloseTo(300, within(1e-9));
        assertThat(reserve.of(vintages, _ -> 1).value()).isCloseTo(50 + 300 + 100, within(1e-9));
        // Spread of age 1: (1000 * 0.05² * 2) / 1 = 5, which is taken for age 2 too. Age 1: 2000 * 5 + 2000² * 5 /
        // 2000;
        // age 2: 3000 * 5 + 3000² * 5 / 1000.
        assertThat(reserve.of(vintages, _ -> 1).deviation())
                .isCloseTo(Math.sqrt(10_000 + 10_000 + 15_000 + 45_000), within(1e-9));
    }

    /// What already came in of a month that has begun is not expected again, and never less than nothing is.
    @Test
    void theMonthThatHasBegunCountsWhatIsLeftOfIt() {
        List<Vintage> old = List.of(vintage(1000, 0, 100), vintage(1000, 0, 100));
        AdditiveReserve reserve = new AdditiveReserve(old);
        assertThat(reserve.expected(new Vintage(1000, new double[] {0}, 30), 1)).isCloseTo(70, within(1e-9));
        assertThat(reserve.expected(new Vintage(1000, new double[] {0}, 170), 1))
                .isZero();
    }

    /// Discounted amounts are smaller, and a rate of 0 changes nothing.
    @Property
    void discountingTakesOff(
            @ForAll @Size(min = 2, max = 6) List<@DoubleRange(min = 1, max = 100) Double> steps,
            @ForAll @DoubleRange(min = 0, max = 0.3) double rate) {
        double[] mature = new double[steps.size()];
        for (int i = 1; i < mature.length; i++) {
            mature[i] = mature[i - 1] + steps.get(i);
        }
        List<Vintage> vintages = List.of(vintage(1000, mature), vintage(500, 0));
        AdditiveReserve reserve = new AdditiveReserve(vintages);
        double whole = reserve.of(vintages, _ -> 1).value();
        assertThat(whole).isCloseTo(mature[mature.length - 1] / 2, within(1e-6));
        assertThat(reserve.of(vintages, years -> Math.pow(1 + rate, -years)).value())
                .isLessThanOrEqualTo(whole + 1e-9)
                .isPositive();
    }
}

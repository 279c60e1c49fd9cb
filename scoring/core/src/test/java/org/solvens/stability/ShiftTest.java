package org.solvens.stability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.solvens.feature.Missing;

class ShiftTest {
    @Test
    void theIndexIsThatOfTheShares() {
        Shift shift = Shift.of(new long[] {50, 50}, new long[] {60, 40}, 100, 100);
        assertThat(shift.value()).isCloseTo(0.1 * Math.log(1.2) - 0.1 * Math.log(0.8), within(1e-12));
        assertThat(shift.bins()).isEqualTo(2);
        assertThat(shift.expected()).isCloseTo(0.02, within(1e-12));
        // The 0.999 quantile of chi-square with one degree of freedom is 10.83.
        assertThat(shift.noise()).isCloseTo(10.83 * 0.02, within(0.01));
    }

    @Test
    void valuesFallIntoBinsThatAreEqualInTheReference() {
        double[] scores = IntStream.range(0, 100).mapToDouble(i -> i).toArray();
        assertThat(Shift.between(scores, scores, 10).value()).isZero();
        assertThat(Shift.between(scores, scores, 10).expected()).isCloseTo(9 * 0.02, within(1e-12));
        // Cut at 1: shares .5, .5 against .25, .75.
        assertThat(Shift.between(new double[] {0, 0, 1, 1}, new double[] {0, 1, 1, 1}, 10)
                        .value())
                .isCloseTo(-0.25 * Math.log(0.5) + 0.25 * Math.log(1.5), within(1e-12));
    }

    @Test
    void aSmallMonthDoesNotCryWolfAndALargeOneDoesNotSleep() {
        // 0.29 in 20 cases is chance; the same shares in 2,000 are not.
        assertThat(Shift.of(new long[] {5_000, 5_000}, new long[] {15, 5}, 10_000, 20)
                        .level())
                .isEqualTo(Level.QUIET);
        assertThat(Shift.of(new long[] {5_000, 5_000}, new long[] {1_500, 500}, 10_000, 2_000)
                        .level())
                .isEqualTo(Level.ALARM);
        assertThat(Shift.of(new long[] {5_000, 5_000}, new long[] {1_300, 700}, 10_000, 2_000)
                        .level())
                .isEqualTo(Level.QUIET);
        assertThat(Shift.of(new long[] {5_000, 5_000}, new long[] {1_360, 640}, 10_000, 2_000)
                        .level())
                .isEqualTo(Level.NOTICE);
    }

    @Test
    void anEmptyBinCountsAsHalfARowAndOneEmptyOnBothSidesNotAtAll() {
        Shift shift = Shift.of(new long[] {10, 0, 0}, new long[] {8, 2, 0}, 10, 10);
        assertThat(shift.bins()).isEqualTo(2);
        assertThat(shift.value())
                .isCloseTo((0.8 - 1) * Math.log(0.8) + (0.2 - 0.05) * Math.log(0.2 / 0.05), within(1e-12));
        assertThat(Shift.of(new long[] {10}, new long[] {3}, 10, 3).noise()).isZero();
        assertThatThrownBy(() -> Shift.of(new long[] {1}, new long[] {0}, 1, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void meanAndQuantileHoldWhereNothingChanged() {
        SplittableRandom random = new SplittableRandom(4);
        int draws = 4_000;
        double sum = 0;
        int beyond = 0;
        for (int d = 0; d < draws; d++) {
            Shift shift = Shift.of(draw(random, 2_000), draw(random, 400), 2_000, 400);
            sum += shift.value() / shift.expected();
            beyond += shift.value() > shift.noise() ? 1 : 0;
        }
        assertThat(sum / draws).isBetween(0.97, 1.06);
        assertThat(beyond).isBetween(0, 16);
    }

    private static long[] draw(SplittableRandom random, int size) {
        long[] counts = new long[10];
        for (int i = 0; i < size; i++) {
            counts[random.nextInt(10)]++;
        }
        return counts;
    }

    @Test
    void binsAreCutAtQuantilesAndMissingHasItsOwn() {
        Bins bins = Bins.of(new double[] {1, 2, 3, 4, 5, 6, 7, 8, Missing.NO_RECORD.code()}, 4);
        assertThat(bins.cuts()).containsExactly(3, 5, 7);
        assertThat(bins.count()).isEqualTo(8);
        assertThat(bins.of(2.9)).isEqualTo(4);
        assertThat(bins.of(3)).isEqualTo(5);
        assertThat(bins.of(100)).isEqualTo(7);
        assertThat(bins.of(Missing.NO_FEED.code())).isEqualTo(Missing.NO_FEED.ordinal());
        // Mostly one value: no bin is left empty below it.
        assertThat(Bins.of(new double[] {0, 0, 0, 0, 0, 1}, 3).cuts()).isEmpty();
        assertThat(Bins.of(new double[] {0, 0, 1}, 3).cuts()).containsExactly(1);
        assertThat(Bins.of(new double[0], 5).count()).isEqualTo(5);
    }
}

package org.solvens.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.solvens.stability.Bins;
import org.solvens.stability.Level;
import org.solvens.stability.Shift;

/// Two age groups, of which the older one owes more: thing 0 is the group again, thing 1 what
/// is owed.
class CountsTest {
    private static final Bins BINS = new Bins(new double[] {1});
    private static final int LOW = Bins.MISSING;
    private static final int HIGH = Bins.MISSING + 1;

    /// @param cases in the age groups young and old
    /// @param high share of high balances in each
    private static Counts counts(long[] cases, double[] high) {
        long[] cells = new long[Counts.size(2)];
        for (int age = 0; age < 2; age++) {
            long many = Math.round(cases[age] * high[age]);
            cells[Counts.place(LOW + age, 2, 0, LOW + age)] += cases[age];
            cells[Counts.place(LOW + age, 2, 1, HIGH)] += many;
            cells[Counts.place(LOW + age, 2, 1, LOW)] += cases[age] - many;
        }
        return new Counts(cells);
    }

    private static Shift shift(Counts reference, Counts month) {
        return Shift.of(
                reference.ofAgesLike(month, 1, BINS),
                Arrays.stream(month.of(1, BINS)).asDoubleStream().toArray(),
                10_000 * reference.effectiveShare(month),
                1_000);
    }

    @Test
    void aPortfolioThatGrewOlderIsQuietAtLikeAges() {
        Counts training = counts(new long[] {8_000, 2_000}, new double[] {0.1, 0.9});
        Counts month = counts(new long[] {200, 800}, new double[] {0.1, 0.9});
        assertThat(training.of(1, BINS)[HIGH]).isEqualTo(2_600);
        assertThat(training.ofAgesLike(month, 1, BINS)).containsSequence(2_600, 7_400);
        assertThat(shift(training, month).value()).isZero();
        assertThat(Shift.of(training.of(1, BINS), month.of(1, BINS), 10_000, 1_000)
                        .level())
                .isEqualTo(Level.ALARM);
    }

    @Test
    void aChangeAtLikeAgesAlarmsWhateverTheAges() {
        Counts training = counts(new long[] {8_000, 2_000}, new double[] {0.1, 0.9});
        assertThat(shift(training, counts(new long[] {200, 800}, new double[] {0.1, 0.4}))
                        .level())
                .isEqualTo(Level.ALARM);
        assertThat(shift(training, counts(new long[] {800, 200}, new double[] {0.5, 0.9}))
                        .level())
                .isEqualTo(Level.ALARM);
    }

    @Test
    void likeAgesTellByFewerMembersUnlessTheyAreAlike() {
        Counts training = counts(new long[] {8_000, 2_000}, new double[] {0.1, 0.9});
        assertThat(training.effectiveShare(counts(new long[] {80, 20}, new double[] {0, 0})))
                .isCloseTo(1, within(1e-12));
        // Weights 0.25 and 4: 10,000 squared by 8,000 / 16 + 2,000 * 16, of 10,000.
        assertThat(training.effectiveShare(counts(new long[] {20, 80}, new double[] {0, 0})))
                .isCloseTo(1e8 / 32_500 / 10_000, within(1e-12));
    }

    @Test
    void agesThatTrainingLacksAreLeftOut() {
        Counts training = counts(new long[] {1_000, 0}, new double[] {0.5, 0});
        Counts month = counts(new long[] {500, 500}, new double[] {0.5, 0.5});
        assertThat(training.ofAgesLike(month, 1, BINS)).containsSequence(500, 500);
        assertThat(training.plus(training).of(1, BINS)[HIGH]).isEqualTo(1_000);
    }
}

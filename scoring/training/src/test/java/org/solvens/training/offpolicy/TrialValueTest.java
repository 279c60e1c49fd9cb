package org.solvens.training.offpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.solvens.training.offpolicy.TrialValue.Verdict;

class TrialValueTest {
    private static final LocalDate FROM = LocalDate.of(2026, 1, 1);

    private static TrialValue of(List<Double> champions, List<Double> challengers, @Nullable Double effect) {
        return TrialValue.of(FROM, FROM.plusDays(194), true, champions, challengers, 0.5, effect);
    }

    private static List<Double> outcomes(int count, double mean, long seed) {
        Random random = new Random(seed);
        return Stream.generate(() -> mean + 100 * random.nextGaussian())
                .limit(count)
                .toList();
    }

    @Test
    void meansDeviationsIntervalAndNeededDebtors() {
        TrialValue value = of(List.of(10.0, 20.0, 30.0), List.of(20.0, 40.0), 5.0);
        assertThat(value.champion()).isEqualTo(new TrialValue.Arm(3, 20, 10));
        assertThat(value.challenger().mean()).isEqualTo(30);
        assertThat(value.challenger().deviation()).isEqualTo(Math.sqrt(200), within(1e-12));
        double error = 1.959964 * Math.sqrt(100 / 3.0 + 200 / 2.0);
        assertThat(value.difference().value()).isEqualTo(10);
        assertThat(value.difference().low()).isEqualTo(10 - error, within(1e-9));
        assertThat(value.difference().high()).isEqualTo(10 + error, within(1e-9));
        // (1.96 + 0.84)^2 / 5^2 * (100 / 0.5 + 200 / 0.5)
        assertThat(value.needed()).isEqualTo(189);
        assertThat(value.verdict()).isEqualTo(Verdict.TOO_SMALL);
        assertThat(value.judged()).isFalse();
        assertThat(value.text()).contains("2 debtors, 30 a debtor", "189 debtors", "too few debtors");
    }

    @Test
    void theVerdictFollowsTheInterval() {
        assertThat(of(outcomes(2_000, 100, 1), outcomes(2_000, 150, 2), 20.0).verdict())
                .isEqualTo(Verdict.CHALLENGER_BETTER);
        assertThat(of(outcomes(2_000, 150, 1), outcomes(2_000, 100, 2), 20.0).verdict())
                .isEqualTo(Verdict.CHALLENGER_WORSE);
        assertThat(of(outcomes(2_000, 100, 1), outcomes(2_000, 100, 2), 20.0).verdict())
                .isEqualTo(Verdict.NO_DIFFERENCE);
        assertThat(of(outcomes(200, 100, 1), outcomes(200, 100, 2), 20.0).verdict())
                .isEqualTo(Verdict.TOO_SMALL);
    }

    @Test
    void nothingIsJudgedBeforeTheOutcomesAreKnown() {
        TrialValue value =
                TrialValue.of(FROM, FROM.plusDays(194), false, outcomes(9, 0, 1), outcomes(9, 500, 2), 0.5, null);
        assertThat(value.verdict()).isEqualTo(Verdict.WAIT);
        assertThat(value.difference()).isNull();
        assertThat(value.judged()).isFalse();
        assertThat(value.text())
                .contains("the outcomes are not known before 2026-07-14")
                .doesNotContain("a debtor [");
    }

    @Test
    void anArmWithoutDebtorsHasNoVerdict() {
        assertThat(of(outcomes(50, 100, 1), List.of(), null).verdict()).isEqualTo(Verdict.TOO_SMALL);
    }

    /// In trials without a difference, the interval excludes zero about once in twenty times, and the needed number
    /// finds the difference that it is for about four times out of five.
    @Test
    void sizeAndPowerAreAsStated() {
        int excluded = 0;
        int found = 0;
        for (int trial = 0; trial < 400; trial++) {
            long seed = 2L * trial;
            excluded += of(outcomes(200, 100, seed), outcomes(200, 100, seed + 1), 20.0)
                                    .verdict()
                            == Verdict.TOO_SMALL
                    ? 0
                    : 1;
            // Half of (1.96 + 0.84)^2 / 20^2 * 4 * 100^2 in each arm.
            found += of(outcomes(393, 100, seed), outcomes(393, 120, seed + 1), 20.0)
                                    .verdict()
                            == Verdict.CHALLENGER_BETTER
                    ? 1
                    : 0;
        }
        assertThat(excluded / 400.0).isBetween(0.02, 0.09);
        assertThat(found / 400.0).isBetween(0.73, 0.87);
    }
}

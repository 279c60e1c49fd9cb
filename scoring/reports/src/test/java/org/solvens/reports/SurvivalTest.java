package org.solvens.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SurvivalTest {
    /// Ten followed: one event in month 0, two censored in month 1, two events in month 2, the rest censored in month
    /// 3.
    /// By hand: 9/10, then 9/10, then 9/10 * 5/7.
    @Test
    void kaplanAndMeierByHand() {
        Survival survival = new Survival();
        survival.add(0, true, 1);
        survival.add(1, false, 2);
        survival.add(2, true, 2);
        survival.add(3, false, 5);
        List<Survival.Step> steps = survival.steps();
        assertThat(steps).extracting(Survival.Step::atRisk).containsExactly(10L, 9L, 7L, 5L);
        assertThat(steps).extracting(Survival.Step::events).containsExactly(1L, 0L, 2L, 0L);
        assertThat(steps.get(0).share()).isCloseTo(0.9, within(1e-12));
        assertThat(steps.get(1).share()).isCloseTo(0.9, within(1e-12));
        assertThat(steps.get(2).share()).isCloseTo(0.9 * 5 / 7, within(1e-12));
        // Greenwood's variance of log(-log S): (1/(10*9) + 2/(7*5)) / ln(S)^2.
        double share = 0.9 * 5 / 7;
        double wide = 1.959963984540054 * Math.sqrt(1 / 90.0 + 2 / 35.0) / Math.log(share);
        assertThat(steps.get(2).low()).isCloseTo(Math.pow(share, Math.exp(-wide)), within(1e-12));
        assertThat(steps.get(2).high()).isCloseTo(Math.pow(share, Math.exp(wide)), within(1e-12));
        assertThat(steps.get(2).low()).isLessThan(share).isPositive();
        assertThat(steps.get(2).high()).isGreaterThan(share).isLessThan(1);
    }

    @Test
    void nobodyFollowedHasNoCurve() {
        assertThat(new Survival().steps()).isEmpty();
    }

    @Test
    void whenAllEndNothingIsLeft() {
        Survival survival = new Survival();
        survival.add(1, true, 3);
        assertThat(survival.steps()).extracting(Survival.Step::share).containsExactly(1.0, 0.0);
    }
}

package org.solvens.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which debtors a challenger decides on.
final class PolicyTrialTest {
    private static final int DEBTORS = 20_000;

    private static Set<String> challenged(double share, long seed) {
        PolicyTrial trial = new PolicyTrial(share, seed);
        return IntStream.range(0, DEBTORS)
                .mapToObj(i -> "D" + i)
                .filter(trial::challenges)
                .collect(Collectors.toSet());
    }

    @Test
    void aShareOfTheDebtorsIsDrawn() {
        assertThat(challenged(0.2, 1).size() / (double) DEBTORS)
                .isEqualTo(0.2, within(4 * Math.sqrt(0.2 * 0.8 / DEBTORS)));
    }

    @Test
    void aLargerShareKeepsTheDebtorsOfTheSmaller() {
        assertThat(challenged(0.3, 1)).containsAll(challenged(0.2, 1));
    }

    @Test
    void anotherSeedDrawsOthers() {
        Set<String> both = challenged(0.2, 1);
        both.retainAll(challenged(0.2, 2));
        assertThat(both.size() / (double) DEBTORS).isEqualTo(0.04, within(0.006));
    }

    /// The trial and the exploration of a policy draw independently: otherwise one arm would explore more.
    @Test
    void theDrawIsNotThatOfTheExploration() {
        Set<String> arm = challenged(0.2, 1);
        Exploration exploration = new Exploration(0.2, 1);
        long both = arm.stream()
                .filter(debtor -> exploration.draws(debtor, CaseDraft.AS_OF))
                .count();
        assertThat(both / (double) arm.size()).isEqualTo(0.2, within(0.03));
    }

    @Test
    void theChallengerDecidesOnItsDebtorsAlone() {
        Policy challenger = Policy.parse(Policy.standardText().replace("name: default", "name: other"), "other.yaml");
        PolicyTrial trial = new PolicyTrial(0.2, 1);
        Deciders both = Deciders.of(Policy.standard(), challenger, trial);
        for (int i = 0; i < 1_000; i++) {
            assertThat(both.of("D" + i).policy().label())
                    .isEqualTo(trial.challenges("D" + i) ? "other@8" : "default@8");
            assertThat(Deciders.of(Policy.standard()).of("D" + i).policy().label())
                    .isEqualTo("default@8");
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -0.1, Double.NaN})
    void aShareOfNoneOrAllIsNoTrial(double share) {
        assertThatThrownBy(() -> new PolicyTrial(share, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}

package org.solvens.training.offpolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/// Estimates from logged decisions against a world whose truth is known.
final class OffPolicyTest {
    private static final String[] NAMES = {"wait", "call", "plan"};

    /// A world in which debtors differ, their decisions depend on each other, and the log prefers
    /// what helps least.
    ///
    /// @param planned least probability of a plan
    private static OffPolicy.Log log(long seed, int debtors, double planned) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Object[]> rows = new ArrayList<>();
        for (int d = 0; d < debtors; d++) {
            double trait = random.nextDouble();
            int decisions = 1 + random.nextInt(5);
            for (int i = 0; i < decisions; i++) {
                double call = 0.2 + 0.4 * (1 - trait);
                double plan = planned == 0 ? 0 : planned + 0.1 * trait;
                double u = random.nextDouble();
                int taken = u < call ? 1 : u < call + plan ? 2 : 0;
                double probability = taken == 1 ? call : taken == 2 ? plan : 1 - call - plan;
                int choice = choice(trait);
                double outcome = mean(trait, taken) + trait + random.nextDouble() - 0.5;
                rows.add(new Object[] {NAMES[choice], taken == choice, probability, outcome, 0.7, (long) d});
            }
        }
        int size = rows.size();
        String[] choices = new String[size];
        boolean[] agree = new boolean[size];
        double[] probabilities = new double[size];
        double[] outcomes = new double[size];
        double[] expected = new double[size];
        long[] owners = new long[size];
        for (int i = 0; i < size; i++) {
            Object[] row = rows.get(i);
            choices[i] = (String) row[0];
            agree[i] = (Boolean) row[1];
            probabilities[i] = (Double) row[2];
            outcomes[i] = (Double) row[3];
            expected[i] = (Double) row[4];
            owners[i] = (Long) row[5];
        }
        return new OffPolicy.Log(choices, agree, probabilities, outcomes, expected, owners);
    }

    private static int choice(double trait) {
        return trait < 0.5 ? 1 : 2;
    }

    private static double mean(double trait, int taken) {
        return taken == 0 ? 0.1 : taken == 1 ? 0.4 * (1 - trait) : 0.8 * trait;
    }

    /// E[mean(trait, choice(trait)) + trait] for a uniform trait.
    private static double truth() {
        double called = 0.4 * (0.5 - 0.125);
        double planned = 0.8 * 0.375;
        return called + planned + 0.5;
    }

    @Test
    void nineOfTenIntervalsHoldTheTruth() {
        int ips = 0;
        int snips = 0;
        int robust = 0;
        double mean = 0;
        int answered = 0;
        for (int run = 0; run < 400; run++) {
            OffPolicy value = OffPolicy.of(log(run, 400, 0.1));
            // By bad luck of its weights, a log may look as if it had no support.
            if (value.missing().isEmpty()) {
                answered++;
                ips += holds(value.ips()) ? 1 : 0;
                snips += holds(value.snips()) ? 1 : 0;
                robust += holds(value.doublyRobust()) ? 1 : 0;
                mean += value.doublyRobust().value();
            }
        }
        assertThat(answered).isGreaterThanOrEqualTo(395);
        // 95 % of 400 is 380; three standard errors below it is 367.
        assertThat(ips).isBetween(362, 396);
        assertThat(snips).isBetween(362, 396);
        assertThat(robust).isBetween(362, 396);
        assertThat(mean / answered).isCloseTo(truth(), within(0.01));
    }

    private static boolean holds(org.solvens.training.evaluate.ClusteredMean mean) {
        return mean.low() <= truth() && truth() <= mean.high();
    }

    /// Sums by the definitions, decision by decision.
    @Property(tries = 50)
    void theEstimatesAreTheirDefinitions(@ForAll @IntRange(min = 0, max = 10_000) int seed) {
        OffPolicy.Log log = log(seed, 150, 0.1);
        OffPolicy value = OffPolicy.of(log);
        int size = log.outcomes().length;
        double weights = 0;
        double squares = 0;
        double weighted = 0;
        double robust = 0;
        for (int i = 0; i < size; i++) {
            double weight = log.agree()[i] ? 1 / log.probabilities()[i] : 0;
            weights += weight;
            squares += weight * weight;
            weighted += weight * log.outcomes()[i];
            robust += 0.7 + weight * (log.outcomes()[i] - 0.7);
        }
        assertThat(value.effective()).isCloseTo(weights * weights / squares, within(1e-6));
        assertThat(value.support().value()).isCloseTo(weights / size, within(1e-9));
        if (value.missing().isEmpty()) {
            assertThat(value.ips().value()).isCloseTo(weighted / size, within(1e-9));
            assertThat(value.snips().value()).isCloseTo(weighted / weights, within(1e-9));
            assertThat(value.doublyRobust().value()).isCloseTo(robust / size, within(1e-9));
        }
    }

    /// Where the policy is that of the log, the value is what was observed.
    @Test
    void thePolicyOfTheLogHasItsOutcomes() {
        OffPolicy.Log log = log(3, 300, 0.1);
        int size = log.outcomes().length;
        boolean[] agree = new boolean[size];
        double[] ones = new double[size];
        java.util.Arrays.fill(agree, true);
        java.util.Arrays.fill(ones, 1);
        OffPolicy value = OffPolicy.of(
                new OffPolicy.Log(log.choices(), agree, ones, log.outcomes(), log.expected(), log.debtors()));
        assertThat(value.ips()).isEqualTo(value.logged());
        assertThat(value.doublyRobust().value()).isCloseTo(value.logged().value(), within(1e-9));
        assertThat(value.effective()).isCloseTo(size, within(1e-6));
    }

    @Test
    void withoutSupportThereIsNoEstimateAndTheNeededExplorationIsStated() {
        OffPolicy value = OffPolicy.of(log(1, 400, 0));
        assertThat(value.ips()).isNull();
        assertThat(value.snips()).isNull();
        assertThat(value.doublyRobust()).isNull();
        assertThat(value.support().value()).isCloseTo(0.5, within(0.1));
        assertThat(value.missing())
                .singleElement()
                .asString()
                .contains("takes plan in", "took it in 0 of them", "explore it in at least");
    }
}

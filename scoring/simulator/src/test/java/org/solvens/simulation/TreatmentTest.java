package org.solvens.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.solvens.history.Route;
import org.solvens.history.Stage;
import org.solvens.simulation.Chance.Purpose;

/// Each route does most for those it is meant for.
final class TreatmentTest {
    private static final int FUTURES = 24;
    private static final List<Trial> TRIALS = new ArrayList<>();

    /// One decision: who it was about, and what each route brings net of cost, as a share of the balance.
    private record Trial(
            double forgetful,
            double willing,
            double canPay,
            double hopeless,
            double answers,
            boolean moved,
            int pastDue,
            boolean early,
            double[] net) {
        double effect(Route route) {
            return net[route.ordinal()] - net[Route.WAIT.ordinal()];
        }
    }

    @BeforeAll
    static void simulate() {
        World world = new World(Scenario.FIRST, 11, Facts.FROM, Facts.TO);
        Life.Witness witness = new Life.Witness() {
            @Override
            public void deciding(Life life, int day, int index, double[] distribution, Route chosen) {
                CaseState one = life.state(index);
                if (one.directKnownOn == 0
                        && one.balance() < 40_000_00
                        && life.chance().unit(Purpose.SAMPLED, index, day, 0) < 0.12) {
                    TRIALS.add(trial(life, day, index));
                }
            }

            @Override
            public void changed(Life life, int day) {}
        };
        for (int number = 0; number < 1_500; number++) {
            Simulation.live(world, number, (feed, values) -> {}, witness);
        }
    }

    private static Trial trial(Life life, int day, int index) {
        CaseState one = life.state(index);
        Debtor debtor = life.debtor();
        DebtorState self = life.self();
        double[] net = new double[OldPolicy.ROUTES.size()];
        for (Route route : Route.values()) {
            if (route != Route.HOLD) {
                for (int future = 1; future <= FUTURES; future++) {
                    Tally tally = life.imagine(future, day, index, route, day + 120);
                    net[route.ordinal()] +=
                            (tally.recovered() - tally.cost()) / (double) Math.max(one.balance(), 500_00) / FUTURES;
                }
            }
        }
        double liquid = Behaviour.liquid(life.world(), debtor, self, day);
        return new Trial(
                debtor.forgetful(),
                self.willing,
                Behaviour.canPay(liquid, one.balance() / 100.0, 0),
                life.mood(day, index).hopeless(),
                Behaviour.answers(debtor, self, day),
                !self.addressGood,
                one.pastDue(day),
                one.stage == Stage.COLLECTION && one.pastDue(day) > 90,
                net);
    }

    private static double effect(Route route, Predicate<Trial> who) {
        List<Trial> those = TRIALS.stream().filter(who).toList();
        assertThat(those).hasSizeGreaterThan(30);
        return those.stream().mapToDouble(t -> t.effect(route)).average().orElseThrow();
    }

    @Test
    void aReminderHelpsTheForgetful() {
        assertThat(effect(Route.REMINDER, t -> t.forgetful > 0.7 && !t.moved))
                .isPositive()
                .isGreaterThan(effect(Route.REMINDER, t -> t.forgetful < 0.3 && !t.moved));
    }

    @Test
    void aCallHelpsTheReachableAndAble() {
        assertThat(effect(Route.CALL, t -> t.answers > 0.3 && t.canPay > 0.5))
                .isPositive()
                .isGreaterThan(effect(Route.CALL, t -> t.answers < 0.1));
    }

    @Test
    void aPlanHelpsTheWillingWhoCannotPayAtOnce() {
        assertThat(effect(Route.PLAN, t -> t.willing > 0 && t.canPay < 0.4 && !t.moved))
                .isPositive()
                .isGreaterThan(effect(Route.PLAN, t -> t.willing < -0.7 && !t.moved));
    }

    @Test
    void aReductionHelpsTheWillingWhoAreDeepInDebt() {
        Predicate<Trial> deepAndWilling = t -> t.hopeless > 0.5 && t.willing > 0 && !t.moved;
        Predicate<Trial> afloatAndWilling = t -> t.hopeless < 0.3 && t.willing > 0 && !t.moved;
        Predicate<Trial> deepAndUnwilling = t -> t.hopeless > 0.5 && t.willing < -0.7 && !t.moved;
        double helped = effect(Route.REDUCTION, deepAndWilling);
        assertThat(helped)
                .isGreaterThan(0.05)
                .isGreaterThan(2 * effect(Route.REDUCTION, deepAndUnwilling))
                .isGreaterThan(2 * effect(Route.REDUCTION, afloatAndWilling));
        // Without a reduction the same instalments do less for them, and enough for those who are afloat.
        assertThat(helped).isGreaterThan(effect(Route.PLAN, deepAndWilling));
        assertThat(effect(Route.PLAN, afloatAndWilling)).isGreaterThan(effect(Route.REDUCTION, afloatAndWilling));
    }

    /// The same debtor on the same day, left alone and pressed ten times in ten days.
    @Test
    void tooManyContactsWearOut() {
        World world = new World(Scenario.FIRST, 11, Facts.FROM, Facts.TO);
        int day = (int) Facts.FROM.toEpochDay() + 100;
        for (int number = 0; number < 50; number++) {
            Debtor debtor = Debtor.draw(world, number);
            CaseState one = new CaseState(debtor.claims().getFirst());
            DebtorState alone = new DebtorState(debtor, Chance.of(17, number));
            alone.phoneGood = true;
            DebtorState reminded = alone.copy();
            DebtorState pressed = alone.copy();
            reminded.contacted(day - 14);
            reminded.contacted(day - 1);
            for (int before = 10; before > 0; before--) {
                pressed.contacted(day - before);
            }
            double will = Behaviour.will(world, alone, one, 0.2, 0.5, day);
            assertThat(Behaviour.will(world, reminded, one, 0.2, 0.5, day)).isEqualTo(will);
            assertThat(Behaviour.will(world, pressed, one, 0.2, 0.5, day)).isLessThan(will - 0.2);
            assertThat(Behaviour.answers(debtor, pressed, day)).isLessThan(0.9 * Behaviour.answers(debtor, alone, day));
            // Left in peace, it passes.
            assertThat(Behaviour.will(world, pressed, one, 0.2, 0.5, day + 60))
                    .isEqualTo(Behaviour.will(world, alone, one, 0.2, 0.5, day + 60));
        }
    }

    @Test
    void tracingHelpsTheMoved() {
        assertThat(effect(Route.TRACE_ADDRESS, t -> t.moved && t.willing > -0.5))
                .isPositive()
                .isGreaterThan(effect(Route.TRACE_ADDRESS, t -> !t.moved));
    }

    @Test
    void legalStepsPressTheAbleUnwillingMoreThanTheUnable() {
        assertThat(effect(Route.LEGAL_REVIEW, t -> t.willing < -0.3 && t.canPay > 0.6 && t.early && !t.moved))
                .isGreaterThan(effect(Route.LEGAL_REVIEW, t -> t.canPay < 0.2 && t.early && !t.moved));
    }

    @Test
    void waitingIsBestForSomeWhoPayByThemselves() {
        long waits = TRIALS.stream()
                .filter(t -> t.willing > 0 && t.canPay > 0.6)
                .filter(t -> t.effect(Route.CALL) < 0 && t.effect(Route.PLAN) < 0)
                .count();
        assertThat(waits).isGreaterThan(20);
    }
}

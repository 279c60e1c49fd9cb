package org.solvens.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.solvens.history.HoldKind;
import org.solvens.history.Route;

/// What a policy that prefers a call decides where no call is left.
final class WithoutCallTest {
    private static final Decider DECIDER = new Decider(Policy.standard().withoutExploration());
    private static final RouteEffects EFFECTS =
            new RouteEffects(Map.of(Route.CALL, 0.2, Route.PLAN, 0.1, Route.REMINDER, 0.08, Route.LEGAL_REVIEW, 0.9));

    private static CaseFacts able(Consumer<CaseDraft> changes) {
        return CaseDraft.of(c -> {
            c.scores(0.7, 0.8, 0.7).balance = 4_000_000;
            changes.accept(c);
        });
    }

    @Test
    void theBestOfTheOtherRoutesIsTaken() {
        Decision with = DECIDER.decide(able(c -> {}), EFFECTS);
        Decision without = DECIDER.decideWithoutCall(able(c -> {}), EFFECTS);
        assertThat(with.route()).isEqualTo(Route.CALL);
        assertThat(with.prefersCall()).isTrue();
        // 4,000 * 0.1 - 60 = 340; 4,000 * 0.08 - 15 = 305.
        assertThat(without.route()).isEqualTo(Route.PLAN);
        assertThat(without.rule()).isEqualTo(with.rule());
        assertThat(without.values())
                .containsEntry(Route.PLAN, 340.0)
                .containsEntry(Route.REMINDER, 305.0)
                .doesNotContainKey(Route.CALL);
        assertThat(without.secondRoute()).isNotEqualTo(Route.CALL);
        assertThat(without.flags()).contains(Flag.NO_CALL_LEFT);
        assertThat(without.trace()).contains("capacity.calls", "rank.value");
        assertThat(with.flags()).doesNotContain(Flag.NO_CALL_LEFT);
    }

    @Test
    void withoutEffectsTheOrderOfTheRulesDecides() {
        CaseFacts small = able(c -> c.balance = 1_000_000);
        assertThat(DECIDER.decide(small).route()).isEqualTo(Route.CALL);
        Decision without = DECIDER.decideWithoutCall(small, RouteEffects.NONE);
        assertThat(without.route()).isEqualTo(Route.PLAN);
        assertThat(without.rule()).isEqualTo("able");
    }

    /// A policy whose next rule for the unwilling is the court.
    @Test
    void nobodyIsTakenToCourtBecauseNobodyHadTimeToCall() {
        Decider court = new Decider(Policy.parse(
                Policy.standardText()
                        .replaceFirst(
                                "(?s)(  - id: able_unwilling_call.*?)    second: reminder\n    options: [^\n]*\n", "$1")
                        .replace("      days_past_due: {min: 91}\n      balance: {min: worth_court}\n", "")
                        .replaceFirst("(?s)  - id: able_unwilling_offer.*?(  - id: able_unwilling_letter)", "$1"),
                "court.yaml"));
        CaseFacts unwilling = CaseDraft.of(c -> c.ableUnwilling(60));
        assertThat(court.decide(unwilling).route()).isEqualTo(Route.CALL);
        assertThat(court.decide(unwilling).secondRoute()).isEqualTo(Route.LEGAL_REVIEW);
        assertThat(court.decideWithoutCall(unwilling, RouteEffects.NONE).route())
                .isNotIn(Route.LEGAL_REVIEW, Route.CALL);
    }

    @Test
    void lawAndHoldsAndMandateBindAsEver() {
        assertThat(DECIDER.decideWithoutCall(able(c -> c.holds = EnumSet.of(HoldKind.VULNERABLE)), EFFECTS)
                        .route())
                .isEqualTo(Route.HOLD);
        CaseFacts noPlans = able(c -> c.mandate = new Mandate(0, false, false, 0, false, false, 0.0, false, 0));
        assertThat(DECIDER.decide(noPlans, EFFECTS).route()).isEqualTo(Route.CALL);
        assertThat(DECIDER.decideWithoutCall(noPlans, EFFECTS).route()).isEqualTo(Route.REMINDER);
    }

    /// The probabilities of the routes without a call add up, and a call that is drawn stays.
    @Test
    void aCallThatIsDrawnStays() {
        Decider drawing =
                new Decider(Policy.parse(Policy.standardText().replace("share: 0.02", "share: 0.3"), "drawing.yaml"));
        Map<Route, Integer> taken = new EnumMap<>(Route.class);
        Map<Route, Double> stated = new EnumMap<>(Route.class);
        for (int i = 0; i < 20_000; i++) {
            int debtor = i;
            Decision decision = drawing.decideWithoutCall(able(c -> c.debtorId = "D" + debtor), EFFECTS);
            taken.merge(decision.route(), 1, Integer::sum);
            stated.put(decision.route(), decision.probability());
            assertThat(decision.flags().contains(Flag.NO_CALL_LEFT)).isEqualTo(decision.route() != Route.CALL);
        }
        assertThat(stated.keySet()).contains(Route.CALL, Route.PLAN);
        assertThat(stated.values().stream().mapToDouble(p -> p).sum()).isEqualTo(1, within(1e-12));
        stated.forEach((route, probability) -> assertThat(taken.get(route) / 20_000.0)
                .as("%s", route)
                .isEqualTo(probability, within(4 * Math.sqrt(probability * (1 - probability) / 20_000))));
    }

    @Test
    void aDecisionWhoseReviewWaitsIsTheSameAWeekLater() {
        Decision legal = DECIDER.decide(CaseDraft.of(c -> c.ableUnwilling(120)));
        assertThat(legal.needsHuman()).isTrue();
        Decision queued = legal.queued();
        assertThat(queued.flags()).contains(Flag.REVIEW_QUEUED).containsAll(legal.flags());
        assertThat(queued.reviewOn()).isEqualTo(legal.reviewOn().plusDays(7));
        assertThat(queued.route()).isEqualTo(legal.route());
        assertThat(queued.needsHuman()).isTrue();
    }
}

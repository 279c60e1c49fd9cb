package org.solvens.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.solvens.history.HoldKind;
import org.solvens.history.Route;
import org.solvens.problem.Problem;

/// Options of a rule that are ranked by what they are estimated to bring.
final class RankingTest {
    private static final String RANK = "rank:\n"
            + "  by: value\n"
            + "  standard_errors: 0\n"
            + "  settled_by_talk: worth_a_plan\n"
            + "  prices: {call: 60, plan: 150, legal_review: 1500}\n\n"
            + "limits:\n";
    private static final String RULE = "balance: {min: worth_a_plan}\n    route: plan\n    second: call\n";
    private static final Policy RANKED = Policy.parse(
            unranked()
                    .replaceFirst("limits:\n", RANK)
                    .replace(RULE, RULE + "    options: [wait, reminder, legal_review, deferral]\n"),
            "ranked.yaml");

    /// The default policy without its ranking.
    private static String unranked() {
        return Policy.standardText().replaceFirst("(?s)rank:\n.*?\n\n", "").replaceAll("    options: .*\n", "");
    }

    /// A willing and able debtor with a claim of 4,000.
    private static CaseFacts able(Consumer<CaseDraft> changes) {
        return CaseDraft.of(c -> {
            c.scores(0.7, 0.7, 0.7).balance = 4_000_000;
            changes.accept(c);
        });
    }

    private static Decision decide(CaseFacts facts, Map<Route, Double> shares) {
        return new Decider(RANKED).decide(facts, new RouteEffects(shares));
    }

    @Test
    void theOptionThatBringsMostLessItsPriceIsTaken() {
        // 4,000 * 0.05 - 150 = 50; 4,000 * 0.03 - 60 = 60; 4,000 * 0.3 - 1,500 < 0.
        Decision decision = decide(able(c -> {}), Map.of(Route.PLAN, 0.05, Route.CALL, 0.03, Route.LEGAL_REVIEW, 0.3));
        assertThat(decision.route()).isEqualTo(Route.CALL);
        assertThat(decision.secondRoute()).isEqualTo(Route.PLAN);
        assertThat(decision.rule()).isEqualTo("able_large");
        assertThat(decision.trace()).contains("route.able_large", "rank.value");
        assertThat(decision.values().keySet())
                .containsExactlyInAnyOrder(Route.PLAN, Route.CALL, Route.WAIT, Route.LEGAL_REVIEW);
        assertThat(decision.values()).containsEntry(Route.WAIT, 0.0).containsEntry(Route.LEGAL_REVIEW, -300.0);
        assertThat(decision.values().get(Route.CALL)).isCloseTo(60, within(1e-9));
    }

    /// The policy asks for 1.96 standard errors of the difference: 4,000 * 1.96 * hypot(0.003, 0.004) = 39.2.
    @Test
    void anotherRouteMustBeAheadByMoreThanChance() {
        Decider sure = new Decider(Policy.standard());
        Map<Route, Double> errors = Map.of(Route.PLAN, 0.003, Route.CALL, 0.004);
        Map<Route, Double> chance = Map.of(Route.PLAN, 0.05, Route.CALL, 0.0597);
        Decision doubtful = sure.decide(able(c -> {}), new RouteEffects(chance, errors));
        assertThat(doubtful.route()).isEqualTo(Route.PLAN);
        assertThat(doubtful.trace()).contains("rank.value");
        assertThat(doubtful.values().get(Route.CALL))
                .isGreaterThan(doubtful.values().get(Route.PLAN));
        assertThat(sure.decide(able(c -> {}), new RouteEffects(chance)).route()).isEqualTo(Route.CALL);
        Map<Route, Double> certain = Map.of(Route.PLAN, 0.05, Route.CALL, 0.0599);
        assertThat(sure.decide(able(c -> {}), new RouteEffects(certain, errors)).route())
                .isEqualTo(Route.CALL);
    }

    @Test
    void nothingIsDoneWhereNothingIsWorthItsPrice() {
        Decision decision = decide(able(c -> {}), Map.of(Route.PLAN, 0.01, Route.CALL, 0.005));
        assertThat(decision.route()).isEqualTo(Route.WAIT);
    }

    @Test
    void withoutTheEffectOfItsOwnRouteTheOrderOfTheRuleDecides() {
        Decision decision = decide(able(c -> {}), Map.of(Route.CALL, 0.5));
        assertThat(decision.route()).isEqualTo(Route.PLAN);
        assertThat(decision.trace()).contains("rank.support").doesNotContain("rank.value");
        assertThat(decision.values()).isEmpty();
    }

    @Test
    void lawAndMandateAndLimitsBind() {
        Map<Route, Double> legal = Map.of(Route.PLAN, 0.1, Route.LEGAL_REVIEW, 0.9, Route.CALL, 0.8);
        CaseFacts barred = able(c -> {
            c.mandate = new Mandate(12, true, true, 30, true, true, 1.0, false, 0);
            c.holds = EnumSet.of(HoldKind.NO_CALLS);
        });
        Decision decision = decide(barred, legal);
        assertThat(decision.route()).isEqualTo(Route.PLAN);
        assertThat(decide(able(c -> c.holds = EnumSet.of(HoldKind.VULNERABLE)), legal)
                        .route())
                .isEqualTo(Route.HOLD);
    }

    @Test
    void aPersonConfirmsALegalStepThatWasRankedFirst() {
        Decision decision = decide(
                able(c -> c.daysPastDue = 120), Map.of(Route.PLAN, 0.1, Route.LEGAL_REVIEW, 0.9, Route.CALL, 0.1));
        assertThat(decision.route()).isEqualTo(Route.LEGAL_REVIEW);
        assertThat(decision.needsHuman()).isTrue();
    }

    @Test
    void whoObjectedToProfilingIsNotRanked() {
        Decision decision =
                decide(able(c -> c.holds = EnumSet.of(HoldKind.OBJECTED_TO_PROFILING)), Map.of(Route.CALL, 0.9));
        assertThat(decision.trace()).doesNotContain("rank.value");
    }

    @Test
    void withoutEffectsEveryDecisionIsThatOfTheOrder() {
        for (double will : new double[] {0.05, 0.3, 0.9}) {
            for (double able : new double[] {0.2, 0.9}) {
                for (int late : new int[] {3, 40, 200}) {
                    CaseFacts facts = CaseDraft.of(c -> c.scores(will, able, 0.7).daysPastDue = late);
                    Decision plain = new Decider(Policy.standard()).decide(facts);
                    Decision ranked = new Decider(RANKED).decide(facts);
                    assertThat(ranked.route()).isEqualTo(plain.route());
                    assertThat(ranked.secondRoute()).isEqualTo(plain.secondRoute());
                    assertThat(ranked.rule()).isEqualTo(plain.rule());
                }
            }
        }
    }

    @Test
    void theExplanationStatesTheValues() {
        List<String> lines = new Decider(RANKED)
                .explain(able(c -> {}), new RouteEffects(Map.of(Route.PLAN, 0.05, Route.CALL, 0.03)));
        assertThat(lines)
                .contains("value of PLAN: 50, 0.050 of the balance less the price 150")
                .contains("value of LEGAL_REVIEW is not known");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "by: value|by: luck|rank.by",
                "standard_errors: 0|standard_errors: -1|rank.standard_errors",
                "settled_by_talk: worth_a_plan|settled_by_talk: 0|rank.settled_by_talk",
                "settled_by_talk: worth_a_plan|settled_by_talk: no_such|rank.settled_by_talk",
                "call: 60|call: -1|rank.prices.call",
                "call: 60|wait: 60|rank.prices.wait",
                "options: [wait, reminder|options: [hold, reminder|options",
                "options: [wait, reminder|options: [plan, reminder|options",
                "options: [wait, reminder|options: [wait, wait|options"
            })
    void aSenselessRankingIsRefused(String right, String wrong, String place) {
        String text = unranked()
                .replaceFirst("limits:\n", RANK)
                .replace(RULE, RULE + "    options: [wait, reminder, legal_review, deferral]\n");
        assertThatThrownBy(() -> Policy.parse(text.replace(right, wrong), "ranked.yaml"))
                .isInstanceOf(Problem.class)
                .hasMessageContaining(place);
    }

    @Test
    void whatATalkSettlesIsAnAmountOrAThreshold() {
        assertThat(RANKED.settledByTalk()).isEqualTo(2_000);
        String text = unranked().replaceFirst("limits:\n", RANK.replace("worth_a_plan", "700"));
        assertThat(Policy.parse(text, "ranked.yaml").settledByTalk()).isEqualTo(700);
        assertThat(Policy.parse(unranked(), "unranked.yaml").settledByTalk()).isNaN();
    }

    @Test
    void optionsNeedARanking() {
        String text = unranked().replace(RULE, RULE + "    options: [wait]\n");
        assertThatThrownBy(() -> Policy.parse(text, "ranked.yaml"))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("does not rank");
    }

    @Test
    void aCurrencyThatThePolicyLacksIsOneProblem() {
        Policy.standard().requireCurrencies(List.of("SEK", "NOK"));
        assertThatThrownBy(() -> Policy.standard().requireCurrencies(List.of("SEK", "XAF", "XAF", "AUD")))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("AUD, XAF");
    }
}

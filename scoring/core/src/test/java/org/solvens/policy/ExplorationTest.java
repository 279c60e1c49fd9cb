package org.solvens.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.solvens.history.HoldKind;
import org.solvens.history.Route;
import org.solvens.problem.Problem;

/// Routes that are drawn, so that the log shows what each brings.
final class ExplorationTest {
    private static final int DEBTORS = 20_000;
    /// What a willing and able debtor with a claim of 4,000 in collection may be offered.
    private static final Set<Route> OPEN =
            EnumSet.of(Route.PLAN, Route.CALL, Route.WAIT, Route.REMINDER, Route.TRIAL_PLAN, Route.COSTS_ONLY);

    private static Decider drawing(double share, long seed) {
        return new Decider(Policy.parse(
                Policy.standardText()
                        .replace(
                                "explore: {share: 0.02, seed: 1}",
                                "explore: {share: " + share + ", seed: " + seed + "}"),
                "drawing.yaml"));
    }

    private static List<Decision> decide(Decider decider, Consumer<CaseDraft> changes) {
        return IntStream.range(0, DEBTORS)
                .mapToObj(i -> decider.decide(CaseDraft.of(c -> {
                    c.scores(0.7, 0.8, 0.7).debtorId = "D" + i;
                    changes.accept(c);
                })))
                .toList();
    }

    private static List<Decision> drawn(List<Decision> decisions) {
        return decisions.stream()
                .filter(decision -> decision.trace().contains("explore.drawn"))
                .toList();
    }

    @Test
    void eachOpenRouteIsTakenWithTheProbabilityThatTheDecisionStates() {
        Map<Route, Integer> taken = new TreeMap<>();
        Map<Route, Double> stated = new TreeMap<>();
        for (Decision decision : decide(drawing(0.3, 1), c -> {})) {
            taken.merge(decision.route(), 1, Integer::sum);
            assertThat(stated.getOrDefault(decision.route(), decision.probability()))
                    .isEqualTo(decision.probability());
            stated.put(decision.route(), decision.probability());
        }
        assertThat(taken.keySet()).isEqualTo(OPEN);
        assertThat(stated.values().stream().mapToDouble(p -> p).sum()).isEqualTo(1, within(1e-12));
        assertThat(stated).containsEntry(Route.PLAN, 0.7 + 0.3 / 6).containsEntry(Route.CALL, 0.3 / 6);
        stated.forEach((route, probability) -> assertThat(taken.get(route) / (double) DEBTORS)
                .as("%s", route)
                .isEqualTo(probability, within(4 * Math.sqrt(probability * (1 - probability) / DEBTORS))));
    }

    @Test
    void theRouteThatWasHeldToBeTheBestIsTheSecond() {
        assertThat(drawn(decide(drawing(0.1, 1), c -> {})))
                .hasSizeBetween(1_800, 2_200)
                .allSatisfy(decision -> {
                    assertThat(decision.rule()).isEqualTo("able_large");
                    if (decision.route() != Route.PLAN) {
                        assertThat(decision.secondRoute()).isEqualTo(Route.PLAN);
                    }
                });
    }

    @Test
    void theSameDebtorDayAndSeedDrawTheSame() {
        List<Decision> first = decide(drawing(0.1, 1), c -> {});
        assertThat(decide(drawing(0.1, 1), c -> {})).isEqualTo(first);
        assertThat(decide(drawing(0.1, 2), c -> {})).isNotEqualTo(first);
        assertThat(decide(drawing(0.1, 1), c -> c.asOf = LocalDate.of(2026, 6, 2)).stream()
                        .map(Decision::route))
                .isNotEqualTo(first.stream().map(Decision::route).toList());
    }

    @Test
    void aLargerShareDrawsTheSameDebtorsAndMore() {
        List<Decision> few = decide(drawing(0.1, 1), c -> {});
        List<Decision> more = decide(drawing(0.2, 1), c -> {});
        for (int i = 0; i < DEBTORS; i++) {
            if (few.get(i).trace().contains("explore.drawn")) {
                assertThat(more.get(i).route()).isEqualTo(few.get(i).route());
            }
        }
    }

    @Test
    void nothingIsDrawnWhereAPersonDecides() {
        List<Consumer<CaseDraft>> decidedByAPerson = List.of(
                c -> c.holds = EnumSet.of(HoldKind.OBJECTED_TO_PROFILING),
                c -> c.holds = EnumSet.of(HoldKind.VULNERABLE),
                c -> c.ableUnwilling(200),
                c -> c.scores(0.7, 0.2, 0.7).income(200_000_000, 100, 2.0).interest = 1_000_000);
        for (Consumer<CaseDraft> changes : decidedByAPerson) {
            assertThat(decide(drawing(0.5, 1), changes))
                    .allMatch(decision -> decision.needsHuman() && decision.probability() == 1)
                    .noneMatch(decision -> decision.trace().contains("explore.drawn"));
        }
    }

    @Test
    void whatTheDebtorAskedForIsNotRefusedByADraw() {
        List<Decision> decisions = decide(drawing(0.5, 1), c -> c.asksPlan = true);
        assertThat(drawn(decisions)).isNotEmpty();
        // A call leaves the request open for a talk.
        assertThat(decisions).extracting(Decision::route).containsOnly(Route.PLAN, Route.TRIAL_PLAN, Route.CALL);
    }

    @Test
    void aClosedRouteIsNotDrawn() {
        assertThat(decide(drawing(0.5, 1), c -> {
                    c.holds = EnumSet.of(HoldKind.NO_CALLS);
                    c.mandate = new Mandate(12, false, false, 0, false, false, 0.0, false, 0);
                }))
                .extracting(Decision::route)
                .containsOnly(Route.PLAN, Route.WAIT, Route.REMINDER);
    }

    @Test
    void aShareOfZeroAndNoSectionDrawNothing() {
        List<Decision> plain = decide(new Decider(Policy.standard().withoutExploration()), c -> {});
        assertThat(decide(drawing(0, 1), c -> {})).isEqualTo(plain).allMatch(decision -> decision.probability() == 1);
    }

    @ParameterizedTest
    @CsvSource({
        "'{share: 0.6, seed: 1}',explore.share",
        "'{share: -0.1, seed: 1}',explore.share",
        "'{seed: 1}',explore.share",
        "'{share: 0.02}',explore.seed",
        "'{share: .nan, seed: 1}',explore.share"
    })
    void aSenselessExplorationIsRefused(String wrong, String place) {
        String text = Policy.standardText().replace("{share: 0.02, seed: 1}", wrong);
        assertThatThrownBy(() -> Policy.parse(text, "drawing.yaml"))
                .isInstanceOf(Problem.class)
                .hasMessageContaining(place);
    }
}

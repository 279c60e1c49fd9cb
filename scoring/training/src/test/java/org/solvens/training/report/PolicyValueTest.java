package org.solvens.training.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.chance.Draws;
import org.solvens.history.Route;
import org.solvens.problem.Problem;
import org.solvens.training.evaluate.ClusteredMean;
import org.solvens.training.report.PolicyValue.Population;
import org.solvens.training.report.SimulatedTruth.Outcome;

class PolicyValueTest {
    @TempDir
    Path folder;

    /// Every route brings 10 and costs 1; PLAN brings 100 in the first half of the futures and 60 in the second;
    /// LEGAL_REVIEW brings 500 and is not allowed.
    private static Map<Route, Outcome> outcomes() {
        Map<Route, Outcome> outcomes = new EnumMap<>(Route.class);
        for (Route route : Route.values()) {
            if (route != Route.HOLD) {
                outcomes.put(route, new Outcome(true, 10, 10, 1, 0, 1, 0, 0));
            }
        }
        outcomes.put(Route.PLAN, new Outcome(true, 100, 60, 4, 0, 2, 20, 0));
        outcomes.put(Route.CALL, new Outcome(true, 70, 90, 2, 3, 3, 0, 0));
        outcomes.put(Route.LEGAL_REVIEW, new Outcome(false, 500, 500, 9, 0, 1, 0, 1));
        return outcomes;
    }

    /// What law and mandate leave open: no plan, and a legal review that the simulation does not allow.
    private static final Set<Route> OPEN = EnumSet.of(Route.WAIT, Route.CALL, Route.LEGAL_REVIEW);

    private static Decided decided(int number, boolean known, Route route, Route old) {
        return new Decided(
                "P" + number,
                number,
                known,
                "S",
                "rule" + number % 2,
                "CR01",
                "SE",
                route,
                old,
                2,
                outcomes(),
                OPEN,
                null,
                new double[0]);
    }

    private static PolicyValue.Line line(Population population, String who) {
        return population.lines().stream()
                .filter(l -> l.who().equals(who))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void valuesAreMeansPerDecisionInTheReferenceCurrency() {
        PolicyValue value = PolicyValue.of(
                "p@1",
                180,
                List.of(
                        decided(0, true, Route.PLAN, Route.WAIT),
                        decided(1, true, Route.HOLD, Route.CALL),
                        decided(2, false, Route.CALL, Route.CALL)),
                4,
                null);
        assertThat(value.decisions()).isEqualTo(3);
        assertThat(value.notOpen()).isEqualTo(4);
        Population all = value.populations().getFirst();
        // Twice the means of both halves: PLAN 160, HOLD as WAIT 20, CALL 160.
        assertThat(line(all, "the policy").value().value()).isCloseTo(340 / 3.0, within(1e-9));
        assertThat(line(all, "the old policy").value().value()).isCloseTo(340 / 3.0, within(1e-9));
        assertThat(line(all, "the policy").calls()).isCloseTo(1, within(1e-9));
        assertThat(line(all, "the policy").fees()).isCloseTo(40 / 3.0, within(1e-9));
        // All routes but HOLD and LEGAL_REVIEW are allowed: PLAN and CALL bring 80, the others 10.
        int allowed = Route.values().length - 2;
        assertThat(line(all, "an allowed route at random").value().value())
                .isCloseTo(2 * (2 * 80 + (allowed - 2) * 10.0) / allowed, within(1e-9));
        // PLAN is the best by the first half and brings 60 in the second; CALL by the second, 70 in the first.
        assertThat(line(all, "the best allowed route for each").value().value()).isCloseTo(130, within(1e-9));
        // Of the routes that are open, CALL is the best by both halves: twice the mean of 90 and 70.
        assertThat(line(all, "the best route open for each").value().value()).isCloseTo(160, within(1e-9));
        // Where a route is not allowed, nothing is done.
        assertThat(line(all, "legal_review for all").value().value()).isCloseTo(20, within(1e-9));
        assertThat(line(all, "plan for all").value().value()).isCloseTo(160, within(1e-9));
        assertThat(all.lines()).noneMatch(l -> l.who().equals("hold for all"));
        // A plan is not open, and legal review is not allowed: there the policy decides. A call is both.
        assertThat(line(all, "plan where permitted").value().value()).isCloseTo(340 / 3.0, within(1e-9));
        assertThat(line(all, "legal_review where permitted").value().value()).isCloseTo(340 / 3.0, within(1e-9));
        assertThat(line(all, "call where permitted").value().value()).isCloseTo(160, within(1e-9));
        assertThat(line(all, "call where permitted").lead().value()).isCloseTo(340 / 3.0 - 160, within(1e-9));
        assertThat(line(all, "the policy").lead()).isEqualTo(new ClusteredMean(0, 0, 0));

        Population unknown = value.populations().get(1);
        assertThat(unknown.decisions()).isEqualTo(1);
        assertThat(line(unknown, "the policy").value().value()).isCloseTo(160, within(1e-9));
        assertThat(value.text())
                .contains("all debtors: 3 decisions on 3 debtors", "debtors no model was trained on: 1 decisions");
    }

    /// Every second debtor should be called, the others offered a plan; the only feature says which, and where
    /// a call is not open, the best of the other routes is taken.
    @Test
    void whatTheFeaturesTellIsLearntFromOtherDebtors() {
        List<Decided> some = new ArrayList<>();
        for (int i = 0; i < FromTruth.LEAST; i++) {
            boolean called = i % 2 == 0;
            Map<Route, Outcome> outcomes = outcomes();
            outcomes.put(Route.PLAN, new Outcome(true, called ? 5 : 100, called ? 5 : 100, 4, 0, 2, 20, 0));
            outcomes.put(Route.CALL, new Outcome(true, called ? 70 : 5, called ? 70 : 5, 2, 3, 3, 0, 0));
            Set<Route> open = i % 10 == 0 ? EnumSet.of(Route.WAIT, Route.PLAN) : EnumSet.allOf(Route.class);
            some.add(new Decided(
                    "P" + i,
                    Draws.hash("D" + i),
                    true,
                    "S",
                    "rule",
                    "CR01",
                    "SE",
                    Route.WAIT,
                    Route.WAIT,
                    2,
                    outcomes,
                    open,
                    null,
                    new double[] {i % 2}));
        }
        Population all = PolicyValue.of("p@1", 180, some, 0, null).populations().getFirst();
        // Of ten: four are called, five are offered a plan, and of one WAIT is the best that is open.
        assertThat(line(all, "as far as features tell").value().value())
                .isCloseTo(2 * (4 * 70 + 5 * 100 + 10) / 10.0, within(1e-9));
        Population fewer = PolicyValue.of("p@1", 180, some.subList(1, some.size()), 0, null)
                .populations()
                .getFirst();
        assertThat(fewer.lines()).noneMatch(l -> l.who().equals("as far as features tell"));
    }

    @Test
    void aRuleLosesWhereItsWholeIntervalLiesBelowTheOldPolicy() {
        List<Decided> some = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            // Even numbers wait where the old policy called; odd ones do the contrary, now and then.
            some.add(
                    i % 2 == 0
                            ? decided(i, true, Route.WAIT, Route.CALL)
                            : decided(i, true, i % 4 == 1 ? Route.CALL : Route.WAIT, Route.WAIT));
        }
        Population all = PolicyValue.of("p@1", 180, some, 0, null).populations().getFirst();
        assertThat(all.groups().get("rule"))
                .extracting(PolicyValue.Group::key, PolicyValue.Group::loses)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("rule0", true),
                        org.assertj.core.groups.Tuple.tuple("rule1", false));
        assertThat(all.groups().get("rule").getFirst().routes()).containsEntry("plan", 160.0);
        assertThat(all.groups().get("rule").getFirst().taken()).containsOnly(Map.entry("wait", 20));
        assertThat(all.shares())
                .filteredOn(s -> s.route().equals("plan") || s.route().equals("call"))
                .extracting(PolicyValue.RouteShare::best)
                .containsExactly(1.0, 0.0);
        assertThat(all.shares())
                .filteredOn(s -> s.bestOpen() > 0)
                .extracting(PolicyValue.RouteShare::route, PolicyValue.RouteShare::bestOpen)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("call", 1.0));
        assertThat(PolicyValue.of("p@1", 180, some, 0, null).text()).contains("loses");
        assertThat(PolicyValue.of("p@1", 180, some.reversed(), 0, null))
                .isEqualTo(PolicyValue.of("p@1", 180, some, 0, null));
    }

    @Test
    void intervalsCountDebtorsAndNotRows() {
        double[] rows = {1, 2, 3, 4, 5, 6};
        ClusteredMean apart = ClusteredMean.of(rows, new long[] {1, 2, 3, 4, 5, 6});
        // The standard error of the mean of six independent rows.
        assertThat(apart.value()).isCloseTo(3.5, within(1e-12));
        assertThat(apart.high() - apart.value()).isCloseTo(1.959964 * Math.sqrt(3.5 / 6), within(1e-6));
        ClusteredMean together = ClusteredMean.of(rows, new long[] {1, 1, 1, 2, 2, 2});
        assertThat(together.high()).isGreaterThan(apart.high());
        assertThat(ClusteredMean.of(rows, new long[] {1, 1, 1, 1, 1, 1}).low()).isNaN();
        assertThat(ClusteredMean.ratio(rows, new double[] {2, 4, 6, 8, 10, 12}, new long[] {1, 2, 3, 4, 5, 6}))
                .isEqualTo(new ClusteredMean(0.5, 0.5, 0.5));
    }

    /// Debtors with one to five alike rows: the interval holds the true mean about as often as it says.
    @Test
    void intervalsHoldTheTrueMean() {
        SplittableRandom random = new SplittableRandom(20261129);
        int held = 0;
        for (int trial = 0; trial < 400; trial++) {
            List<Double> rows = new ArrayList<>();
            List<Long> debtors = new ArrayList<>();
            for (long debtor = 0; debtor < 150; debtor++) {
                double own = random.nextGaussian();
                for (int i = random.nextInt(5); i >= 0; i--) {
                    rows.add(7 + own + 0.3 * random.nextGaussian());
                    debtors.add(debtor);
                }
            }
            ClusteredMean mean = ClusteredMean.of(
                    rows.stream().mapToDouble(d -> d).toArray(),
                    debtors.stream().mapToLong(d -> d).toArray());
            held += mean.low() <= 7 && 7 <= mean.high() ? 1 : 0;
        }
        assertThat(held / 400.0).isBetween(0.92, 0.98);
    }

    private static final String POINTS = """
        point_id,case_id,decided_on,route,currency,chance_90d,paid_90d
        P,D1-1,2025-03-01,CALL,NOK,0.250,1
        """;

    private static String outcomesFile(Stream<Route> routes) {
        StringBuilder text = new StringBuilder(
                "point_id,route,allowed,mean_net_180d_first,mean_net_180d_second,mean_cost_180d,mean_calls_180d,"
                        + "mean_contacts_180d,mean_fees_180d,mean_legal_steps_180d\n");
        routes.forEach(route -> text.append("P," + route + ",true,1.50,2.50,3.00,0.500,1.250,4.00,0.025\n"));
        return text.toString();
    }

    @Test
    void theTruthNamesTheOutcomeOfEveryRouteButHold() throws IOException {
        Files.writeString(folder.resolve("decision_points.csv"), POINTS);
        Path outcomes = folder.resolve("potential_outcomes.csv");
        Files.writeString(outcomes, outcomesFile(Stream.of(Route.values()).filter(r -> r != Route.HOLD)));
        SimulatedTruth.Choice choice =
                SimulatedTruth.choices(folder).get("D1-1").getFirst();
        assertThat(choice.taken()).isEqualTo(Route.CALL);
        assertThat(choice.currency()).isEqualTo("NOK");
        assertThat(choice.outcomes()).doesNotContainKey(Route.HOLD).hasSize(Route.values().length - 1);
        assertThat(choice.outcomes().get(Route.PLAN)).isEqualTo(new Outcome(true, 1.5, 2.5, 3, 0.5, 1.25, 4, 0.025));

        Files.writeString(outcomes, outcomesFile(Stream.of(Route.CALL, Route.PLAN)));
        assertThatThrownBy(() -> SimulatedTruth.choices(folder))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("TRUTH"));
    }
}

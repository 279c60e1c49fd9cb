package org.solvens.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.solvens.feature.ScoreStatus;
import org.solvens.history.ArrangementKind;
import org.solvens.history.ClaimType;
import org.solvens.history.HoldKind;
import org.solvens.history.Route;
import org.solvens.history.Stage;
import org.solvens.policy.CaseFacts.Score;

class DeciderPropertiesTest {
    /// The default policy, but the routes of half of the debtors are drawn.
    private static final Decider DECIDER =
            new Decider(Policy.parse(Policy.standardText().replace("share: 0.02", "share: 0.5"), "drawing.yaml"));

    @Provide
    Arbitrary<Consumer<CaseDraft>> cases() {
        Arbitrary<Consumer<CaseDraft>> claim = Combinators.combine(
                        Arbitraries.of("SE", "NO", "DK", "FI", "DE", "IT"),
                        Arbitraries.frequency(Tuple.of(30, "SEK"), Tuple.of(30, "EUR"), Tuple.of(1, "XXX")),
                        Arbitraries.of(ClaimType.class),
                        Arbitraries.of(Stage.class),
                        days(-5, 1000),
                        uniform(-10_000, 20_000_000),
                        days(0, 100).injectNull(0.2),
                        days(0, 100).injectNull(0.2))
                .as((country, currency, type, stage, days, balance, reminder, demand) -> c -> {
                    c.country = country;
                    c.currency = currency;
                    c.claimType = type;
                    c.stage = stage;
                    c.daysPastDue = days;
                    c.balance = balance;
                    c.interest = Math.max(0, balance / 10);
                    c.costs = Math.max(0, balance / 20);
                    c.daysSinceReminder = reminder;
                    c.daysSinceDemand = demand;
                });
        // Half of them unwilling: legal steps, which only such debtors face, are rare otherwise.
        Arbitrary<Consumer<CaseDraft>> known = Combinators.combine(
                        Arbitraries.frequencyOf(
                                Tuple.of(1, scores()), Tuple.of(1, shares().map(share -> Score.of(0.15 * share)))),
                        scores(),
                        scores(),
                        uniform(0, 60_000_000).injectNull(0.3),
                        days(0, 1500).injectNull(0.3),
                        shares().map(share -> share * 6).injectNull(0.3))
                .as((willing, able, reachable, net, age, debts) -> c -> {
                    c.willingness = willing;
                    c.ability = able;
                    c.reachability = reachable;
                    c.netYear = net;
                    c.incomeAge = age;
                    c.debtToIncome = debts;
                });
        Arbitrary<Consumer<CaseDraft>> contact = Combinators.combine(
                        Arbitraries.integers().between(0, 3),
                        days(0, 200).injectNull(0.5),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.frequency(Tuple.of(1, true), Tuple.of(8, false)),
                        Arbitraries.integers().between(0, 16),
                        Arbitraries.of(true, false, false),
                        Arbitraries.of(true, false, false))
                .as((broken, inbound, right, delivered, unresolved, calls, plan, deferral) -> c -> {
                    c.broken = broken;
                    c.daysSinceInbound = inbound;
                    c.rightParty = right;
                    c.delivered = delivered;
                    c.addressUnresolved = unresolved;
                    c.calls30 = calls;
                    c.calls7 = calls / 3;
                    c.asksPlan = plan;
                    c.asksDeferral = deferral;
                });
        Arbitrary<Consumer<CaseDraft>> agreed = Combinators.combine(
                        Arbitraries.of(ArrangementKind.class).injectNull(0.8),
                        Arbitraries.of(true, false),
                        Arbitraries.of(TrialOutcome.class),
                        mandates().injectNull(0.2),
                        Arbitraries.of(true, false),
                        days(1, 1000))
                .as((open, broken, trial, mandate, reduction, debtor) -> c -> {
                    c.debtorId = "D" + debtor;
                    c.arrangement = open;
                    c.arrangementBroken = open != null && broken;
                    c.trial = trial;
                    c.mandate = mandate;
                    c.asksReduction = reduction;
                });
        return Combinators.combine(claim, known, contact, agreed)
                .as((a, b, c, d) -> a.andThen(b).andThen(c).andThen(d));
    }

    private Arbitrary<Score> scores() {
        return Arbitraries.frequencyOf(
                Tuple.of(4, shares().map(Score::of)),
                Tuple.of(
                        1,
                        Arbitraries.of(ScoreStatus.class)
                                .filter(status -> status != ScoreStatus.SCORED)
                                .map(Score::missing)));
    }

    @Provide
    Arbitrary<Double> probabilities() {
        return shares();
    }

    private static Arbitrary<Integer> days(int least, int most) {
        return Arbitraries.integers().between(least, most).withDistribution(RandomDistribution.uniform());
    }

    private static Arbitrary<Long> uniform(long least, long most) {
        return Arbitraries.longs().between(least, most).withDistribution(RandomDistribution.uniform());
    }

    private static Arbitrary<Double> shares() {
        return Arbitraries.doubles().between(0, 1).withDistribution(RandomDistribution.uniform());
    }

    private Arbitrary<Mandate> mandates() {
        Arbitrary<Boolean> either = Arbitraries.of(true, true, false);
        return Combinators.combine(
                        Arbitraries.integers().between(0, 24),
                        either,
                        either,
                        either,
                        either,
                        either,
                        uniform(0, 1_000_000))
                .as((months, trial, deferral, costs, reduction, legal, least) ->
                        new Mandate(months, trial, deferral, 30, costs, reduction, 0.5, legal, least));
    }

    @Provide
    Arbitrary<Set<HoldKind>> stops() {
        return Arbitraries.of(HoldKind.class)
                .set()
                .ofMinSize(1)
                .filter(kinds -> kinds.stream().anyMatch(HoldKind::stops));
    }

    @Property
    void protectiveHoldsStopWhateverTheRest(
            @ForAll("cases") Consumer<CaseDraft> changes, @ForAll("stops") Set<HoldKind> holds) {
        Decision decision = DECIDER.decide(CaseDraft.of(changes.andThen(c -> c.holds.addAll(holds))));
        assertThat(decision.route()).isEqualTo(Route.HOLD);
        assertThat(decision.secondRoute()).isNull();
    }

    @Property
    void whatIsDecidedIsOpen(@ForAll("cases") Consumer<CaseDraft> changes) {
        CaseFacts facts = CaseDraft.of(changes);
        Set<Route> open = DECIDER.open(facts);
        Decision decision = DECIDER.decide(facts);
        assertThat(open).contains(decision.route());
        if (decision.secondRoute() != null) {
            assertThat(open).contains(decision.secondRoute());
        }
        assertThat(open.contains(Route.HOLD)).isEqualTo(open.size() == 1);
    }

    @Property
    void everyCaseGetsADecisionWithARule(@ForAll("cases") Consumer<CaseDraft> changes) {
        CaseFacts facts = CaseDraft.of(changes);
        Decision decision = DECIDER.decide(facts);
        assertThat(decision.rule()).isNotEmpty();
        assertThat(decision.reviewOn()).isAfter(facts.asOf());
        assertThat(decision.route()).isNotEqualTo(decision.secondRoute());
        assertThat(DECIDER.decide(CaseDraft.of(changes))).isEqualTo(decision);
        assertThat(DECIDER.explain(facts)).last().asString().contains(decision.rule());
    }

    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
    void weightyRoutesNeedAPerson(@ForAll("cases") Consumer<CaseDraft> changes) {
        Decision decision = DECIDER.decide(CaseDraft.of(changes));
        Statistics.collect(decision.route());
        boolean weighty = decision.route() == Route.LEGAL_REVIEW || decision.route() == Route.REDUCTION;
        assertThat(decision.needsHuman() || !weighty).isTrue();
        Statistics.coverage(coverage -> {
            for (Route route : Route.values()) {
                coverage.check(route).count(count -> count > 0);
            }
        });
    }

    @Property
    void theMandateIsNeverExceeded(@ForAll("cases") Consumer<CaseDraft> changes) {
        CaseFacts facts = CaseDraft.of(changes);
        Decision decision = DECIDER.decide(facts);
        Mandate mandate = facts.mandate() == null ? Policy.standard().mandateDefault() : facts.mandate();
        for (Route route : decision.secondRoute() == null
                ? Set.of(decision.route())
                : Set.of(decision.route(), decision.secondRoute())) {
            boolean allowed = switch (route) {
                case REDUCTION -> mandate.allowReduction();
                case LEGAL_REVIEW -> mandate.allowLegal() && facts.claim().balance() >= mandate.minLegalAmount();
                case PLAN -> mandate.maxPlanMonths() > 0;
                case TRIAL_PLAN -> mandate.allowTrialPlan();
                case COSTS_ONLY -> mandate.allowCostsOnly();
                case DEFERRAL -> mandate.allowDeferral() && facts.claim().stage() == Stage.REMINDER;
                case REMINDER, CALL, TRACE_ADDRESS, HOLD, WAIT, SURVEILLANCE -> true;
            };
            assertThat(allowed).as("%s", route).isTrue();
        }
    }

    @Property
    void noCallsMeansNoCall(@ForAll("cases") Consumer<CaseDraft> changes) {
        Decision decision = DECIDER.decide(CaseDraft.of(changes.andThen(c -> c.holds.add(HoldKind.NO_CALLS))));
        assertThat(decision.route()).isNotEqualTo(Route.CALL);
        assertThat(decision.secondRoute()).isNotEqualTo(Route.CALL);
    }

    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
    void moreWillingnessNeverLeadsToLegalReview(
            @ForAll("cases") Consumer<CaseDraft> changes,
            @ForAll("probabilities") double one,
            @ForAll("probabilities") double other) {
        Decision less =
                DECIDER.decide(CaseDraft.of(changes.andThen(c -> c.willingness = Score.of(Math.min(one, other)))));
        Decision more =
                DECIDER.decide(CaseDraft.of(changes.andThen(c -> c.willingness = Score.of(Math.max(one, other)))));
        assertThat(more.route() == Route.LEGAL_REVIEW && less.route() != Route.LEGAL_REVIEW)
                .isFalse();
    }

    @Property
    void anObjectionMakesScoresIrrelevant(
            @ForAll("cases") Consumer<CaseDraft> changes,
            @ForAll("probabilities") double one,
            @ForAll("probabilities") double other) {
        Consumer<CaseDraft> objected = changes.andThen(c -> c.holds.add(HoldKind.OBJECTED_TO_PROFILING));
        Decision first = DECIDER.decide(CaseDraft.of(objected.andThen(c -> c.scores(one, other, one))));
        Decision second = DECIDER.decide(CaseDraft.of(objected.andThen(c -> c.scores(other, one, other))));
        assertThat(second).isEqualTo(first);
    }

    @Property
    void legalReviewComesOnlyAfterADemand(@ForAll("cases") Consumer<CaseDraft> changes) {
        CaseFacts facts = CaseDraft.of(changes.andThen(c -> c.daysSinceDemand = null));
        assertThat(DECIDER.decide(facts).route()).isNotEqualTo(Route.LEGAL_REVIEW);
    }
}

package org.solvens.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.solvens.facts.CaseView;
import org.solvens.facts.OtherCases;
import org.solvens.feature.Axis;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.feature.Life;
import org.solvens.history.Route;
import org.solvens.model.AxisScore;
import org.solvens.model.AxisScorer;
import org.solvens.policy.Allotment;
import org.solvens.policy.Allotment.Count;
import org.solvens.policy.Capacity;
import org.solvens.policy.Capacity.Team;
import org.solvens.policy.Deciders;
import org.solvens.policy.Decision;
import org.solvens.policy.Demand;
import org.solvens.policy.Flag;
import org.solvens.policy.Policy;
import org.solvens.policy.Segment;

class CallChoiceTest {
    private static final CaseView VIEW = new Life()
            .invoice("C", "CR", 20, 100, 1_000_00)
            .changed("C", 60, "LETTER_SENT", "letter", "REMINDER")
            .changed("C", 50, "LETTER_SENT", "letter", "COLLECTION_DEMAND")
            .view("C");
    private static final Map<Route, Double> VALUES = Map.of(Route.CALL, 90.0, Route.PLAN, 70.0, Route.WAIT, 0.0);

    private static final Policy BY_EFFECT =
            Policy.parse(Policy.standardText().replace("  settled_by_talk: worth_a_plan\n", ""), "by_effect.yaml");

    private static CaseScoring scoring() {
        return scoring(BY_EFFECT);
    }

    private static CaseScoring scoring(Policy policy) {
        Map<Axis, AxisScorer> scorers = new EnumMap<>(Axis.class);
        for (Axis axis : Axis.scored()) {
            scorers.put(axis, new AxisScorer.WithoutModel());
        }
        return new CaseScoring(
                FeatureCatalogue.standard(OtherCases.SEEN),
                scorers,
                Deciders.of(policy.withoutExploration()),
                new Mandates(List.of()),
                4);
    }

    private static ScoredCase decided(
            Route route, @Nullable Route second, Map<Route, Double> values, boolean human, Flag... flags) {
        ScoredCase some = scoring().score(VIEW);
        Decision made = some.decision();
        return some.decided(new Decision(
                Segment.WILLING_ABLE,
                Set.of(flags),
                route,
                second,
                1,
                "able",
                List.of("route.able"),
                values,
                human,
                made.reviewOn(),
                Set.of()));
    }

    private static ScoredCase call() {
        return decided(Route.CALL, Route.PLAN, VALUES, false);
    }

    private static ScoredCase plan(Flag... flags) {
        return decided(Route.PLAN, Route.WAIT, Map.of(Route.PLAN, 70.0, Route.WAIT, 0.0), false, flags);
    }

    private static ScoreRow row(CallChoice choice, int calls, int reviews) {
        Capacity capacity = Capacity.parse(
                "- {team: all, calls_per_day: " + calls + ", reviews_per_week: " + reviews + "}", "teams.yaml");
        Demand demand = choice.demand(capacity);
        Allotment called =
                new Count(capacity, Team::callsPerDay).add("all", demand.call()).done();
        Allotment reviewed = new Count(capacity, Team::reviewsPerWeek)
                .add("all", demand.review(called))
                .done();
        return choice.row(capacity, called, reviewed, "f");
    }

    @Test
    void aCallIsWorthWhatItBringsBeyondTheNextRoute() {
        assertThat(new CallChoice(call(), plan()).callValue()).isEqualTo(20);
        assertThat(new CallChoice(call(), decided(Route.WAIT, null, Map.of(), false)).callValue())
                .isEqualTo(90);
        assertThat(new CallChoice(call(), decided(Route.REMINDER, null, Map.of(), false)).callValue())
                .isNaN();
        assertThat(new CallChoice(decided(Route.CALL, null, Map.of(), false), plan()).callValue())
                .isNaN();
        assertThat(new CallChoice(plan(), null).callValue()).isNaN();
    }

    private static ScoredCase talking(double reached, double means, double balance, double settled) {
        ScoredCase some = call();
        AxisScore known = new AxisScore.Scored("m", reached, 500, List.of());
        ScoredCase.Estimates none = some.estimates();
        return new ScoredCase(
                some.view(),
                List.of(some.score(Axis.WILLINGNESS), some.score(Axis.ABILITY), known),
                new ScoredCase.Estimates(
                        none.promiseKept(),
                        none.selfCure(),
                        new AxisScore.Scored("m", means, 500, List.of()),
                        none.recovery(),
                        none.payment()),
                some.decision(),
                some.policy(),
                balance,
                settled,
                List.of());
    }

    @Test
    void aCallIsWorthWhatTheTalkIsExpectedToSettleAtOnce() {
        assertThat(new CallChoice(talking(0.8, 0.5, 1_000, 2_000), plan()).callValue())
                .isEqualTo(400);
        // What is owed beyond 2,000 takes a plan.
        assertThat(new CallChoice(talking(0.8, 0.5, 90_000, 2_000), plan()).callValue())
                .isEqualTo(800);
        assertThat(new CallChoice(talking(0.8, 0.5, 90_000, 2_000), null).callValue())
                .isNaN();
        // The default policy has the amount, and nobody has a score here.
        ScoredCase unscored = scoring(Policy.standard()).score(VIEW);
        assertThat(unscored.settled()).isEqualTo(2_000);
        assertThat(new CallChoice(unscored, plan()).callValue()).isNaN();
        assertThat(call().settled()).isNaN();
    }

    @Test
    void whoGetsNoCallTakesTheNextRoute() {
        CallChoice choice = new CallChoice(call(), plan(Flag.NO_CALL_LEFT));
        ScoreRow called = row(choice, 1, 0);
        assertThat(called.route()).isEqualTo(Route.CALL);
        assertThat(called.team()).isEqualTo("all");
        assertThat(called.callValue()).isEqualTo(20);
        ScoreRow without = row(choice, 0, 0);
        assertThat(without.route()).isEqualTo(Route.PLAN);
        assertThat(without.flags()).containsExactly(Flag.NO_CALL_LEFT);
        assertThat(without.callValue()).isEqualTo(20);
    }

    @Test
    void aRequestThatOnlyACallLeavesOpenIsNeverDropped() {
        CallChoice choice = new CallChoice(call(), decided(Route.REMINDER, null, Map.of(), true, Flag.REQUEST_NOT_MET));
        assertThat(row(choice, 0, 0).route()).isEqualTo(Route.CALL);
        assertThat(choice.row(false, null, "f").route()).isEqualTo(Route.CALL);
    }

    @Test
    void aCallThatWasDrawnStays() {
        CallChoice choice = new CallChoice(call(), call());
        assertThat(row(choice, 0, 0).route()).isEqualTo(Route.CALL);
    }

    @Test
    void aReviewThatIsNoRightWaits() {
        ScoredCase legal = decided(Route.LEGAL_REVIEW, Route.PLAN, Map.of(), true);
        ScoreRow queued = row(new CallChoice(legal, null), 0, 0);
        assertThat(queued.route()).isEqualTo(Route.LEGAL_REVIEW);
        assertThat(queued.flags()).containsExactly(Flag.REVIEW_QUEUED);
        assertThat(queued.reviewOn()).isEqualTo(legal.decision().reviewOn().plusDays(7));
        assertThat(row(new CallChoice(legal, null), 0, 1).flags()).isEmpty();
        ScoredCase refused = decided(Route.REMINDER, null, Map.of(), true, Flag.REQUEST_NOT_MET);
        assertThat(row(new CallChoice(refused, null), 0, 0).flags()).containsExactly(Flag.REQUEST_NOT_MET);
        ScoredCase held = decided(Route.HOLD, null, Map.of(), true);
        assertThat(row(new CallChoice(held, null), 0, 0).flags()).isEmpty();
    }

    @Test
    void whereCallsAreNotScarceTheRowIsThatOfScoring() {
        ScoreRow plain = ScoreRow.of(scoring().score(VIEW), "f");
        CallChoice choice = CallChoice.of(scoring(), VIEW);
        assertThat(plain.route()).isEqualTo(Route.CALL);
        assertThat(plain.team()).isNull();
        ScoreRow called = row(choice, 1, 0);
        assertThat(called.trace()).isEqualTo(plain.trace());
        assertThat(called.flags()).isEqualTo(plain.flags());
        assertThat(called.reviewOn()).isEqualTo(plain.reviewOn());
        // Nobody knows what the routes bring, so the second route of the rule is taken.
        ScoreRow without = row(choice, 0, 0);
        assertThat(without.route()).isEqualTo(Route.REMINDER);
        assertThat(without.callValue()).isNaN();
    }
}

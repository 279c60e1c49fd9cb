package org.solvens.scoring;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.solvens.facts.CaseView;
import org.solvens.history.Route;
import org.solvens.policy.Allotment;
import org.solvens.policy.Capacity;
import org.solvens.policy.Decision;
import org.solvens.policy.Demand;
import org.solvens.policy.Demand.Ask;
import org.solvens.policy.Flag;
import org.solvens.policy.Turn;

/// A case decided as if there were enough calls and, where the policy prefers a call, also without one.
///
/// The decision without a call is that of the same policy, law, mandate and limits. So the probability of its
/// route is right, whichever of the two is taken.
///
/// @param withoutCall null where the policy prefers another route
public record CallChoice(ScoredCase withCall, @Nullable ScoredCase withoutCall) {
    private static final Set<Flag> RIGHTS = EnumSet.of(Flag.REQUEST_NOT_MET, Flag.SCORES_UNUSED);

    /// Decides on a case.
    public static CallChoice of(CaseScoring scoring, CaseView view) {
        ScoredCase scored = scoring.score(view);
        return new CallChoice(scored, scored.decision().prefersCall() ? scoring.scoreWithoutCall(view) : null);
    }

    /// What a call is worth where calls are scarce, in units of the reference currency; NaN if it is not known.
    ///
    /// Where the policy says how much a talk settles at once, it is what the talk is expected to settle.
    /// Otherwise it is what a call is estimated to bring beyond the best of the other routes, less their
    /// prices. A log with little exploration shows hardly any difference between cases, so that this order
    /// is mostly one of balances.
    public double callValue() {
        if (!Double.isNaN(withCall.settled())) {
            return withoutCall == null ? Double.NaN : withCall.settledByTalk();
        }
        return beyondOtherwise();
    }

    private double beyondOtherwise() {
        Double call = withCall.decision().values().get(Route.CALL);
        Double other =
                withoutCall == null ? null : withoutCall.decision().values().get(otherwise());
        if (call == null || other == null) {
            return call != null && otherwise() == Route.WAIT ? call : Double.NaN;
        }
        return call - other;
    }

    /// The best of the other routes, whether or not another one was drawn; null where the policy prefers
    /// another route than a call.
    public @Nullable Route otherwise() {
        if (withoutCall == null) {
            return null;
        }
        Decision other = withoutCall.decision();
        return other.values().entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(other.route());
    }

    /// What the case asks of its team.
    public Demand demand(Capacity capacity) {
        boolean calls = withoutCall != null && withCall.decision().route() == Route.CALL;
        return new Demand(
                team(capacity),
                withoutCall == null ? null : callTurn(),
                calls ? new Ask(callTurn(), asked() || drawn()) : null,
                review(taken(true)),
                review(taken(false)));
    }

    /// The row of the scores table.
    ///
    /// @param calls and reviews that the teams give
    /// @param featuresVersion of the catalogue that computed the features
    public ScoreRow row(Capacity capacity, Allotment calls, Allotment reviews, String featuresVersion) {
        String team = team(capacity);
        ScoredCase taken = taken(calls.gives(team, callTurn()));
        Ask review = review(taken);
        if (review != null && !reviews.gives(team, review)) {
            taken = taken.decided(taken.decision().queued());
        }
        return ScoreRow.of(taken, featuresVersion, team, callValue());
    }

    /// The row of a case that is decided again after the calls of the day were given.
    ///
    /// @param called whether the case got one
    /// @param team null if it is not known
    public ScoreRow row(boolean called, @Nullable String team, String featuresVersion) {
        return ScoreRow.of(taken(called), featuresVersion, team, callValue());
    }

    private ScoredCase taken(boolean called) {
        return withoutCall == null || called || asked() ? withCall : withoutCall;
    }

    private String team(Capacity capacity) {
        CaseView view = withCall.view();
        return capacity.team(
                        view.placed().country(),
                        view.creditorId(),
                        view.placed().claimType())
                .team();
    }

    /// The turn of the case where calls are scarce.
    public Turn callTurn() {
        return turn(withCall, false, callValue());
    }

    /// Whether the call leaves open what the debtor asked for, and the other route refuses it.
    private boolean asked() {
        return withoutCall != null && refuses(withoutCall.decision()) && !refuses(withCall.decision());
    }

    /// Whether the call was drawn.
    private boolean drawn() {
        return withoutCall != null && withoutCall.decision().route() == Route.CALL;
    }

    private static boolean refuses(Decision decision) {
        return decision.flags().contains(Flag.REQUEST_NOT_MET);
    }

    /// A case on hold asks for no review here: whoever closes the hold looks at it, and its date stays.
    private static @Nullable Ask review(ScoredCase scored) {
        Decision decision = scored.decision();
        if (!decision.needsHuman() || decision.route() == Route.HOLD) {
            return null;
        }
        boolean right = decision.flags().stream().anyMatch(RIGHTS::contains);
        Double gain = decision.values().get(decision.route());
        return new Ask(
                turn(scored, decision.flags().contains(Flag.LIMITATION_NEAR), gain == null ? Double.NaN : gain), right);
    }

    private static Turn turn(ScoredCase scored, boolean deadline, double gain) {
        CaseView view = scored.view();
        return Turn.of(deadline, gain, scored.compared(), view.caseId(), LocalDate.ofEpochDay(view.today()));
    }
}

package org.solvens.scoring;

import java.util.List;
import org.solvens.facts.CaseView;
import org.solvens.feature.Axis;
import org.solvens.model.AxisScore;
import org.solvens.model.Contribution;
import org.solvens.model.CurveEstimate;
import org.solvens.policy.Decision;

/// A case with its scores and what was decided.
///
/// @param view what was known of it
/// @param scores one of each scored axis, in the order of {@link Axis#scored()}
/// @param estimates the estimates in addition to the scores
/// @param policy name and version of the policy that decided
/// @param compared balance in units of the policy's reference currency; 0 where the policy does not know the
///     currency
/// @param settled the most that a talk settles at once by the policy, in the same units; NaN if it does not say
/// @param reasons of the scores, the strongest of each axis first
public record ScoredCase(
        CaseView view,
        List<AxisScore> scores,
        Estimates estimates,
        Decision decision,
        String policy,
        double compared,
        double settled,
        List<Contribution> reasons) {

    /// Estimates in addition to the scores. No rule reads them; means helps to order scarce calls.
    ///
    /// @param promiseKept chance that a promise which is open, or is made within the horizon, will be kept
    /// @param selfCure chance that the case is paid in full before the agency does anything
    /// @param means chance that a debtor who engages carries a claim of 20,000 units and no other
    /// @param recovery expected shares of the balance
    /// @param payment probability that the case pays anything
    public record Estimates(
            AxisScore promiseKept,
            AxisScore selfCure,
            AxisScore means,
            CurveEstimate recovery,
            CurveEstimate payment) {}

    public ScoredCase {
        scores = List.copyOf(scores);
        reasons = List.copyOf(reasons);
    }

    /// The same case with another decision.
    ScoredCase decided(Decision other) {
        return new ScoredCase(view, scores, estimates, other, policy, compared, settled, reasons);
    }

    /// What a talk is expected to settle at once, in units of the policy's reference currency; NaN where the
    /// policy does not say how much that is at most, or reachability or means have no score.
    ///
    /// It is the chance that the right person answers, times the chance that the debtor carries a claim of
    /// {@link SameClaim#CLAIM}, times the balance as far as it is settled at once. What is owed beyond that
    /// takes a plan, which needs no talk.
    double settledByTalk() {
        return score(Axis.REACHABILITY) instanceof AxisScore.Scored reached
                        && estimates.means() instanceof AxisScore.Scored means
                ? reached.probability() * means.probability() * Math.min(compared, settled)
                : Double.NaN;
    }

    /// The score of an axis.
    public AxisScore score(Axis axis) {
        return scores.get(axis.ordinal());
    }
}

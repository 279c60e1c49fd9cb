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
/// @param reasons of the scores, the strongest of each axis first
public record ScoredCase(
        CaseView view,
        List<AxisScore> scores,
        Estimates estimates,
        Decision decision,
        String policy,
        double compared,
        List<Contribution> reasons) {

    /// Estimates in addition to the scores. Decisions do not use them.
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
        return new ScoredCase(view, scores, estimates, other, policy, compared, reasons);
    }

    /// The score of an axis.
    public AxisScore score(Axis axis) {
        return scores.get(axis.ordinal());
    }
}

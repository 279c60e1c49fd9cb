package org.solvens.scoring;

import java.util.List;
import org.solvens.feature.Axis;
import org.solvens.feature.CaseView;
import org.solvens.model.AxisScore;
import org.solvens.policy.Decision;

/// A case with its scores and what was decided.
///
/// @param view what was known of it
/// @param scores one of each scored axis, in the order of {@link Axis#scored()}
/// @param reasons codes, the strongest of each axis first
public record ScoredCase(CaseView view, List<AxisScore> scores, Decision decision, List<String> reasons) {
    public ScoredCase {
        scores = List.copyOf(scores);
        reasons = List.copyOf(reasons);
    }

    /// The score of an axis.
    public AxisScore score(Axis axis) {
        return scores.get(axis.ordinal());
    }
}

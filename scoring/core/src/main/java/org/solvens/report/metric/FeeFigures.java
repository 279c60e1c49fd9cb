package org.solvens.report.metric;

import org.jspecify.annotations.Nullable;
import org.solvens.facts.CaseView;
import org.solvens.history.Event;
import org.solvens.scoring.CollectionCosts;

/// Costs of collection that cases were charged, compared with the most that the law allows.
final class FeeFigures {
    /// Whether a case is open.
    enum State {
        OPEN,
        CLOSED
    }

    /// How the costs of a case compare with the law.
    enum Limit {
        WITHIN_LIMIT,
        ABOVE_LIMIT,
        /// The law of its country has no limit for such a claim, or none is known.
        NO_LIMIT,
        /// It was placed after a legal step, so costs of courts cannot be told from others.
        WITH_COURT;

        static Limit of(@Nullable CollectionCosts costs) {
            return costs == null
                    ? WITH_COURT
                    : costs.most() == null ? NO_LIMIT : costs.above() > 0 ? ABOVE_LIMIT : WITHIN_LIMIT;
        }
    }

    private FeeFigures() {}

    static void count(CaseView view, Slice slice, Figures figures) {
        CollectionCosts costs = CollectionCosts.of(view);
        State state = view.open() ? State.OPEN : State.CLOSED;
        Limit limit = Limit.of(costs);
        figures.count(Cell.of(Metric.FEE_CASES, Grain.TO_DATE, slice, Event.NONE)
                .state(state)
                .size(limit));
        if (costs != null) {
            figures.amount(
                    Cell.of(Metric.FEES_CHARGED, Grain.TO_DATE, slice, Event.NONE)
                            .state(state)
                            .size(limit),
                    costs.charged());
            figures.amount(
                    Cell.of(Metric.FEES_ABOVE, Grain.TO_DATE, slice, Event.NONE).state(state), costs.above());
        }
    }
}

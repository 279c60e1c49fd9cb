package org.solvens.report.metric;

import java.util.ArrayList;
import java.util.List;
import org.solvens.facts.CaseView;
import org.solvens.history.Event.Hold;

/// Holds that protect debtors, and how long they were open.
final class HoldFigures {
    /// Whether a hold is open.
    enum State {
        OPEN,
        ENDED
    }

    /// Days that a hold was open, or has been open so far.
    enum Days {
        D0_14,
        D15_30,
        D31_90,
        D91;

        static Days of(int days) {
            return days <= 14 ? D0_14 : days <= 30 ? D15_30 : days <= 90 ? D31_90 : D91;
        }
    }

    private HoldFigures() {}

    static void count(CaseView view, boolean first, Slice slice, Figures figures) {
        List<Hold> holds = new ArrayList<>(view.ownHolds());
        if (first) {
            holds.addAll(view.wideHolds());
        }
        for (Hold hold : holds) {
            figures.count(Cell.of(Metric.HOLDS, Grain.MONTH, slice, Figures.month(hold.openedOn()))
                    .kind(hold.kind())
                    .state(view.open(hold) ? State.OPEN : State.ENDED)
                    .size(Days.of(view.daysOpen(hold))));
        }
    }
}

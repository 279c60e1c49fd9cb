package org.solvens.report.metric;

import org.jspecify.annotations.Nullable;
import org.solvens.facts.CaseView;
import org.solvens.history.Event;
import org.solvens.scoring.Limitation;

/// Open cases by the days until their claims become time-barred.
final class LimitationFigures {
    /// Days until the last day on which the claim can be collected.
    enum Left {
        /// That day is over.
        BARRED,
        LEFT_0_30,
        LEFT_31_90,
        LEFT_91_180,
        LEFT_181,
        /// The country has no rule of limitation.
        NO_RULE;

        static Left of(@Nullable Integer days) {
            return days == null
                    ? NO_RULE
                    : days < 0
                            ? BARRED
                            : days <= 30 ? LEFT_0_30 : days <= 90 ? LEFT_31_90 : days <= 180 ? LEFT_91_180 : LEFT_181;
        }
    }

    private LimitationFigures() {}

    static void count(CaseView view, Slice slice, Figures figures) {
        if (!view.open()) {
            return;
        }
        Left left = Left.of(Limitation.daysLeft(view));
        figures.count(Cell.of(Metric.LIMITATION_CASES, Grain.TO_DATE, slice, Event.NONE)
                .size(left));
        figures.amount(
                Cell.of(Metric.LIMITATION_BALANCE, Grain.TO_DATE, slice, Event.NONE)
                        .size(left),
                view.balance());
    }
}

package org.solvens.report.metric;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.solvens.facts.Agreement;
import org.solvens.facts.CaseView;
import org.solvens.facts.DebtorView;
import org.solvens.history.ArrangementKind;
import org.solvens.history.Event;
import org.solvens.history.Event.CaseChanged.ClosedAs;

/// The stock of open cases at the ends of months, and how cases and money moved between them, as it was known at the
/// time. For every move: closing = opening + added - paid - released.
final class StockFigures {
    /// Where a case is.
    enum State {
        /// Not placed yet.
        NEW,
        REMINDER,
        PRE_COLLECTION,
        COLLECTION,
        /// A plan runs on it.
        PLAN,
        LEGAL,
        SURVEILLANCE,
        /// Paid in full, or closed as paid.
        PAID,
        /// Closed for another reason.
        CLOSED
    }

    /// Days past due.
    enum Arrears {
        NOT_DUE,
        D1_30,
        D31_60,
        D61_90,
        D91_180,
        D181_365,
        D366;

        static Arrears of(int days) {
            return days <= 0
                    ? NOT_DUE
                    : days <= 30
                            ? D1_30
                            : days <= 60
                                    ? D31_60
                                    : days <= 90 ? D61_90 : days <= 180 ? D91_180 : days <= 365 ? D181_365 : D366;
        }
    }

    /// What became of an open case within a month.
    enum Cure {
        PAID_OFF,
        PAID_SOME,
        NOTHING_PAID,
        CLOSED
    }

    /// What is known of a case at an instant, in thousandths.
    private record Known(
            State state,
            long open,
            long owed,
            long paid,
            long released,
            @Nullable CaseView view) {
        static final Known NOTHING = new Known(State.NEW, 0, 0, 0, 0, null);

        static Known of(@Nullable CaseView view) {
            if (view == null) {
                return NOTHING;
            }
            long paid = Math.min(view.paid(), view.owed());
            long open = view.open() ? view.balance() : 0;
            return new Known(StockFigures.state(view), open, view.owed(), paid, view.owed() - paid - open, view);
        }
    }

    private StockFigures() {}

    static void count(DebtorView debtor, Calendar calendar, Figures figures) {
        List<Long> ends = calendar.monthEnds();
        for (CaseView now : debtor.cases()) {
            int index = now.placed().caseIndex();
            Slice slice = Slice.of(now);
            Known before = null;
            for (int i = 0; i < ends.size(); i++) {
                Known after = Known.of(debtor.at(ends.get(i)).caseAt(index));
                int period = Event.dayOf(ends.get(i));
                if (after.view() != null && after.view().open()) {
                    stock(after, slice, period, figures);
                }
                if (before != null) {
                    move(before, after, slice, Event.dayOf(ends.get(i - 1)), figures);
                }
                before = after;
            }
        }
    }

    private static State state(CaseView view) {
        if (!view.open()) {
            return view.closedAs() == null || view.closedAs() == ClosedAs.PAID ? State.PAID : State.CLOSED;
        }
        for (Agreement agreement : view.agreements()) {
            ArrangementKind kind = agreement.arrangement().kind();
            if ((kind == ArrangementKind.PLAN || kind == ArrangementKind.TRIAL_PLAN)
                    && agreement.standing() == Agreement.Standing.RUNNING) {
                return State.PLAN;
            }
        }
        return switch (view.stage()) {
            case REMINDER -> State.REMINDER;
            case PRE_COLLECTION -> State.PRE_COLLECTION;
            case COLLECTION -> State.COLLECTION;
            case LEGAL -> State.LEGAL;
            case SURVEILLANCE -> State.SURVEILLANCE;
        };
    }

    private static void stock(Known known, Slice slice, int period, Figures figures) {
        Arrears arrears = Arrears.of(
                Objects.requireNonNull(known.view(), "a case in stock is known").daysPastDue());
        figures.count(Cell.of(Metric.STOCK_CASES, Grain.MONTH, slice, period)
                .kind(known.state())
                .size(arrears));
        figures.amount(
                Cell.of(Metric.STOCK, Grain.MONTH, slice, period)
                        .kind(known.state())
                        .size(arrears),
                known.open());
    }

    private static void move(Known before, Known after, Slice slice, int month, Figures figures) {
        long added = after.owed() - before.owed();
        long paid = after.paid() - before.paid();
        long released = after.released() - before.released();
        boolean still = before.state() == after.state() && before.open() == 0 && after.open() == 0;
        if (still && added == 0 && paid == 0 && released == 0) {
            return;
        }
        Cell move = Cell.of(Metric.FLOW_CASES, Grain.MONTH, slice, month)
                .kind(before.state())
                .state(after.state());
        figures.count(move);
        figures.amount(of(Metric.FLOW_OPENING, move), before.open());
        figures.amount(of(Metric.FLOW_ADDED, move), added);
        figures.amount(of(Metric.FLOW_PAID, move), paid);
        figures.amount(of(Metric.FLOW_RELEASED, move), released);
        figures.amount(of(Metric.FLOW_CLOSING, move), after.open());
        if (before.view() != null && before.view().open()) {
            Cure cure = after.state() == State.PAID
                    ? Cure.PAID_OFF
                    : after.state() == State.CLOSED ? Cure.CLOSED : paid > 0 ? Cure.PAID_SOME : Cure.NOTHING_PAID;
            figures.count(Cell.of(Metric.CURES, Grain.MONTH, slice, month)
                    .size(Arrears.of(before.view().daysPastDue()))
                    .state(cure));
        }
    }

    private static Cell of(Metric metric, Cell move) {
        return new Cell(
                metric,
                move.grain(),
                move.slice(),
                move.period(),
                null,
                move.kind(),
                move.state(),
                null,
                Event.NONE,
                Event.NONE,
                Event.NONE);
    }
}

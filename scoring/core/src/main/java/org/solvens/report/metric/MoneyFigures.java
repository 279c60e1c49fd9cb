package org.solvens.report.metric;

import org.solvens.facts.CaseView;
import org.solvens.history.Event.Payment;

/// Money and cases that came in, and cases that were closed.
final class MoneyFigures {
    private MoneyFigures() {}

    static void count(CaseView view, Slice slice, Calendar calendar, Figures figures) {
        for (Payment payment : view.payments()) {
            amount(Metric.RECEIVED, slice, payment.paidOn(), payment.amount(), calendar, figures);
        }
        for (Payment refund : view.refunds()) {
            amount(Metric.RECEIVED, slice, refund.paidOn(), -refund.amount(), calendar, figures);
        }
        int placed = view.placed().placedOn();
        amount(Metric.PLACED, slice, placed, view.placedAmount(), calendar, figures);
        amount(Metric.PLACED_CASES, slice, placed, Figures.ONE, calendar, figures);
        if (view.closedAs() != null) {
            int closed = view.closedOn();
            if (calendar.keeps(closed)) {
                figures.count(Cell.of(Metric.CLOSED_CASES, Grain.DAY, slice, closed));
            }
            figures.count(Cell.of(Metric.CLOSED_CASES, Grain.MONTH, slice, Figures.month(closed))
                    .kind(view.closedAs()));
        }
    }

    private static void amount(Metric metric, Slice slice, int day, long amount, Calendar calendar, Figures figures) {
        if (calendar.keeps(day)) {
            figures.amount(Cell.of(metric, Grain.DAY, slice, day), amount);
        }
        figures.amount(Cell.of(metric, Grain.MONTH, slice, Figures.month(day)), amount);
    }
}

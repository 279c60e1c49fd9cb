package org.solvens.pipelines.reports;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.solvens.facts.CaseView;
import org.solvens.history.Event;
import org.solvens.history.Event.Contact;
import org.solvens.history.Event.Payment;

/// The recovery of one case by months since its placement, as the measures of the recovery table.
final class Curve {
    private Curve() {}

    /// Cumulative figures of one case: one cell for each month since placement up to the as-of date.
    ///
    /// @param first whether the cost of contacts about the debtor as a whole counts on it
    static List<long[]> of(CaseView view, LocalDate placed, LocalDate month, boolean first) {
        LocalDate today = LocalDate.ofEpochDay(view.today());
        int months = (int) Math.max(0, ChronoUnit.MONTHS.between(month, today));
        long[] paid = new long[months + 1];
        long[] payments = new long[months + 1];
        long[] cost = new long[months + 1];
        for (Payment payment : view.payments()) {
            int cell = cell(placed, payment.paidOn(), months);
            paid[cell] += payment.amount();
            payments[cell]++;
        }
        for (Payment refund : view.refunds()) {
            paid[cell(placed, refund.paidOn(), months)] -= refund.amount();
        }
        add(view, view.ownContacts(), placed, cost);
        if (first) {
            add(view, view.wideContacts(), placed, cost);
        }
        List<long[]> curve = new ArrayList<>(months + 1);
        long soFar = 0;
        long spent = 0;
        long made = 0;
        for (int m = 0; m <= months; m++) {
            soFar += paid[m];
            spent += cost[m];
            made += payments[m];
            long recovered = Math.clamp(soFar, 0, view.owed());
            curve.add(new long[] {
                1,
                made > 0 ? 1 : 0,
                view.placedAmount(),
                view.owed() - view.placedAmount(),
                recovered,
                Math.max(0, soFar - view.owed()),
                spent
            });
        }
        return curve;
    }

    private static void add(CaseView view, List<Contact> contacts, LocalDate placed, long[] cost) {
        for (Contact contact : contacts) {
            if (contact.cost() != Event.NO_AMOUNT) {
                cost[cell(placed, view.calendar().dayOf(contact.at()), cost.length - 1)] += contact.cost();
            }
        }
    }

    /// The first cell that a day belongs to: months since placement that had ended by it. The last cell
    /// includes everything known, so that curves end at the total recovery.
    private static int cell(LocalDate placed, int day, int months) {
        long whole = ChronoUnit.MONTHS.between(placed, LocalDate.ofEpochDay(day));
        int cell = day < placed.toEpochDay() ? 0 : (int) Math.min(months, whole + 1);
        return Math.min(cell, months);
    }
}

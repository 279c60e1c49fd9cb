package org.solvens.outcome;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.solvens.facts.Agreement;
import org.solvens.facts.CaseView;
import org.solvens.facts.OwnPayments;
import org.solvens.feed.Money;
import org.solvens.history.Event;
import org.solvens.history.Event.Contact;
import org.solvens.history.Event.Payment;
import org.solvens.outcome.OwnOutcome.Asked;

/// What happened to a case in the window after an as-of date, as the expressions of a plan ask
/// for it.
final class Happened {
    private Happened() {}

    /// The answers.
    ///
    /// @param before the case as of the as-of date
    /// @param later the case when the window and the late days are over
    /// @param to first day after the window
    /// @return of each {@link Asked}, by its ordinal
    static double[] of(CaseView before, CaseView later, int to) {
        int from = before.today();
        List<Payment> came = new ArrayList<>(later.payments());
        came.removeIf(payment -> !Outcomes.cameIn(payment, before, to));
        came.sort(Comparator.comparingInt(Payment::paidOn));
        long paid = 0;
        long all = 0;
        double toPayment = Double.POSITIVE_INFINITY;
        double toPaid = Double.POSITIVE_INFINITY;
        for (Payment payment : came) {
            int day = payment.paidOn() - from;
            all += payment.amount();
            if (OwnPayments.voluntary(payment)) {
                paid += payment.amount();
                toPayment = Math.min(toPayment, day);
            }
            toPaid = all >= before.balance() ? Math.min(toPaid, day) : toPaid;
        }
        int arrangements = 0;
        for (Agreement agreement : later.agreements()) {
            Event.Arrangement agreed = agreement.arrangement();
            arrangements +=
                    agreed.knownAt() >= before.debtor().asOf() && agreed.agreedOn() >= from && agreed.agreedOn() < to
                            ? 1
                            : 0;
        }
        int sought = 0;
        int promises = 0;
        for (Contact contact : later.contacts()) {
            int day = later.calendar().dayOf(contact.at());
            if (contact.knownAt() >= before.debtor().asOf() && day >= from && day < to) {
                sought += contact.direction() == Contact.Direction.INBOUND ? 1 : 0;
                promises += contact.outcome() == Contact.Outcome.PROMISED ? 1 : 0;
            }
        }
        boolean closed = later.closedAs() == Event.CaseChanged.ClosedAs.PAID && later.closedOn() < to;
        double[] answers = new double[Asked.values().length];
        for (Asked asked : Asked.values()) {
            answers[asked.ordinal()] = switch (asked) {
                case BALANCE -> Money.units(before.balance());
                case PAID -> Money.units(paid);
                case PAID_ALL -> Money.units(all);
                case DAYS_TO_PAYMENT -> toPayment;
                case DAYS_TO_PAID -> toPaid;
                case DAYS_TO_DUE -> before.placed().dueOn() - from;
                case ARRANGEMENTS -> arrangements;
                case CONTACTS_SOUGHT -> sought;
                case PROMISES -> promises;
                case CLOSED_AS_PAID -> closed ? 1 : 0;
            };
        }
        return answers;
    }
}

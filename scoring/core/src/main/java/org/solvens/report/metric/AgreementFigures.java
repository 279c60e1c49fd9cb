package org.solvens.report.metric;

import java.util.ArrayList;
import java.util.List;
import org.solvens.facts.Agreement;
import org.solvens.facts.CaseView;
import org.solvens.facts.Promise;
import org.solvens.history.ArrangementKind;
import org.solvens.history.Event;
import org.solvens.history.Event.Contact;

/// Promises and arrangements, and what became of them.
final class AgreementFigures {
    /// Days of a month of a plan's life.
    static final int MONTH_DAYS = 30;

    /// The share of what was owed at placement that a promise is for.
    enum Share {
        UP_TO_10,
        UP_TO_25,
        UP_TO_50,
        UP_TO_100,
        ABOVE_100,
        UNSTATED;

        static Share of(long promised, long placed) {
            if (promised == Event.NO_AMOUNT) {
                return UNSTATED;
            }
            // In whole numbers, so that any other reader draws the line at the same amount.
            return promised * 10 <= placed
                    ? UP_TO_10
                    : promised * 4 <= placed
                            ? UP_TO_25
                            : promised * 2 <= placed ? UP_TO_50 : promised <= placed ? UP_TO_100 : ABOVE_100;
        }
    }

    /// How a plan ended, or that it has not.
    enum Life {
        /// Its first instalment was missed: nothing was ever paid.
        MISSED_NOTHING_PAID,
        /// An instalment was missed after less than it was paid.
        MISSED_TOO_LITTLE,
        /// An instalment was missed after those before it were paid.
        MISSED_STOPPED,
        /// It runs, or ended otherwise, and no instalment was missed.
        NOT_MISSED
    }

    private AgreementFigures() {}

    static void count(CaseView view, boolean first, Slice slice, Calendar calendar, Figures figures) {
        List<Contact> contacts = new ArrayList<>(view.ownContacts());
        if (first) {
            contacts.addAll(view.wideContacts());
        }
        for (Contact contact : contacts) {
            if (contact.outcome() == Contact.Outcome.PROMISED) {
                promise(view, contact, slice, calendar, figures);
            }
        }
        for (Agreement agreement : view.agreements()) {
            figures.count(Cell.of(
                            Metric.AGREEMENTS,
                            Grain.MONTH,
                            slice,
                            Figures.month(agreement.arrangement().agreedOn()))
                    .kind(agreement.arrangement().kind())
                    .state(agreement.standing()));
            ArrangementKind kind = agreement.arrangement().kind();
            if (agreement.hasInstalments() && (kind == ArrangementKind.PLAN || kind == ArrangementKind.TRIAL_PLAN)) {
                life(agreement, slice, figures);
            }
        }
    }

    private static void promise(CaseView view, Contact contact, Slice slice, Calendar calendar, Figures figures) {
        Promise state = view.promise(contact);
        long promised = view.promisedAmount(contact);
        long amount = promised == Event.NO_AMOUNT ? 0 : promised;
        int month = Figures.month(view.calendar().dayOf(contact.at()));
        Cell made = Cell.of(Metric.PROMISES, Grain.MONTH, slice, month)
                .channel(contact.channel())
                .kind(contact.direction())
                .size(Share.of(promised, view.placedAmount()))
                .state(state);
        figures.count(made);
        figures.amount(
                Cell.of(Metric.PROMISED, Grain.MONTH, slice, month)
                        .channel(contact.channel())
                        .kind(contact.direction())
                        .size(Share.of(promised, view.placedAmount()))
                        .state(state),
                amount);
        int due = view.promisedDay(contact);
        if (calendar.keeps(due)) {
            figures.count(Cell.of(Metric.PROMISES_DUE, Grain.DAY, slice, due).state(state));
            figures.amount(Cell.of(Metric.PROMISED_DUE, Grain.DAY, slice, due).state(state), amount);
        }
        int ended = view.lastDay(contact) + 1;
        if (state != Promise.OPEN && calendar.keeps(ended)) {
            figures.count(
                    Cell.of(Metric.PROMISES_ENDED, Grain.DAY, slice, ended).state(state));
        }
    }

    private static void life(Agreement agreement, Slice slice, Figures figures) {
        int missed = agreement.firstMissed();
        int until = missed < 0 ? agreement.followedUntil() : agreement.lastDayInTime(missed) + 1;
        int months = Math.max(0, (until - agreement.arrangement().agreedOn()) / MONTH_DAYS);
        figures.count(Cell.of(Metric.PLAN_LIFE, Grain.TO_DATE, slice, Event.NONE)
                .kind(agreement.arrangement().kind())
                .state(missed < 0 ? Life.NOT_MISSED : how(agreement, missed))
                .age(months));
    }

    private static Life how(Agreement agreement, int missed) {
        long instalment = agreement.arrangement().instalment();
        long paid = agreement.paidUntil(agreement.lastDayInTime(missed));
        if (paid <= 0) {
            return Life.MISSED_NOTHING_PAID;
        }
        // A tenth of an instalment more than those before it: the debtor tried.
        return paid - missed * instalment >= instalment / 10 ? Life.MISSED_TOO_LITTLE : Life.MISSED_STOPPED;
    }
}

package org.solvens.scoring;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.solvens.facts.CaseView;
import org.solvens.facts.Promise;
import org.solvens.history.Event;
import org.solvens.history.Event.Contact;

/// Days of the promises to pay that debtors made about a case. A promise about the debtor as a whole is left out: it
/// would show one creditor what was agreed on the cases of another.
final class PromiseDays {
    private PromiseDays() {}

    /// The first day, from a day on, for which payment was promised, whether or not it was paid already; null if there
    /// is none.
    static @Nullable LocalDate due(CaseView view, LocalDate from) {
        int first = Event.NONE;
        for (Contact contact : view.ownContacts()) {
            if (contact.outcome() == Contact.Outcome.PROMISED) {
                int due = view.promisedDay(contact);
                if (due >= from.toEpochDay() && (first == Event.NONE || due < first)) {
                    first = due;
                }
            }
        }
        return day(first);
    }

    /// The last day, up to a day, that followed the last day in time of a promise that was not kept in full; null if
    /// there is none.
    static @Nullable LocalDate broken(CaseView view, LocalDate until) {
        int last = Event.NONE;
        for (Contact contact : view.ownContacts()) {
            if (contact.outcome() == Contact.Outcome.PROMISED) {
                int ended = view.lastDay(contact) + 1;
                if (ended <= until.toEpochDay() && (last == Event.NONE || ended > last) && unkept(view, contact)) {
                    last = ended;
                }
            }
        }
        return day(last);
    }

    private static boolean unkept(CaseView view, Contact contact) {
        Promise state = view.promise(contact);
        return state == Promise.BROKEN || state == Promise.PARTLY;
    }

    private static @Nullable LocalDate day(int day) {
        return day == Event.NONE ? null : LocalDate.ofEpochDay(day);
    }
}

package org.solvens.facts;

import org.solvens.history.Event;
import org.solvens.history.Event.Contact;
import org.solvens.history.Event.Hold;
import org.solvens.history.HoldKind;

/// The calls to a debtor, about whichever case and creditor, and whether the debtor refused them. Limits and
/// refusals protect the person, so they do not depend on the case on which a call was logged.
public final class Calls {
    private static final long DAY = 86_400_000L;

    private final int last24Hours;
    private final int last7Days;
    private final int last30Days;
    private final boolean refused;

    Calls(DebtorView debtor) {
        long asOf = debtor.asOf();
        int day = 0;
        int week = 0;
        int month = 0;
        int optedOut = Event.NONE;
        for (Contact contact : debtor.contacts()) {
            if (contact.callAttempt()) {
                day += contact.at() >= asOf - DAY ? 1 : 0;
                week += contact.at() >= asOf - 7 * DAY ? 1 : 0;
                month += contact.at() >= asOf - 30 * DAY ? 1 : 0;
            }
            // Who opts out in writing is not called either.
            if (contact.outcome() == Contact.Outcome.OPTS_OUT) {
                optedOut = Math.max(optedOut, debtor.calendar().dayOf(contact.at()));
            }
        }
        int allowed = Event.NONE;
        for (Hold hold : debtor.holds()) {
            // One that is still open forbids calls by itself.
            if (hold.kind() == HoldKind.NO_CALLS) {
                allowed = Math.max(allowed, hold.closedOn());
            }
        }
        this.last24Hours = day;
        this.last7Days = week;
        this.last30Days = month;
        // A hold that ends on the day of the opt-out does not lift it.
        this.refused = optedOut != Event.NONE && optedOut >= allowed;
    }

    /// Calls of ours in the last 24 hours.
    public int last24Hours() {
        return last24Hours;
    }

    /// Calls of ours in the last 7 times 24 hours.
    public int last7Days() {
        return last7Days;
    }

    /// Calls of ours in the last 30 times 24 hours.
    public int last30Days() {
        return last30Days;
    }

    /// Whether the debtor opted out of calls, and no hold against calls was closed on a later day.
    public boolean refused() {
        return refused;
    }
}

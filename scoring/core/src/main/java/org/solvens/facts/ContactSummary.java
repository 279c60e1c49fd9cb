package org.solvens.facts;

import java.util.List;
import org.solvens.history.Event;
import org.solvens.history.Event.Contact;

/// Counts over contacts, by the days of a case's country. Contacts about a case and contacts about the debtor
/// as a whole are counted separately and added. The latter are counted once, so a debtor with many cases costs
/// no more.
///
/// A number at the end of a count's name is the number of days that it reaches back from the as-of day. A day
/// is {@link Event#NONE} if there was no such contact.
public final class ContactSummary {
    private static final long DAY = 86_400_000L;
    private static final int YEAR = 365;
    private static final int RECENT_DAYS = 90;

    private int lastContact = Event.NONE;
    private int lastInbound = Event.NONE;
    private int inbound30;
    private int inbound180;
    private int refusals365;
    private int cannotPay365;
    private int askedForSolution180;
    private int promises365;
    private int promisesKept365;
    private int promisesPartly365;
    private int promisesBroken365;
    private boolean promiseOpen;
    private int rightParty90;
    private int delivered90;
    private int bounced90;
    private long askedPlan = Long.MIN_VALUE;
    private long askedDeferral = Long.MIN_VALUE;
    private long askedReduction = Long.MIN_VALUE;

    /// @param by the case that gives the days and promises
    ContactSummary(CaseView by, List<Contact> contacts) {
        long asOf = by.debtor().asOf();
        int today = by.today();
        for (int i = 0, n = contacts.size(); i < n; i++) {
            add(by, contacts.get(i), asOf, today);
        }
    }

    /// The sum of two.
    private ContactSummary(ContactSummary a, ContactSummary b) {
        lastContact = Math.max(a.lastContact, b.lastContact);
        lastInbound = Math.max(a.lastInbound, b.lastInbound);
        inbound30 = a.inbound30 + b.inbound30;
        inbound180 = a.inbound180 + b.inbound180;
        refusals365 = a.refusals365 + b.refusals365;
        cannotPay365 = a.cannotPay365 + b.cannotPay365;
        askedForSolution180 = a.askedForSolution180 + b.askedForSolution180;
        promises365 = a.promises365 + b.promises365;
        promisesKept365 = a.promisesKept365 + b.promisesKept365;
        promisesPartly365 = a.promisesPartly365 + b.promisesPartly365;
        promisesBroken365 = a.promisesBroken365 + b.promisesBroken365;
        promiseOpen = a.promiseOpen || b.promiseOpen;
        rightParty90 = a.rightParty90 + b.rightParty90;
        delivered90 = a.delivered90 + b.delivered90;
        bounced90 = a.bounced90 + b.bounced90;
        askedPlan = Math.max(a.askedPlan, b.askedPlan);
        askedDeferral = Math.max(a.askedDeferral, b.askedDeferral);
        askedReduction = Math.max(a.askedReduction, b.askedReduction);
    }

    ContactSummary plus(ContactSummary other) {
        return new ContactSummary(this, other);
    }

    private void add(CaseView by, Contact contact, long asOf, int today) {
        int day = by.calendar().dayOf(contact.at());
        int days = today - day;
        lastContact = Math.max(lastContact, day);
        boolean outbound = contact.direction() == Contact.Direction.OUTBOUND;
        if (!outbound) {
            lastInbound = Math.max(lastInbound, day);
        }
        if (!outbound && !contact.look()) {
            inbound30 += days <= 30 ? 1 : 0;
            inbound180 += days <= 180 ? 1 : 0;
        }
        boolean recent = contact.at() >= asOf - RECENT_DAYS * DAY;
        rightParty90 += recent && contact.outcome().rightParty() ? 1 : 0;
        if (days > YEAR) {
            return;
        }
        switch (contact.outcome()) {
            case PROMISED -> promised(by.promise(contact));
            case REFUSED -> refusals365++;
            case CANNOT_PAY -> cannotPay365++;
            case ASKS_DEFERRAL -> askedDeferral = asked(askedDeferral, contact, days);
            case ASKS_PLAN -> askedPlan = asked(askedPlan, contact, days);
            case ASKS_REDUCTION -> askedReduction = asked(askedReduction, contact, days);
            case SENT, DELIVERED -> delivered90 += recent && outbound ? 1 : 0;
            case BOUNCED -> bounced90 += recent && outbound ? 1 : 0;
            case NO_ANSWER, WRONG_PARTY, REACHED, DISPUTES, SAYS_PAID_DIRECT, OPTS_OUT -> {}
        }
    }

    private long asked(long last, Contact contact, int days) {
        askedForSolution180 += days <= 180 ? 1 : 0;
        return Math.max(last, contact.at());
    }

    private void promised(Promise promise) {
        promises365++;
        switch (promise) {
            case OPEN -> promiseOpen = true;
            case KEPT -> promisesKept365++;
            case PARTLY -> promisesPartly365++;
            case BROKEN -> promisesBroken365++;
        }
    }

    /// Day of the last contact either way.
    public int lastContact() {
        return lastContact;
    }

    /// Day on which the debtor last sought contact.
    public int lastInbound() {
        return lastInbound;
    }

    public int inbound30() {
        return inbound30;
    }

    public int inbound180() {
        return inbound180;
    }

    public int refusals365() {
        return refusals365;
    }

    public int cannotPay365() {
        return cannotPay365;
    }

    /// Times the debtor asked for a plan, a deferral or a reduction.
    public int askedForSolution180() {
        return askedForSolution180;
    }

    public int promises365() {
        return promises365;
    }

    public int promisesKept365() {
        return promisesKept365;
    }

    public int promisesPartly365() {
        return promisesPartly365;
    }

    public int promisesBroken365() {
        return promisesBroken365;
    }

    public boolean promiseOpen() {
        return promiseOpen;
    }

    /// Contacts in the last 90 times 24 hours that reached the right person.
    public int rightParty90() {
        return rightParty90;
    }

    /// Messages and letters of ours that were sent and did not bounce.
    public int delivered90() {
        return delivered90;
    }

    public int bounced90() {
        return bounced90;
    }

    /// When the debtor last asked for a plan within a year, in milliseconds UTC; {@link Long#MIN_VALUE} for
    /// never.
    public long askedPlan() {
        return askedPlan;
    }

    /// Like {@link #askedPlan()}, for a deferral.
    public long askedDeferral() {
        return askedDeferral;
    }

    /// Like {@link #askedPlan()}, for a reduction.
    public long askedReduction() {
        return askedReduction;
    }
}

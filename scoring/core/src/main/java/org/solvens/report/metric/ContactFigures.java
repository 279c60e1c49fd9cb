package org.solvens.report.metric;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.solvens.facts.CaseView;
import org.solvens.facts.OwnPayments;
import org.solvens.history.Event;
import org.solvens.history.Event.Contact;
import org.solvens.history.Event.Payment;

/// Attempts at contact, their outcome and cost, and the money that followed them.
final class ContactFigures {
    /// Days within which a payment is taken to follow a contact.
    static final int FOLLOWS_DAYS = 14;

    /// Days over which the contacts of an open case are counted.
    static final int RECENT_DAYS = 30;

    /// How many contacts a case had.
    enum Contacts {
        C0,
        C1,
        C2_3,
        C4_7,
        C8;

        static Contacts of(int count) {
            return count == 0 ? C0 : count == 1 ? C1 : count <= 3 ? C2_3 : count <= 7 ? C4_7 : C8;
        }
    }

    private ContactFigures() {}

    static void count(CaseView view, boolean first, Slice slice, Calendar calendar, Figures figures) {
        List<Contact> own = view.ownContacts();
        int recent = 0;
        for (Contact contact : own) {
            add(view, contact, slice, calendar, figures);
            boolean attempt = contact.direction() == Contact.Direction.OUTBOUND;
            recent += attempt && view.calendar().dayOf(contact.at()) >= view.today() - RECENT_DAYS ? 1 : 0;
        }
        if (first) {
            for (Contact contact : view.wideContacts()) {
                add(view, contact, slice, calendar, figures);
            }
        }
        if (view.open()) {
            figures.count(Cell.of(Metric.CASE_CONTACTS, Grain.TO_DATE, slice, Event.NONE)
                    .size(Contacts.of(recent)));
        }
        for (Payment payment : view.payments()) {
            Contact last = OwnPayments.voluntary(payment) ? before(view, own, payment.paidOn()) : null;
            if (last != null) {
                int month = Figures.month(view.calendar().dayOf(last.at()));
                figures.amount(
                        Cell.of(Metric.RECEIVED_AFTER_CONTACT, Grain.MONTH, slice, month)
                                .channel(last.channel()),
                        payment.amount());
            }
        }
    }

    private static void add(CaseView view, Contact contact, Slice slice, Calendar calendar, Figures figures) {
        int day = view.calendar().dayOf(contact.at());
        int month = Figures.month(day);
        boolean outbound = contact.direction() == Contact.Direction.OUTBOUND;
        figures.count(Cell.of(outbound ? Metric.OUTBOUND_CONTACTS : Metric.INBOUND_CONTACTS, Grain.MONTH, slice, month)
                .channel(contact.channel())
                .state(contact.outcome()));
        if (outbound && day >= calendar.firstOfYear().toEpochDay()) {
            figures.count(Cell.of(Metric.OUTBOUND_CONTACTS, Grain.WEEK_HOUR, slice, Event.NONE)
                    .channel(contact.channel())
                    .state(contact.outcome())
                    .at(
                            LocalDate.ofEpochDay(day).getDayOfWeek().getValue(),
                            view.calendar().hourOf(contact.at())));
        }
        if (contact.cost() != Event.NO_AMOUNT) {
            if (calendar.keeps(day)) {
                // Without the channel: a million cases have millions of days, channels and types of claim.
                figures.amount(Cell.of(Metric.CONTACT_COST, Grain.DAY, slice, day), contact.cost());
            }
            figures.amount(
                    Cell.of(Metric.CONTACT_COST, Grain.MONTH, slice, month).channel(contact.channel()), contact.cost());
        }
    }

    /// The last contact of ours about the case that arrived on a day or in the days before it. Among contacts of one
    /// instant it is the one with the later channel.
    private static @Nullable Contact before(CaseView view, List<Contact> own, int day) {
        Contact last = null;
        for (Contact contact : own) {
            int on = view.calendar().dayOf(contact.at());
            if (contact.arrived() && on <= day && day - on <= FOLLOWS_DAYS && (last == null || later(contact, last))) {
                last = contact;
            }
        }
        return last;
    }

    private static boolean later(Contact one, Contact other) {
        return one.at() != other.at() ? one.at() > other.at() : one.channel().compareTo(other.channel()) > 0;
    }
}

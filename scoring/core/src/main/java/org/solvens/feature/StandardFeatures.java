package org.solvens.feature;

import static org.solvens.feature.Axis.ABILITY;
import static org.solvens.feature.Axis.REACHABILITY;
import static org.solvens.feature.Axis.ROUTING;
import static org.solvens.feature.Axis.WILLINGNESS;
import static org.solvens.feature.Direction.FALLING;
import static org.solvens.feature.Direction.FREE;
import static org.solvens.feature.Direction.RISING;

import java.time.LocalDate;
import java.util.List;
import java.util.function.Predicate;
import org.solvens.feed.Feed;
import org.solvens.history.Event;
import org.solvens.history.Event.AddressHit;
import org.solvens.history.Event.Arrangement;
import org.solvens.history.Event.CaseChanged;
import org.solvens.history.Event.Contact;
import org.solvens.history.Event.Hold;
import org.solvens.history.Event.Payment;
import org.solvens.history.Event.TaxAssessment;

/// The definitions of the standard catalogue. A window of n days holds the n days before the as-of day.
final class StandardFeatures {
    private static final int OLDEST_TAX_FIGURES_DAYS = 3 * 365;

    private StandardFeatures() {}

    static List<Feature> all() {
        return List.of(
                // Behaviour: payments
                feature(
                        "payments_90d",
                        "count",
                        "Payments of the debtor's own will on all cases in 90 days",
                        Feed.PAYMENTS,
                        WILLINGNESS,
                        RISING,
                        v -> ownPayments(v, 90)),
                feature(
                        "payments_365d",
                        "count",
                        "Payments of the debtor's own will on all cases in 365 days",
                        Feed.PAYMENTS,
                        WILLINGNESS,
                        RISING,
                        v -> ownPayments(v, 365)),
                feature(
                        "days_since_payment",
                        "days",
                        "Days since the debtor last paid on any case",
                        Feed.PAYMENTS,
                        WILLINGNESS,
                        FALLING,
                        StandardFeatures::daysSincePayment),
                feature(
                        "paid_share",
                        "share",
                        "Share of all that was owed on the case which was paid",
                        Feed.PAYMENTS,
                        WILLINGNESS,
                        RISING,
                        v -> v.owed() == 0
                                ? Missing.NOT_APPLICABLE.code()
                                : Math.min(1.0, v.paid() / (double) v.owed())),
                feature(
                        "enforced_payments_365d",
                        "count",
                        "Payments by enforcement on all cases in 365 days",
                        Feed.PAYMENTS,
                        WILLINGNESS,
                        FALLING,
                        v -> count(
                                v.debtor().payments(),
                                p -> p.source() == Payment.Source.ENFORCEMENT && within(v, p.paidOn(), 365))),
                // Behaviour: contacts
                feature(
                        "promises_broken_365d",
                        "count",
                        "Promises broken or kept in part in 365 days",
                        Feed.CONTACTS,
                        WILLINGNESS,
                        FALLING,
                        v -> count(v.contacts(), c -> promised(v, c, 365) && broken(v.promise(c)))),
                feature(
                        "promises_kept_share",
                        "share",
                        "Share of the promises that fell due in 365 days which were kept",
                        Feed.CONTACTS,
                        WILLINGNESS,
                        RISING,
                        StandardFeatures::promisesKeptShare),
                feature(
                        "inbound_contacts_180d",
                        "count",
                        "Times the debtor sought contact in 180 days",
                        Feed.CONTACTS,
                        WILLINGNESS,
                        RISING,
                        v -> count(
                                v.contacts(),
                                c -> c.direction() == Contact.Direction.INBOUND && within(v, c.day(), 180))),
                feature(
                        "days_since_inbound",
                        "days",
                        "Days since the debtor last sought contact",
                        Feed.CONTACTS,
                        WILLINGNESS,
                        FALLING,
                        v -> daysSince(v, v.contacts(), c -> c.direction() == Contact.Direction.INBOUND)),
                feature(
                        "refusals_365d",
                        "count",
                        "Times the debtor refused to pay in 365 days",
                        Feed.CONTACTS,
                        WILLINGNESS,
                        FALLING,
                        v -> count(
                                v.contacts(), c -> c.outcome() == Contact.Outcome.REFUSED && within(v, c.day(), 365))),
                feature(
                        "asked_for_solution_180d",
                        "count",
                        "Times the debtor asked for a plan, deferral or reduction in 180 days",
                        Feed.CONTACTS,
                        WILLINGNESS,
                        RISING,
                        v -> count(v.contacts(), c -> asksForSolution(c) && within(v, c.day(), 180))),
                // Behaviour: the course of the case
                feature(
                        "days_overdue",
                        "days",
                        "Days since the claim fell due",
                        Feed.CASES,
                        WILLINGNESS,
                        FALLING,
                        CaseView::daysPastDue),
                feature(
                        "case_age_days",
                        "days",
                        "Days since the case was placed",
                        Feed.CASES,
                        WILLINGNESS,
                        FALLING,
                        CaseView::ageDays),
                feature(
                        "stage_reached",
                        "rank",
                        "Stage of the case, 0 reminder to 4 surveillance",
                        Feed.CASES,
                        WILLINGNESS,
                        FREE,
                        v -> v.stage().ordinal()),
                feature(
                        "letters_sent",
                        "count",
                        "Letters sent on the case",
                        Feed.CASE_EVENTS,
                        WILLINGNESS,
                        FREE,
                        v -> count(v.changes(), c -> c.kind() == CaseChanged.Kind.LETTER_SENT)),
                feature(
                        "days_since_letter",
                        "days",
                        "Days since the last letter on the case",
                        Feed.CASE_EVENTS,
                        WILLINGNESS,
                        FREE,
                        v -> daysSinceChange(v, CaseChanged.Kind.LETTER_SENT)),
                feature(
                        "days_since_stage_change",
                        "days",
                        "Days since the stage of the case last changed",
                        Feed.CASE_EVENTS,
                        WILLINGNESS,
                        FREE,
                        v -> daysSinceChange(v, CaseChanged.Kind.STAGE_CHANGED)),
                feature(
                        "charges_added",
                        "count",
                        "Charges added to the case since placement",
                        Feed.CASE_EVENTS,
                        WILLINGNESS,
                        FREE,
                        v -> count(
                                v.changes(),
                                c -> c.kind() == CaseChanged.Kind.CHARGE_ADDED
                                        || c.kind() == CaseChanged.Kind.CHARGE_RESTATED)),
                feature(
                        "disputes_lost",
                        "count",
                        "Disputes of the debtor that were rejected",
                        Feed.HOLDS,
                        WILLINGNESS,
                        FREE,
                        v -> count(
                                v.debtor().holds(),
                                h -> h.kind() == Hold.Kind.DISPUTE && h.outcome() == Hold.Outcome.REJECTED)),
                // Capacity
                feature(
                        "balance",
                        "currency",
                        "What is owed on the case",
                        Feed.CASES,
                        ABILITY,
                        FALLING,
                        v -> v.balance() / 100.0),
                feature(
                        "total_balance",
                        "currency",
                        "What the debtor owes on all open cases of the same currency",
                        Feed.CASES,
                        ABILITY,
                        FALLING,
                        v -> totalBalance(v) / 100.0),
                feature(
                        "open_cases",
                        "count",
                        "Open cases of the debtor",
                        Feed.CASES,
                        ABILITY,
                        FALLING,
                        v -> count(v.debtor().cases(), CaseView::open)),
                feature(
                        "net_income",
                        "currency",
                        "Net income by the newest usable tax figures",
                        Feed.TAX_ASSESSMENTS,
                        ABILITY,
                        RISING,
                        v -> newestTax(v, t -> t.netIncome() / 100.0)),
                feature(
                        "net_wealth",
                        "currency",
                        "Net wealth by the newest usable tax figures",
                        Feed.TAX_ASSESSMENTS,
                        ABILITY,
                        RISING,
                        v -> newestTax(
                                v,
                                t -> t.netWealth() == Event.NO_AMOUNT
                                        ? Missing.NOT_APPLICABLE.code()
                                        : t.netWealth() / 100.0)),
                feature(
                        "debt_to_income",
                        "ratio",
                        "What the debtor owes on all open cases over net income",
                        Feed.TAX_ASSESSMENTS,
                        ABILITY,
                        FALLING,
                        v -> newestTax(
                                v,
                                t -> t.netIncome() <= 0
                                        ? 100.0
                                        : Math.min(100.0, totalBalance(v) / (double) t.netIncome()))),
                feature(
                        "income_trend",
                        "ratio",
                        "Net income of the newest over that of the second newest year",
                        Feed.TAX_ASSESSMENTS,
                        ABILITY,
                        RISING,
                        StandardFeatures::incomeTrend),
                feature(
                        "cannot_pay_365d",
                        "count",
                        "Times the debtor said to be unable to pay in 365 days",
                        Feed.CONTACTS,
                        ABILITY,
                        FALLING,
                        v -> count(
                                v.contacts(),
                                c -> c.outcome() == Contact.Outcome.CANNOT_PAY && within(v, c.day(), 365))),
                feature(
                        "arrangement_kept_share",
                        "share",
                        "Mean kept share of the debtor's arrangements with instalments due",
                        Feed.ARRANGEMENTS,
                        ABILITY,
                        RISING,
                        StandardFeatures::arrangementKeptShare),
                // Reachability
                feature(
                        "right_party_rate_180d",
                        "share",
                        "Share of our calls in 180 days that reached the right person",
                        Feed.CONTACTS,
                        REACHABILITY,
                        RISING,
                        StandardFeatures::rightPartyRate),
                feature(
                        "unanswered_calls",
                        "count",
                        "Calls without the right person since it was last reached",
                        Feed.CONTACTS,
                        REACHABILITY,
                        FALLING,
                        StandardFeatures::unansweredCalls),
                feature(
                        "days_since_reached",
                        "days",
                        "Days since the right person was last reached",
                        Feed.CONTACTS,
                        REACHABILITY,
                        FALLING,
                        v -> daysSince(v, v.contacts(), c -> c.outcome().rightParty())),
                feature(
                        "wrong_party_365d",
                        "count",
                        "Contacts with a wrong person in 365 days",
                        Feed.CONTACTS,
                        REACHABILITY,
                        FALLING,
                        v -> count(
                                v.contacts(),
                                c -> c.outcome() == Contact.Outcome.WRONG_PARTY && within(v, c.day(), 365))),
                feature(
                        "bounced_180d",
                        "count",
                        "Messages and letters that came back in 180 days",
                        Feed.CONTACTS,
                        REACHABILITY,
                        FALLING,
                        v -> count(
                                v.contacts(), c -> c.outcome() == Contact.Outcome.BOUNCED && within(v, c.day(), 180))),
                feature(
                        "returned_letters",
                        "count",
                        "Letters of the debtor's cases returned since an address was last confirmed",
                        Feed.CASE_EVENTS,
                        REACHABILITY,
                        FALLING,
                        StandardFeatures::returnedLetters),
                feature(
                        "days_since_address_confirmed",
                        "days",
                        "Days since a register last confirmed or gave an address",
                        Feed.ADDRESS_HITS,
                        REACHABILITY,
                        FALLING,
                        StandardFeatures::daysSinceConfirmed),
                feature(
                        "moves_730d",
                        "count",
                        "Moves told by registers in 730 days",
                        Feed.ADDRESS_HITS,
                        REACHABILITY,
                        FREE,
                        v -> count(
                                v.debtor().addressHits(),
                                h -> h.result() == AddressHit.Result.MOVED && within(v, h.foundOn(), 730))),
                // Read by the policy only
                feature(
                        "tax_figures_age_days",
                        "days",
                        "Days since the end of the newest usable income year",
                        Feed.TAX_ASSESSMENTS,
                        ROUTING,
                        FREE,
                        StandardFeatures::taxFiguresAge),
                feature(
                        "contacts_7d",
                        "count",
                        "Contacts that we began in 7 days",
                        Feed.CONTACTS,
                        ROUTING,
                        FREE,
                        v -> count(
                                v.contacts(),
                                c -> c.direction() == Contact.Direction.OUTBOUND && within(v, c.day(), 7))),
                feature(
                        "days_since_decision",
                        "days",
                        "Days since a route was last taken for the case",
                        Feed.DECISIONS,
                        ROUTING,
                        FREE,
                        StandardFeatures::daysSinceDecision));
    }

    private static Feature feature(
            String name,
            String unit,
            String description,
            Feed source,
            Axis axis,
            Direction direction,
            Feature.Definition definition) {
        return new Feature(name, unit, description, source, axis, direction, definition);
    }

    private static boolean within(CaseView v, int day, int days) {
        return day >= v.today() - days;
    }

    private static <T> int count(List<T> events, Predicate<T> condition) {
        int count = 0;
        for (T event : events) {
            if (condition.test(event)) {
                count++;
            }
        }
        return count;
    }

    private static int ownPayments(CaseView v, int days) {
        return count(
                v.debtor().payments(), p -> p.source() != Payment.Source.ENFORCEMENT && within(v, p.paidOn(), days));
    }

    private static double daysSincePayment(CaseView v) {
        int last = Event.NONE;
        for (Payment payment : v.debtor().payments()) {
            if (payment.source() != Payment.Source.ENFORCEMENT) {
                last = Math.max(last, payment.paidOn());
            }
        }
        return last == Event.NONE ? Missing.NO_RECORD.code() : Math.max(0, v.today() - last);
    }

    private static boolean promised(CaseView v, Contact contact, int days) {
        return contact.outcome() == Contact.Outcome.PROMISED && within(v, contact.day(), days);
    }

    private static boolean broken(CaseView.Promise promise) {
        return promise == CaseView.Promise.BROKEN || promise == CaseView.Promise.PARTLY;
    }

    private static double promisesKeptShare(CaseView v) {
        int kept = 0;
        int due = 0;
        for (Contact contact : v.contacts()) {
            if (promised(v, contact, 365)) {
                CaseView.Promise promise = v.promise(contact);
                kept += promise == CaseView.Promise.KEPT ? 1 : 0;
                due += promise == CaseView.Promise.OPEN ? 0 : 1;
            }
        }
        return due == 0 ? Missing.NOT_APPLICABLE.code() : kept / (double) due;
    }

    private static boolean asksForSolution(Contact contact) {
        return switch (contact.outcome()) {
            case ASKS_PLAN, ASKS_DEFERRAL, ASKS_REDUCTION -> true;
            default -> false;
        };
    }

    private static double daysSince(CaseView v, List<Contact> contacts, Predicate<Contact> condition) {
        for (int i = contacts.size() - 1; i >= 0; i--) {
            if (condition.test(contacts.get(i))) {
                return Math.max(0, v.today() - contacts.get(i).day());
            }
        }
        return Missing.NO_RECORD.code();
    }

    private static double daysSinceChange(CaseView v, CaseChanged.Kind kind) {
        for (int i = v.changes().size() - 1; i >= 0; i--) {
            if (v.changes().get(i).kind() == kind) {
                return Math.max(0, v.today() - v.changes().get(i).happenedOn());
            }
        }
        return Missing.NO_RECORD.code();
    }

    private static long totalBalance(CaseView v) {
        long total = 0;
        for (CaseView other : v.debtor().cases()) {
            if (other.open() && other.placed().currency().equals(v.placed().currency())) {
                total += other.balance();
            }
        }
        return total;
    }

    private interface OfTax {
        double of(TaxAssessment figures);
    }

    private static double newestTax(CaseView v, OfTax value) {
        List<TaxAssessment> usable = v.debtor().taxAssessments();
        if (usable.isEmpty()) {
            return Missing.NO_RECORD.code();
        }
        TaxAssessment newest = usable.getLast();
        return yearEndAge(v, newest) > OLDEST_TAX_FIGURES_DAYS ? Missing.TOO_OLD.code() : value.of(newest);
    }

    private static int yearEndAge(CaseView v, TaxAssessment figures) {
        return v.today() - (int) LocalDate.of(figures.incomeYear(), 12, 31).toEpochDay();
    }

    private static double taxFiguresAge(CaseView v) {
        List<TaxAssessment> usable = v.debtor().taxAssessments();
        return usable.isEmpty() ? Missing.NO_RECORD.code() : yearEndAge(v, usable.getLast());
    }

    private static double incomeTrend(CaseView v) {
        List<TaxAssessment> usable = v.debtor().taxAssessments();
        if (usable.size() < 2) {
            return Missing.NO_RECORD.code();
        }
        long newest = usable.getLast().netIncome();
        long before = usable.get(usable.size() - 2).netIncome();
        return before <= 0 ? Missing.NOT_APPLICABLE.code() : Math.clamp(newest / (double) before, 0, 10);
    }

    private static double arrangementKeptShare(CaseView v) {
        double sum = 0;
        int due = 0;
        for (Arrangement arrangement : v.debtor().arrangements()) {
            double share = v.keptShare(arrangement);
            if (!Missing.is(share)) {
                sum += share;
                due++;
            }
        }
        return due == 0 ? Missing.NOT_APPLICABLE.code() : sum / due;
    }

    private static double rightPartyRate(CaseView v) {
        int calls = 0;
        int reached = 0;
        for (Contact contact : v.contacts()) {
            if (contact.callAttempt() && within(v, contact.day(), 180)) {
                calls++;
                reached += contact.outcome().rightParty() ? 1 : 0;
            }
        }
        return calls == 0 ? Missing.NOT_APPLICABLE.code() : reached / (double) calls;
    }

    private static double unansweredCalls(CaseView v) {
        int calls = 0;
        for (int i = v.contacts().size() - 1; i >= 0; i--) {
            Contact contact = v.contacts().get(i);
            if (contact.outcome().rightParty()) {
                break;
            }
            calls += contact.callAttempt() ? 1 : 0;
        }
        return calls;
    }

    static int lastConfirmed(CaseView v) {
        int last = Event.NONE;
        for (AddressHit hit : v.debtor().addressHits()) {
            boolean found = hit.register() != AddressHit.Register.PHONE
                    && (hit.result() == AddressHit.Result.CONFIRMED || hit.result() == AddressHit.Result.MOVED);
            if (found) {
                last = Math.max(last, hit.foundOn());
            }
        }
        return last;
    }

    private static double returnedLetters(CaseView v) {
        int since = lastConfirmed(v);
        return count(v.debtor().changes(), c -> c.kind() == CaseChanged.Kind.LETTER_RETURNED && c.happenedOn() > since);
    }

    private static double daysSinceConfirmed(CaseView v) {
        int last = lastConfirmed(v);
        return last == Event.NONE ? Missing.NO_RECORD.code() : Math.max(0, v.today() - last);
    }

    private static double daysSinceDecision(CaseView v) {
        long last = Long.MIN_VALUE;
        for (Event.Decision decision : v.debtor().decisions()) {
            if (decision.caseIndex() == v.placed().caseIndex()) {
                last = Math.max(last, decision.decidedAt());
            }
        }
        return last == Long.MIN_VALUE ? Missing.NO_RECORD.code() : Math.max(0, v.today() - Event.dayOf(last));
    }
}

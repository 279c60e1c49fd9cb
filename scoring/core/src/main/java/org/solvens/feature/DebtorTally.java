package org.solvens.feature;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.solvens.facts.CaseView;
import org.solvens.facts.ContactSummary;
import org.solvens.facts.CountryCalendar;
import org.solvens.facts.DebtorView;
import org.solvens.facts.OwnPayments;
import org.solvens.history.Event;
import org.solvens.history.Event.AddressHit;
import org.solvens.history.Event.CaseChanged;
import org.solvens.history.Event.Contact;
import org.solvens.history.Event.Contact.Outcome;
import org.solvens.history.Event.Payment;

/// What features count over a debtor as a whole: how to reach the person, what registers and tax figures
/// say. Gathered in one pass over each kind of record; the numbers are read by {@link StandardFeatures}.
final class DebtorTally {
    private static final int CHANNELS = Contact.Channel.values().length;
    private static final int HOURS = 24;
    /// What a word is worth beside a payment.
    private static final double WORD = 0.4;

    private static final double ENGAGED_BEFOREHAND = 0.7;
    private static final double DAYS_BEFOREHAND = 70;
    /// Days past due in which a day's weight falls to a third.
    private static final double FADING_DAYS = 150;

    private static final double ACTS_BEFOREHAND = 1;
    private static final double CONTACTS_BEFOREHAND = 4;

    // Contacts
    int outbound7;
    int outbound30;
    int calls180;
    int callsReached180;
    int callsAnswered180;
    int digital180;
    int digitalBounced180;
    int visits365;
    int visitsReached365;
    int wrongParty365;
    int bounced180;
    int unansweredCalls;
    int unansweredAttempts;
    int lastReached = Event.NONE;
    int bestChannel = Event.NONE;
    int bestCallHour = Event.NONE;

    // Registers and returned letters
    int lastConfirmed = Event.NONE;
    int registersAgreeing365;
    int moves730;
    int returnedLetters;
    boolean anyRegisterAnswer;
    boolean addressUnknown;
    boolean phoneFound365;
    boolean protectedIdentity;
    boolean deceased;

    /// Engagements of own accord over all cases, for each hundred days in which a fresh claim was open.
    double engagementRate;

    /// Acts of own accord over all cases, for each letter, message and talk of ours.
    double engagementsPerContact;

    // All cases
    int openCases;
    int endedCases;
    int endedCasesPaid;
    int payments365;
    int promisesDue;
    int promisesKept;
    CaseTally.KeptShares kept = new CaseTally.KeptShares(0, 0);
    private final Set<Integer> creditors = new HashSet<>();

    /// The tally of a view, counted at the first call.
    static DebtorTally of(DebtorView view) {
        return view.counted(DebtorTally::new);
    }

    private DebtorTally(DebtorView debtor) {
        int today = debtor.today();
        contacts(debtor, today);
        registers(debtor, today);
        cases(debtor, today);
        engagementRate = engagementRate(debtor, today);
        engagementsPerContact = engagementsPerContact(debtor);
    }

    private void cases(DebtorView debtor, int today) {
        List<CaseView> cases = debtor.cases();
        for (int i = 0, n = cases.size(); i < n; i++) {
            CaseView one = cases.get(i);
            if (one.open()) {
                openCases++;
                creditors.add(one.placed().creditor());
            } else {
                endedCases++;
                endedCasesPaid += CaseTally.endedPaid(one) ? 1 : 0;
            }
            payments365 += CaseTally.payments365(one, today);
            promisesDue += due(one.ownContactSummary());
            promisesKept += one.ownContactSummary().promisesKept365();
            kept = kept.plus(CaseTally.kept(one));
        }
    }

    /// Promises that fell due.
    static int due(ContactSummary contacts) {
        return contacts.promisesKept365() + contacts.promisesPartly365() + contacts.promisesBroken365();
    }

    /// Creditors of open cases, other than one.
    int creditorsOfOpenCases(int otherThan) {
        return creditors.size() - (creditors.contains(otherThan) ? 1 : 0);
    }

    /// Payments of own will count one; contacts sought, promises and arrangements a part of it. A day on which
    /// a claim is open counts less the longer it is past due, because old claims are paid by few. A little of
    /// either is put in beforehand, so that few days tell little: the mean of a gamma prior for a Poisson rate.
    private static double engagementRate(DebtorView debtor, int today) {
        double engaged = ENGAGED_BEFOREHAND;
        List<Payment> paid = debtor.payments();
        for (int i = 0, n = paid.size(); i < n; i++) {
            engaged += OwnPayments.voluntary(paid.get(i)) ? 1 : 0;
        }
        List<Contact> contacts = debtor.contacts();
        for (int i = 0, n = contacts.size(); i < n; i++) {
            Contact contact = contacts.get(i);
            engaged += contact.direction() == Contact.Direction.INBOUND ? WORD : 0;
            engaged += contact.outcome() == Outcome.PROMISED ? WORD : 0;
        }
        engaged += WORD * debtor.arrangements().size();
        double days = DAYS_BEFOREHAND;
        List<CaseView> cases = debtor.cases();
        for (int i = 0, n = cases.size(); i < n; i++) {
            days += freshDays(cases.get(i), today);
        }
        return 100 * engaged / days;
    }

    /// Acts of own accord on each letter, message and talk of ours that did not come back. A little of either is
    /// put in beforehand, so that few contacts tell little.
    private static double engagementsPerContact(DebtorView debtor) {
        double acts = 0;
        List<Payment> paid = debtor.payments();
        for (int i = 0, n = paid.size(); i < n; i++) {
            acts += OwnPayments.voluntary(paid.get(i)) ? 1 : 0;
        }
        int sought = 0;
        List<Contact> contacts = debtor.contacts();
        for (int i = 0, n = contacts.size(); i < n; i++) {
            Contact contact = contacts.get(i);
            boolean inbound = contact.direction() == Contact.Direction.INBOUND;
            acts += inbound || contact.outcome() == Outcome.PROMISED ? 1 : 0;
            sought += !inbound && arrives(contact.outcome()) ? 1 : 0;
        }
        acts += debtor.arrangements().size();
        List<CaseChanged> changes = debtor.changes();
        for (int i = 0, n = changes.size(); i < n; i++) {
            sought -= changes.get(i).kind() == CaseChanged.Kind.LETTER_RETURNED ? 1 : 0;
        }
        return sought <= 0 ? Missing.NOT_APPLICABLE.code() : (acts + ACTS_BEFOREHAND) / (sought + CONTACTS_BEFOREHAND);
    }

    private static boolean arrives(Outcome outcome) {
        return outcome == Outcome.SENT || outcome == Outcome.DELIVERED || outcome.rightParty();
    }

    /// Days from placement until today or the end of the case, faded by the days past due.
    private static double freshDays(CaseView one, int today) {
        int due = one.placed().dueOn();
        int from = one.placed().placedOn();
        int end = one.open() ? today : Math.max(from, ended(one, today));
        int fading = Math.clamp(due, from, end);
        double faded = end > fading
                ? StrictMath.exp((due - fading) / FADING_DAYS) - StrictMath.exp((due - end) / FADING_DAYS)
                : 0;
        return fading - from + FADING_DAYS * faded;
    }

    /// The day on which a case was closed, or else the last payment came.
    private static int ended(CaseView one, int today) {
        int paid = Event.NONE;
        List<Payment> payments = one.payments();
        for (int i = 0, n = payments.size(); i < n; i++) {
            paid = Math.max(paid, payments.get(i).paidOn());
        }
        int end = one.closedOn() == Event.NONE ? paid : one.closedOn();
        return end == Event.NONE ? today : Math.min(end, today);
    }

    private void contacts(DebtorView debtor, int today) {
        CountryCalendar calendar = debtor.calendar();
        List<Contact> contacts = debtor.contacts();
        int size = contacts.size();
        if (size == 0) {
            return;
        }
        int[] tries = new int[CHANNELS];
        int[] reached = new int[CHANNELS];
        int @Nullable [] hours = null;
        long lastReachedAt = Long.MIN_VALUE;
        long lastResponseAt = Long.MIN_VALUE;
        for (int i = 0; i < size; i++) {
            Contact contact = contacts.get(i);
            Outcome outcome = contact.outcome();
            Contact.Channel channel = contact.channel();
            boolean rightParty = outcome.rightParty();
            boolean outbound = contact.direction() == Contact.Direction.OUTBOUND;
            int days = today - calendar.dayOf(contact.at());
            if (rightParty) {
                lastReachedAt = Math.max(lastReachedAt, contact.at());
            }
            if (rightParty || !outbound) {
                lastResponseAt = Math.max(lastResponseAt, contact.at());
            }
            if (days > 365) {
                continue;
            }
            wrongParty365 += outcome == Outcome.WRONG_PARTY ? 1 : 0;
            if (days <= 180 && outcome == Outcome.BOUNCED) {
                bounced180++;
            }
            if (!outbound) {
                continue;
            }
            tries[channel.ordinal()]++;
            reached[channel.ordinal()] += rightParty ? 1 : 0;
            outbound7 += days <= 7 ? 1 : 0;
            outbound30 += days <= 30 ? 1 : 0;
            switch (channel) {
                case CALL -> {
                    if (days <= 180) {
                        calls180++;
                        callsReached180 += rightParty ? 1 : 0;
                        callsAnswered180 += rightParty || outcome == Outcome.WRONG_PARTY ? 1 : 0;
                    }
                    if (rightParty) {
                        hours = hours == null ? new int[HOURS] : hours;
                        hours[calendar.hourOf(contact.at())]++;
                    }
                }
                case EMAIL, SMS, PORTAL -> {
                    if (days <= 180) {
                        digital180++;
                        digitalBounced180 += outcome == Outcome.BOUNCED ? 1 : 0;
                    }
                }
                case VISIT -> {
                    visits365++;
                    visitsReached365 += rightParty ? 1 : 0;
                }
                case LETTER -> {}
            }
        }
        for (int i = 0; i < size; i++) {
            Contact contact = contacts.get(i);
            if (contact.direction() == Contact.Direction.OUTBOUND) {
                unansweredCalls += contact.callAttempt() && contact.at() > lastReachedAt ? 1 : 0;
                unansweredAttempts += contact.at() > lastResponseAt ? 1 : 0;
            }
        }
        lastReached = lastReachedAt == Long.MIN_VALUE ? Event.NONE : calendar.dayOf(lastReachedAt);
        bestChannel = best(tries, reached);
        bestCallHour = hours == null ? Event.NONE : most(hours);
    }

    /// The channel with the highest share of attempts that reached the right person; of equals the first.
    private static int best(int[] tries, int[] reached) {
        int best = Event.NONE;
        for (int i = 0; i < tries.length; i++) {
            if (reached[i] > 0
                    && (best == Event.NONE || (long) reached[i] * tries[best] > (long) reached[best] * tries[i])) {
                best = i;
            }
        }
        return best;
    }

    private static int most(int[] counts) {
        int most = 0;
        for (int i = 1; i < counts.length; i++) {
            most = counts[i] > counts[most] ? i : most;
        }
        return most;
    }

    private void registers(DebtorView debtor, int today) {
        List<AddressHit> hits = debtor.addressHits();
        int newest = Event.NONE;
        int lastMove = Event.NONE;
        for (int i = 0, n = hits.size(); i < n; i++) {
            AddressHit hit = hits.get(i);
            int days = today - hit.foundOn();
            boolean ofAddress = hit.register() != AddressHit.Register.PHONE;
            anyRegisterAnswer |= ofAddress;
            boolean unknown = false;
            switch (hit.result()) {
                case CONFIRMED, MOVED -> {
                    if (ofAddress) {
                        lastConfirmed = Math.max(lastConfirmed, hit.foundOn());
                    }
                    lastMove = hit.result() == AddressHit.Result.MOVED ? Math.max(lastMove, hit.foundOn()) : lastMove;
                    moves730 += hit.result() == AddressHit.Result.MOVED && days <= 730 ? 1 : 0;
                }
                case UNKNOWN, EMIGRATED -> unknown = true;
                case DECEASED -> deceased = true;
                case PROTECTED -> protectedIdentity = true;
                case PHONE_FOUND -> phoneFound365 |= days <= 365;
            }
            if (ofAddress && hit.foundOn() >= newest) {
                newest = hit.foundOn();
                addressUnknown = unknown;
            }
        }
        registersAgreeing365 = agreeing(hits, Math.max(lastMove, today - 365));
        List<CaseChanged> changes = debtor.changes();
        for (int i = 0, n = changes.size(); i < n; i++) {
            CaseChanged change = changes.get(i);
            returnedLetters +=
                    change.kind() == CaseChanged.Kind.LETTER_RETURNED && change.happenedOn() > lastConfirmed ? 1 : 0;
        }
    }

    /// Registers of addresses that gave or confirmed one since a day.
    private static int agreeing(List<AddressHit> hits, int since) {
        int agreeing = 0;
        for (int i = 0, n = hits.size(); i < n; i++) {
            AddressHit hit = hits.get(i);
            boolean gave = hit.result() == AddressHit.Result.CONFIRMED || hit.result() == AddressHit.Result.MOVED;
            if (gave && hit.register() != AddressHit.Register.PHONE && hit.foundOn() >= since) {
                agreeing |= 1 << hit.register().ordinal();
            }
        }
        return Integer.bitCount(agreeing);
    }
}

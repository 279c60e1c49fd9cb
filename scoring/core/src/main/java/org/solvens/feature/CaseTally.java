package org.solvens.feature;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.solvens.history.Event;
import org.solvens.history.Event.Arrangement;
import org.solvens.history.Event.CaseChanged;
import org.solvens.history.Event.Contact;
import org.solvens.history.Event.Hold;
import org.solvens.history.Event.Payment;

/// What features count over one case: its payments, what its contacts told, its arrangements, holds and
/// course, and aggregates over the debtor's other cases. Gathered in one pass over each kind of record; the
/// numbers are read by {@link StandardFeatures}. Amounts are hundredths.
final class CaseTally {
    /// Share of what was owed below which a payment is partial.
    static final double WHOLE_SHARE = 0.9;

    /// Days after the due day until which a payment is in time.
    static final int IN_TIME_DAYS = 30;

    // Payments of the debtor's own will on the case
    int payments30;
    int payments90;
    int payments180;
    int payments365;
    int payments;
    long paid30;
    long paid90;
    long paid180;
    long paid365;
    long ownPaid;
    long paidInTime;
    int lastPaid = Event.NONE;
    int monthsWithPayment;
    int partial365;
    int direct365;
    int enforced365;
    int reversals365;
    int gaps;
    double gapMean;
    double gapSpread;
    double gapWidening;

    // The debtor's other cases
    int otherPayments365;
    int openCases;
    long totalBalance;
    int otherCases;
    int otherEnded;
    int otherEndedPaid;
    int otherCreditors;
    int otherPromisesDue;
    int otherPromisesKept;
    double otherKeptShares;
    int otherKeptDue;

    // Contacts about the case or the debtor as a whole
    int inbound30;
    int inbound180;
    int lastInbound = Event.NONE;
    int refusals365;
    int askedForSolution180;
    int cannotPay365;

    // Promises
    int promises365;
    int promisesKept365;
    int promisesPartly365;
    int promisesBroken365;
    boolean promiseOpen;

    // Arrangements of the case
    int arrangementsAgreed365;
    double keptShares;
    int keptDue;
    int instalmentsDue;
    int instalmentsOnTime;
    int instalmentsInARow;
    int instalmentsBehind;
    double trialPlan = Missing.NOT_APPLICABLE.code();

    @Nullable
    Arrangement newest;

    // Holds of the case or the debtor as a whole
    int disputes365;
    int disputesRejected;
    boolean disputeOpen;
    boolean directPaymentOpen;
    boolean noCalls;

    // Course of the case
    int lettersSent;
    int firstLetter = Event.NONE;
    int lastLetter = Event.NONE;
    int lastStageChange = Event.NONE;
    int chargesAdded;
    int lastDecided = Event.NONE;

    CaseTally(CaseView view) {
        int today = view.today();
        payments(view, today);
        otherCases(view, today);
        contacts(view, today);
        arrangements(view, today);
        holds(view, today);
        course(view, today);
    }

    private static boolean own(Payment payment) {
        return payment.source() != Payment.Source.ENFORCEMENT;
    }

    private void payments(CaseView view, int today) {
        int inTimeUntil = view.placed().dueOn() + IN_TIME_DAYS;
        int months = 0;
        List<Payment> paid = view.payments();
        for (int i = 0, n = paid.size(); i < n; i++) {
            Payment payment = paid.get(i);
            int days = today - payment.paidOn();
            if (!own(payment)) {
                enforced365 += days <= 365 ? 1 : 0;
                continue;
            }
            long amount = payment.amount();
            payments++;
            ownPaid += amount;
            paidInTime += payment.paidOn() <= inTimeUntil ? amount : 0;
            lastPaid = Math.max(lastPaid, payment.paidOn());
            if (days <= 365) {
                payments365++;
                paid365 += amount;
                direct365 += payment.source() == Payment.Source.DIRECT_TO_CREDITOR ? 1 : 0;
                months |= days <= 360 ? 1 << Math.max(0, days - 1) / 30 : 0;
            }
            if (days <= 180) {
                payments180++;
                paid180 += amount;
            }
            if (days <= 90) {
                payments90++;
                paid90 += amount;
            }
            if (days <= 30) {
                payments30++;
                paid30 += amount;
            }
        }
        monthsWithPayment = Integer.bitCount(months);
        if (payments > 0) {
            course(view, today, paid);
        }
        List<Payment> reversals = view.debtor().reversals();
        for (int i = 0, n = reversals.size(); i < n; i++) {
            Payment reversal = reversals.get(i);
            boolean here = reversal.caseIndex() == view.placed().caseIndex();
            reversals365 += here && today - reversal.paidOn() <= 365 ? 1 : 0;
        }
    }

    /// How payments followed each other: what was left after each, and the gaps between days.
    private void course(CaseView view, int today, List<Payment> paid) {
        Payment[] sorted = paid.toArray(new Payment[0]);
        sort(sorted);
        long left = view.owed();
        int before = Event.NONE;
        double sum = 0;
        double squares = 0;
        int lastGap = 0;
        for (Payment payment : sorted) {
            if (own(payment)) {
                partial365 += payment.amount() < WHOLE_SHARE * left && today - payment.paidOn() <= 365 ? 1 : 0;
                if (before != Event.NONE && payment.paidOn() > before) {
                    lastGap = payment.paidOn() - before;
                    gaps++;
                    sum += lastGap;
                    squares += (double) lastGap * lastGap;
                }
                before = payment.paidOn();
            }
            left = Math.max(0, left - payment.amount());
        }
        if (gaps > 0) {
            gapMean = sum / gaps;
        }
        if (gaps > 1) {
            gapSpread = Math.sqrt(Math.max(0, squares / gaps - gapMean * gapMean)) / gapMean;
            gapWidening = Math.min(10, lastGap * (gaps - 1) / (sum - lastGap));
        }
    }

    /// By the day paid, then by what does not depend on when it became known.
    private static void sort(Payment[] payments) {
        if (payments.length > OwnPayments.FEW) {
            Arrays.sort(payments, Comparator.comparingInt(Payment::paidOn).thenComparingLong(Payment::id));
            return;
        }
        for (int i = 1; i < payments.length; i++) {
            Payment moved = payments[i];
            int at = i;
            while (at > 0 && after(payments[at - 1], moved)) {
                payments[at] = payments[at - 1];
                at--;
            }
            payments[at] = moved;
        }
    }

    private static boolean after(Payment one, Payment other) {
        return one.paidOn() != other.paidOn() ? one.paidOn() > other.paidOn() : one.id() > other.id();
    }

    private void otherCases(CaseView view, int today) {
        DebtorView debtor = view.debtor();
        List<CaseView> cases = debtor.cases();
        String currency = view.placed().currency();
        int own = view.placed().caseIndex();
        for (int i = 0, n = cases.size(); i < n; i++) {
            CaseView other = cases.get(i);
            boolean open = other.open();
            if (open) {
                openCases++;
                totalBalance += other.placed().currency().equals(currency) ? other.balance() : 0;
            }
            if (other.placed().caseIndex() == own) {
                continue;
            }
            otherCases++;
            if (open) {
                otherCreditors += firstOfItsCreditor(cases, i, view) ? 1 : 0;
            } else {
                otherEnded++;
                otherEndedPaid += other.balance() == 0 || other.closedAs() == CaseChanged.ClosedAs.PAID ? 1 : 0;
            }
        }
        if (otherCases == 0 && debtor.history().caseIds().size() == 1) {
            return;
        }
        List<Payment> paid = debtor.payments();
        for (int i = 0, n = paid.size(); i < n; i++) {
            Payment payment = paid.get(i);
            if (payment.caseIndex() != own && own(payment)) {
                otherPayments365 += today - payment.paidOn() <= 365 ? 1 : 0;
            }
        }
        List<Contact> contacts = debtor.contacts();
        for (int i = 0, n = contacts.size(); i < n; i++) {
            Contact contact = contacts.get(i);
            if (contact.outcome() == Contact.Outcome.PROMISED
                    && !view.concerns(contact)
                    && today - contact.day() <= 365) {
                CaseView.Promise promise = view.promise(contact);
                otherPromisesDue += promise == CaseView.Promise.OPEN ? 0 : 1;
                otherPromisesKept += promise == CaseView.Promise.KEPT ? 1 : 0;
            }
        }
        List<Arrangement> arrangements = debtor.arrangements();
        for (int i = 0, n = arrangements.size(); i < n; i++) {
            Arrangement arrangement = arrangements.get(i);
            double share = arrangement.caseIndex() == own ? Missing.NOT_APPLICABLE.code() : view.keptShare(arrangement);
            if (!Missing.is(share)) {
                otherKeptShares += share;
                otherKeptDue++;
            }
        }
    }

    private static boolean firstOfItsCreditor(List<CaseView> cases, int at, CaseView view) {
        int creditor = cases.get(at).placed().creditor();
        if (creditor == view.placed().creditor()) {
            return false;
        }
        for (int i = 0; i < at; i++) {
            if (cases.get(i).placed().creditor() == creditor && cases.get(i).open()) {
                return false;
            }
        }
        return true;
    }

    private void contacts(CaseView view, int today) {
        List<Contact> contacts = view.debtor().contacts();
        for (int i = 0, n = contacts.size(); i < n; i++) {
            Contact contact = contacts.get(i);
            if (!view.concerns(contact)) {
                continue;
            }
            int days = today - contact.day();
            if (contact.direction() == Contact.Direction.INBOUND) {
                lastInbound = Math.max(lastInbound, contact.day());
                inbound30 += days <= 30 ? 1 : 0;
                inbound180 += days <= 180 ? 1 : 0;
            }
            if (days > 365) {
                continue;
            }
            switch (contact.outcome()) {
                case PROMISED -> promised(view, contact);
                case REFUSED -> refusals365++;
                case CANNOT_PAY -> cannotPay365++;
                case ASKS_DEFERRAL, ASKS_PLAN, ASKS_REDUCTION -> askedForSolution180 += days <= 180 ? 1 : 0;
                case SENT,
                        DELIVERED,
                        BOUNCED,
                        NO_ANSWER,
                        WRONG_PARTY,
                        REACHED,
                        DISPUTES,
                        SAYS_PAID_DIRECT,
                        OPTS_OUT -> {}
            }
        }
    }

    private void promised(CaseView view, Contact contact) {
        promises365++;
        switch (view.promise(contact)) {
            case OPEN -> promiseOpen = true;
            case KEPT -> promisesKept365++;
            case PARTLY -> promisesPartly365++;
            case BROKEN -> promisesBroken365++;
        }
    }

    private void arrangements(CaseView view, int today) {
        List<Arrangement> arrangements = view.arrangements();
        Arrangement newestTrial = null;
        for (int i = 0, n = arrangements.size(); i < n; i++) {
            Arrangement arrangement = arrangements.get(i);
            arrangementsAgreed365 += today - arrangement.agreedOn() <= 365 ? 1 : 0;
            if (newest == null || arrangement.agreedOn() >= newest.agreedOn()) {
                newest = arrangement;
            }
            if (arrangement.kind() == Arrangement.Kind.TRIAL_PLAN
                    && (newestTrial == null || arrangement.agreedOn() >= newestTrial.agreedOn())) {
                newestTrial = arrangement;
            }
            double share = view.keptShare(arrangement);
            if (!Missing.is(share)) {
                keptShares += share;
                keptDue++;
            }
        }
        if (newest != null && newest.instalment() != Event.NO_AMOUNT) {
            instalments(view, newest);
        }
        if (newestTrial != null) {
            trialPlan = view.keptShare(newestTrial);
        }
    }

    /// Goes through the instalments due of the newest arrangement, one after the other.
    private void instalments(CaseView view, Arrangement arrangement) {
        instalmentsDue = view.instalmentsDue(arrangement);
        int interval = CaseView.interval(arrangement);
        boolean unbroken = true;
        for (int i = 1; i <= instalmentsDue; i++) {
            int dueOn = arrangement.firstDue() + (i - 1) * interval;
            boolean onTime =
                    paid(view, arrangement, dueOn + CaseView.PROMISE_TOLERANCE_DAYS) >= i * arrangement.instalment();
            instalmentsOnTime += onTime ? 1 : 0;
            unbroken &= onTime;
            instalmentsInARow += unbroken ? 1 : 0;
        }
        long covered = paid(view, arrangement, view.today()) / arrangement.instalment();
        instalmentsBehind = (int) Math.max(0, instalmentsDue - covered);
    }

    /// What came in under an arrangement by a day.
    private static long paid(CaseView view, Arrangement arrangement, int until) {
        long came = 0;
        List<Payment> paid = view.payments();
        for (int i = 0, n = paid.size(); i < n; i++) {
            Payment payment = paid.get(i);
            came += own(payment) && payment.paidOn() >= arrangement.agreedOn() && payment.paidOn() <= until
                    ? payment.amount()
                    : 0;
        }
        return came;
    }

    private void holds(CaseView view, int today) {
        List<Hold> holds = view.debtor().holds();
        for (int i = 0, n = holds.size(); i < n; i++) {
            Hold hold = holds.get(i);
            if (!view.concerns(hold)) {
                continue;
            }
            boolean open = view.open(hold);
            switch (hold.kind()) {
                case DISPUTE -> {
                    disputes365 += today - hold.openedOn() <= 365 ? 1 : 0;
                    disputeOpen |= open;
                    disputesRejected += hold.outcome() == Hold.Outcome.REJECTED ? 1 : 0;
                }
                case DIRECT_PAYMENT -> directPaymentOpen |= open;
                case NO_CALLS -> noCalls |= open;
                case DEBT_RELIEF,
                        BANKRUPTCY,
                        DECEASED,
                        MINOR,
                        PROTECTED_IDENTITY,
                        VULNERABLE,
                        WRONG_PERSON,
                        OBJECTED_TO_PROFILING -> {}
            }
        }
    }

    private void course(CaseView view, int today) {
        List<CaseChanged> changes = view.changes();
        for (int i = 0, n = changes.size(); i < n; i++) {
            CaseChanged change = changes.get(i);
            int day = change.happenedOn();
            switch (change.kind()) {
                case LETTER_SENT -> {
                    lettersSent++;
                    firstLetter = firstLetter == Event.NONE ? day : Math.min(firstLetter, day);
                    lastLetter = Math.max(lastLetter, day);
                }
                case STAGE_CHANGED -> lastStageChange = Math.max(lastStageChange, day);
                case CHARGE_ADDED, CHARGE_RESTATED -> chargesAdded++;
                case CHARGE_WAIVED, LETTER_RETURNED, CLOSED, REOPENED -> {}
            }
        }
        List<Event.Decision> decisions = view.debtor().decisions();
        for (int i = 0, n = decisions.size(); i < n; i++) {
            Event.Decision decision = decisions.get(i);
            if (decision.caseIndex() == view.placed().caseIndex()) {
                lastDecided = Math.max(lastDecided, Event.dayOf(decision.decidedAt()));
            }
        }
    }
}

package org.solvens.feature;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.solvens.facts.Agreement;
import org.solvens.facts.CaseView;
import org.solvens.facts.ContactSummary;
import org.solvens.facts.OwnPayments;
import org.solvens.history.Event;
import org.solvens.history.Event.Arrangement;
import org.solvens.history.Event.CaseChanged;
import org.solvens.history.Event.Payment;

/// What features count over one case: its payments, what its contacts told, its arrangements, holds and
/// course, and aggregates over the debtor's other cases. Gathered in one pass over each kind of record; the
/// numbers are read by {@link StandardFeatures}. Amounts are thousandths.
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

    // Arrangements of the case
    int arrangementsAgreed365;
    double keptShare = Missing.NOT_APPLICABLE.code();
    int instalmentsDue;
    int instalmentsOnTime;
    int instalmentsInARow;
    int instalmentsBehind;
    double trialPlan = Missing.NOT_APPLICABLE.code();

    @Nullable
    Agreement newest;

    // Holds of the case or the debtor as a whole
    int disputes365;
    int disputesRejected;

    // Course of the case
    int lettersSent;
    int firstLetter = Event.NONE;
    int lastLetter = Event.NONE;
    int lastStageChange = Event.NONE;
    int chargesAdded;
    int lastDecided = Event.NONE;

    // The debtor's other cases
    int otherPayments365;
    int otherEnded;
    int otherEndedPaid;
    int otherCreditors;
    int otherPromisesDue;
    int otherPromisesKept;
    KeptShares otherKept = new KeptShares(0, 0);

    /// The tally of a view, counted at the first call.
    static CaseTally of(CaseView view) {
        return view.counted(CaseTally::new);
    }

    /// Kept shares of arrangements, summed as whole numbers, so that those of other cases are the sum over all
    /// less those of one, to the bit.
    ///
    /// @param sum in thousand millionths
    /// @param due arrangements that had instalments due
    record KeptShares(long sum, int due) {
        private static final double PARTS = 1e9;

        KeptShares plus(double share) {
            return Double.isNaN(share) ? this : new KeptShares(sum + Math.round(share * PARTS), due + 1);
        }

        KeptShares plus(KeptShares other) {
            return new KeptShares(sum + other.sum, due + other.due);
        }

        KeptShares less(KeptShares other) {
            return new KeptShares(sum - other.sum, due - other.due);
        }

        /// The mean; missing where nothing was due.
        double mean() {
            return due == 0 ? Missing.NOT_APPLICABLE.code() : sum / PARTS / due;
        }
    }

    /// Kept shares of the arrangements of a case.
    static KeptShares kept(CaseView view) {
        KeptShares kept = new KeptShares(0, 0);
        List<Agreement> agreements = view.agreements();
        for (int i = 0, n = agreements.size(); i < n; i++) {
            kept = kept.plus(agreements.get(i).keptShare(view.today()));
        }
        return kept;
    }

    /// Voluntary payments on a case in a year before a day.
    static int payments365(CaseView view, int today) {
        int count = 0;
        List<Payment> paid = view.payments();
        for (int i = 0, n = paid.size(); i < n; i++) {
            count += OwnPayments.voluntary(paid.get(i)) && today - paid.get(i).paidOn() <= 365 ? 1 : 0;
        }
        return count;
    }

    /// Whether a case that is not open ended paid.
    static boolean endedPaid(CaseView view) {
        return view.balance() == 0 || view.closedAs() == CaseChanged.ClosedAs.PAID;
    }

    private CaseTally(CaseView view) {
        int today = view.today();
        payments(view, today);
        otherCases(view);
        arrangements(view, today);
        disputes365 = view.holdSummary().disputes365();
        disputesRejected = view.holdSummary().disputesRejected();
        course(view, today);
    }

    private void payments(CaseView view, int today) {
        int inTimeUntil = view.placed().dueOn() + IN_TIME_DAYS;
        int months = 0;
        List<Payment> paid = view.payments();
        for (int i = 0, n = paid.size(); i < n; i++) {
            Payment payment = paid.get(i);
            int days = today - payment.paidOn();
            if (!OwnPayments.voluntary(payment)) {
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
        List<Payment> reversals = view.reversals();
        for (int i = 0, n = reversals.size(); i < n; i++) {
            reversals365 += today - reversals.get(i).paidOn() <= 365 ? 1 : 0;
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
            if (OwnPayments.voluntary(payment)) {
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

    /// By the day paid, then by the amount, which depends neither on ids nor on when it became known.
    private static void sort(Payment[] payments) {
        if (payments.length > OwnPayments.FEW) {
            Arrays.sort(payments, Comparator.comparingInt(Payment::paidOn).thenComparingLong(Payment::amount));
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
        return one.paidOn() != other.paidOn() ? one.paidOn() > other.paidOn() : one.amount() > other.amount();
    }

    /// What all cases have less what this one has.
    private void otherCases(CaseView view) {
        DebtorTally all = DebtorTally.of(view.debtor());
        boolean open = view.open();
        otherPayments365 = all.payments365 - payments365(view, view.debtor().today());
        otherEnded = all.endedCases - (open ? 0 : 1);
        otherEndedPaid = all.endedCasesPaid - (!open && endedPaid(view) ? 1 : 0);
        otherCreditors = all.creditorsOfOpenCases(view.placed().creditor());
        ContactSummary own = view.ownContactSummary();
        otherPromisesDue = all.promisesDue - DebtorTally.due(own);
        otherPromisesKept = all.promisesKept - own.promisesKept365();
        otherKept = all.kept.less(kept(view));
    }

    private void arrangements(CaseView view, int today) {
        List<Agreement> agreements = view.agreements();
        Agreement newestTrial = null;
        for (int i = 0, n = agreements.size(); i < n; i++) {
            Agreement agreement = agreements.get(i);
            arrangementsAgreed365 += today - agreement.arrangement().agreedOn() <= 365 ? 1 : 0;
            newestTrial = agreement.arrangement().kind() == Arrangement.Kind.TRIAL_PLAN ? agreement : newestTrial;
        }
        keptShare = meanKept(agreements, today);
        newest = agreements.isEmpty() ? null : agreements.getLast();
        if (newest != null && newest.hasInstalments()) {
            instalments(newest, today);
        }
        if (newestTrial != null) {
            double share = newestTrial.keptShare(today);
            trialPlan = Double.isNaN(share) ? Missing.NOT_APPLICABLE.code() : share;
        }
    }

    private static double meanKept(List<Agreement> agreements, int today) {
        double sum = 0;
        int due = 0;
        for (int i = 0, n = agreements.size(); i < n; i++) {
            double share = agreements.get(i).keptShare(today);
            sum += Double.isNaN(share) ? 0 : share;
            due += Double.isNaN(share) ? 0 : 1;
        }
        return due == 0 ? Missing.NOT_APPLICABLE.code() : sum / due;
    }

    /// Goes through the instalments due of the newest arrangement, one after the other.
    private void instalments(Agreement agreement, int today) {
        instalmentsDue = agreement.dueBefore(today);
        boolean unbroken = true;
        for (int i = 0; i < instalmentsDue; i++) {
            boolean onTime = agreement.inTime(i);
            instalmentsOnTime += onTime ? 1 : 0;
            unbroken &= onTime;
            instalmentsInARow += unbroken ? 1 : 0;
        }
        instalmentsBehind = agreement.behind(today);
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
        List<Event.Decision> decisions = view.decisions();
        for (int i = 0, n = decisions.size(); i < n; i++) {
            lastDecided =
                    Math.max(lastDecided, view.calendar().dayOf(decisions.get(i).decidedAt()));
        }
    }
}

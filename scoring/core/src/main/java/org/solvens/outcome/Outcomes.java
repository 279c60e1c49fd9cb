package org.solvens.outcome;

import java.io.Serializable;
import org.solvens.feature.Axis;
import org.solvens.feature.CaseView;
import org.solvens.feature.DebtorView;
import org.solvens.feature.FeedStarts;
import org.solvens.feed.Feed;
import org.solvens.history.Event;
import org.solvens.history.Event.Contact;
import org.solvens.history.Event.Hold;
import org.solvens.history.Event.Payment;

/// What became of a case after an as-of date: the outcomes that the three axes learn from.
///
/// An outcome looks at the window of the horizon after the as-of date, and knows what was known by the
/// end of the window plus the days allowed for late records. What was known at the as-of date itself, or
/// happened before it, is no outcome.
///
/// | axis | who is looked at | good outcome |
/// |---|---|---|
/// | willingness | open cases without a hold that stops | a payment not by enforcement, or an arrangement agreed |
/// | ability | those who engaged so | the share of the balance asked for was paid, or every instalment due of an
/// arrangement agreed in the window |
/// | reachability | debtors we called, or who sought contact | the right person was reached |
///
/// @param horizonDays length of the window
/// @param lateDays days after the window until its records are taken to be known
/// @param ableShare share of the balance that one who engages must pay to count as able
public record Outcomes(int horizonDays, int lateDays, double ableShare) implements Serializable {
    /// Good, bad, or neither: not looked at, or not yet told.
    public static final int GOOD = 1;
    public static final int BAD = 0;
    public static final int NONE = -1;

    private static final long DAY = 86_400_000L;

    /// Whether a case belongs to what is scored and trained on: open, and no hold that stops it.
    public static boolean inPopulation(CaseView view) {
        if (!view.open()) {
            return false;
        }
        for (Hold hold : view.openHolds()) {
            switch (hold.kind()) {
                case DISPUTE,
                        DIRECT_PAYMENT,
                        DEBT_RELIEF,
                        BANKRUPTCY,
                        DECEASED,
                        MINOR,
                        PROTECTED_IDENTITY,
                        WRONG_PERSON -> {
                    return false;
                }
                case VULNERABLE, OBJECTED_TO_PROFILING, NO_CALLS -> {}
            }
        }
        return true;
    }

    /// Whether every record of the window is known, given the time up to which the lake knows.
    public boolean mature(long asOf, long knownUntil) {
        return asOf + (horizonDays + (long) lateDays) * DAY <= knownUntil;
    }

    /// Fills in the outcome of each scored axis, in the order of {@link Axis#scored()}.
    ///
    /// @param before the case as of the as-of date, in the population
    /// @param feeds which feeds the lake has
    /// @param target receives {@link #GOOD}, {@link #BAD} or {@link #NONE}
    public void observe(CaseView before, FeedStarts feeds, int[] target) {
        int from = before.today();
        int to = from + horizonDays;
        long asOf = before.debtor().asOf();
        long end = asOf + (horizonDays + (long) lateDays) * DAY;
        DebtorView after = new DebtorView(before.debtor().history(), end, feeds);
        CaseView later = find(after, before.placed().caseIndex());
        long paid = 0;
        boolean engaged = false;
        for (Payment payment : later.payments()) {
            if (payment.knownAt() >= asOf
                    && payment.paidOn() >= from
                    && payment.paidOn() < to
                    && payment.source() != Payment.Source.ENFORCEMENT) {
                paid += payment.amount();
                engaged = true;
            }
        }
        boolean keeps = false;
        for (Event.Arrangement agreed : later.arrangements()) {
            if (agreed.knownAt() >= asOf && agreed.agreedOn() >= from && agreed.agreedOn() < to) {
                engaged = true;
                keeps |= later.keptShare(agreed) >= 0.95;
            }
        }
        boolean withdrawn = later.closedAs() == Event.CaseChanged.ClosedAs.WITHDRAWN
                || later.closedAs() == Event.CaseChanged.ClosedAs.WRONGFUL;
        target[Axis.WILLINGNESS.ordinal()] = engaged ? GOOD : withdrawn ? NONE : BAD;
        target[Axis.ABILITY.ordinal()] = engaged ? (paid >= ableShare * before.balance() || keeps ? GOOD : BAD) : NONE;
        target[Axis.REACHABILITY.ordinal()] = feeds.begun(Feed.CONTACTS, end) ? reached(after, asOf, from, to) : NONE;
    }

    private static int reached(DebtorView after, long asOf, int from, int to) {
        int outcome = NONE;
        for (Contact contact : after.contacts()) {
            if (contact.knownAt() < asOf || contact.day() < from || contact.day() >= to) {
                continue;
            }
            if (contact.outcome().rightParty()) {
                return GOOD;
            }
            if (contact.callAttempt()) {
                outcome = BAD;
            }
        }
        return outcome;
    }

    private static CaseView find(DebtorView debtor, int caseIndex) {
        for (CaseView view : debtor.cases()) {
            if (view.placed().caseIndex() == caseIndex) {
                return view;
            }
        }
        throw new IllegalStateException("a case known before is not known after");
    }
}

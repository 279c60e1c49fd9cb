package org.solvens.outcome;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.Axis;
import org.solvens.feature.CaseView;
import org.solvens.feature.DebtorView;
import org.solvens.feature.FeedStarts;
import org.solvens.feature.Missing;
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
/// | ability | those who engaged so | the share of the balance asked for was paid, or every instalment that fell
/// due in the window was, of an arrangement agreed in it or of the newest before it |
/// | reachability | debtors we called, or who sought contact | the right person was reached |
///
/// | promise kept | cases with a promise that is open, or is made in the window, and falls due in it; the one due
/// first | it is kept in full and in time |
/// | self-cure | open cases without a hold that stops | all that was owed is paid, not by enforcement, or the case
/// is closed as paid after a payment, and until that day the collector sent or called nothing |
///
/// A self-cure is told under the contacts of its time: of a case that was acted on before it paid nobody knows
/// what it would have done alone, and it counts as none.
///
/// Neither good nor bad is what cannot be told: no payments in the lake, a claim withdrawn before anyone
/// engaged, an arrangement whose first instalment falls due after the window, a window not over yet.
///
/// @param horizonDays length of the window
/// @param lateDays days after the window until its records are taken to be known
/// @param ableShare share of the balance that one who engages must pay to count as able
/// @param keptShare share of what fell due under an arrangement that must be paid to count as kept
public record Outcomes(int horizonDays, int lateDays, double ableShare, double keptShare) implements Serializable {
    /// Good, bad, or neither: not looked at, or not yet told.
    public static final int GOOD = 1;
    public static final int BAD = 0;
    public static final int NONE = -1;

    private static final long DAY = 86_400_000L;
    private static final double USUAL_KEPT_SHARE = 0.95;

    public Outcomes {
        if (horizonDays <= 0 || lateDays < 0) {
            throw new IllegalArgumentException("a horizon is positive and late days are not negative");
        }
        if (!(ableShare > 0 && ableShare <= 1 && keptShare > 0 && keptShare <= 1)) {
            throw new IllegalArgumentException("shares lie above 0 and not above 1");
        }
    }

    /// With arrangements kept to 95 %.
    public Outcomes(int horizonDays, int lateDays, double ableShare) {
        this(horizonDays, lateDays, ableShare, USUAL_KEPT_SHARE);
    }

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

    /// As {@link #observe(CaseView, FeedStarts, int[])}, with {@link #NONE} for every axis where the window
    /// and the late days are not over.
    ///
    /// @param knownUntil milliseconds UTC up to which the lake knows
    public void observe(CaseView before, FeedStarts feeds, long knownUntil, int[] target) {
        if (mature(before.debtor().asOf(), knownUntil)) {
            observe(before, feeds, target);
        } else {
            Arrays.fill(target, NONE);
        }
    }

    /// Fills in the outcome of each axis and estimate at its ordinal. The caller sees to it that the case is
    /// {@link #mature}.
    ///
    /// @param before the case as of the as-of date, in the population
    /// @param feeds which feeds the lake has
    /// @param target receives {@link #GOOD}, {@link #BAD} or {@link #NONE}; of the length of {@link Axis#scored()}
    ///     for the three axes alone, or of all of {@link Axis}
    public void observe(CaseView before, FeedStarts feeds, int[] target) {
        Arrays.fill(target, NONE);
        int from = before.today();
        int to = from + horizonDays;
        long asOf = before.debtor().asOf();
        long end = asOf + (horizonDays + (long) lateDays) * DAY;
        DebtorView after = new DebtorView(
                before.debtor().history(), end, feeds, before.debtor().otherCases());
        CaseView later = after(before, after);
        target[Axis.REACHABILITY.ordinal()] =
                feeds.begun(Feed.CONTACTS, end) ? reached(later.debtor(), asOf, from, to) : NONE;
        if (!feeds.begun(Feed.PAYMENTS, end)) {
            return;
        }
        long paid = 0;
        boolean engaged = false;
        for (Payment payment : later.payments()) {
            if (ofOwnWill(payment, before, to)) {
                paid += payment.amount();
                engaged = true;
            }
        }
        boolean able = engaged && (paid >= ableShare * before.balance() || keepsUp(before, from, to, paid));
        boolean open = false;
        for (Event.Arrangement agreed : later.arrangements()) {
            if (agreed.knownAt() >= asOf && agreed.agreedOn() >= from && agreed.agreedOn() < to) {
                engaged = true;
                double kept = later.keptShare(agreed, to);
                able |= kept >= keptShare;
                open |= Missing.is(kept);
            }
        }
        boolean withdrawn = later.closedAs() == Event.CaseChanged.ClosedAs.WITHDRAWN
                || later.closedAs() == Event.CaseChanged.ClosedAs.WRONGFUL;
        target[Axis.WILLINGNESS.ordinal()] = engaged ? GOOD : withdrawn ? NONE : BAD;
        target[Axis.ABILITY.ordinal()] = !engaged ? NONE : able ? GOOD : open ? NONE : BAD;
        if (target.length > Axis.SELF_CURE.ordinal() && feeds.begun(Feed.CONTACTS, end)) {
            int kept = promiseKept(before, later, to);
            target[Axis.PROMISE_KEPT.ordinal()] = kept == BAD && withdrawn ? NONE : kept;
            boolean cured = curesAlone(before, later, to);
            target[Axis.SELF_CURE.ordinal()] = cured ? GOOD : withdrawn ? NONE : BAD;
        }
    }

    private static int promiseKept(CaseView before, CaseView later, int to) {
        Contact promise = promiseDue(before, later, to);
        if (promise == null) {
            return NONE;
        }
        return switch (later.promise(promise)) {
            case KEPT -> GOOD;
            case PARTLY, BROKEN -> BAD;
            case OPEN -> NONE;
        };
    }

    /// Of the promises that were open at the as-of date or were made in the window, the one that falls due first;
    /// null where none falls due in the window.
    private static @Nullable Contact promiseDue(CaseView before, CaseView later, int to) {
        List<Contact> promises = new ArrayList<>(before.contacts());
        promises.removeIf(contact ->
                contact.outcome() != Contact.Outcome.PROMISED || before.promise(contact) != CaseView.Promise.OPEN);
        for (Contact contact : later.contacts()) {
            if (contact.outcome() == Contact.Outcome.PROMISED
                    && contact.knownAt() >= before.debtor().asOf()
                    && contact.day() >= before.today()) {
                promises.add(contact);
            }
        }
        promises.removeIf(contact -> CaseView.lastDay(contact) >= to);
        return promises.stream().min(Comparator.comparingInt(CaseView::lastDay)).orElse(null);
    }

    /// Whether everything came in before the collector did anything.
    private static boolean curesAlone(CaseView before, CaseView later, int to) {
        List<Payment> payments = new ArrayList<>(later.payments());
        payments.removeIf(payment -> !ofOwnWill(payment, before, to));
        payments.sort(Comparator.comparingInt(Payment::paidOn));
        int cured = Event.NONE;
        long paid = 0;
        for (Payment payment : payments) {
            paid += payment.amount();
            if (cured == Event.NONE && paid >= before.balance()) {
                cured = payment.paidOn();
            }
        }
        if (cured == Event.NONE && !payments.isEmpty() && closedAsPaid(later, to)) {
            cured = payments.getLast().paidOn();
        }
        return cured != Event.NONE && !actedOn(before, later, cured);
    }

    private static boolean closedAsPaid(CaseView later, int to) {
        if (later.closedAs() != Event.CaseChanged.ClosedAs.PAID) {
            return false;
        }
        for (Event.CaseChanged change : later.changes()) {
            if (change.kind() == Event.CaseChanged.Kind.CLOSED && change.happenedOn() < to) {
                return true;
            }
        }
        return false;
    }

    /// Whether the collector sent or called anything from the as-of day to a day, both included.
    private static boolean actedOn(CaseView before, CaseView later, int last) {
        int from = before.today();
        for (Contact contact : later.contacts()) {
            if (contact.direction() == Contact.Direction.OUTBOUND && contact.day() >= from && contact.day() <= last) {
                return true;
            }
        }
        for (Event.CaseChanged change : later.changes()) {
            if (change.kind() == Event.CaseChanged.Kind.LETTER_SENT
                    && change.happenedOn() >= from
                    && change.happenedOn() <= last) {
                return true;
            }
        }
        return false;
    }

    /// Whether a payment was made in the window, not by enforcement, and was not known before.
    private static boolean ofOwnWill(Payment payment, CaseView before, int to) {
        return payment.source() != Payment.Source.ENFORCEMENT && cameIn(payment, before, to);
    }

    /// Whether a payment was made from the as-of day on and before a day, and was not known before.
    static boolean cameIn(Payment payment, CaseView before, int to) {
        return payment.knownAt() >= before.debtor().asOf()
                && payment.paidOn() >= before.today()
                && payment.paidOn() < to
                && !known(before, payment);
    }

    /// Whether what was paid in the window covers the instalments due in it of the newest arrangement agreed
    /// before it.
    private boolean keepsUp(CaseView before, int from, int to, long paid) {
        Event.Arrangement newest = null;
        for (Event.Arrangement agreed : before.arrangements()) {
            newest = newest == null || agreed.agreedOn() >= newest.agreedOn() ? agreed : newest;
        }
        if (newest == null || newest.instalment() == Event.NO_AMOUNT) {
            return false;
        }
        int due = CaseView.instalmentsDue(newest, to) - CaseView.instalmentsDue(newest, from);
        return due > 0 && paid >= keptShare * due * newest.instalment();
    }

    /// Whether a version of the payment was known at the as-of date.
    static boolean known(CaseView before, Payment payment) {
        for (Payment seen : before.payments()) {
            if (seen.id() == payment.id()) {
                return true;
            }
        }
        return false;
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

    /// The case in a later view of its debtor.
    static CaseView after(CaseView before, DebtorView later) {
        for (CaseView view : later.cases()) {
            if (view.placed().caseIndex() == before.placed().caseIndex()) {
                return view;
            }
        }
        throw new IllegalStateException("a case known before is not known after");
    }
}

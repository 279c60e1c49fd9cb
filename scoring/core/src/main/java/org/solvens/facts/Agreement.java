package org.solvens.facts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.solvens.history.ArrangementKind;
import org.solvens.history.Event;
import org.solvens.history.Event.Arrangement;

/// An arrangement on a case and its state, judged by the debtor's voluntary payments.
///
/// It ends when it is cancelled, replaced by a newer one on the case, or fulfilled. Instalments due after its
/// end do not count. Payments count from the day it was agreed until its end. A debt that was paid in full
/// under it has fulfilled it, even if the case is charged again later.
public final class Agreement {
    /// The share of an instalment that may be missing: rounding and bank charges.
    private static final double TOLERANCE = 0.05;

    /// The most that may be missing from everything due, in instalments.
    private static final double HIGHEST_TOLERANCE = 0.5;

    /// The state of an arrangement.
    public enum Standing {
        /// Nothing that is due is missing.
        RUNNING,
        /// At least one instalment is due, its days of grace are over, and it is not covered.
        BROKEN,
        /// All of it was paid, or nothing is owed on the case any more.
        FULFILLED,
        /// A newer arrangement took its place.
        REPLACED,
        /// It was called off.
        CANCELLED
    }

    private final CaseView view;
    private final Arrangement arrangement;
    private final Schedule schedule;
    /// The day from which payments count: it was agreed, or its first instalment was due before that.
    private final int startedOn;

    private final int endedOn;
    /// Whether it ended because the debt was paid in full.
    private final boolean paidInFull;
    private final Arrangement.@Nullable End endedAs;
    /// Cached, because it is needed often; negative until it is computed.
    private int dueBeforeToday = -1;

    private long paidUntilToday = -1;

    private Agreement(CaseView view, Arrangement arrangement, @Nullable Arrangement next) {
        this.view = view;
        this.arrangement = arrangement;
        this.schedule = Schedule.of(arrangement);
        this.startedOn = Math.min(arrangement.agreedOn(), schedule.firstDue());
        int stated = arrangement.endedOn();
        int paid = view.paidInFullSince(startedOn);
        this.paidInFull = paid != Event.NONE
                && (stated == Event.NONE || paid < stated)
                && (next == null || paid < next.agreedOn());
        if (paidInFull) {
            this.endedOn = paid + 1;
            this.endedAs = Arrangement.End.FULFILLED;
        } else if (next != null && (stated == Event.NONE || next.agreedOn() < stated)) {
            this.endedOn = next.agreedOn();
            this.endedAs = Arrangement.End.REPLACED;
        } else {
            this.endedOn = stated;
            this.endedAs = stated == Event.NONE
                    ? null
                    : arrangement.endedAs() == null ? Arrangement.End.CANCELLED : arrangement.endedAs();
        }
    }

    /// The arrangements of a case in the order in which they were agreed, each until the next one replaces it.
    static List<Agreement> of(CaseView view, List<Arrangement> arrangements) {
        if (arrangements.isEmpty()) {
            return List.of();
        }
        if (arrangements.size() == 1) {
            return List.of(new Agreement(view, arrangements.getFirst(), null));
        }
        List<Arrangement> ordered = new ArrayList<>(arrangements);
        ordered.sort(Comparator.comparingInt(Arrangement::agreedOn)
                .thenComparingLong(Arrangement::knownAt)
                .thenComparingInt(Arrangement::line)
                .thenComparing(Arrangement::kind)
                .thenComparingInt(Arrangement::firstDue)
                .thenComparingLong(Arrangement::instalment)
                .thenComparingInt(Arrangement::instalments));
        Agreement[] found = new Agreement[ordered.size()];
        Arrangement next = null;
        for (int i = ordered.size() - 1; i >= 0; i--) {
            found[i] = new Agreement(view, ordered.get(i), next);
            next = replaces(ordered.get(i)) ? ordered.get(i) : next;
        }
        return List.of(found);
    }

    private static boolean replaces(Arrangement arrangement) {
        return switch (arrangement.kind()) {
            case PLAN, TRIAL_PLAN, DEFERRAL, PARTIAL_PAYMENT -> true;
            case COSTS_ONLY, REDUCTION -> arrangement.instalment() != Event.NO_AMOUNT;
        };
    }

    /// What was agreed.
    public Arrangement arrangement() {
        return arrangement;
    }

    /// Whether it replaces earlier ones. A waiver without instalments does not.
    public boolean replacesOthers() {
        return replaces(arrangement);
    }

    /// Whether it has instalments.
    public boolean hasInstalments() {
        return arrangement.instalment() != Event.NO_AMOUNT;
    }

    /// The amount due per year, in thousandths of the currency unit; meaningless without instalments.
    public double yearly() {
        return arrangement.instalment() * schedule.perYear();
    }

    /// The day until which an instalment may be paid.
    ///
    /// @param index from 0
    public int lastDayInTime(int index) {
        return view.calendar().lastDayInTime(schedule.due(index));
    }

    /// Whether it had ended by a day.
    public boolean endedBy(int day) {
        return endedOn != Event.NONE && endedOn <= day;
    }

    /// Instalments that fell due, their grace included, before a day and before its end.
    public int dueBefore(int day) {
        if (!hasInstalments()) {
            return 0;
        }
        if (day != view.today()) {
            return dueBeforeDay(day);
        }
        if (dueBeforeToday < 0) {
            dueBeforeToday = dueBeforeDay(day);
        }
        return dueBeforeToday;
    }

    private int dueBeforeDay(int day) {
        return schedule.dueBefore(endedBy(day) ? endedOn : day, view.calendar());
    }

    /// The amount paid under it up to and including a day, in thousandths.
    public long paidUntil(int day) {
        if (day != view.today()) {
            return paidUntilDay(day);
        }
        if (paidUntilToday < 0) {
            paidUntilToday = paidUntilDay(day);
        }
        return paidUntilToday;
    }

    /// Refunds return what was paid before the arrangement first: what is left of all payments bounds what was
    /// paid under it.
    private long paidUntilDay(int day) {
        int last = endedBy(day) ? endedOn - 1 : day;
        OwnPayments payments = view.debtor().ownPayments();
        long paid = payments.between(arrangement.caseIndex(), startedOn, last);
        if (view.refunds().isEmpty()) {
            return paid;
        }
        long left = payments.between(arrangement.caseIndex(), Integer.MIN_VALUE, last);
        for (Event.Payment refund : view.refunds()) {
            left -= refund.paidOn() <= last ? refund.amount() : 0;
        }
        return Math.clamp(left, 0, paid);
    }

    /// Instalments that a sum covers, each to nineteen twentieths. In total at most half an instalment may be
    /// missing, so a whole missing instalment is always noticed.
    ///
    /// @param asked how many are asked for
    private long covered(long paid, int asked) {
        double missing = Math.min(HIGHEST_TOLERANCE, TOLERANCE * asked) * arrangement.instalment();
        return (long) Math.floor((paid + missing) / arrangement.instalment());
    }

    /// Whether nothing was left of the debt on a day after it was paid, or nothing is left now.
    private boolean nothingLeft(int day) {
        return view.balance() == 0 || paidInFull && endedBy(day);
    }

    /// Instalments that were due before a day and not covered by it; 0 if nothing is owed any more.
    public int behind(int day) {
        int due = dueBefore(day);
        if (due == 0 || nothingLeft(day)) {
            return 0;
        }
        return (int) Math.max(0, due - covered(paidUntil(day), due));
    }

    /// Whether an instalment was covered by the last day on which it was in time.
    ///
    /// @param index from 0
    public boolean inTime(int index) {
        return covered(paidUntil(lastDayInTime(index)), index + 1) >= index + 1L;
    }

    /// The first instalment that was not covered by the last day on which it was in time, made good later or not; -1
    /// if there is none so far. What was due after the debt was paid in full was not missed.
    public int firstMissed() {
        int due = dueBefore(view.today());
        int last = followedUntil();
        for (int index = 0; index < due && lastDayInTime(index) < last; index++) {
            if (!inTime(index)) {
                return index;
            }
        }
        return -1;
    }

    /// The day until which it is known whether instalments were paid: its end, the last payment on a debt of which
    /// nothing is left, or the as-of day.
    public int followedUntil() {
        int until = endedBy(view.today()) ? endedOn : view.today();
        if (view.balance() > 0) {
            return until;
        }
        int paid = Event.NONE;
        for (Event.Payment payment : view.payments()) {
            paid = Math.max(paid, payment.paidOn());
        }
        return paid < startedOn ? until : Math.min(until, paid);
    }

    /// Share of the sum due under it that was paid, at most 1; NaN if nothing has fallen due.
    ///
    /// @param day until which, included, payments count, and before which instalments are due
    public double keptShare(int day) {
        int due = dueBefore(day);
        return due > 0 && nothingLeft(day) ? 1 : share(due, paidUntil(day));
    }

    /// Like {@link #keptShare(int)}, but only with the payments before the day, and regardless of what is
    /// owed.
    public double keptShareBefore(int day) {
        return share(dueBefore(day), paidUntil(day - 1));
    }

    private double share(int due, long paid) {
        return due == 0 ? Double.NaN : Math.min(1.0, paid / ((double) due * arrangement.instalment()));
    }

    /// The state on the as-of day.
    public Standing standing() {
        int today = view.today();
        if (fulfilled(today)) {
            return Standing.FULFILLED;
        }
        if (endedBy(today)) {
            return switch (endedAs) {
                case FULFILLED -> Standing.FULFILLED;
                case CANCELLED -> Standing.CANCELLED;
                case REPLACED -> Standing.REPLACED;
                case null -> throw new IllegalStateException("an end without its reason");
            };
        }
        return broken(today) ? Standing.BROKEN : Standing.RUNNING;
    }

    /// The day on which the next instalment, or what was deferred, is due; {@link Event#NONE} if it does not run or
    /// nothing more is due under it.
    int nextDue() {
        int due = hasInstalments() ? dueBefore(view.today()) : 0;
        return standing() == Standing.RUNNING && due < schedule.count() ? schedule.due(due) : Event.NONE;
    }

    /// Whether it was broken on the as-of day, or by the time it was cancelled.
    public boolean broken() {
        return switch (standing()) {
            case BROKEN -> true;
            case CANCELLED -> behind(view.today()) > 0;
            case RUNNING, FULFILLED, REPLACED -> false;
        };
    }

    /// Whether it was behind when it ended, or is behind now.
    public boolean failed() {
        return broken() || standing() == Standing.REPLACED && behind(view.today()) > 0;
    }

    private boolean fulfilled(int today) {
        if (view.balance() == 0) {
            return true;
        }
        if (hasInstalments()) {
            boolean whole = covered(paidUntil(today), 1) >= schedule.count();
            return whole || dueBefore(today) == schedule.count() && behind(today) == 0;
        }
        return over(today) && !broken(today);
    }

    private boolean broken(int today) {
        if (hasInstalments()) {
            return behind(today) > 0;
        }
        return arrangement.kind() == ArrangementKind.DEFERRAL && over(today) && !paidSince();
    }

    /// Whether nothing more is due under it. A waiver without a day has nothing due.
    private boolean over(int today) {
        boolean waiver = arrangement.kind() != ArrangementKind.DEFERRAL && arrangement.firstDue() == Event.NONE;
        return waiver || today > lastDayInTime(0);
    }

    /// Whether anyone paid since it was agreed.
    private boolean paidSince() {
        for (Event.Payment payment : view.payments()) {
            if (payment.paidOn() >= startedOn) {
                return true;
            }
        }
        return false;
    }
}

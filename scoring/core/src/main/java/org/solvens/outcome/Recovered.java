package org.solvens.outcome;

import java.util.Arrays;
import org.solvens.facts.CaseView;
import org.solvens.feature.Axis;
import org.solvens.feed.Feed;
import org.solvens.history.Event.Payment;

/// The share of a case's balance recovered in the periods after an as-of date, as far as it is known.
///
/// Money from every source counts, up to what was owed at the as-of date. Money that was refunded later counts as
/// never paid, as money that was taken back does. A payment made by then but learned of later reduces what was owed. A
/// period that is not over, late days included, is censored, not a failure.
/// If the case was closed other than as paid, that period and all later ones are censored too.
public final class Recovered {
    /// Days of a period.
    public static final int PERIOD_DAYS = 30;

    /// How many periods a case is followed.
    public static final int PERIODS = 6;

    /// Days that a case is followed.
    public static final int DAYS = PERIOD_DAYS * PERIODS;

    private static final long DAY = 86_400_000L;

    private Recovered() {}

    /// Whether the first period of an as-of date is over and known.
    public static boolean begun(long asOf, int lateDays, long knownUntil) {
        return over(asOf, 1, lateDays, knownUntil);
    }

    /// Fills in the share of the balance recovered from the as-of day to the end of each period: in [0, 1],
    /// never falling; NaN from the first censored period on.
    ///
    /// @param before the case as of the as-of date, in the population
    /// @param lateDays days after a period until its records are taken to be known
    /// @param knownUntil milliseconds UTC up to which the lake knows
    /// @param shares receives one share per period
    public static void observe(CaseView before, int lateDays, long knownUntil, double[] shares) {
        Arrays.fill(shares, Double.NaN);
        long asOf = before.debtor().asOf();
        long end = Math.min(knownUntil, asOf + (DAYS + (long) lateDays) * DAY);
        if (!begun(asOf, lateDays, knownUntil) || !before.debtor().feeds().begun(Feed.PAYMENTS, end)) {
            return;
        }
        CaseView later = Outcomes.after(before, before.debtor().at(end));
        long owed = before.balance() - learntLater(before, later);
        int closedOn = later.closedUnpaidSince(before.debtor().asOf());
        int known = 0;
        while (known < PERIODS
                && owed > 0
                && closedOn >= before.today() + (known + 1) * PERIOD_DAYS
                && over(asOf, known + 1, lateDays, knownUntil)) {
            known++;
        }
        double least = 1;
        for (int period = known; period > 0; period--) {
            int to = before.today() + period * PERIOD_DAYS;
            long came = 0;
            for (Payment payment : later.payments()) {
                if (Outcomes.cameIn(payment, before, to) || announced(payment, before, to)) {
                    came += payment.amount();
                }
            }
            least = Math.min(least, Math.max(0, (double) (came - refunded(later, before, to)) / owed));
            shares[period - 1] = least;
        }
    }

    /// The target of an axis' curve by the end of each period. For expected recovery it is the share of the
    /// balance recovered. For the probability of payment it is 1 from the period of the first payment on, and
    /// 0 before it.
    ///
    /// @param axis one that {@link Axis#isCurve}
    /// @param shares from {@link #observe}; a censored period stays NaN
    /// @return a new array
    public static double[] target(Axis axis, double[] shares) {
        return switch (axis) {
            case EXPECTED_RECOVERY -> shares.clone();
            case PAYMENT_PROBABILITY ->
                Arrays.stream(shares).map(share -> share > 0 ? 1 : share).toArray();
            case WILLINGNESS, ABILITY, REACHABILITY, ROUTING, CLAIM, PROMISE_KEPT, SELF_CURE, ROUTE_EFFECT, TABLE ->
                throw new IllegalArgumentException(axis.label() + " is not a curve");
        };
    }

    private static boolean over(long asOf, int period, int lateDays, long knownUntil) {
        return asOf + (period * PERIOD_DAYS + (long) lateDays) * DAY <= knownUntil;
    }

    /// The amount that had been paid before the as-of day and was not known then.
    private static long learntLater(CaseView before, CaseView later) {
        long paid = 0;
        for (Payment payment : later.payments()) {
            if (payment.paidOn() < before.today() && !before.debtor().knew(payment)) {
                paid += payment.amount();
            }
        }
        return paid;
    }

    /// The amount that was refunded from the as-of day on and before a day.
    private static long refunded(CaseView later, CaseView before, int to) {
        long refunded = 0;
        for (Payment refund : later.refunds()) {
            refunded += Outcomes.cameIn(refund, before, to) ? refund.amount() : 0;
        }
        return refunded;
    }

    /// Whether a payment was known at the as-of date for a later day. Its amount was still owed.
    private static boolean announced(Payment payment, CaseView before, int to) {
        return payment.knownAt() < before.debtor().asOf() && payment.paidOn() > before.today() && payment.paidOn() < to;
    }
}

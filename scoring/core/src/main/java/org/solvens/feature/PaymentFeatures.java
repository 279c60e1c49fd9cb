package org.solvens.feature;

import static org.solvens.feature.Values.NOT_APPLICABLE;
import static org.solvens.feature.Values.daysSince;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.solvens.facts.CaseView;
import org.solvens.facts.OwnPayments;
import org.solvens.feed.Feed;
import org.solvens.history.Event;
import org.solvens.history.Event.Payment;

/// Payments on the case: how much, how often, how regularly, and how they came.
final class PaymentFeatures {
    private static final Windows WINDOWS = Windows.andEver(30, 90, 180, 365);
    private static final CaseTally<Paid> PAID = new CaseTally<>(Family.PAYMENTS, Paid.class, Paid::new);

    private PaymentFeatures() {}

    /// The features of the family, in catalogue order.
    static List<Feature> list() {
        FamilyFeatures features = new FamilyFeatures(Family.PAYMENTS);
        amounts(features);
        regularity(features);
        ways(features);
        return features.list();
    }

    private static void amounts(FamilyFeatures features) {
        features.feature("payments")
                .whole("count")
                .description("Voluntary payments on the case{window}")
                .source(Feed.PAYMENTS)
                .axis(Axis.WILLINGNESS, Direction.RISING)
                .values(WINDOWS, window -> v -> PAID.of(v).own.count(window));
        features.feature("paid_share")
                .decimal("share")
                .description("Share of all that was owed on the case that the debtor paid voluntarily{window}")
                .source(Feed.PAYMENTS)
                .axis(Axis.WILLINGNESS, Direction.RISING)
                .values(WINDOWS, window -> v -> ofOwed(v, PAID.of(v).own.amount(window)));
        features.feature("days_since_payment")
                .whole("days")
                .description("Days since the last voluntary payment on the case")
                .source(Feed.PAYMENTS)
                .axis(Axis.WILLINGNESS, Direction.FALLING)
                .value(v -> daysSince(v, PAID.of(v).lastPaid));
    }

    private static void regularity(FamilyFeatures features) {
        features.feature("months_with_payment_360d")
                .whole("count")
                .description("Of the last twelve spans of 30 days, those with a voluntary payment on the" + " case")
                .source(Feed.PAYMENTS)
                .window(360)
                .axis(Axis.WILLINGNESS, Direction.RISING)
                .value(v -> PAID.of(v).monthsWithPayment);
        features.feature("payment_gap_mean")
                .decimal("days")
                .description("Mean days between the days on which the debtor paid on the case")
                .source(Feed.PAYMENTS)
                .axis(Axis.WILLINGNESS, Direction.FALLING)
                .value(v -> PAID.of(v).gaps < 1 ? NOT_APPLICABLE : PAID.of(v).gapMean);
        features.feature("payment_gap_spread")
                .decimal("ratio")
                .description(
                        "Standard deviation of the days between payments on the case over their mean: 0 is regular")
                .source(Feed.PAYMENTS)
                .axis(Axis.WILLINGNESS, Direction.FALLING)
                .value(v -> PAID.of(v).gaps < 2 ? NOT_APPLICABLE : PAID.of(v).gapSpread);
        features.feature("payment_gap_widening")
                .decimal("ratio")
                .description(
                        "The last gap between payments on the case over the mean of the gaps before it, at most 10")
                .source(Feed.PAYMENTS)
                .axis(Axis.WILLINGNESS, Direction.FALLING)
                .value(v -> PAID.of(v).gaps < 2 ? NOT_APPLICABLE : PAID.of(v).gapWidening);
        features.feature("payment_silence")
                .decimal("ratio")
                .description("Days since the last payment on the case over the mean gap between payments, at most 50")
                .source(Feed.PAYMENTS)
                .axis(Axis.WILLINGNESS, Direction.FALLING)
                .value(PaymentFeatures::silence);
    }

    private static void ways(FamilyFeatures features) {
        features.feature("partial_payments_365d")
                .whole("count")
                .description(
                        "Payments in 365 days below nine tenths of what was then left to pay of all charges known now")
                .source(Feed.PAYMENTS)
                .window(365)
                .axis(Axis.WILLINGNESS, Direction.FREE)
                .value(v -> PAID.of(v).partial365);
        features.feature("paid_in_time_share")
                .decimal("share")
                .description("Share of the voluntary payments on the case that came by 30 days after the claim"
                        + " fell due")
                .source(Feed.PAYMENTS)
                .axis(Axis.WILLINGNESS, Direction.RISING)
                .value(v -> PAID.of(v).inTimeShare());
        features.feature("direct_payments_365d")
                .whole("count")
                .description("Payments on the case in 365 days that went straight to the creditor")
                .source(Feed.PAYMENTS)
                .window(365)
                .axis(Axis.WILLINGNESS, Direction.FREE)
                .value(v -> PAID.of(v).direct365);
        features.feature("reversals_365d")
                .whole("count")
                .description("Payments on the case that were reversed in 365 days")
                .source(Feed.PAYMENTS)
                .window(365)
                .axis(Axis.WILLINGNESS, Direction.FALLING)
                .value(v -> PAID.of(v).reversals365);
        features.feature("enforced_payments_365d")
                .whole("count")
                .description("Payments on the case by enforcement in 365 days")
                .source(Feed.PAYMENTS)
                .window(365)
                .axis(Axis.WILLINGNESS, Direction.FALLING)
                .value(v -> PAID.of(v).enforced365);
    }

    private static double ofOwed(CaseView v, long amount) {
        return v.owed() == 0 ? NOT_APPLICABLE : Math.min(1.0, amount / (double) v.owed());
    }

    private static double silence(CaseView v) {
        Paid paid = PAID.of(v);
        return paid.gaps < 1 ? NOT_APPLICABLE : Math.min(50.0, Math.max(0, v.today() - paid.lastPaid) / paid.gapMean);
    }

    /// What is counted over the payments on a case. Amounts are thousandths.
    private static final class Paid {
        /// Share of what was left to pay below which a payment is partial.
        private static final double WHOLE_SHARE = 0.9;

        /// Days after the due day until which a payment is in time.
        private static final int IN_TIME_DAYS = 30;

        /// Voluntary payments.
        final Windows.Sums own = WINDOWS.sums();

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

        Paid(CaseView view) {
            int today = view.today();
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
                own.add(days, payment.amount());
                paidInTime += payment.paidOn() <= inTimeUntil ? payment.amount() : 0;
                lastPaid = Math.max(lastPaid, payment.paidOn());
                if (days <= 365) {
                    direct365 += payment.source() == Payment.Source.DIRECT_TO_CREDITOR ? 1 : 0;
                    months |= days <= 360 ? 1 << Math.max(0, days - 1) / 30 : 0;
                }
            }
            monthsWithPayment = Integer.bitCount(months);
            if (lastPaid != Event.NONE) {
                course(view, today, paid);
            }
            List<Payment> reversals = view.reversals();
            for (int i = 0, n = reversals.size(); i < n; i++) {
                reversals365 += today - reversals.get(i).paidOn() <= 365 ? 1 : 0;
            }
        }

        /// Share of the voluntary payments that came in time.
        double inTimeShare() {
            long all = own.amount();
            return all == 0 ? NOT_APPLICABLE : paidInTime / (double) all;
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
    }
}

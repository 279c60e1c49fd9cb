package org.solvens.facts;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.solvens.history.Event;
import org.solvens.history.Event.Payment;

/// Sums of voluntary payments (not by enforcement) between two days, on one case or on all.
///
/// Promises and arrangements each need the sum of a span of days. Most debtors have a handful of payments, and
/// a loop over them is fastest. For the rare debtor with thousands of payments and promises, prefix sums avoid
/// a loop for each promise.
public final class OwnPayments {
    /// Up to this many payments are added up in a loop.
    public static final int FEW = 64;

    private final List<Payment> all;
    private final IntFunction<List<Payment>> ofCase;
    private @Nullable Map<Integer, Sums> byCase;

    /// @param ofCase the payments of one case, by its position
    OwnPayments(List<Payment> all, IntFunction<List<Payment>> ofCase) {
        this.all = all;
        this.ofCase = ofCase;
    }

    /// Payments of one case in order of their days, with the sum paid before each.
    private record Sums(int[] days, long[] before) {
        long between(int from, int to) {
            return from > to ? 0 : before[first(to + 1)] - before[first(from)];
        }

        private int first(int day) {
            int low = 0;
            int high = days.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (days[middle] < day) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }

    /// @param caseIndex the case, or {@link Event#NONE} for all
    /// @param from first day
    /// @param to last day
    /// @return minor units
    public long between(int caseIndex, int from, int to) {
        if (all.size() > FEW) {
            if (byCase == null) {
                byCase = new HashMap<>();
            }
            return byCase.computeIfAbsent(caseIndex, this::sums).between(from, to);
        }
        long came = 0;
        for (int i = 0, n = all.size(); i < n; i++) {
            Payment payment = all.get(i);
            if (counts(payment, caseIndex) && payment.paidOn() >= from && payment.paidOn() <= to) {
                came += payment.amount();
            }
        }
        return came;
    }

    private static boolean counts(Payment payment, int caseIndex) {
        return (caseIndex == Event.NONE || payment.caseIndex() == caseIndex) && voluntary(payment);
    }

    /// Whether a payment was made voluntarily, not taken by enforcement.
    public static boolean voluntary(Payment payment) {
        return payment.source() != Payment.Source.ENFORCEMENT;
    }

    private Sums sums(int caseIndex) {
        List<Payment> of = caseIndex == Event.NONE ? all : ofCase.apply(caseIndex);
        Payment[] own = of.stream()
                .filter(payment -> counts(payment, caseIndex))
                .sorted(Comparator.comparingInt(Payment::paidOn))
                .toArray(Payment[]::new);
        long[] before = new long[own.length + 1];
        for (int i = 0; i < own.length; i++) {
            before[i + 1] = before[i] + own[i].amount();
        }
        return new Sums(Arrays.stream(own).mapToInt(Payment::paidOn).toArray(), before);
    }
}

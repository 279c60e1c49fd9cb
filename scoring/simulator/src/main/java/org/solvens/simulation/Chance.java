package org.solvens.simulation;

/// Random numbers by key instead of by sequence.
///
/// A number depends on the seed, the debtor and what it is for (purpose, case, day, count) and on
/// nothing else. So two runs of one debtor under different treatments meet the same luck wherever
/// they ask the same question, and their difference is the effect of the treatment.
///
/// @param base of one debtor, in one future
record Chance(long base) {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    /// What a number is for.
    enum Purpose {
        INTENT,
        PAYS_FULL,
        PART,
        PART_SIZE,
        INBOUND,
        INBOUND_KIND,
        ANSWER,
        WRONG_PARTY,
        OUTCOME,
        OUTCOME_KIND,
        PROMISE_KEPT,
        RETURNED,
        RETURN_DELAY,
        DIRECT,
        DIRECT_DELAY,
        REVERSAL,
        REVERSAL_DELAY,
        THIRD_PARTY,
        DISPUTE_DAYS,
        DISPUTE_END,
        ROUTE,
        HUMAN,
        ACCEPT,
        GOES_ON,
        INSTALMENT,
        TRACE,
        TRACE_PHONE,
        ENFORCED,
        CALL_GAP,
        SHOCK,
        SHOCK_SIZE,
        SHOCK_DAYS,
        HARDSHIP,
        HARDSHIP_DAYS,
        MOVE,
        MOVE_TOLD,
        PHONE,
        DRIFT,
        STOP,
        STOP_KIND,
        WITHDRAWN,
        BOUNCED,
        VULNERABLE,
        REVIEW,
        SAMPLED,
        LOOKS,
        LOOK_DELAY,
        ASKS,
        REVERSAL_KIND,
        REVERSAL_SHARE,
        WON_BACK_DELAY,
        REOPENED_TOLD,
        OVERPAID,
        PAID_TWICE,
        PAID_TWICE_DELAY,
        REFUND,
        REFUND_DELAY,
        MISPLACED,
        MISPLACED_DAYS,
        VALUE_DATE,
        POST_DATED,
        POST_DATED_DAYS,
        WEEKLY,
        WEEKEND,
        RENEGOTIATED,
        EARLY,
        END_TOLD,
        CLERK,
        CLERK_DAYS,
        LATE,
        LATE_DAYS,
        HABIT,
        UNREPORTED,
        UNREPORTED_SHARE,
        HOUSEHOLD,
        INDEBTED,
        INDEBTED_YEARS,
        PRIDE,
        AGENT,
        UNREAD,
        STRETCHED,
        RUIN,
        LEAVES
    }

    /// The luck of a debtor.
    static Chance of(long seed, int debtor) {
        return new Chance(mix(mix(seed + GOLDEN) + GOLDEN * (debtor + 1L)));
    }

    /// The same debtor in another possible future.
    Chance future(int number) {
        return number == 0 ? this : new Chance(mix(base ^ mix(GOLDEN * number)));
    }

    /// A uniform number in [0, 1).
    double unit(Purpose purpose, int index, int day, int count) {
        long key = ((long) purpose.ordinal() << 48)
                | ((long) (index & 0xff) << 40)
                | ((long) (count & 0xfff) << 24)
                | (day & 0xffffff);
        return (mix(base + GOLDEN * (key + 1)) >>> 11) * 0x1.0p-53;
    }

    /// A roughly normal number, the sum of four uniform ones, with mean 0 and variance 1.
    double normal(Purpose purpose, int index, int day) {
        double sum = 0;
        for (int i = 0; i < 4; i++) {
            sum += unit(purpose, index, day, i);
        }
        return (sum - 2) * 1.7320508075688772;
    }

    /// A whole number in [low, high].
    int between(Purpose purpose, int index, int day, int low, int high) {
        return low + (int) (unit(purpose, index, day, 0) * (high - low + 1));
    }

    /// The finishing steps of a 64-bit generator (Stafford's variant 13, as in SplittableRandom).
    static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}

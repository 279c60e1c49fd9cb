package org.solvens.policy;

import org.jspecify.annotations.Nullable;
import org.solvens.feed.Money;

/// A case as conditions read it.
///
/// @param worth of one major unit of the case's currency in the policy's reference currency
/// @param limitationDaysLeft days until the claim is time-barred; null if no rule applies
/// @param segment null until the segment is decided
record Situation(
        CaseFacts facts,
        double worth,
        @Nullable Integer limitationDaysLeft,
        @Nullable Segment segment) {

    Situation in(Segment found) {
        return new Situation(facts, worth, limitationDaysLeft, found);
    }

    /// Minor units of the case's currency as major units of the reference currency. It is
    /// compared with thresholds only; it is not an amount owed.
    double compared(long amount) {
        return Money.units(amount) * worth;
    }
}

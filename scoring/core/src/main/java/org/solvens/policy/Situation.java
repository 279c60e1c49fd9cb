package org.solvens.policy;

import org.jspecify.annotations.Nullable;
import org.solvens.feed.Money;

/// A case as conditions see it.
///
/// @param worth of one major unit of the case's currency in the policy's reference currency
/// @param limitationDaysLeft days until the claim is time-barred; null where no rule applies
/// @param segment null while segments are still being read
record Situation(
        CaseFacts facts,
        double worth,
        @Nullable Integer limitationDaysLeft,
        @Nullable Segment segment) {

    Situation in(Segment found) {
        return new Situation(facts, worth, limitationDaysLeft, found);
    }

    /// Minor units of the case's currency as major units of the reference currency. Only thresholds are
    /// compared with it; it is no sum owed.
    double compared(long amount) {
        return Money.units(amount) * worth;
    }
}

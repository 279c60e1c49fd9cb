package org.solvens.facts;

/// A statement in a debtor's records that cannot be true. The quality checks report it.
///
/// @param caseIndex position of the case in the history
/// @param amount thousandths of the case's currency unit
public record Contradiction(Kind kind, int caseIndex, long amount) {
    /// What is wrong.
    public enum Kind {
        /// The reversals of an entry add up to more than the entry.
        REVERSED_MORE_THAN_PAID,
        /// Reversals name each other in a circle.
        REVERSED_IN_A_CIRCLE,
        /// A reversal names no known entry, and the case has no payment that it could take back.
        REVERSAL_WITHOUT_PAYMENT,
        /// More was refunded on a case than its payments are worth.
        REFUNDED_MORE_THAN_PAID,
        /// The case is closed as paid although something is owed.
        CLOSED_AS_PAID_BUT_OWING,
        /// A charge is dated before the case was placed. It is taken as part of the amounts at placement.
        CHARGED_BEFORE_PLACEMENT,
        /// Payments are dated before the case was placed. They count; where the amounts at placement are already less
        /// by them, they count twice.
        PAID_BEFORE_PLACEMENT,
        /// An arrangement runs although nothing is due under it for years, so the case waits for years.
        WAITS_FOR_YEARS
    }
}

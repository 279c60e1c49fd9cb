package org.solvens.simulation;

/// Money of a case that will move on a later day.
///
/// @param on the day, days since 1970-01-01
/// @param entry key of the entry that it belongs to; empty where there is none
/// @param amount in minor units
/// @param source of a payment
/// @param number of the payment among those of the case
/// @param paidOn day from which the payment counts
record Movement(int on, Kind kind, String entry, long amount, String source, int number, int paidOn) {
    /// What will happen.
    enum Kind {
        /// A payment that was announced counts from its value date on.
        VALUE_DATE,
        /// The debtor pays the same sum again by mistake.
        PAID_TWICE,
        /// The bank takes a payment back, in full or in part.
        REVERSAL,
        /// The bank takes a payment back, and we win the dispute about it later.
        CHARGEBACK,
        /// The bank gives back what a chargeback took.
        WON_BACK,
        /// We pay back what the debtor paid too much.
        REFUND,
        /// A payment turns out to belong to another case of the debtor.
        MISPLACED
    }
}

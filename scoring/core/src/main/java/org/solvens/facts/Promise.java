package org.solvens.facts;

/// The state of a promise to pay.
public enum Promise {
    /// Its day, with the days of grace, is not over.
    OPEN,
    /// At least nine tenths of it was paid in time.
    KEPT,
    /// Less was paid in time.
    PARTLY,
    /// Nothing was paid in time.
    BROKEN
}

package org.solvens.facts;

/// How a promise to pay stands.
public enum Promise {
    /// Its day, with grace, is not over.
    OPEN,
    /// At least nine tenths of it came in, in time.
    KEPT,
    /// Something came in, in time.
    PARTLY,
    /// Nothing came in, in time.
    BROKEN
}

package org.solvens.history;

/// Natural person, sole trader (a natural person too) or company, as in the cases feed.
public enum DebtorKind {
    PERSON,
    SOLE_TRADER,
    COMPANY
}

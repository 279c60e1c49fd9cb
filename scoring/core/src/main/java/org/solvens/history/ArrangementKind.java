package org.solvens.history;

/// What was agreed with a debtor, as in the arrangements feed.
public enum ArrangementKind {
    PLAN,
    TRIAL_PLAN,
    DEFERRAL,
    COSTS_ONLY,
    PARTIAL_PAYMENT,
    REDUCTION
}

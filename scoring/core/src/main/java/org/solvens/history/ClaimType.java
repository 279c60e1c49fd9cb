package org.solvens.history;

/// What a claim is for, as in the cases feed.
public enum ClaimType {
    INVOICE,
    LOAN,
    CREDIT_CARD,
    RENT,
    UTILITY,
    PARKING,
    SUBSCRIPTION,
    DAMAGES,
    PUBLIC,
    OTHER
}

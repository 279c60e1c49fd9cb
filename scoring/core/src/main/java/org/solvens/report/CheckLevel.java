package org.solvens.report;

/// The severity of a failed constraint.
public enum CheckLevel {
    /// Someone should look at it.
    WARNING,
    /// Results computed from the feed cannot be trusted.
    ERROR
}

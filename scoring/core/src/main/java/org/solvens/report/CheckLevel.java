package org.solvens.report;

/// How much a failed constraint weighs.
public enum CheckLevel {
    /// Somebody should look.
    WARNING,
    /// What is computed from the feed cannot be trusted.
    ERROR
}

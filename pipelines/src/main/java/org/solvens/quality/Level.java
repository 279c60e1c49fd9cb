package org.solvens.quality;

/// How much a failed constraint weighs.
public enum Level {
    /// Somebody should look.
    WARNING,
    /// What is computed from the feed cannot be trusted.
    ERROR
}

package org.solvens.policy;

/// How the last trial plan of a case ended.
public enum TrialOutcome {
    /// There was none, or it is still running.
    NONE,
    KEPT,
    BROKEN
}

package org.solvens.report;

/// The result of a constraint.
public enum CheckStatus {
    PASSED,
    FAILED,
    /// There was too little data to judge; it does not count as failed.
    NOT_JUDGED
}

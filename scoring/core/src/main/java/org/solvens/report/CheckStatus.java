package org.solvens.report;

/// How a constraint came out.
public enum CheckStatus {
    PASSED,
    FAILED,
    /// There was too little to judge by; it does not count as failed.
    NOT_JUDGED
}

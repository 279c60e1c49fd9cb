package org.solvens.quality;

/// How a constraint came out.
public enum Status {
    PASSED,
    FAILED,
    /// There was too little to judge by; it does not count as failed.
    NOT_JUDGED
}

package org.solvens.stability;

/// What a measured change asks for.
public enum Level {
    /// Nothing.
    QUIET,
    /// A look.
    NOTICE,
    /// Somebody must act.
    ALARM
}

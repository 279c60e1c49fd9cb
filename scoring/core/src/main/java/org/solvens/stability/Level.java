package org.solvens.stability;

import org.solvens.table.Labelled;

/// The action that a measured change calls for.
public enum Level implements Labelled {
    /// No action.
    QUIET,
    /// Someone should look at it.
    NOTICE,
    /// Someone must act.
    ALARM
}

package org.solvens.stability;

import java.util.Locale;
import org.solvens.table.Labelled;

/// The action that a measured change calls for.
public enum Level implements Labelled {
    /// No action.
    QUIET,
    /// Someone should look at it.
    NOTICE,
    /// Someone must act.
    ALARM;

    /// Lower-case name, as in tables and answers.
    @Override
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package org.solvens.stability;

import java.util.Locale;
import org.solvens.table.Labelled;

/// What a measured change asks for.
public enum Level implements Labelled {
    /// Nothing.
    QUIET,
    /// A look.
    NOTICE,
    /// Somebody must act.
    ALARM;

    /// Lower-case name, as in tables and answers.
    @Override
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

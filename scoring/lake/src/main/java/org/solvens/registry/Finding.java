package org.solvens.registry;

import java.nio.file.Path;
import java.util.Locale;

/// One thing in the registry that is not as it was written.
///
/// @param file relative to the registry's folder, with `/`
/// @param message one sentence without a full stop
public record Finding(Kind kind, String file, String message) {
    /// What happened to the file.
    public enum Kind {
        /// Its content is not what was written.
        CHANGED,
        /// It was written and is gone.
        REMOVED,
        /// It was put there by something else.
        ADDED,
        /// It cannot be read.
        UNREADABLE
    }

    static Finding of(Kind kind, Path root, Path file, String message) {
        return new Finding(kind, root.relativize(file).toString().replace('\\', '/'), message);
    }

    /// The line that a user sees.
    public String line() {
        return kind.name().toLowerCase(Locale.ROOT) + "  " + file + ": " + message;
    }
}

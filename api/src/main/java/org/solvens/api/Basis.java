package org.solvens.api;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// What a decision was made from.
enum Basis {
    /// The histories of the lake, by batch scoring.
    BATCH,
    /// The same with events that were accepted since.
    ONLINE,
    /// A history that a request brought.
    REQUEST;

    /// Its name in answers.
    @JsonValue
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

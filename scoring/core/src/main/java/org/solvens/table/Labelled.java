package org.solvens.table;

import java.util.Locale;

/// An enum with a word for each value in tables, files and answers. The values of other enums are written by
/// their names.
public interface Labelled {
    /// Name of the constant.
    String name();

    /// The word, distinct among the values of the enum: the name in lower case.
    default String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package org.solvens.table;

/// An enum with a word for each value in tables, files and answers. The values of other enums are written by
/// their names.
public interface Labelled {
    /// The word, distinct among the values of the enum.
    String label();
}

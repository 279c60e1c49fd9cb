package org.solvens.source;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rows of one input file, whatever its format: named columns, and one row after the other.
public interface RowSource extends Closeable {
    /// Why a row cannot be used.
    ///
    /// @param code stable code such as `TYPE`
    /// @param reason in words
    record Refusal(String code, String reason) {}

    /// Names of the columns, in the file's order.
    List<String> columns();

    /// Moves to the next row.
    ///
    /// @return whether there is one
    /// @throws IOException if the file is damaged from here on
    boolean next() throws IOException;

    /// Line or record number of the current row, from 1.
    long number();

    /// Why the current row cannot be read at all, or null.
    @Nullable
    Refusal refusal();

    /// A column of the current row: text in CSV, typed in Avro and Parquet; null if missing.
    @Nullable
    Object get(int column);

    /// The current row as text, shortened, for the quarantine.
    String raw();
}

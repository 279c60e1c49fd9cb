package org.solvens.lake;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/// A Parquet file that is to become part of a table.
///
/// @param path of the file as a URL
/// @param size in bytes
/// @param modifiedAt in milliseconds since 1970-01-01T00:00Z
/// @param known the span of its column `known_at`, by which readers skip files; null if it has no such column or value
public record DataFile(
        String path,
        long size,
        long modifiedAt,
        long rows,
        @Nullable Known known) implements Serializable {
    /// The column that readers filter by a range.
    public static final String KNOWN_AT = "known_at";

    /// The earliest and the latest value, in microseconds since 1970-01-01T00:00Z.
    public record Known(long first, long last) implements Serializable {}
}

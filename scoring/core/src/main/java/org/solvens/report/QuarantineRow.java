package org.solvens.report;

import org.jspecify.annotations.Nullable;
import org.solvens.table.Means;
import org.solvens.table.TableContract;

/// A row of the quarantine table: a row of a feed file that ingest refused.
///
/// @param raw null if the file has no text of the row
public record QuarantineRow(
        @Means(value = "Feed", key = true) String feed,
        @Means("Name of the file, without its folder") String file,
        @Means("Where the file was when it was first read") String path,

        @Means(value = "SHA-256 of the file, in hexadecimal digits", key = true)
        String content,

        @Means(value = "Line, or number of the record in the file", key = true)
        long line,

        @Means(value = "Why it was refused, as a code such as TYPE", key = true)
        String code,

        @Means(value = "Why it was refused, in words", key = true)
        String reason,

        @Means(value = "The row as it was in the file; it may hold personal data", key = true) @Nullable
        String raw) {

    /// The table of these rows.
    public static final TableContract<QuarantineRow> TABLE = TableContract.of("quarantine", QuarantineRow.class);
}

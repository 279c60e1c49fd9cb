package org.solvens.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.solvens.table.Means;
import org.solvens.table.TableContract;

/// A row of the protections table: a refused record that would protect a debtor, until it is corrected.
///
/// @param debtorId null if the record names no debtor and no known case: then it protects nobody yet
/// @param caseId null if the whole debtor is protected
public record ProtectionRow(
        @Means(value = "Feed of the refused record", key = true)
        String feed,

        @Means(value = "Key of the refused record, or its place if the key cannot be read", key = true)
        String key,

        @Means(value = "Pseudonym of the protected debtor", key = true) @Nullable
        String debtorId,

        @Means(value = "Id of the protected case; empty if all cases are", key = true) @Nullable
        String caseId,

        @Means(value = "From when on the protection counts", key = true)
        Instant knownAt,

        @Means(value = "Name of the file, without its folder", key = true)
        String file,

        @Means(value = "SHA-256 of the file, in hexadecimal digits", key = true)
        String content,

        @Means(value = "Line, or number of the record in the file", key = true)
        long line,

        @Means("Why it was refused, as a code such as TYPE") String code,
        @Means("Why it was refused, in words") String reason) {

    /// The table of these rows.
    public static final TableContract<ProtectionRow> TABLE = TableContract.of("protections", ProtectionRow.class);
}

package org.solvens.history;

import java.time.Instant;
import org.solvens.table.Means;
import org.solvens.table.TableContract;

/// A row of the moves table: a debtor loses a record, because a correction gives it to another debtor.
public record MoveRow(
        @Means(value = "Feed of the record", key = true) String feed,
        @Means(value = "Key of the record", key = true) String key,

        @Means(value = "Pseudonym of the debtor that loses it", key = true)
        String debtorId,

        @Means(value = "From when on the debtor no longer has it, by known_at", key = true)
        Instant knownAt) {

    /// The table of these rows.
    public static final TableContract<MoveRow> TABLE = TableContract.of("moves", MoveRow.class);
}

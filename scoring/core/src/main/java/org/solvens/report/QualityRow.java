package org.solvens.report;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.solvens.table.Means;
import org.solvens.table.TableContract;

/// A row of the quality table: the result of a check of a feed.
public record QualityRow(
        @Means(value = "Day as of which the feeds were checked", key = true)
        LocalDate asOf,

        @Means(
                value = "Feed, or protection for a refused row that would protect a debtor but names no known one",
                key = true)
        String feed,

        @Means(value = "Name of the check, such as null_rate", key = true)
        String check,

        @Means(value = "Column concerned; empty if the check is of the feed as a whole", key = true) @Nullable
        String column,

        @Means("What it means if the check fails") CheckLevel level,
        @Means("Result") CheckStatus status,

        @Means("What was measured, the larger the worse; empty if not judged") @Nullable
        Double value,

        @Means("Largest allowed value, without sampling noise")
        double limit,

        @Means("What chance alone may add; 0 for exact counts, empty if not judged") @Nullable
        Double noise,

        @Means("The result in words") String message,

        @Means("Reason for which a failure of the check is accepted; empty if it is not accepted") @Nullable
        String accepted) {

    /// The table of these rows.
    public static final TableContract<QualityRow> TABLE = TableContract.of("quality", QualityRow.class);
}

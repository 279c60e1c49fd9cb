package org.solvens.report;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.solvens.table.Means;
import org.solvens.table.TableContract;

/// A row of the quality table: what came of a check of a feed.
public record QualityRow(
        @Means(value = "Day as of which the feeds were checked", key = true)
        LocalDate asOf,

        @Means(value = "Feed, or protection for a refused row that would protect somebody and names nobody", key = true)
        String feed,

        @Means(value = "Name of the check, such as null_rate", key = true)
        String check,

        @Means(value = "Column concerned; none where the check is of the feed as a whole", key = true) @Nullable
        String column,

        @Means("What it means if the check fails") CheckLevel level,
        @Means("Result") CheckStatus status,

        @Means("What was measured, the larger the worse; none where it was not judged") @Nullable
        Double value,

        @Means("What may be measured at most, sampling noise apart")
        double limit,

        @Means("What chance alone may add; 0 for exact counts, none where it was not judged") @Nullable
        Double noise,

        @Means("The result in words") String message,

        @Means("Why somebody accepts that the check may fail; none where nobody does") @Nullable
        String accepted) {

    /// The table of these rows.
    public static final TableContract<QualityRow> TABLE = TableContract.of("quality", QualityRow.class);
}

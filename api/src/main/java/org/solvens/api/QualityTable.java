package org.solvens.api;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.solvens.lake.DeltaTable;
import org.solvens.lake.DeltaTable.Commit;
import org.solvens.lake.DeltaTable.Filter;
import org.solvens.report.CheckLevel;
import org.solvens.report.CheckStatus;
import org.solvens.report.QualityRow;
import org.solvens.table.TableContract;

/// The results of the feeds' checks at their newest as-of date.
///
/// @param checks number of checks
/// @param failed those that did not pass, errors first
record QualityTable(LocalDate asOf, int checks, List<Failed> failed) {
    private static final TableContract<Read> READ = QualityRow.TABLE.reading(Read.class);

    /// @param column null if the check is of the feed as a whole
    record Failed(String feed, String check, @Nullable String column, CheckLevel level, String message) {}

    private record Read(
            String feed, String check, @Nullable String column, CheckLevel level, CheckStatus status, String message) {}

    /// Reads the newest as-of date of the table; empty if it has no rows.
    static Optional<QualityTable> read(DeltaTable table, Commit commit) {
        return table.newestDay("as_of").map(asOf -> {
            int[] checks = new int[1];
            List<Failed> failed = new ArrayList<>();
            table.scan(READ, Filter.equal("as_of", asOf), row -> {
                checks[0]++;
                if (row.status() == CheckStatus.FAILED) {
                    failed.add(new Failed(row.feed(), row.check(), row.column(), row.level(), row.message()));
                }
            });
            failed.sort(Comparator.comparing(Failed::level, Comparator.reverseOrder())
                    .thenComparing(Failed::feed)
                    .thenComparing(Failed::message));
            return new QualityTable(asOf, checks[0], List.copyOf(failed));
        });
    }
}

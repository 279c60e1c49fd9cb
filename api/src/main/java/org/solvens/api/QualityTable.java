package org.solvens.api;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.solvens.lake.DeltaTable;
import org.solvens.lake.DeltaTable.Commit;
import org.solvens.lake.DeltaTable.Filter;

/// What the checks of the feeds found at their newest as-of date.
///
/// @param checks how many were made
/// @param failed those that did not pass, errors first
record QualityTable(LocalDate asOf, int checks, List<Failed> failed) {
    private static final List<String> COLUMNS = List.of("feed", "check", "column", "level", "status", "message");

    /// @param column null where the check is of the feed as a whole
    /// @param level `ERROR` or `WARNING`
    record Failed(String feed, String check, String column, String level, String message) {}

    /// Reads the newest as-of date of the table; empty where it has no rows.
    static Optional<QualityTable> read(String path, Commit commit) {
        DeltaTable table = DeltaTable.open(path, commit.version());
        return table.newestDay("as_of").map(asOf -> {
            int[] checks = new int[1];
            List<Failed> failed = new ArrayList<>();
            table.scan(COLUMNS, Filter.equal("as_of", asOf), row -> {
                checks[0]++;
                if (row.getString(4).equals("FAILED")) {
                    failed.add(new Failed(
                            row.getString(0),
                            row.getString(1),
                            row.isNull(2) ? null : row.getString(2),
                            row.getString(3),
                            row.getString(5)));
                }
            });
            failed.sort(Comparator.comparing(Failed::level)
                    .thenComparing(Failed::feed)
                    .thenComparing(Failed::message));
            return new QualityTable(asOf, checks[0], List.copyOf(failed));
        });
    }
}

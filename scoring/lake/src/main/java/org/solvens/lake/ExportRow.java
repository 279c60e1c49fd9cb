package org.solvens.lake;

import java.time.LocalDate;
import org.solvens.table.Means;
import org.solvens.table.TableContract;

/// A row of the exports table: up to which day the data of a mapping reaches.
public record ExportRow(
        @Means(value = "Name of the mapping", key = true) String mapping,
        @Means("Last day of its data") LocalDate exported) {

    /// The table of these rows.
    public static final TableContract<ExportRow> TABLE = TableContract.of("exports", ExportRow.class);
}

package org.solvens.pipelines;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.solvens.lake.ExportRow;
import org.solvens.lake.Exports;
import org.solvens.lake.Lake;
import org.solvens.mapping.Mapping;
import org.solvens.spark.SparkTable;

/// Stores a mapping's day of export in the lake, so that every later job knows how far the data reaches.
final class ExportDay {
    private ExportDay() {}

    /// Replaces the mapping's day of export in the lake. If it is the same already, nothing is written.
    ///
    /// @param mapping of the data just ingested; null if the files have the contract's columns
    static void keep(SparkSession spark, Lake lake, @Nullable Mapping mapping) {
        if (mapping == null) {
            return;
        }
        SortedMap<String, LocalDate> days = new TreeMap<>(Exports.of(lake).days());
        LocalDate before = days.remove(mapping.mapping());
        LocalDate exported = mapping.exported();
        if (Objects.equals(before, exported)) {
            return;
        }
        if (exported != null) {
            days.put(mapping.mapping(), exported);
        }
        List<Row> rows = new ArrayList<>();
        days.forEach((name, day) -> rows.add(SparkTable.row(ExportRow.TABLE, new ExportRow(name, day))));
        spark.createDataFrame(rows, SparkTable.schema(ExportRow.TABLE))
                .coalesce(1)
                .write()
                .format("delta")
                .mode("overwrite")
                .save(lake.exports());
    }
}

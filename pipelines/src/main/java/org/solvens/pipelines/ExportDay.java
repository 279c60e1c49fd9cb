package org.solvens.pipelines;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.solvens.lake.Exports;
import org.solvens.lake.Lake;
import org.solvens.mapping.Mapping;

/// Stores a mapping's day of export in the lake, so that every later job knows how far the data reaches.
final class ExportDay {
    private static final StructType COLUMNS =
            new StructType().add(Exports.MAPPING, DataTypes.StringType).add(Exports.EXPORTED, DataTypes.DateType);

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
        days.forEach((name, day) -> rows.add(RowFactory.create(name, day)));
        spark.createDataFrame(rows, COLUMNS)
                .coalesce(1)
                .write()
                .format("delta")
                .mode("overwrite")
                .save(lake.exports());
    }
}

package org.solvens.ingest;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/// Rows that several queries read, computed once.
///
/// A cached Dataset still carries the plan that made it into each query on it. Where one result is joined with the
/// next, the plans double, and planning takes minutes for three rows. So each result here is a leaf to the queries
/// that read it. A lost executor costs nothing: the rows can still be computed anew.
final class KeptRows implements AutoCloseable {
    private final SparkSession spark;
    private final List<Dataset<Row>> cached = new ArrayList<>();

    KeptRows(SparkSession spark) {
        this.spark = spark;
    }

    /// The same rows, to be computed at their first use.
    Dataset<Row> keep(Dataset<Row> rows) {
        Dataset<Row> kept = rows.persist(StorageLevel.MEMORY_AND_DISK());
        cached.add(kept);
        return spark.createDataFrame(kept.javaRDD(), kept.schema());
    }

    /// Frees what is cached.
    @Override
    public void close() {
        cached.forEach(Dataset::unpersist);
    }
}

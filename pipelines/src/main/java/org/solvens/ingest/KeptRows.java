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
/// next, the plans double, and planning takes minutes for three rows. {@link #keep} makes a result a leaf to the
/// queries that read it. If an executor is lost, Spark computes its rows again.
final class KeptRows implements AutoCloseable {
    private final SparkSession spark;
    private final List<Dataset<Row>> cached = new ArrayList<>();

    KeptRows(SparkSession spark) {
        this.spark = spark;
    }

    /// The same rows, cached. For rows that are not joined with what was made of them.
    Dataset<Row> cache(Dataset<Row> rows) {
        Dataset<Row> kept = rows.persist(StorageLevel.MEMORY_AND_DISK());
        cached.add(kept);
        return kept;
    }

    /// The same rows, cached, without the plan that made them. Spark may compute some of them at once.
    Dataset<Row> keep(Dataset<Row> rows) {
        Dataset<Row> kept = cache(rows);
        return spark.createDataFrame(kept.javaRDD(), kept.schema());
    }

    /// Frees what is cached.
    @Override
    public void close() {
        cached.forEach(Dataset::unpersist);
    }
}

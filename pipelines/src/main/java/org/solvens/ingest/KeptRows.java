package org.solvens.ingest;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/// Rows that several queries read, computed once.
///
/// The rows of a small ingest are kept by the driver. Spark then evaluates what only filters or selects them while it
/// plans, without a job; a job takes longer than the work on a few thousand rows.
///
/// The rows of others are cached. A cached Dataset still carries the plan that made it into each query on it. Where one
/// result is joined with the next, the plans double, and planning takes minutes for three rows. {@link #keep} makes a
/// result a leaf to the queries that read it. If an executor is lost, Spark computes its rows again.
final class KeptRows implements AutoCloseable {
    /// The most rows of files that a small ingest of a feed has.
    private static final long SMALL = 5_000;

    private final SparkSession spark;
    private final boolean small;
    private final List<Dataset<Row>> cached = new ArrayList<>();

    /// @param rows how many rows the ingest judges
    KeptRows(SparkSession spark, long rows) {
        this.spark = spark;
        this.small = rows <= SMALL;
    }

    /// Whether rows of the ingest are kept by the driver.
    boolean small() {
        return small;
    }

    /// Rows of the ingest, kept. For rows that are not joined with what was made of them.
    Dataset<Row> cache(Dataset<Row> rows) {
        return small ? local(rows) : cached(rows);
    }

    /// Rows of the ingest, kept without the plan that made them. Spark may compute some of them at once.
    Dataset<Row> keep(Dataset<Row> rows) {
        return small ? local(rows) : keepAny(rows);
    }

    /// The same for rows that can be many although the ingest is small.
    Dataset<Row> keepAny(Dataset<Row> rows) {
        Dataset<Row> kept = cached(rows);
        return spark.createDataFrame(kept.javaRDD(), kept.schema());
    }

    /// How many of the kept rows have each combination of texts in some columns.
    Map<List<String>, Long> counts(Dataset<Row> kept, Column... by) {
        Map<List<String>, Long> counts = new LinkedHashMap<>();
        Dataset<Row> texts = kept.select(
                Arrays.stream(by).map(column -> column.cast("string")).toArray(Column[]::new));
        if (small) {
            texts.collectAsList().forEach(row -> counts.merge(texts(row, by.length), 1L, Long::sum));
        } else {
            Column[] columns =
                    Arrays.stream(texts.columns()).map(name -> col(name)).toArray(Column[]::new);
            texts.groupBy(columns)
                    .count()
                    .collectAsList()
                    .forEach(row -> counts.put(texts(row, by.length), row.getLong(by.length)));
        }
        return counts;
    }

    private static List<String> texts(Row row, int width) {
        List<String> texts = new ArrayList<>(width);
        for (int i = 0; i < width; i++) {
            texts.add(row.getString(i));
        }
        return texts;
    }

    /// The first of the kept rows by a text and a number.
    List<Row> first(Dataset<Row> kept, String text, String number, int most) {
        if (!small) {
            return kept.orderBy(text, number).limit(most).collectAsList();
        }
        return kept.collectAsList().stream()
                .sorted(Comparator.comparing((Row row) -> row.<String>getAs(text))
                        .thenComparing(row -> row.<Long>getAs(number)))
                .limit(most)
                .toList();
    }

    private Dataset<Row> local(Dataset<Row> rows) {
        return spark.createDataFrame(rows.collectAsList(), rows.schema());
    }

    private Dataset<Row> cached(Dataset<Row> rows) {
        Dataset<Row> kept = rows.persist(StorageLevel.MEMORY_AND_DISK());
        cached.add(kept);
        return kept;
    }

    /// Frees what is cached.
    @Override
    public void close() {
        cached.forEach(Dataset::unpersist);
    }
}

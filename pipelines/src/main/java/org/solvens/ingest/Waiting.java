package org.solvens.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.when;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.lake.Lake;
import org.solvens.spark.TableFiles;

/// Keeps the records that were refused only because of what the lake does not have yet: the case of a payment,
/// the payment of a reversal. Each later ingest judges them again, so that the order in which files arrive does
/// not decide what the lake holds.
///
/// A record leaves the table when the lake has a version of its key and `known_at`, or when it is refused for
/// another reason. Its row stays in quarantine, which is a log.
final class Waiting {
    /// The refusals that a record of a later file can lift.
    static final Set<String> CODES = Set.of(
            "UNKNOWN-CASE",
            "UNKNOWN-DEBTOR",
            "REVERSAL-UNPLACED",
            "REVERSAL-CASE",
            "REVERSAL-EXCEEDS",
            "REFUND-EXCEEDS");

    /// Whether a row comes from this table, and not from a file of this ingest.
    static final String WAITED = "_waited";

    private final SparkSession spark;
    private final Lake lake;

    Waiting(SparkSession spark, Lake lake) {
        this.spark = spark;
        this.lake = lake;
    }

    /// The waiting records of a feed.
    ///
    /// @param rows in the columns of {@link #schema}; cached until {@link #close}
    /// @param first earliest known_at
    /// @param takenBack the reversals and refunds among them
    record Held(Dataset<Row> rows, long count, Instant first, Instant last, FileCounts.TakenBack takenBack)
            implements AutoCloseable {
        @Override
        public void close() {
            rows.unpersist();
        }
    }

    /// The columns of an accepted row of a file, before its debtor is looked up.
    static StructType schema(Feed feed) {
        StructType columns = FeedRows.schema(FeedContract.of(feed));
        Set<String> ofRefused = Set.of(FeedRows.CODE, FeedRows.REASON, FeedRows.RAW, FeedRows.PROTECTS);
        StructType kept = new StructType();
        for (StructField field : columns.fields()) {
            kept = ofRefused.contains(field.name()) ? kept : kept.add(field);
        }
        return kept;
    }

    /// The records of a feed that wait; null if there are none.
    @Nullable
    Held of(Feed feed) {
        String path = lake.waiting(feed.label());
        if (!lake.tables().exists(path)) {
            return null;
        }
        // A column that the contract gained since then is null.
        Dataset<Row> rows = spark.createDataFrame(List.of(), schema(feed))
                .unionByName(TableFiles.read(spark, lake.tables(), path), true)
                .select(columns(feed))
                .persist(StorageLevel.MEMORY_AND_DISK());
        Row span = rows.agg(min("known_at"), max("known_at"), count(lit(1))).first();
        if (span.getLong(2) == 0) {
            rows.unpersist();
            return null;
        }
        return new Held(
                rows,
                span.getLong(2),
                span.getInstant(0),
                span.getInstant(1),
                feed == Feed.PAYMENTS ? takenBack(rows) : FileCounts.TakenBack.NOTHING);
    }

    private static FileCounts.TakenBack takenBack(Dataset<Row> payments) {
        Dataset<Row> taking = payments.where(Reversals.kind()
                .notEqual("PAYMENT")
                .and(coalesce(col("retracted"), lit(false)).equalTo(false)));
        long entries = taking.count();
        if (entries > FileCounts.TakenBack.MOST) {
            return new FileCounts.TakenBack(entries, null, null);
        }
        Set<String> cases = new TreeSet<>();
        Set<String> names = new TreeSet<>();
        for (Row row : taking.select("case_id", "reversal_of").collectAsList()) {
            cases.add(row.getString(0));
            if (!row.isNullAt(1)) {
                names.add(row.getString(1));
            }
        }
        return new FileCounts.TakenBack(entries, cases, names);
    }

    /// Whether a refused record waits.
    ///
    /// @param code of the refusal
    static Column waits(Column code) {
        return code.isin(CODES.toArray());
    }

    /// Replaces the waiting records of a feed.
    ///
    /// @param refused rows in the columns of {@link #schema} and `_waited`
    /// @param content the hash of the content of a row's file, for rows that have not waited before
    void replace(Feed feed, Dataset<Row> refused, Column content) {
        // The content's hash identifies the file: the next delivery may have the same name.
        Column place = concat(col(FeedRows.FILE), lit("@"), substring(content, 1, FileContent.SHOWN));
        List<String> ofContent = FeedContract.of(feed).fields().stream()
                .map(FeedContract.Field::name)
                .toList();
        refused.withColumn(FeedRows.FILE, when(col(WAITED), col(FeedRows.FILE)).otherwise(place))
                .select(columns(feed))
                .dropDuplicates(ofContent.toArray(String[]::new))
                .write()
                .format("delta")
                .mode("overwrite")
                .option("overwriteSchema", "true")
                .save(lake.waiting(feed.label()));
    }

    private static Column[] columns(Feed feed) {
        return Arrays.stream(schema(feed).fieldNames()).map(name -> col(name)).toArray(Column[]::new);
    }
}

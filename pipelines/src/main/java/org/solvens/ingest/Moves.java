package org.solvens.ingest;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.unix_millis;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.history.MoveRow;
import org.solvens.lake.Lake;
import org.solvens.spark.SparkTable;
import org.solvens.spark.TableFiles;

/// Maintains the table of moves: the debtors that lose a record because a correction gives it to another
/// debtor.
///
/// For each version of a record, every other debtor that some version of it names loses the record from that
/// version's known_at on. It does not matter which version arrives first. A debtor that is named only by a
/// refused version is protected because of it, and loses the protection once a version that is not older names
/// another debtor. If both have the same `known_at`, the loss counts a millisecond later, because at the same
/// time a protection would count before a loss.
///
/// Rows are written before the versions that cause them, so that an ingest that was killed in between is
/// completed by running it again. An existing row is not added again.
public final class Moves {
    /// Up to this many arriving versions, their keys are broadcast to the versions in the lake.
    private static final long SENT = 1_000_000;

    private static final String KEY = "key";
    private static final String DEBTOR = "debtor_id";
    private static final String KNOWN = "known_at";
    private static final String STANDS_IN = "_stands_in";

    private final SparkSession spark;
    private final Lake lake;

    Moves(SparkSession spark, Lake lake) {
        this.spark = spark;
        this.lake = lake;
    }

    /// Writes the moves that arriving versions cause.
    ///
    /// @param arriving key, debtor_id, known_at; kept in memory by the caller, because it is read several times
    /// @param count number of arriving versions
    /// @param standIn whether they are protections, which replace refused versions
    /// @param amongThemselves whether one key can have several debtors among them
    void write(Feed feed, Dataset<Row> arriving, long count, boolean standIn, boolean amongThemselves) {
        Dataset<Row> claims = arriving.withColumn(STANDS_IN, lit(standIn));
        Dataset<Row> keys = moving(feed, claims, count, amongThemselves);
        if (keys == null) {
            return;
        }
        Dataset<Row> there = there(feed);
        Dataset<Row> moved = keys.distinct().persist(StorageLevel.MEMORY_AND_DISK());
        try {
            Dataset<Row> all = there == null ? claims : claims.unionByName(there);
            append(feed, moves(all.join(moved, KEY)));
        } finally {
            moved.unpersist();
        }
    }

    /// Whether arriving versions name another debtor than a version in the lake.
    ///
    /// @param arriving key, debtor_id, known_at
    boolean any(Feed feed, Dataset<Row> arriving, long count) {
        return moving(feed, arriving, count, false) != null;
    }

    /// The keys whose versions name several debtors; null if there are none, as nearly always.
    private @Nullable Dataset<Row> moving(Feed feed, Dataset<Row> claims, long count, boolean amongThemselves) {
        Dataset<Row> there = there(feed);
        List<Dataset<Row>> found = new ArrayList<>();
        if (amongThemselves) {
            found.add(claims.groupBy(KEY)
                    .agg(min(DEBTOR).as("_least"), max(DEBTOR).as("_most"))
                    .where(col("_least").notEqual(col("_most")))
                    .select(KEY));
        }
        if (there != null) {
            // A number joins faster than a text; the texts are compared only if the numbers are equal.
            Dataset<Row> asked = claims.select(
                    xxhash64(col(KEY)).as("_hash"),
                    col(KEY).as("_key"),
                    col(DEBTOR).as("_debtor"));
            found.add(there.join(
                            count <= SENT ? broadcast(asked) : asked,
                            xxhash64(col(KEY))
                                    .equalTo(col("_hash"))
                                    .and(col(KEY).equalTo(col("_key")))
                                    .and(col(DEBTOR).notEqual(col("_debtor"))))
                    .select(KEY));
        }
        Dataset<Row> keys = found.stream().reduce(Dataset::union).orElse(null);
        return keys == null || keys.isEmpty() ? null : keys;
    }

    /// The debtors that lose a record, computed from all versions of some records.
    private static Dataset<Row> moves(Dataset<Row> claims) {
        Dataset<Row> versions = claims.where(col(STANDS_IN).equalTo(false))
                .select(col(KEY), col(DEBTOR).as("_owner"), col(KNOWN).as("_since"));
        Column loses = col(STANDS_IN).equalTo(false).or(col("_since").geq(col(KNOWN)));
        Column since = when(
                        col(STANDS_IN).and(col("_since").equalTo(col(KNOWN))),
                        expr("_since + make_dt_interval(0, 0, 0, 0.001)"))
                .otherwise(col("_since"));
        return versions.join(claims, KEY)
                .where(col("_owner").notEqual(col(DEBTOR)).and(loses))
                .select(col(KEY), col(DEBTOR), since.as(KNOWN))
                .distinct();
    }

    /// The records of a feed that debtors have lost: key, debtor_id, and the time of the loss in milliseconds
    /// UTC; null if there are none.
    @Nullable
    Dataset<Row> lost(Feed feed) {
        return lake.tables().exists(lake.moves())
                ? TableFiles.read(spark, lake.tables(), lake.moves())
                        .where(col("feed").equalTo(feed.label()))
                        .select(col(KEY), col(DEBTOR), unix_millis(col(KNOWN)).as("_since"))
                : null;
    }

    /// The versions and protections of a feed in the lake; null if there are none.
    private @Nullable Dataset<Row> there(Feed feed) {
        Dataset<Row> all = null;
        String table = lake.feed(feed.label());
        if (lake.tables().exists(table)) {
            String key = ((List<?>) FeedContract.of(feed).schema().getObjectProp("key"))
                    .getFirst()
                    .toString();
            all = TableFiles.read(spark, lake.tables(), table)
                    .select(
                            col(key).as(KEY),
                            col(DEBTOR),
                            col(KNOWN),
                            lit(false).as(STANDS_IN));
        }
        if (Protective.feed(feed) && lake.tables().exists(lake.protections())) {
            Dataset<Row> protections = TableFiles.read(spark, lake.tables(), lake.protections())
                    .where(col("feed").equalTo(feed.label()).and(col(DEBTOR).isNotNull()))
                    .select(col(KEY), col(DEBTOR), col(KNOWN), lit(true).as(STANDS_IN));
            all = all == null ? protections : all.union(protections);
        }
        return all;
    }

    private synchronized void append(Feed feed, Dataset<Row> moves) {
        Dataset<Row> fresh = SparkTable.select(moves.withColumn("feed", lit(feed.label())), MoveRow.TABLE);
        if (lake.tables().exists(lake.moves())) {
            fresh = fresh.except(TableFiles.read(spark, lake.tables(), lake.moves())
                    .where(col("feed").equalTo(feed.label())));
        }
        fresh = fresh.persist(StorageLevel.MEMORY_AND_DISK());
        try {
            if (!fresh.isEmpty()) {
                TableFiles.append(lake.tables(), lake.moves(), fresh);
            }
        } finally {
            fresh.unpersist();
        }
    }
}

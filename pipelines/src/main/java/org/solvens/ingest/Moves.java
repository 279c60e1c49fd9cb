package org.solvens.ingest;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.unix_millis;
import static org.apache.spark.sql.functions.xxhash64;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.history.MoveRow;
import org.solvens.lake.DeltaTable;
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

    /// The most records whose moves the driver computes; more than that is no correction but a merger of debtors.
    static final int FEW = 1_000;

    private static final String KEY = "key";
    private static final String DEBTOR = "debtor_id";
    private static final String KNOWN = "known_at";
    private static final String STANDS_IN = "_stands_in";
    private static final Column[] CLAIM = {col(KEY), col(DEBTOR), col(KNOWN), col(STANDS_IN)};

    private final SparkSession spark;
    private final Lake lake;

    Moves(SparkSession spark, Lake lake) {
        this.spark = spark;
        this.lake = lake;
    }

    /// Writes the moves that arriving versions cause.
    ///
    /// @param arriving key, debtor_id, known_at; read several times
    /// @param count number of arriving versions
    /// @param standIn whether they are protections, which replace refused versions
    /// @param amongThemselves whether one key can have several debtors among them
    void write(Feed feed, Dataset<Row> arriving, long count, boolean standIn, boolean amongThemselves) {
        Dataset<Row> claims = arriving.withColumn(STANDS_IN, lit(standIn));
        Dataset<Row> there = there(feed);
        Dataset<Row> moving = moving(claims, there, count, amongThemselves);
        if (moving == null) {
            return;
        }
        Dataset<Row> keys = moving.distinct();
        List<Row> few = keys.limit(FEW + 1).collectAsList();
        if (few.isEmpty()) {
            return;
        }
        Dataset<Row> all = there == null ? claims : claims.unionByName(there);
        if (few.size() <= FEW) {
            Object[] names = few.stream().map(row -> row.getString(0)).toArray();
            append(
                    feed,
                    moves(
                            feed,
                            all.where(col(KEY).isin(names))
                                    .select(CLAIM)
                                    .collectAsList()
                                    .iterator()));
        } else {
            append(feed, moves(feed, all.join(keys, KEY).select(CLAIM)));
        }
    }

    /// Whether arriving versions name another debtor than a version in the lake.
    ///
    /// @param arriving key, debtor_id, known_at
    boolean any(Feed feed, Dataset<Row> arriving, long count) {
        Dataset<Row> moving = moving(arriving, there(feed), count, false);
        return moving != null && !moving.isEmpty();
    }

    /// The keys whose versions name several debtors, some of them repeated; null if there can be none.
    private static @Nullable Dataset<Row> moving(
            Dataset<Row> claims, @Nullable Dataset<Row> there, long count, boolean amongThemselves) {
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
        return found.stream().reduce(Dataset::union).orElse(null);
    }

    /// A version of a record, or a protection.
    ///
    /// @param debtor that it names
    private record Claim(String debtor, Instant known, boolean standsIn) {}

    /// The debtors that lose records.
    ///
    /// @param claims all versions of some records
    private static Dataset<Row> moves(Feed feed, Dataset<Row> claims) {
        MapPartitionsFunction<Row, Row> lose = rows -> moves(feed, rows).stream()
                .map(row -> SparkTable.row(MoveRow.TABLE, row))
                .iterator();
        return claims.repartition(col(KEY)).mapPartitions(lose, Encoders.row(SparkTable.schema(MoveRow.TABLE)));
    }

    private static Set<MoveRow> moves(Feed feed, Iterator<Row> rows) {
        Map<String, List<Claim>> byKey = new LinkedHashMap<>();
        while (rows.hasNext()) {
            Row row = rows.next();
            if (!row.isNullAt(1)) {
                byKey.computeIfAbsent(row.getString(0), _ -> new ArrayList<>())
                        .add(new Claim(row.getString(1), row.getInstant(2), row.getBoolean(3)));
            }
        }
        Set<MoveRow> moves = new LinkedHashSet<>();
        byKey.forEach((key, claims) -> claims.stream()
                .filter(version -> !version.standsIn())
                .forEach(version -> claims.stream()
                        .filter(claim -> !claim.debtor().equals(version.debtor()))
                        .filter(claim -> !claim.standsIn() || !version.known().isBefore(claim.known()))
                        .forEach(claim -> moves.add(new MoveRow(
                                feed.label(),
                                key,
                                claim.debtor(),
                                claim.standsIn() && claim.known().equals(version.known())
                                        ? version.known().plusMillis(1)
                                        : version.known())))));
        return moves;
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

    /// Appends the moves that the table does not have.
    private synchronized void append(Feed feed, Set<MoveRow> moves) {
        Set<MoveRow> fresh = new LinkedHashSet<>(moves);
        if (lake.tables().exists(lake.moves())) {
            lake.tables()
                    .open(lake.moves())
                    .scan(MoveRow.TABLE, DeltaTable.Filter.equal("feed", feed.label()), fresh::remove);
        }
        if (!fresh.isEmpty()) {
            List<Row> rows = fresh.stream()
                    .map(row -> SparkTable.row(MoveRow.TABLE, row))
                    .toList();
            TableFiles.append(
                    lake.tables(),
                    lake.moves(),
                    spark.createDataFrame(rows, SparkTable.schema(MoveRow.TABLE))
                            .coalesce(1));
        }
    }

    private synchronized void append(Feed feed, Dataset<Row> moves) {
        Dataset<Row> fresh = moves;
        if (lake.tables().exists(lake.moves())) {
            fresh = fresh.except(TableFiles.read(spark, lake.tables(), lake.moves())
                    .where(col("feed").equalTo(feed.label())));
        }
        TableFiles.append(lake.tables(), lake.moves(), fresh);
    }
}

package org.solvens.pipelines.histories;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.xxhash64;

import io.delta.tables.DeltaTable;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.history.History;
import org.solvens.history.HistoryAssembler;
import org.solvens.inputs.HistoriesMade;
import org.solvens.lake.DeltaTable.Added;
import org.solvens.lake.Lake;
import org.solvens.lake.Stamp;
import org.solvens.lake.TableVersion;
import org.solvens.problem.Problem;
import org.solvens.spark.TableFiles;

/// Maintains the histories table: one row per debtor, sorted by a hash of the debtor's id, so that the
/// statistics of the files show which file has a debtor.
///
/// Histories are made from the feeds, the moves (a debtor loses a record by a correction) and the protections
/// (a hold that replaces a refused record). Each commit records the id of each of these tables, the version
/// read, and the version of the encoding. A later update reads only what was added since, and rewrites only
/// the histories of the debtors concerned; the result equals a full build. Histories of another encoding are
/// rebuilt, and so are histories made from a table that was deleted and made again. A missing table that was
/// read before is a problem, because its records would silently count as never made.
public final class Histories {
    public static final String HASH = "debtor_hash";
    public static final String DEBTOR = "debtor_id";
    public static final String HISTORY = "history";

    private static final String USER_METADATA = "spark.databricks.delta.commitInfo.userMetadata";

    private final SparkSession spark;
    private final Lake lake;

    /// @param lake with feeds
    public Histories(SparkSession spark, Lake lake) {
        this.spark = spark;
        this.lake = lake;
    }

    /// Every history in encoded form, the start of all scans.
    public static Dataset<byte[]> encoded(SparkSession spark, Lake lake) {
        return TableFiles.read(spark, lake.tables(), lake.histories())
                .select(col(HISTORY))
                .as(Encoders.BINARY());
    }

    /// The result of an update.
    ///
    /// @param full whether every history was built
    /// @param debtors histories written
    /// @param replaced tables that were deleted and made again since the last update, by name
    public record Update(boolean full, long debtors, List<String> replaced) {
        public Update(boolean full, long debtors) {
            this(full, debtors, List.of());
        }
    }

    /// How the histories compare with the feeds.
    public enum State {
        /// There are no histories of this encoding.
        UNREADABLE,
        /// They lack records that were ingested since.
        BEHIND,
        UP_TO_DATE
    }

    /// How the histories of a lake compare with its feeds.
    ///
    /// @throws Problem FEED-GONE if a table that they were made from is gone
    public static State state(Lake lake) {
        HistoriesMade newest = newest(lake);
        HistoriesMade read = read(lake);
        if (read == null || !newest.encoding().equals(read.encoding())) {
            return State.UNREADABLE;
        }
        requireAll(lake, read);
        return read.equals(newest) ? State.UP_TO_DATE : State.BEHIND;
    }

    /// Brings the histories up to date with the feeds.
    ///
    /// @throws Problem FEED-GONE if a table that they were made from is gone
    public Update update() {
        HistoriesMade newest = newest(lake);
        HistoriesMade read = read(lake);
        if (read == null) {
            return build(newest, List.of());
        }
        requireAll(lake, read);
        if (read.equals(newest)) {
            return new Update(false, 0);
        }
        List<String> replaced = read.replacedIn(newest);
        Dataset<PieceRow> added = replaced.isEmpty() ? added(read, newest) : null;
        return added == null ? build(newest, replaced) : extend(added, newest);
    }

    /// Builds all histories from the existing tables, even if a table that they were made from is gone.
    public Update rebuild() {
        return build(newest(lake), List.of());
    }

    /// @throws Problem FEED-GONE if a table that the histories of a lake were made from is gone
    public static void requireFeeds(Lake lake) {
        HistoriesMade read = read(lake);
        if (read != null) {
            requireAll(lake, read);
        }
    }

    private static void requireAll(Lake lake, HistoriesMade read) {
        for (Map.Entry<String, TableVersion> table : read.tables().entrySet()) {
            String path = HistorySources.path(lake, table.getKey());
            if (!lake.tables().exists(path)) {
                throw new Problem(
                        "FEED-GONE",
                        path,
                        "the table " + table.getKey() + " is gone",
                        "the histories have read it up to version "
                                + table.getValue().version() + ", and there is no table now: its folder or its log"
                                + " was removed",
                        "restore the folder from a copy; or, if its records should no longer count, rebuild the"
                                + " histories without them: ./solvens features --rebuild --lake " + lake.root());
            }
        }
    }

    private Update build(HistoriesMade newest, List<String> replaced) {
        Dataset<PieceRow> pieces = null;
        for (String source : HistorySources.names()) {
            if (newest.tables().containsKey(source)) {
                Dataset<PieceRow> some = HistorySources.pieces(
                        source, TableFiles.read(spark, lake.tables(), HistorySources.path(lake, source)));
                pieces = pieces == null ? some : pieces.union(some);
            }
        }
        if (pieces == null) {
            return new Update(true, 0, replaced);
        }
        assembled(pieces)
                .write()
                .format("delta")
                .mode("overwrite")
                .option("overwriteSchema", "true")
                .option("delta.enableDeletionVectors", "true")
                .option("delta.dataSkippingStatsColumns", HASH)
                .option("userMetadata", newest.json())
                .save(lake.histories());
        return new Update(
                true, TableFiles.read(spark, lake.tables(), lake.histories()).count(), replaced);
    }

    private Update extend(Dataset<PieceRow> added, HistoriesMade newest) {
        Dataset<PieceRow> fresh = added.persist(StorageLevel.MEMORY_AND_DISK());
        Dataset<Row> debtors = fresh.select(col("debtorId").as("_debtor")).distinct();
        Dataset<Row> present = TableFiles.read(spark, lake.tables(), lake.histories());
        Dataset<PieceRow> known = present.join(
                        debtors,
                        present.col(HASH)
                                .equalTo(xxhash64(debtors.col("_debtor")))
                                .and(present.col(DEBTOR).equalTo(debtors.col("_debtor"))),
                        "left_semi")
                .select(col(HISTORY))
                .as(Encoders.BINARY())
                .flatMap(
                        (FlatMapFunction<byte[], PieceRow>) bytes -> {
                            History history = History.decodeWithKeys(bytes);
                            PieceRow row = new PieceRow();
                            return HistoryAssembler.pieces(history).stream()
                                    .map(piece -> row.of(history.debtorId(), piece))
                                    .iterator();
                        },
                        Encoders.bean(PieceRow.class));
        Dataset<Row> updated = assembled(known.union(fresh)).persist(StorageLevel.MEMORY_AND_DISK());
        try {
            long count = updated.count();
            spark.conf().set(USER_METADATA, newest.json());
            DeltaTable.forPath(spark, lake.histories())
                    .as("t")
                    .merge(updated.as("s"), "t.debtor_hash = s.debtor_hash and t.debtor_id = s.debtor_id")
                    .whenMatched()
                    .updateAll()
                    .whenNotMatched()
                    .insertAll()
                    .execute();
            return new Update(false, count);
        } finally {
            spark.conf().unset(USER_METADATA);
            updated.unpersist();
            fresh.unpersist();
        }
    }

    /// The pieces that came after some versions of the feeds; null if the feeds do not continue from those
    /// versions.
    private @Nullable Dataset<PieceRow> added(HistoriesMade read, HistoriesMade newest) {
        if (!newest.encoding().equals(read.encoding())) {
            return null;
        }
        Dataset<PieceRow> added = spark.emptyDataset(Encoders.bean(PieceRow.class));
        for (Map.Entry<String, TableVersion> table : newest.tables().entrySet()) {
            String source = table.getKey();
            long until = table.getValue().version();
            TableVersion before = read.tables().get(source);
            long since = before == null ? -1 : before.version();
            if (until == since) {
                continue;
            }
            var files = until < since
                    ? Optional.<List<Added>>empty()
                    : lake.tables()
                            .open(HistorySources.path(lake, source), until)
                            .addedSince(since);
            if (files.isEmpty()) {
                return null;
            }
            if (!files.get().isEmpty()) {
                added = added.union(HistorySources.pieces(source, rows(source, files.get())));
            }
        }
        return added;
    }

    /// Reads them as plain files, because Delta's change feed is planned again at every stage of a query.
    private Dataset<Row> rows(String source, List<Added> files) {
        return TableFiles.rows(spark, files.stream().map(Added::path).toList(), HistorySources.schema(source));
    }

    /// Brings the pieces of each debtor together, partitioned and sorted by the hash of the id: by a single
    /// number, which Spark sorts without comparing rows.
    private Dataset<Row> assembled(Dataset<PieceRow> pieces) {
        int partitions = Integer.parseInt(spark.conf().get("spark.sql.shuffle.partitions"));
        Dataset<HistoryRow> histories = pieces.withColumn("debtorHash", xxhash64(col("debtorId")))
                .repartitionById(
                        partitions,
                        expr("cast(shiftright((shiftright(debtorHash, 32) + 2147483648) * " + partitions
                                + ", 32) as int)"))
                .sortWithinPartitions("debtorHash")
                .as(Encoders.bean(PieceRow.class))
                .mapPartitions(
                        (MapPartitionsFunction<PieceRow, HistoryRow>) Assembling::new, Encoders.bean(HistoryRow.class));
        return histories.select(
                xxhash64(col("debtorId")).as(HASH),
                col("debtorId").as(DEBTOR),
                col("history").as(HISTORY));
    }

    /// The newest version of every existing table that histories are made from.
    private static HistoriesMade newest(Lake lake) {
        NavigableMap<String, TableVersion> tables = new TreeMap<>();
        for (String source : HistorySources.names()) {
            String path = HistorySources.path(lake, source);
            if (lake.tables().exists(path)) {
                tables.put(source, lake.tables().open(path).tableVersion());
            }
        }
        return new HistoriesMade(History.VERSION, tables);
    }

    /// The versions of tables that the histories of a lake have read, by the name of the table; empty if there
    /// are no histories, or an older Solvens made them.
    public static Map<String, TableVersion> tablesRead(Lake lake) {
        HistoriesMade read = read(lake);
        return read == null ? Map.of() : read.tables();
    }

    /// The stamp of a table that is made from the histories.
    public static Stamp stamp(Lake lake, FeatureCatalogue catalogue) {
        return Stamp.of(catalogue.version(), tablesRead(lake));
    }

    /// The path of a table that histories are made from.
    public static String path(Lake lake, String source) {
        return HistorySources.path(lake, source);
    }

    /// The tables that histories are made from, by name.
    public static Map<String, String> tables(Lake lake) {
        Map<String, String> tables = new TreeMap<>();
        HistorySources.names().forEach(source -> tables.put(source, HistorySources.path(lake, source)));
        return tables;
    }

    /// The inputs of a lake's histories; null if there are none, or an older Solvens made them.
    private static @Nullable HistoriesMade read(Lake lake) {
        return HistoriesMade.of(lake).orElse(null);
    }
}

package org.solvens.pipelines.histories;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.unix_millis;
import static org.apache.spark.sql.functions.xxhash64;

import io.delta.tables.DeltaTable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.history.History;
import org.solvens.history.HistoryAssembler;
import org.solvens.history.Piece;
import org.solvens.ingest.FeedTable;
import org.solvens.ingest.Moves;
import org.solvens.ingest.Protections;
import org.solvens.lake.DeltaTable.Added;
import org.solvens.lake.Lake;
import org.solvens.lake.Stamp;
import org.solvens.lake.TableVersion;
import org.solvens.problem.Problem;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

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

    /// The tables next to the feeds, by their names in the metadata of a commit.
    private static final String MOVES = "moves";

    private static final String PROTECTIONS = "protections";

    private static final String USER_METADATA = "spark.databricks.delta.commitInfo.userMetadata";
    private static final JsonMapper JSON = new JsonMapper();

    private final SparkSession spark;
    private final Lake lake;

    /// @param lake with feeds
    public Histories(SparkSession spark, Lake lake) {
        this.spark = spark;
        this.lake = lake;
    }

    /// Every history in encoded form, the start of all scans.
    public static Dataset<byte[]> encoded(SparkSession spark, Lake lake) {
        return spark.read()
                .format("delta")
                .load(lake.histories())
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

    /// The inputs of a commit of the histories.
    ///
    /// @param encoding version of the encoding
    /// @param tables versions read, by the name of the table
    private record Made(String encoding, NavigableMap<String, TableVersion> tables) {
        /// Tables that were replaced by another one.
        List<String> replacedIn(Made newest) {
            return tables.entrySet().stream()
                    .filter(entry -> {
                        TableVersion there = newest.tables.get(entry.getKey());
                        return there != null
                                && !there.id().equals(entry.getValue().id());
                    })
                    .map(Map.Entry::getKey)
                    .toList();
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
        Made newest = newest(lake);
        Made read = read(lake);
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
        Made newest = newest(lake);
        Made read = read(lake);
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
        Made read = read(lake);
        if (read != null) {
            requireAll(lake, read);
        }
    }

    private static void requireAll(Lake lake, Made read) {
        for (Map.Entry<String, TableVersion> table : read.tables().entrySet()) {
            String path = path(lake, table.getKey());
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

    private Update build(Made newest, List<String> replaced) {
        Dataset<PieceRow> pieces = null;
        for (String source : sources()) {
            if (newest.tables().containsKey(source)) {
                Dataset<PieceRow> some =
                        pieces(source, spark.read().format("delta").load(path(lake, source)));
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
                .option("userMetadata", JSON.writeValueAsString(newest))
                .save(lake.histories());
        return new Update(
                true, spark.read().format("delta").load(lake.histories()).count(), replaced);
    }

    private Update extend(Dataset<PieceRow> added, Made newest) {
        Dataset<PieceRow> fresh = added.persist(StorageLevel.MEMORY_AND_DISK());
        Dataset<Row> debtors = fresh.select(col("debtorId").as("_debtor")).distinct();
        Dataset<Row> present = spark.read().format("delta").load(lake.histories());
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
            spark.conf().set(USER_METADATA, JSON.writeValueAsString(newest));
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
    private @Nullable Dataset<PieceRow> added(Made read, Made newest) {
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
                    : lake.tables().open(path(lake, source), until).addedSince(since);
            if (files.isEmpty()) {
                return null;
            }
            if (!files.get().isEmpty()) {
                added = added.union(pieces(source, rows(source, files.get())));
            }
        }
        return added;
    }

    /// Reads them as plain files, because Delta's change feed is planned again at every stage of a query.
    private Dataset<Row> rows(String source, List<Added> files) {
        return spark.read()
                .schema(schema(source))
                // A path is taken literally, even if it looks like a pattern.
                .option("__globPaths__", false)
                .parquet(files.stream().map(Added::path).toArray(String[]::new));
    }

    /// The names of the tables that histories are made from.
    private static List<String> sources() {
        List<String> sources = new ArrayList<>();
        FeedTable.ofDebtors().forEach(feed -> sources.add(feed.label()));
        sources.add(MOVES);
        sources.add(PROTECTIONS);
        return sources;
    }

    /// The path of a table that histories are made from.
    public static String path(Lake lake, String source) {
        return switch (source) {
            case MOVES -> lake.moves();
            case PROTECTIONS -> lake.protections();
            default -> lake.feed(source);
        };
    }

    private static StructType schema(String source) {
        return switch (source) {
            case MOVES -> Moves.SCHEMA;
            case PROTECTIONS -> Protections.SCHEMA;
            default -> FeedTable.schema(feed(source));
        };
    }

    private static Feed feed(String label) {
        return Objects.requireNonNull(Feed.ofLabel(label), label);
    }

    private static Dataset<PieceRow> pieces(String source, Dataset<Row> rows) {
        return switch (source) {
            case MOVES -> moves(rows);
            case PROTECTIONS -> protections(rows);
            default -> pieces(feed(source), rows);
        };
    }

    /// The retractions of records that debtors lose by corrections.
    private static Dataset<PieceRow> moves(Dataset<Row> rows) {
        MapFunction<Row, PieceRow> piece = row -> new PieceRow()
                .of(row.getString(2), Piece.retracted(feed(row.getString(0)), row.getString(1), row.getLong(3)));
        return rows.select(col("feed"), col("key"), col(DEBTOR), unix_millis(col("known_at")))
                .map(piece, Encoders.bean(PieceRow.class));
    }

    /// The holds that replace refused records.
    private static Dataset<PieceRow> protections(Dataset<Row> rows) {
        MapFunction<Row, PieceRow> piece = row -> new PieceRow()
                .of(
                        row.getString(2),
                        Piece.protection(feed(row.getString(0)), row.getString(1), row.getString(3), row.getLong(4)));
        return rows.where(col(DEBTOR).isNotNull())
                .select(col("feed"), col("key"), col(DEBTOR), col("case_id"), unix_millis(col("known_at")))
                .map(piece, Encoders.bean(PieceRow.class));
    }

    /// The records of a feed as pieces of histories.
    private static Dataset<PieceRow> pieces(Feed feed, Dataset<Row> rows) {
        FeedContract contract = FeedContract.of(feed);
        int width = contract.fields().size();
        List<Column> columns = new ArrayList<>(List.of(FeedTable.insideForm(contract)));
        columns.add(col(FeedTable.DEBTOR));
        columns.add(coalesce(col(FeedTable.LINE), lit(0)));
        MapPartitionsFunction<Row, PieceRow> encode = some -> new Iterator<>() {
            private final PieceRow out = new PieceRow();
            private final Object[] values = new Object[width];

            @Override
            public boolean hasNext() {
                return some.hasNext();
            }

            @Override
            public PieceRow next() {
                Row row = some.next();
                for (int i = 0; i < width; i++) {
                    values[i] = row.get(i);
                }
                return out.of(row.getString(width), Piece.of(feed, values, row.getInt(width + 1)));
            }
        };
        return rows.select(columns.toArray(Column[]::new)).mapPartitions(encode, Encoders.bean(PieceRow.class));
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

    /// Turns the sorted pieces of a partition into histories, one hash at a time: nearly always that of one
    /// debtor.
    public static final class Assembling implements Iterator<HistoryRow> {
        private final Iterator<PieceRow> pieces;
        private final HistoryRow out = new HistoryRow();
        private final NavigableMap<String, List<Piece>> debtors = new TreeMap<>();
        private @Nullable PieceRow next;

        /// @param pieces sorted by the hash of the debtor's id
        public Assembling(Iterator<PieceRow> pieces) {
            this.pieces = pieces;
            this.next = pieces.hasNext() ? pieces.next() : null;
        }

        @Override
        public boolean hasNext() {
            return next != null || !debtors.isEmpty();
        }

        @Override
        public HistoryRow next() {
            if (debtors.isEmpty()) {
                gather();
            }
            Map.Entry<String, List<Piece>> first = debtors.pollFirstEntry();
            if (first == null) {
                throw new NoSuchElementException();
            }
            out.setDebtorId(first.getKey());
            out.setHistory(
                    HistoryAssembler.assemble(first.getKey(), first.getValue()).encode());
            return out;
        }

        private void gather() {
            long hash = next == null ? 0 : next.getDebtorHash();
            while (next != null && next.getDebtorHash() == hash) {
                debtors.computeIfAbsent(next.getDebtorId(), _ -> new ArrayList<>())
                        .add(next.piece());
                next = pieces.hasNext() ? pieces.next() : null;
            }
        }
    }

    /// The newest version of every existing table that histories are made from.
    private static Made newest(Lake lake) {
        NavigableMap<String, TableVersion> tables = new TreeMap<>();
        for (String source : sources()) {
            String path = path(lake, source);
            if (lake.tables().exists(path)) {
                tables.put(source, lake.tables().open(path).tableVersion());
            }
        }
        return new Made(History.VERSION, tables);
    }

    /// The versions of tables that the histories of a lake have read, by the name of the table; empty if there
    /// are no histories, or an older Solvens made them.
    public static Map<String, TableVersion> tablesRead(Lake lake) {
        Made read = read(lake);
        return read == null ? Map.of() : read.tables();
    }

    /// The stamp of a table that is made from the histories.
    public static Stamp stamp(Lake lake, FeatureCatalogue catalogue) {
        return Stamp.of(catalogue.version(), tablesRead(lake));
    }

    /// The tables that histories are made from, by name.
    public static Map<String, String> tables(Lake lake) {
        Map<String, String> tables = new TreeMap<>();
        sources().forEach(source -> tables.put(source, path(lake, source)));
        return tables;
    }

    /// The inputs of a lake's histories; null if there are none, or an older Solvens made them.
    private static @Nullable Made read(Lake lake) {
        return lake.tables()
                .userMetadata(lake.histories())
                .map(text -> {
                    try {
                        return JSON.readValue(text, Made.class);
                    } catch (JacksonException e) {
                        return null;
                    }
                })
                .orElse(null);
    }
}

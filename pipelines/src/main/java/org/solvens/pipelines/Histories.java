package org.solvens.pipelines;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.xxhash64;

import io.delta.tables.DeltaTable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.history.History;
import org.solvens.history.HistoryAssembler;
import org.solvens.history.Piece;
import org.solvens.ingest.FeedTable;
import org.solvens.lake.DeltaTable.Added;
import org.solvens.lake.Lake;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Keeps the histories table: one row a debtor, laid out by a hash of the debtor's id, so that the files
/// tell by their statistics which one a debtor is in.
///
/// Each commit says up to which version of every feed's table it has read. A later update reads only
/// what was added since, and rewrites only the histories of the debtors concerned; the result equals a
/// full build.
public final class Histories {
    static final String HASH = "debtor_hash";
    static final String DEBTOR = "debtor_id";
    static final String HISTORY = "history";

    /// How far back a commit that says what was read is looked for; upkeep of the table commits too.
    private static final int COMMITS_LOOKED_AT = 100;

    private static final String USER_METADATA = "spark.databricks.delta.commitInfo.userMetadata";
    private static final JsonMapper JSON = new JsonMapper();

    private final SparkSession spark;
    private final Lake lake;

    public Histories(SparkSession spark, Lake lake) {
        this.spark = spark;
        this.lake = lake;
    }

    /// Every history as it is encoded: what all scans begin with.
    static Dataset<byte[]> encoded(SparkSession spark, Lake lake) {
        return spark.read()
                .format("delta")
                .load(lake.histories())
                .select(col(HISTORY))
                .as(Encoders.BINARY());
    }

    /// What an update did.
    ///
    /// @param full whether every history was built
    /// @param debtors histories written
    public record Update(boolean full, long debtors) {}

    /// Brings the histories up to date with the feeds.
    public Update update() {
        Map<String, Long> newest = newestVersions();
        Map<String, Long> read = versionsRead();
        if (read == null) {
            return build(newest);
        }
        if (read.equals(newest)) {
            return new Update(false, 0);
        }
        Dataset<PieceRow> added = added(read, newest);
        return added == null ? build(newest) : extend(added, newest);
    }

    /// Builds all histories anew.
    public Update rebuild() {
        return build(newestVersions());
    }

    private Update build(Map<String, Long> newest) {
        Dataset<PieceRow> pieces = null;
        for (Feed feed : FeedTable.ofDebtors()) {
            if (newest.containsKey(feed.label())) {
                Dataset<PieceRow> some =
                        pieces(feed, spark.read().format("delta").load(lake.feed(feed.label())));
                pieces = pieces == null ? some : pieces.union(some);
            }
        }
        if (pieces == null) {
            return new Update(true, 0);
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
                true, spark.read().format("delta").load(lake.histories()).count());
    }

    private Update extend(Dataset<PieceRow> added, Map<String, Long> newest) {
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

    /// The pieces that came after some versions of the feeds; null where the feeds do not go on from those.
    private @Nullable Dataset<PieceRow> added(Map<String, Long> read, Map<String, Long> newest) {
        if (!newest.keySet().containsAll(read.keySet())) {
            return null;
        }
        Dataset<PieceRow> added = spark.emptyDataset(Encoders.bean(PieceRow.class));
        for (Feed feed : FeedTable.ofDebtors()) {
            Long until = newest.get(feed.label());
            long since = read.getOrDefault(feed.label(), -1L);
            if (until == null || until == since) {
                continue;
            }
            var files = until < since
                    ? Optional.<List<Added>>empty()
                    : org.solvens.lake.DeltaTable.open(lake.feed(feed.label()), until)
                            .addedSince(since);
            if (files.isEmpty()) {
                return null;
            }
            if (!files.get().isEmpty()) {
                added = added.union(pieces(feed, rows(feed, files.get())));
            }
        }
        return added;
    }

    /// Read as the plain files that they are: Delta's change feed is planned anew at every stage of a query.
    private Dataset<Row> rows(Feed feed, List<Added> files) {
        return spark.read()
                .schema(FeedTable.schema(feed))
                // A path is a path, also where it looks like a pattern.
                .option("__globPaths__", false)
                .parquet(files.stream().map(Added::path).toArray(String[]::new));
    }

    /// The records of a feed as pieces of histories.
    private static Dataset<PieceRow> pieces(Feed feed, Dataset<Row> rows) {
        FeedContract contract = FeedContract.of(feed);
        int width = contract.fields().size();
        List<Column> columns = new ArrayList<>(List.of(FeedTable.insideForm(contract)));
        columns.add(col(FeedTable.DEBTOR));
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
                return out.of(row.getString(width), Piece.of(feed, values));
            }
        };
        return rows.select(columns.toArray(Column[]::new)).mapPartitions(encode, Encoders.bean(PieceRow.class));
    }

    /// Brings the pieces of each debtor together, partitioned and sorted by the hash of the id: by one number alone,
    /// which Spark sorts without comparing rows.
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

    /// Turns the sorted pieces of a partition into histories, one hash at a time: nearly always that of one debtor.
    static final class Assembling implements Iterator<HistoryRow> {
        private final Iterator<PieceRow> pieces;
        private final HistoryRow out = new HistoryRow();
        private final NavigableMap<String, List<Piece>> debtors = new TreeMap<>();
        private @Nullable PieceRow next;

        Assembling(Iterator<PieceRow> pieces) {
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

    /// Newest version of the table of every feed of debtors that the lake has.
    private Map<String, Long> newestVersions() {
        Map<String, Long> versions = new TreeMap<>();
        for (Feed feed : FeedTable.ofDebtors()) {
            String path = lake.feed(feed.label());
            if (org.solvens.lake.DeltaTable.exists(path)) {
                versions.put(feed.label(), org.solvens.lake.DeltaTable.latestVersion(path));
            }
        }
        return versions;
    }

    /// Versions that the newest histories have read; null where there are none.
    private @Nullable Map<String, Long> versionsRead() {
        if (!org.solvens.lake.DeltaTable.exists(lake.histories())) {
            return null;
        }
        List<Row> commits = DeltaTable.forPath(spark, lake.histories())
                .history(COMMITS_LOOKED_AT)
                .select("userMetadata")
                .where(col("userMetadata").isNotNull())
                .orderBy(col("version").desc())
                .limit(1)
                .collectAsList();
        try {
            return commits.isEmpty()
                    ? null
                    : JSON.readValue(commits.getFirst().getString(0), new TypeReference<TreeMap<String, Long>>() {});
        } catch (JacksonException e) {
            return null;
        }
    }
}

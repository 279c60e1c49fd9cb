package org.solvens.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.first_value;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring_index;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.feed.FieldType;
import org.solvens.lake.DeltaTable;
import org.solvens.lake.Lake;
import org.solvens.mapping.Mapping;

/// Takes files into the lake.
///
/// Every file is read to its end before anything is written, so that a bad file is refused whole; that
/// reading also tells whether any version of a record comes twice. Then each feed, the cases first, is read
/// again and appended to its table; only a feed with repetitions is compared record by record. A record whose key and
/// time known stand in the
/// lake already is passed over if it says the same, and put into quarantine if not; with a later time
/// known it is a correction, and both versions stay. Because of that, ingesting again changes nothing,
/// and ingesting again after a kill completes what was begun.
public final class Ingest {
    private static final StructType QUARANTINE = new StructType()
            .add("feed", DataTypes.StringType)
            .add("file", DataTypes.StringType)
            .add("line", DataTypes.LongType)
            .add("code", DataTypes.StringType)
            .add("reason", DataTypes.StringType)
            .add("raw", DataTypes.StringType);

    /// Feeds that are written at once.
    private static final int AT_ONCE = 3;

    private static final String OWNER = "_debtor";
    private static final String STORED = "_stored";
    private static final String CONTENT = "_content";
    private static final String VERDICT = "_verdict";

    private final SparkSession spark;
    private final Lake lake;
    private final @Nullable Mapping mapping;
    private final SerializableConfiguration configuration;
    private @Nullable Dataset<Row> owners;

    /// @param mapping of foreign columns; null where the files have the feeds' own
    public Ingest(SparkSession spark, Lake lake, @Nullable Mapping mapping) {
        this.spark = spark;
        this.lake = lake;
        this.mapping = mapping;
        this.configuration = new SerializableConfiguration(spark.sparkContext().hadoopConfiguration());
    }

    /// A feed on its way into the lake, as the first reading found it.
    ///
    /// @param repeats whether some version of a record stands in the files more than once
    /// @param first earliest time known among the accepted; null where there is none
    private record Incoming(
            Feed feed,
            List<InputFile> files,
            long rows,
            long accepted,
            boolean repeats,
            @Nullable Instant first,
            @Nullable Instant last) {}

    /// Takes in the files at the paths given.
    ///
    /// @param progress hears of each step
    /// @throws org.solvens.problem.Problem for a bad file, before anything is written
    public IngestResult run(List<String> paths, Consumer<String> progress) {
        List<InputFile> files = InputFiles.find(paths, mapping, configuration.value());
        progress.accept("reading " + files.size() + (files.size() == 1 ? " file" : " files"));
        List<Incoming> incoming = survey(files);
        progress.accept("writing " + incoming.size() + (incoming.size() == 1 ? " feed" : " feeds"));
        try {
            return new IngestResult(write(incoming));
        } finally {
            forgetOwners();
        }
    }

    /// The cases first, because the other feeds refer to them; those then several at a time, because small
    /// feeds leave Spark waiting for its own planning. The longest begins, so that none is left to run alone.
    private List<IngestResult.FeedCount> write(List<Incoming> incoming) {
        Map<Feed, IngestResult.FeedCount> counts = new EnumMap<>(Feed.class);
        List<Future<IngestResult.FeedCount>> others = new ArrayList<>();
        List<Incoming> longestFirst = new ArrayList<>(incoming);
        longestFirst.sort(Comparator.comparing((Incoming feed) -> feed.feed() != Feed.CASES)
                .thenComparing(Incoming::rows, Comparator.reverseOrder()));
        try (ExecutorService writers = Executors.newFixedThreadPool(AT_ONCE)) {
            for (Incoming feed : longestFirst) {
                if (feed.feed() == Feed.CASES) {
                    counts.put(Feed.CASES, write(feed));
                } else {
                    others.add(writers.submit(() -> write(feed)));
                }
            }
            for (Future<IngestResult.FeedCount> other : others) {
                counts.put(other.get().feed(), other.get());
            }
            return List.copyOf(counts.values());
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while writing feeds", e);
        }
    }

    private List<Incoming> survey(List<InputFile> files) {
        Map<Feed, List<InputFile>> filesOf = new EnumMap<>(Feed.class);
        List<Read> reads = new ArrayList<>();
        for (Feed feed : Feed.values()) {
            List<InputFile> giving =
                    files.stream().filter(file -> gives(file, feed)).toList();
            if (!giving.isEmpty()) {
                filesOf.put(feed, giving);
                giving.forEach(file -> reads.add(new Read(feed, file)));
            }
        }
        FileCounts counts = new FileCounts();
        spark.sparkContext().register(counts, "rows of files");
        Mapping rules = mapping;
        SerializableConfiguration hadoop = configuration;
        FlatMapFunction<Read, FeedSurvey.Version> look =
                read -> new FeedSurvey(read.file(), read.feed(), rules, hadoop.value(), counts);
        JavaRDD<FeedSurvey.Version> versions = JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(reads, reads.size())
                .flatMap(look);
        Set<Feed> repeating = EnumSet.noneOf(Feed.class);
        // Nearly all differ: to count groups would keep each of them in a map, to sort and look at neighbours does not.
        spark.createDataset(versions.rdd(), Encoders.bean(FeedSurvey.Version.class))
                .repartition(col("hash"))
                // By one number alone, which Spark sorts without comparing rows.
                .sortWithinPartitions("hash")
                .mapPartitions(
                        (MapPartitionsFunction<FeedSurvey.Version, Integer>) FeedSurvey::repeating, Encoders.INT())
                .collectAsList()
                .forEach(feed -> repeating.add(Feed.values()[feed]));
        List<Incoming> incoming = new ArrayList<>();
        filesOf.forEach((feed, giving) -> {
            List<FileCounts.Count> own = counts.value().values().stream()
                    .filter(count -> count.place().feed() == feed)
                    .toList();
            long accepted = own.stream().mapToLong(FileCounts.Count::accepted).sum();
            incoming.add(new Incoming(
                    feed,
                    giving,
                    own.stream().mapToLong(FileCounts.Count::rows).sum(),
                    accepted,
                    repeating.contains(feed),
                    accepted == 0
                            ? null
                            : Instant.ofEpochMilli(own.stream()
                                    .mapToLong(FileCounts.Count::first)
                                    .min()
                                    .orElseThrow()),
                    accepted == 0
                            ? null
                            : Instant.ofEpochMilli(own.stream()
                                    .mapToLong(FileCounts.Count::last)
                                    .max()
                                    .orElseThrow())));
        });
        return incoming;
    }

    /// One reading of a file for one of the feeds it gives.
    private record Read(Feed feed, InputFile file) implements Serializable {}

    private boolean gives(InputFile file, Feed feed) {
        return mapping == null
                ? file.feed() == feed
                : mapping.sourceOf(file.name()).records().stream().anyMatch(rule -> rule.target() == feed);
    }

    private Dataset<Row> parse(Incoming incoming) {
        Feed feed = incoming.feed();
        Mapping rules = mapping;
        SerializableConfiguration hadoop = configuration;
        FlatMapFunction<InputFile, InternalRow> open = file -> new FeedRows(file, feed, rules, hadoop.value());
        JavaRDD<InternalRow> rows = JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(incoming.files(), incoming.files().size())
                .flatMap(open);
        // No public call takes rows in Spark's own form; the public ones convert every value one by one.
        return ((org.apache.spark.sql.classic.SparkSession) spark)
                .internalCreateDataFrame(rows.rdd(), FeedRows.schema(FeedContract.of(feed)), false);
    }

    private IngestResult.FeedCount write(Incoming incoming) {
        Feed feed = incoming.feed();
        Map<String, Long> refused = new TreeMap<>();
        List<Dataset<Row>> quarantine = new ArrayList<>();
        if (incoming.rows() > incoming.accepted()) {
            quarantine.add(parse(incoming)
                    .where(col(FeedRows.CODE).isNotNull())
                    .select(
                            lit(feed.label()).as("feed"),
                            fileName(),
                            col(FeedRows.LINE).as("line"),
                            col(FeedRows.CODE).as("code"),
                            col(FeedRows.REASON).as("reason"),
                            col(FeedRows.RAW).as("raw")));
        }
        Dataset<Row> stored = incoming.accepted() == 0 ? null : stored(incoming);
        long added;
        if (incoming.accepted() == 0) {
            added = 0;
            quarantine(quarantine, incoming.files(), refused);
        } else if (incoming.repeats() || stored != null && !stored.isEmpty()) {
            added = compareAndAppend(incoming, stored, quarantine, refused);
        } else {
            Dataset<Row> judged = referred(incoming);
            added = append(feed, judged.where(col(FeedRows.REASON).isNull()));
            if (added < incoming.accepted()) {
                quarantine.add(withRaw(
                        feed,
                        incoming.files(),
                        judged.where(col(FeedRows.REASON).isNotNull())));
            }
            quarantine(quarantine, incoming.files(), refused);
        }
        long inQuarantine = refused.values().stream().mapToLong(Long::longValue).sum();
        return new IngestResult.FeedCount(
                feed, incoming.rows(), added, incoming.rows() - added - inQuarantine, refused);
    }

    /// For a feed with versions that come twice, or that the lake may have.
    private long compareAndAppend(
            Incoming incoming,
            @Nullable Dataset<Row> stored,
            List<Dataset<Row>> quarantine,
            Map<String, Long> refused) {
        Feed feed = incoming.feed();
        Dataset<Row> judged = judge(incoming, stored).persist(StorageLevel.MEMORY_AND_DISK());
        try {
            long added = 0;
            long late = 0;
            for (Row line : judged.groupBy(VERDICT).count().collectAsList()) {
                switch (line.getString(0)) {
                    case "NEW" -> added = line.getLong(1);
                    case "KNOWN" -> {}
                    default -> late += line.getLong(1);
                }
            }
            if (added > 0) {
                append(feed, judged.where(col(VERDICT).equalTo("NEW")));
            }
            if (late > 0) {
                quarantine.add(withRaw(
                        feed,
                        incoming.files(),
                        judged.where(
                                col(VERDICT).notEqual("NEW").and(col(VERDICT).notEqual("KNOWN")))));
            }
            quarantine(quarantine, incoming.files(), refused);
            return added;
        } finally {
            judged.unpersist();
        }
    }

    /// @return how many rows were written
    private long append(Feed feed, Dataset<Row> rows) {
        String path = lake.feed(feed.label());
        boolean there = DeltaTable.exists(path);
        if (!there && rows.isEmpty()) {
            // An empty table would say that the feed is there.
            return 0;
        }
        long before = there ? DeltaTable.latestVersion(path) : -1;
        rows.select(stored(feed))
                .write()
                .format("delta")
                .mode("append")
                // Only the time known is ever asked for by its range.
                .option("delta.dataSkippingStatsColumns", "known_at")
                .save(path);
        return DeltaTable.open(path).addedSince(before).orElseThrow().stream()
                .mapToLong(DeltaTable.Added::rows)
                .sum();
    }

    /// The accepted rows with their debtor, and a reason where what they refer to is not known.
    private Dataset<Row> referred(Incoming incoming) {
        Dataset<Row> rows = parse(incoming).where(col(FeedRows.CODE).isNull()).drop(FeedRows.CODE, FeedRows.RAW);
        return withDebtor(incoming.feed(), rows);
    }

    /// The accepted rows with a verdict: NEW, KNOWN, or the code of a refusal.
    private Dataset<Row> judge(Incoming incoming, @Nullable Dataset<Row> stored) {
        Feed feed = incoming.feed();
        Dataset<Row> owned = referred(incoming);
        Dataset<Row> all = owned.withColumn(STORED, lit(0));
        all = stored == null ? all : all.unionByName(stored.withColumn(STORED, lit(1)), true);
        all = all.withColumn(CONTENT, content(feed));
        // Stored versions come first; among those of one batch the one that stands first in the files.
        WindowSpec sameVersion = Window.partitionBy(
                        col(FeedRows.KEY),
                        col("known_at"),
                        when(col(FeedRows.REASON).isNull(), lit(0)).otherwise(lit(1)))
                .orderBy(col(STORED).desc(), col(FeedRows.FILE), col(FeedRows.LINE));
        Column verdict = when(col(FeedRows.REASON).isNotNull(), expr("split(" + FeedRows.REASON + ", ': ')[0]"))
                .when(row_number().over(sameVersion).equalTo(1), "NEW")
                .when(first_value(col(CONTENT)).over(sameVersion).equalTo(col(CONTENT)), "KNOWN")
                .otherwise("KEY-CONFLICT");
        return all.withColumn(VERDICT, verdict)
                .where(col(STORED).equalTo(0))
                .withColumn(
                        FeedRows.REASON,
                        when(
                                        col(VERDICT).equalTo("KEY-CONFLICT"),
                                        "KEY-CONFLICT: a record with this key and this known_at says something else")
                                .otherwise(col(FeedRows.REASON)))
                .drop(STORED, CONTENT);
    }

    /// Adds the debtor, and the reason where what the record refers to is not known.
    private Dataset<Row> withDebtor(Feed feed, Dataset<Row> rows) {
        FeedContract contract = FeedContract.of(feed);
        if (feed == Feed.MANDATES || feed == Feed.CASES) {
            return feed == Feed.CASES ? withFirstDebtor(rows) : rows;
        }
        Dataset<Row> owners = owners();
        Column reason = lit(null).cast(DataTypes.StringType);
        Dataset<Row> joined = rows;
        if (contract.has(FeedTable.DEBTOR)) {
            Dataset<Row> debtors = owners.select(col(OWNER).as("_known_debtor")).distinct();
            joined = joined.join(debtors, joined.col(FeedTable.DEBTOR).equalTo(debtors.col("_known_debtor")), "left");
            reason = when(col("_known_debtor").isNull(), "UNKNOWN-DEBTOR: debtor_id is of no case that is known");
        }
        if (contract.has("case_id")) {
            joined = joined.join(owners, joined.col("case_id").equalTo(owners.col("_known_case")), "left");
            Column unknown = col("case_id").isNotNull().and(col("_known_case").isNull());
            reason = when(unknown, "UNKNOWN-CASE: case_id is of no case that is known")
                    .otherwise(reason);
            if (contract.has(FeedTable.DEBTOR)) {
                reason = when(
                                col(OWNER).isNotNull().and(col(OWNER).notEqual(col(FeedTable.DEBTOR))),
                                "CASE-DEBTOR: the case is another debtor's")
                        .otherwise(reason);
            } else {
                joined = joined.withColumn(FeedTable.DEBTOR, col(OWNER));
            }
        }
        return joined.withColumn(FeedRows.REASON, reason).drop("_known_debtor", "_known_case", OWNER);
    }

    /// Whose each case of the lake is, once the cases of this ingest are in it. Kept, because every feed asks.
    private synchronized Dataset<Row> owners() {
        if (owners == null) {
            owners = tableOrEmpty(Feed.CASES)
                    .groupBy(col("case_id").as("_known_case"))
                    .agg(firstDebtor().as(OWNER))
                    .persist(StorageLevel.MEMORY_AND_DISK());
            // Counted, so that Spark knows how small it is and sends it to the rows instead of sorting them.
            owners.count();
        }
        return owners;
    }

    private void forgetOwners() {
        if (owners != null) {
            owners.unpersist();
            owners = null;
        }
    }

    /// A case stays its debtor's: a version that names another is refused.
    private Dataset<Row> withFirstDebtor(Dataset<Row> rows) {
        Dataset<Row> all = tableOrEmpty(Feed.CASES)
                .select(col("case_id"), col(FeedTable.DEBTOR), col("known_at"))
                .union(rows.select(col("case_id"), col(FeedTable.DEBTOR), col("known_at")));
        Dataset<Row> owners =
                all.groupBy(col("case_id").as("_known_case")).agg(firstDebtor().as(OWNER));
        return rows.join(owners, rows.col("case_id").equalTo(owners.col("_known_case")))
                .withColumn(
                        FeedRows.REASON,
                        when(
                                col(OWNER).notEqual(col(FeedTable.DEBTOR)),
                                "CASE-DEBTOR: an earlier version of the case names another debtor"))
                .drop("_known_case", OWNER);
    }

    private static Column firstDebtor() {
        return min_by(col(FeedTable.DEBTOR), struct(col("known_at"), col(FeedTable.DEBTOR)));
    }

    private Dataset<Row> tableOrEmpty(Feed feed) {
        String path = lake.feed(feed.label());
        return DeltaTable.exists(path)
                ? spark.read().format("delta").load(path)
                : spark.createDataFrame(List.of(), FeedTable.columns(FeedContract.of(feed)));
    }

    /// The versions that stand in the lake and became known in the same span as the incoming; null where there
    /// can be none, as on an ordinary day.
    private @Nullable Dataset<Row> stored(Incoming incoming) {
        String path = lake.feed(incoming.feed().label());
        Optional<DeltaTable.Span> span =
                DeltaTable.exists(path) ? DeltaTable.open(path).span("known_at") : Optional.empty();
        if (span.isEmpty()
                || span.get().first() > incoming.last().toEpochMilli()
                || span.get().last() < incoming.first().toEpochMilli()) {
            return null;
        }
        return spark.read()
                .format("delta")
                .load(path)
                .where(col("known_at").between(incoming.first(), incoming.last()))
                .withColumn(FeedRows.KEY, key(incoming.feed()));
    }

    private static Column key(Feed feed) {
        FeedContract contract = FeedContract.of(feed);
        List<?> names = (List<?>) contract.schema().getObjectProp("key");
        Column[] columns = names.stream()
                .map(name -> {
                    Column column = col(name.toString());
                    return contract.fields()
                                            .get(contract.position(name.toString()))
                                            .type()
                                    == FieldType.DATE
                            ? unix_date(column).cast(DataTypes.StringType)
                            : column.cast(DataTypes.StringType);
                })
                .toArray(Column[]::new);
        return concat_ws("|", columns);
    }

    /// A hash of what a record says. A missing value counts at its place, which the hash alone would not see.
    private static Column content(Feed feed) {
        return xxhash64(FeedContract.of(feed).fields().stream()
                .flatMap(field -> Stream.of(col(field.name()).isNull(), col(field.name())))
                .toArray(Column[]::new));
    }

    private static Column[] stored(Feed feed) {
        return Stream.of(FeedTable.schema(feed).fieldNames())
                .map(functions::col)
                .toArray(Column[]::new);
    }

    /// Rows refused by what the lake knows, with their raw text, fetched from the files by line.
    private Dataset<Row> withRaw(Feed feed, List<InputFile> files, Dataset<Row> refused) {
        Map<String, InputFile> byPath = new TreeMap<>();
        files.forEach(file -> byPath.put(file.path(), file));
        Mapping rules = mapping;
        SerializableConfiguration hadoop = configuration;
        MapPartitionsFunction<Row, Row> fetch =
                rows -> withRaw(feed, rows, byPath, rules, hadoop.value()).iterator();
        return refused.select(col(FeedRows.FILE), col(FeedRows.LINE), col(FeedRows.REASON))
                .repartition(files.size(), col(FeedRows.FILE))
                .sortWithinPartitions(FeedRows.FILE, FeedRows.LINE)
                .mapPartitions(fetch, Encoders.row(QUARANTINE));
    }

    private static List<Row> withRaw(
            Feed feed,
            Iterator<Row> rows,
            Map<String, InputFile> byPath,
            @Nullable Mapping mapping,
            Configuration configuration) {
        Map<String, List<Row>> byFile = new TreeMap<>();
        rows.forEachRemaining(row ->
                byFile.computeIfAbsent(row.getString(0), _ -> new ArrayList<>()).add(row));
        List<Row> found = new ArrayList<>();
        byFile.forEach((path, refused) -> {
            InputFile file = byPath.get(path);
            Set<Long> lines = refused.stream().map(row -> row.getLong(1)).collect(Collectors.toSet());
            Map<Long, String> raw = FeedRows.raw(file, lines, mapping, configuration);
            for (Row row : refused) {
                String[] reason = row.getString(2).split(": ", 2);
                long line = row.getLong(1);
                found.add(RowFactory.create(feed.label(), file.name(), line, reason[0], reason[1], raw.get(line)));
            }
        });
        return found;
    }

    /// One feed at a time: two that create the table at once would get in each other's way.
    private synchronized void quarantine(List<Dataset<Row>> parts, List<InputFile> files, Map<String, Long> refused) {
        if (parts.isEmpty()) {
            return;
        }
        Dataset<Row> rows = parts.getFirst();
        for (Dataset<Row> part : parts.subList(1, parts.size())) {
            rows = rows.union(part);
        }
        rows = rows.persist(StorageLevel.MEMORY_AND_DISK());
        try {
            rows.groupBy("code")
                    .count()
                    .collectAsList()
                    .forEach(line -> refused.put(line.getString(0), line.getLong(1)));
            String path = lake.quarantine();
            Dataset<Row> fresh = rows;
            if (DeltaTable.exists(path)) {
                Dataset<Row> there = spark.read()
                        .format("delta")
                        .load(path)
                        .where(col("file")
                                .isin(files.stream().map(InputFile::name).toArray()));
                fresh = rows.except(there);
            }
            if (!fresh.isEmpty()) {
                fresh.write().format("delta").mode("append").save(path);
            }
        } finally {
            rows.unpersist();
        }
    }

    private static Column fileName() {
        return substring_index(col(FeedRows.FILE), "/", -1).as("file");
    }
}

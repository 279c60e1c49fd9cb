package org.solvens.ingest;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.first_value;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.not;
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
import java.util.Currency;
import java.util.EnumMap;
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
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.feed.FieldType;
import org.solvens.feed.Money;
import org.solvens.lake.DeltaTable;
import org.solvens.lake.Lake;
import org.solvens.mapping.Mapping;
import org.solvens.problem.Problem;
import org.solvens.report.QuarantineRow;
import org.solvens.spark.SparkTable;

/// Ingests files into the lake.
///
/// Every file is read to its end before anything is written, so that a bad file is refused as a whole. That
/// reading also finds out whether any version of a record is repeated, and whether versions name different
/// owners. Then each feed, the cases first, is read again and appended to its table; only a feed with
/// repetitions is compared record by record.
///
/// | key and known_at of a record | content | the record is |
/// |---|---|---|
/// | the lake has, or another file has | is the same | known: it is skipped |
/// | the lake has, or another file has | differs | refused: KEY-CONFLICT |
/// | a later line of the same file has | differs | replaced by that line |
///
/// With a later known_at it is a correction, and both versions are kept; a correction that gives the record to
/// another debtor is written to the table of moves first. Because of that, ingesting again changes nothing, and
/// ingesting again after a kill completes what was begun.
///
/// A record that is refused only because its case, its debtor or the payment that it takes back is not known yet
/// is judged again by each later ingest: {@link Waiting}.
///
/// A debtor that a refused row would protect is protected until the row is corrected: {@link Protections}.
public final class Ingest {
    private static final StructType QUARANTINE = SparkTable.schema(QuarantineRow.TABLE);

    /// The columns that identify a refused row.
    private static final List<String> IDENTITY = QuarantineRow.TABLE.columns().stream()
            .filter(org.solvens.table.Column::key)
            .map(org.solvens.table.Column::name)
            .toList();

    /// Feeds that are written at once.
    private static final int AT_ONCE = 3;

    /// The debtor of a case, and the decimals of its currency.
    static final String OWNER = "_debtor";

    private static final String CASE_DECIMALS = "_case_decimals";
    private static final String STORED = "_stored";
    private static final String CONTENT = "_content";
    private static final String VALID = "_valid";
    private static final String LAST = "_last";
    private static final String VERDICT = "_verdict";
    private static final String NEW = "NEW";
    private static final String KNOWN = "KNOWN";
    private static final String REPLACED = "REPLACED";

    private final SparkSession spark;
    private final Lake lake;
    private final @Nullable Mapping mapping;
    private final Reading reading;
    private final SerializableConfiguration configuration;
    private final Moves moves;
    private final Protections protections;
    private final Waiting waiting;
    private final Map<String, String> hashes = new TreeMap<>();
    private @Nullable Dataset<Row> owners;

    /// @param mapping of foreign columns; null if the files have the feeds' columns
    /// @param now time of the ingest: a record with a `known_at` more than a day later is refused
    public Ingest(SparkSession spark, Lake lake, @Nullable Mapping mapping, Instant now) {
        this.spark = spark;
        this.lake = lake;
        this.mapping = mapping;
        this.reading = Reading.at(mapping, now);
        this.configuration = new SerializableConfiguration(spark.sparkContext().hadoopConfiguration());
        this.moves = new Moves(spark, lake);
        this.protections = new Protections(spark, lake);
        this.waiting = new Waiting(spark, lake);
    }

    /// A feed to ingest, with the results of the first reading.
    ///
    /// @param rowsOfFiles by the path of the file
    /// @param repeats whether some version of a record comes more than once
    /// @param moves whether versions of one record name different owners
    /// @param takenBack reversals and refunds among the payments
    /// @param first earliest known_at among the accepted; null if there is none
    private record Incoming(
            Feed feed,
            List<InputFile> files,
            Map<String, Long> rowsOfFiles,
            long rows,
            long accepted,
            boolean repeats,
            boolean moves,
            FileCounts.TakenBack takenBack,
            @Nullable Instant first,
            @Nullable Instant last) {
        static Incoming nothing(Feed feed) {
            return new Incoming(
                    feed, List.of(), Map.of(), 0, 0, false, false, FileCounts.TakenBack.NOTHING, null, null);
        }

        /// With the records that wait, which are judged as if they arrived now. They may repeat records of the
        /// files, and name other owners.
        Incoming and(Waiting.Held held) {
            return new Incoming(
                    feed,
                    files,
                    rowsOfFiles,
                    rows,
                    accepted,
                    true,
                    true,
                    takenBack.and(held.takenBack()),
                    first == null || held.first().isBefore(first) ? held.first() : first,
                    last == null || held.last().isAfter(last) ? held.last() : last);
        }
    }

    /// Ingests the files at the given paths.
    ///
    /// @param progress receives the name of each step
    /// @throws org.solvens.problem.Problem for a bad file, before anything is written
    public IngestResult run(List<String> paths, Consumer<String> progress) {
        List<InputFile> files = InputFiles.find(paths, mapping, configuration.value(), progress);
        progress.accept("reading " + files.size() + (files.size() == 1 ? " file" : " files"));
        List<Incoming> incoming = survey(files);
        Set<Feed> given = incoming.stream().map(Incoming::feed).collect(Collectors.toSet());
        for (Feed feed : Feed.values()) {
            if (!given.contains(feed) && DeltaTable.exists(lake.waiting(feed.label()))) {
                incoming.add(Incoming.nothing(feed));
            }
        }
        incoming.forEach(feed -> requirePresentForm(lake.feed(feed.feed().label()), FeedTable.LINE));
        requirePresentForm(lake.quarantine(), "content");
        requirePresentForm(lake.protections(), "content");
        progress.accept("writing " + given.size() + (given.size() == 1 ? " feed" : " feeds"));
        try {
            return new IngestResult(write(incoming));
        } finally {
            forgetOwners();
        }
    }

    /// Writes the cases first, because the other feeds refer to them, then several feeds at a time, because
    /// with small feeds Spark mostly waits for its own planning. The longest starts first, so that it does not
    /// run alone at the end.
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
            return counts.values().stream()
                    .filter(count -> !count.files().isEmpty() || count.waited() > 0)
                    .toList();
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
        Reading rules = reading;
        SerializableConfiguration hadoop = configuration;
        FlatMapFunction<Read, FeedSurvey.Version> look =
                read -> new FeedSurvey(read.file(), read.feed(), rules, hadoop.value(), counts);
        JavaRDD<FeedSurvey.Version> versions = JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(reads, reads.size())
                .flatMap(look);
        // Nearly all keys differ: counting groups would keep each of them in a map, sorting and comparing
        // neighbours does not.
        List<Integer> findings = spark.createDataset(versions.rdd(), Encoders.bean(FeedSurvey.Version.class))
                .repartition(col("key"))
                // By a single number, which Spark sorts without comparing rows.
                .sortWithinPartitions("key")
                .mapPartitions(
                        (MapPartitionsFunction<FeedSurvey.Version, Integer>) FeedSurvey::findings, Encoders.INT())
                .collectAsList();
        Set<Feed> repeating = FeedSurvey.Finding.REPEATS.in(findings);
        Set<Feed> moving = FeedSurvey.Finding.MOVES.in(findings);
        List<Incoming> incoming = new ArrayList<>();
        filesOf.forEach((feed, giving) -> {
            List<FileCounts.Count> own = counts.value().values().stream()
                    .filter(count -> count.place().feed() == feed)
                    .toList();
            long accepted = own.stream().mapToLong(FileCounts.Count::accepted).sum();
            incoming.add(new Incoming(
                    feed,
                    giving,
                    own.stream()
                            .collect(Collectors.toMap(
                                    count -> count.place().path(), FileCounts.Count::rows, Long::sum, TreeMap::new)),
                    own.stream().mapToLong(FileCounts.Count::rows).sum(),
                    accepted,
                    repeating.contains(feed),
                    moving.contains(feed),
                    own.stream()
                            .map(FileCounts.Count::takenBack)
                            .reduce(FileCounts.TakenBack.NOTHING, FileCounts.TakenBack::and),
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
        if (incoming.files().isEmpty()) {
            return spark.createDataFrame(List.of(), FeedRows.schema(FeedContract.of(feed)));
        }
        Reading rules = reading;
        SerializableConfiguration hadoop = configuration;
        FlatMapFunction<InputFile, InternalRow> open = file -> new FeedRows(file, feed, rules, hadoop.value());
        JavaRDD<InternalRow> rows = JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(incoming.files(), incoming.files().size())
                .flatMap(open);
        // No public method takes rows in Spark's own form; the public ones convert every value.
        return ((org.apache.spark.sql.classic.SparkSession) spark)
                .internalCreateDataFrame(rows.rdd(), FeedRows.schema(FeedContract.of(feed)), false);
    }

    private IngestResult.FeedCount write(Incoming incoming) {
        Feed feed = incoming.feed();
        Refused refused = new Refused();
        List<Dataset<Row>> quarantine = new ArrayList<>();
        if (incoming.rows() > incoming.accepted()) {
            Dataset<Row> unread = parse(incoming).where(col(FeedRows.CODE).isNotNull());
            quarantine.add(unread.select(
                    lit(feed.label()).as("feed"),
                    fileName(),
                    col(FeedRows.FILE).as("path"),
                    contentOf(incoming.files()).as("content"),
                    col(FeedRows.LINE).as("line"),
                    col(FeedRows.CODE).as("code"),
                    col(FeedRows.REASON).as("reason"),
                    col(FeedRows.RAW).as("raw")));
            if (Protective.feed(feed)) {
                protections.write(
                        feed,
                        unread.where(col(FeedRows.PROTECTS))
                                .withColumn(Protections.CONTENT, contentOf(incoming.files())),
                        owners(),
                        moves);
            }
        }
        Written written = Written.NOTHING;
        Waiting.Held held = waiting.of(feed);
        try {
            if (held != null) {
                written = append(incoming.and(held), held, quarantine, refused);
            } else if (incoming.accepted() > 0) {
                written = append(incoming, null, quarantine, refused);
            } else {
                quarantine(quarantine, incoming.files(), refused);
            }
        } finally {
            if (held != null) {
                held.close();
            }
        }
        long inQuarantine =
                refused.byCode.values().stream().mapToLong(Long::longValue).sum();
        List<IngestResult.FileCount> files = new ArrayList<>();
        incoming.rowsOfFiles()
                .forEach((path, rows) ->
                        files.add(new IngestResult.FileCount(path, rows, refused.byFile.getOrDefault(path, 0L))));
        return new IngestResult.FeedCount(
                feed,
                incoming.rows(),
                written.added(),
                incoming.rows() - written.added() - written.replaced() - inQuarantine,
                written.replaced(),
                written.waited(),
                refused.byCode,
                files,
                refused.examples);
    }

    /// The rows of one feed that went to quarantine.
    private static final class Refused {
        /// How many rows are shown as an example.
        private static final int EXAMPLES = 3;

        private final Map<String, Long> byCode = new TreeMap<>();
        private final Map<String, Long> byFile = new TreeMap<>();
        private final List<String> examples = new ArrayList<>();

        private void count(Dataset<Row> rows) {
            for (Row line : rows.groupBy("code", "path").count().collectAsList()) {
                byCode.merge(line.getString(0), line.getLong(2), Long::sum);
                byFile.merge(line.getString(1), line.getLong(2), Long::sum);
            }
            for (Row row : rows.select("file", "line", "code", "reason")
                    .orderBy("file", "line")
                    .limit(EXAMPLES)
                    .collectAsList()) {
                examples.add(
                        row.getString(0) + ":" + row.getLong(1) + " " + row.getString(2) + ": " + row.getString(3));
            }
        }
    }

    /// @param added records that are new to the lake
    /// @param replaced records that a later line of their file replaces
    /// @param late records that are refused because of the lake's content
    /// @param waited records of earlier ingests that are accepted now
    /// @param waits records among the late ones that wait from now on
    /// @param stillWaits records of earlier ingests that go on waiting
    private record Written(long added, long replaced, long late, long waited, long waits, long stillWaits) {
        static final Written NOTHING = new Written(0, 0, 0, 0, 0, 0);
    }

    /// Appends the new ones among the accepted records, and writes to quarantine those that are refused
    /// because of the lake's content.
    ///
    /// @param held the records of earlier ingests that wait, which are part of `incoming`; null if there are none
    private Written append(
            Incoming incoming, Waiting.@Nullable Held held, List<Dataset<Row>> quarantine, Refused refused) {
        Feed feed = incoming.feed();
        Dataset<Row> stored = stored(incoming);
        boolean compared = incoming.repeats() || stored != null && !stored.isEmpty();
        boolean mayMove = FeedTable.owner(feed) != null
                && (incoming.moves() || DeltaTable.exists(lake.feed(feed.label())) || protections.of(feed));
        List<Dataset<Row>> kept = new ArrayList<>();
        try {
            Dataset<Row> judged = compared ? compared(incoming, held, stored) : judged(incoming, held);
            // A first load is too large to cache and is read once; records to compare are read several times.
            boolean keep = compared || mayMove;
            if (keep) {
                judged = judged.persist(StorageLevel.MEMORY_AND_DISK());
                kept.add(judged);
            }
            Dataset<Row> table = DeltaTable.exists(lake.feed(feed.label())) ? tableOrEmpty(feed) : null;
            Dataset<Row> lost = feed == Feed.PAYMENTS ? moves.lost(feed) : null;
            Dataset<Row> arriving = judged.where(col(VERDICT).equalTo(NEW));
            Dataset<Row> moving = feed == Feed.PAYMENTS && mayMove ? Reversals.moving(arriving, table) : null;
            if (moving != null) {
                kept.add(moving);
                Dataset<Row> leftBehind =
                        Reversals.leftBehind(moving, arriving, table).persist(StorageLevel.MEMORY_AND_DISK());
                kept.add(leftBehind);
                Dataset<Row> losing = Reversals.lost(moving, leftBehind);
                lost = lost == null ? losing : lost.union(losing);
                judged = leftBehind.isEmpty() ? judged : without(judged, leftBehind);
                arriving = judged.where(col(VERDICT).equalTo(NEW));
            }
            if (incoming.takenBack().entries() > 0) {
                Dataset<Row> taking = Reversals.refused(spark, arriving, table, owners(), incoming.takenBack(), lost);
                kept.add(taking);
                judged = taking.isEmpty() ? judged : without(judged, taking);
            }
            Written written = keep ? counted(judged) : null;
            Dataset<Row> fresh = judged.where(col(VERDICT).equalTo(NEW));
            long freshRows = written == null ? -1 : written.added() + written.waited();
            if (mayMove && freshRows != 0) {
                moves.write(
                        feed,
                        fresh.select(col(FeedRows.KEY).as("key"), col(FeedTable.DEBTOR), col("known_at")),
                        incoming.accepted() + (held == null ? 0 : held.count()),
                        false,
                        incoming.moves());
            }
            if (written == null) {
                // An empty table would mean that the feed exists.
                boolean some = DeltaTable.exists(lake.feed(feed.label())) || !fresh.isEmpty();
                long added = some ? append(feed, fresh) : 0;
                written = new Written(added, 0, incoming.accepted() - added, 0, 0, 0);
            } else if (freshRows > 0) {
                append(feed, fresh);
            }
            Dataset<Row> late = judged.where(col(FeedRows.REASON).isNotNull().and(not(col(Waiting.WAITED))));
            if (written.late() > 0) {
                if (Protective.feed(feed)) {
                    Dataset<Row> protective = late.where(Protective.record(feed))
                            .withColumn(Protections.CONTENT, contentOf(incoming.files()))
                            .withColumn(FeedRows.CODE, col(VERDICT))
                            .withColumn(
                                    FeedRows.REASON,
                                    expr("substring(" + FeedRows.REASON + ", instr(" + FeedRows.REASON
                                            + ", ': ') + 2)"));
                    protections.write(feed, protective, owners(), moves);
                }
                quarantine.add(withRaw(feed, incoming.files(), late));
            }
            quarantine(quarantine, incoming.files(), refused);
            // After everything else: an ingest that is killed before is completed by running it again.
            long waits = keep || written.late() == 0
                    ? written.waits()
                    : late.where(Waiting.waits(col(VERDICT))).count();
            if (waits > 0 || held != null && written.stillWaits() < held.count()) {
                waiting.replace(
                        feed,
                        judged.where(Waiting.waits(col(VERDICT))),
                        waits > 0 ? contentOf(incoming.files()) : lit(null).cast(DataTypes.StringType));
            }
            return written;
        } finally {
            kept.forEach(Dataset::unpersist);
        }
    }

    /// The judged rows by verdict.
    private static Written counted(Dataset<Row> judged) {
        Map<String, Long> counts = new TreeMap<>();
        long waited = 0;
        long waits = 0;
        long stillWaits = 0;
        for (Row line : judged.groupBy(VERDICT, Waiting.WAITED).count().collectAsList()) {
            String verdict = line.getString(0);
            long count = line.getLong(2);
            if (!line.getBoolean(1)) {
                counts.put(verdict, count);
                waits += Waiting.CODES.contains(verdict) ? count : 0;
            } else {
                waited += verdict.equals(NEW) ? count : 0;
                stillWaits += Waiting.CODES.contains(verdict) ? count : 0;
            }
        }
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        long added = counts.getOrDefault(NEW, 0L);
        long replaced = counts.getOrDefault(REPLACED, 0L);
        long late = all - added - replaced - counts.getOrDefault(KNOWN, 0L);
        return new Written(added, replaced, late, waited, waits, stillWaits);
    }

    /// The judged rows without those that are refused.
    private static Dataset<Row> without(Dataset<Row> judged, Dataset<Row> refused) {
        Dataset<Row> renamed = refused.toDF("_refused_file", "_refused_position", "_refusal");
        return judged.join(
                        broadcast(renamed),
                        col(FeedRows.FILE)
                                .equalTo(col("_refused_file"))
                                .and(col(FeedRows.POSITION).equalTo(col("_refused_position"))),
                        "left")
                .withColumn(FeedRows.REASON, coalesce(col("_refusal"), col(FeedRows.REASON)))
                .withColumn(
                        VERDICT,
                        when(col("_refusal").isNotNull(), code(col("_refusal"))).otherwise(col(VERDICT)))
                .drop("_refused_file", "_refused_position", "_refusal");
    }

    private static Column code(Column reason) {
        return substring_index(reason, ": ", 1);
    }

    /// @return how many rows were written
    private long append(Feed feed, Dataset<Row> rows) {
        String path = lake.feed(feed.label());
        long before = DeltaTable.exists(path) ? DeltaTable.latestVersion(path) : -1;
        rows.select(stored(feed))
                .write()
                .format("delta")
                .mode("append")
                // Only known_at is ever filtered by a range.
                .option("delta.dataSkippingStatsColumns", "known_at")
                .save(path);
        return DeltaTable.open(path).addedSince(before).orElseThrow().stream()
                .mapToLong(DeltaTable.Added::rows)
                .sum();
    }

    /// The accepted rows with their debtor, and a reason if they refer to an unknown case or debtor.
    private Dataset<Row> referred(Incoming incoming, Waiting.@Nullable Held held) {
        Dataset<Row> rows = parse(incoming)
                .where(col(FeedRows.CODE).isNull())
                .drop(FeedRows.CODE, FeedRows.REASON, FeedRows.RAW, FeedRows.PROTECTS)
                .withColumn(Waiting.WAITED, lit(false));
        rows = held == null ? rows : rows.unionByName(held.rows().withColumn(Waiting.WAITED, lit(true)));
        rows = rows.withColumn(FeedRows.REASON, lit(null).cast(DataTypes.StringType));
        return withDebtor(incoming.feed(), rows);
    }

    /// The accepted rows with a verdict if no version is repeated: NEW, or the code of a refusal.
    private Dataset<Row> judged(Incoming incoming, Waiting.@Nullable Held held) {
        return referred(incoming, held)
                .withColumn(VERDICT, when(col(FeedRows.REASON).isNull(), NEW).otherwise(code(col(FeedRows.REASON))));
    }

    /// The accepted rows with a verdict: NEW, KNOWN, REPLACED, or the code of a refusal.
    private Dataset<Row> compared(Incoming incoming, Waiting.@Nullable Held held, @Nullable Dataset<Row> stored) {
        Feed feed = incoming.feed();
        Dataset<Row> all = referred(incoming, held).withColumn(STORED, lit(0));
        all = stored == null ? all : all.unionByName(stored.withColumn(STORED, lit(1)), true);
        all = all.withColumn(CONTENT, content(feed))
                .withColumn(VALID, col(FeedRows.REASON).isNull())
                .repartition(col(FeedRows.KEY));
        Column[] version = {col(FeedRows.KEY), col("known_at"), col(VALID)};
        WindowSpec inOneFile = Window.partitionBy(
                        Stream.concat(Stream.of(version), Stream.of(col(STORED), col(FeedRows.FILE)))
                                .toArray(Column[]::new))
                .orderBy(col(FeedRows.POSITION).desc());
        all = all.withColumn(LAST, row_number().over(inOneFile).equalTo(1));
        // A stored version comes first, else the last one of the first file.
        WindowSpec anywhere = Window.partitionBy(version)
                .orderBy(col(STORED).desc(), col(LAST).desc(), col(FeedRows.FILE), col(FeedRows.POSITION));
        Column verdict = when(not(col(VALID)), code(col(FeedRows.REASON)))
                .when(row_number().over(anywhere).equalTo(1), NEW)
                .when(first_value(col(CONTENT)).over(anywhere).equalTo(col(CONTENT)), KNOWN)
                .when(not(col(LAST)), REPLACED)
                .when(first_value(col(STORED)).over(anywhere).equalTo(1), "KEY-CONFLICT-STORED")
                .otherwise("KEY-CONFLICT");
        return all.withColumn(VERDICT, verdict)
                .where(col(STORED).equalTo(0))
                .withColumn(
                        FeedRows.REASON,
                        when(
                                        col(VERDICT).equalTo("KEY-CONFLICT-STORED"),
                                        "KEY-CONFLICT: the lake has a record with this key and this known_at that has"
                                                + " other content; give the later one a later known_at")
                                .when(
                                        col(VERDICT).equalTo("KEY-CONFLICT"),
                                        "KEY-CONFLICT: another file has a record with this key and this known_at that"
                                                + " has other content; give the later one a later known_at, or put both"
                                                + " in one file")
                                .otherwise(col(FeedRows.REASON)))
                .withColumn(
                        VERDICT,
                        when(col(VERDICT).equalTo("KEY-CONFLICT-STORED"), "KEY-CONFLICT")
                                .otherwise(col(VERDICT)))
                .drop(STORED, CONTENT, VALID, LAST);
    }

    /// Adds the debtor, and a reason if the record refers to an unknown case or debtor.
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
            reason = when(col("_known_debtor").isNull(), "UNKNOWN-DEBTOR: debtor_id has no known case");
        }
        if (contract.has("case_id")) {
            joined = joined.join(owners, joined.col("case_id").equalTo(owners.col("_known_case")), "left");
            Column unknown = col("case_id").isNotNull().and(col("_known_case").isNull());
            reason = when(unknown, "UNKNOWN-CASE: case_id is not a known case").otherwise(reason);
            if (amounts(contract).length > 0) {
                reason = when(col(FeedRows.DECIMALS).gt(col(CASE_DECIMALS)), decimals(contract))
                        .otherwise(reason);
            }
            if (contract.has(FeedTable.DEBTOR)) {
                reason = when(
                                col(OWNER).isNotNull().and(col(OWNER).notEqual(col(FeedTable.DEBTOR))),
                                "CASE-DEBTOR: the case belongs to another debtor")
                        .otherwise(reason);
            } else {
                joined = joined.withColumn(FeedTable.DEBTOR, col(OWNER));
            }
        }
        return joined.withColumn(FeedRows.REASON, reason).drop("_known_debtor", "_known_case", OWNER, CASE_DECIMALS);
    }

    private static String[] amounts(FeedContract contract) {
        return contract.fields().stream()
                .filter(field -> field.type() == FieldType.DECIMAL)
                .map(FeedContract.Field::name)
                .toArray(String[]::new);
    }

    /// The reason to refuse an amount with more decimals than the currency of its case.
    private static Column decimals(FeedContract contract) {
        Column step = when(col(CASE_DECIMALS).equalTo(0), 1_000)
                .when(col(CASE_DECIMALS).equalTo(1), 100)
                .when(col(CASE_DECIMALS).equalTo(2), 10)
                .otherwise(1);
        Column name = lit(null).cast(DataTypes.StringType);
        for (String amount : amounts(contract)) {
            name = when(FeedTable.thousandths(col(amount)).mod(step).notEqual(0), amount)
                    .otherwise(name);
        }
        return concat(
                lit("DECIMALS: "),
                name,
                lit(" has more decimals than the currency of its case, which has "),
                col(CASE_DECIMALS).cast(DataTypes.StringType));
    }

    /// The debtor of each case of the lake, and the decimals of its currency, once the cases of this ingest
    /// are in it. Cached, because every feed needs it.
    private synchronized Dataset<Row> owners() {
        if (owners == null) {
            owners = tableOrEmpty(Feed.CASES)
                    .groupBy(col("case_id").as("_known_case"))
                    .agg(
                            firstDebtor().as(OWNER),
                            currencyDecimals(max_by(col("currency"), struct(col("known_at"), col("currency"))))
                                    .as(CASE_DECIMALS))
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

    /// Refuses a version of a case that names another debtor than the first one.
    private Dataset<Row> withFirstDebtor(Dataset<Row> rows) {
        // Versions in the lake come first: a version that arrives later never changes the owner of the case.
        Dataset<Row> all = tableOrEmpty(Feed.CASES)
                .select(col("case_id"), col(FeedTable.DEBTOR), col("known_at"), lit(0).as(STORED))
                .union(rows.select(col("case_id"), col(FeedTable.DEBTOR), col("known_at"), lit(1).as(STORED)));
        Dataset<Row> owners = all.groupBy(col("case_id").as("_known_case"))
                .agg(min_by(col(FeedTable.DEBTOR), struct(col(STORED), col("known_at"), col(FeedTable.DEBTOR)))
                        .as(OWNER));
        return rows.join(owners, rows.col("case_id").equalTo(owners.col("_known_case")))
                .withColumn(
                        FeedRows.REASON,
                        when(
                                col(OWNER).notEqual(col(FeedTable.DEBTOR)),
                                "CASE-DEBTOR: another version of the case names another debtor"))
                .drop("_known_case", OWNER);
    }

    /// Decimals of a currency, the same as {@link Money#decimals}.
    private static Column currencyDecimals(Column currency) {
        Column decimals = lit(2);
        for (int other : new int[] {0, 1, 3}) {
            Object[] codes = Currency.getAvailableCurrencies().stream()
                    .map(Currency::getCurrencyCode)
                    .filter(code -> Money.decimals(code) == other)
                    .toArray();
            decimals = codes.length == 0
                    ? decimals
                    : when(currency.isin(codes), other).otherwise(decimals);
        }
        return decimals;
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

    /// @throws Problem FEED-TABLE if a table was written in an older form
    private static void requirePresentForm(String path, String column) {
        if (DeltaTable.exists(path) && !DeltaTable.open(path).columns().contains(column)) {
            throw new Problem(
                    "FEED-TABLE",
                    path,
                    "the table was written by an older Solvens, and cannot take new records",
                    "it has no column " + column,
                    "ingest all feeds again into a new lake");
        }
    }

    /// The versions in the lake with a `known_at` in the same span as the incoming records; null if there can
    /// be none, as on an ordinary day.
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

    /// A hash of a record's content. A missing value is marked at its place, because the hash function ignores
    /// nulls.
    private static Column content(Feed feed) {
        return xxhash64(FeedContract.of(feed).fields().stream()
                .flatMap(field -> Stream.of(col(field.name()).isNull(), col(field.name())))
                .toArray(Column[]::new));
    }

    private static Column[] stored(Feed feed) {
        return Stream.of(FeedTable.schema(feed).fieldNames())
                .map(name -> name.equals(FeedTable.LINE)
                        ? col(FeedRows.LINE).try_cast(DataTypes.IntegerType).as(FeedTable.LINE)
                        : col(name))
                .toArray(Column[]::new);
    }

    /// Rows refused because of the lake's content, with their raw text, which is read from the files by line.
    private Dataset<Row> withRaw(Feed feed, List<InputFile> files, Dataset<Row> refused) {
        Map<String, InputFile> byPath = new TreeMap<>();
        files.forEach(file -> byPath.put(file.path(), file));
        Mapping rules = mapping;
        SerializableConfiguration hadoop = configuration;
        Map<String, String> contents = hashesOf(files);
        MapPartitionsFunction<Row, Row> fetch = rows ->
                withRaw(feed, rows, byPath, contents, rules, hadoop.value()).iterator();
        return refused.select(col(FeedRows.FILE), col(FeedRows.LINE), col(FeedRows.REASON))
                .repartition(files.size(), col(FeedRows.FILE))
                .sortWithinPartitions(FeedRows.FILE, FeedRows.LINE)
                .mapPartitions(fetch, Encoders.row(QUARANTINE));
    }

    private static List<Row> withRaw(
            Feed feed,
            Iterator<Row> rows,
            Map<String, InputFile> byPath,
            Map<String, String> contents,
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
                found.add(SparkTable.row(
                        QuarantineRow.TABLE,
                        new QuarantineRow(
                                feed.label(),
                                file.name(),
                                path,
                                contents.get(path),
                                line,
                                reason[0],
                                reason[1],
                                raw.get(line))));
            }
        });
        return found;
    }

    /// Writes one feed at a time, because two that create the table at once would conflict.
    private synchronized void quarantine(List<Dataset<Row>> parts, List<InputFile> files, Refused refused) {
        if (parts.isEmpty()) {
            return;
        }
        Dataset<Row> rows = parts.getFirst();
        for (Dataset<Row> part : parts.subList(1, parts.size())) {
            rows = rows.union(part);
        }
        rows = rows.persist(StorageLevel.MEMORY_AND_DISK());
        try {
            refused.count(rows);
            String path = lake.quarantine();
            Dataset<Row> fresh = rows;
            boolean some = !refused.byCode.isEmpty();
            if (some && DeltaTable.exists(path)) {
                // The same content has the same rows, wherever the file was when it was read.
                Dataset<Row> there = spark.read()
                        .format("delta")
                        .load(path)
                        .where(col("content").isin(hashesOf(files).values().toArray()))
                        .select(IDENTITY.stream()
                                .map(name -> col(name).as("_" + name))
                                .toArray(Column[]::new));
                Column same = IDENTITY.stream()
                        .map(name -> col(name).eqNullSafe(col("_" + name)))
                        .reduce(Column::and)
                        .orElseThrow();
                fresh = rows.join(there, same, "left_anti");
                some = !fresh.isEmpty();
            }
            if (some) {
                fresh.write().format("delta").mode("append").save(path);
            }
        } finally {
            rows.unpersist();
        }
    }

    /// The hash of each file's content, by path; computed once, and only if a row is refused.
    private synchronized Map<String, String> hashesOf(List<InputFile> files) {
        List<InputFile> unread =
                files.stream().filter(file -> !hashes.containsKey(file.path())).toList();
        if (!unread.isEmpty()) {
            hashes.putAll(FileContent.hashes(spark, unread, configuration));
        }
        Map<String, String> found = new TreeMap<>();
        files.forEach(file -> found.put(file.path(), hashes.get(file.path())));
        return found;
    }

    /// The hash of the content of a row's file.
    private Column contentOf(List<InputFile> files) {
        Column[] entries = hashesOf(files).entrySet().stream()
                .flatMap(entry -> Stream.of(lit(entry.getKey()), lit(entry.getValue())))
                .toArray(Column[]::new);
        return element_at(map(entries), col(FeedRows.FILE));
    }

    private static Column fileName() {
        return substring_index(col(FeedRows.FILE), "/", -1).as("file");
    }
}

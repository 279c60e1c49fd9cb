package org.solvens.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.lake.Lake;
import org.solvens.mapping.Mapping;
import org.solvens.problem.Problem;
import org.solvens.spark.TableFiles;

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
/// A line that is refused replaces nothing.
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
    /// Feeds that are written at once.
    private static final int AT_ONCE = 3;

    private final SparkSession spark;
    private final Lake lake;
    private final @Nullable Mapping mapping;
    private final FileReading reading;
    private final SerializableConfiguration configuration;
    private final Moves moves;
    private final Protections protections;
    private final Waiting waiting;
    private final Quarantine quarantine;
    private final long partBytes;

    /// @param mapping of foreign columns; null if the files have the feeds' columns
    /// @param now time of the ingest: a record with a `known_at` more than a day later is refused
    public Ingest(SparkSession spark, Lake lake, @Nullable Mapping mapping, Instant now) {
        this(spark, lake, mapping, now, FileParts.BYTES);
    }

    /// @param partBytes of which a part of a long file has about as many
    Ingest(SparkSession spark, Lake lake, @Nullable Mapping mapping, Instant now, long partBytes) {
        this.spark = spark;
        this.lake = lake;
        this.mapping = mapping;
        this.reading = FileReading.at(mapping, now);
        this.configuration = new SerializableConfiguration(spark.sparkContext().hadoopConfiguration());
        this.moves = new Moves(spark, lake);
        this.protections = new Protections(spark, lake);
        this.waiting = new Waiting(spark, lake);
        this.quarantine = new Quarantine(spark, lake, mapping, configuration);
        this.partBytes = partBytes;
    }

    /// Ingests the files at the given paths.
    ///
    /// @param progress receives the name of each step
    /// @throws org.solvens.problem.Problem for a bad file, before anything is written
    public IngestResult run(List<String> paths, Consumer<String> progress) {
        List<InputFile> files = InputFiles.find(paths, mapping, configuration.value(), progress);
        // The cases of the lake are read with the files.
        requirePresentForm(lake.feed(Feed.CASES.label()), FeedTable.LINE);
        progress.accept("reading " + files.size() + (files.size() == 1 ? " file" : " files"));
        try (Staging staging = new Staging(spark, lake, mapping, reading, configuration, partBytes)) {
            return run(staging, staging.of(files), progress);
        }
    }

    private IngestResult run(Staging staging, List<Incoming> incoming, Consumer<String> progress) {
        Set<Feed> given = incoming.stream().map(Incoming::feed).collect(Collectors.toSet());
        for (Feed feed : Feed.values()) {
            if (!given.contains(feed) && lake.tables().exists(lake.waiting(feed.label()))) {
                incoming.add(Incoming.nothing(feed));
            }
        }
        incoming.forEach(feed -> requirePresentForm(lake.feed(feed.feed().label()), FeedTable.LINE));
        requirePresentForm(lake.quarantine(), "content");
        requirePresentForm(lake.protections(), "content");
        progress.accept("writing " + given.size() + (given.size() == 1 ? " feed" : " feeds"));
        try (Owners owners = new Owners(spark, lake)) {
            return new IngestResult(write(staging, incoming, owners));
        }
    }

    /// Writes the cases first, because the other feeds refer to them, then several feeds at a time, because
    /// with small feeds Spark mostly waits for its own planning. The longest starts first, so that it does not
    /// run alone at the end.
    private List<IngestResult.FeedCount> write(Staging staging, List<Incoming> incoming, Owners owners) {
        Map<Feed, IngestResult.FeedCount> counts = new EnumMap<>(Feed.class);
        List<Future<IngestResult.FeedCount>> others = new ArrayList<>();
        List<Incoming> longestFirst = new ArrayList<>(incoming);
        longestFirst.sort(Comparator.comparing((Incoming feed) -> feed.feed() != Feed.CASES)
                .thenComparing(Incoming::rows, Comparator.reverseOrder()));
        try (ExecutorService writers = Executors.newFixedThreadPool(AT_ONCE)) {
            for (Incoming feed : longestFirst) {
                if (feed.feed() == Feed.CASES) {
                    counts.put(Feed.CASES, write(staging, feed, owners));
                } else {
                    others.add(writers.submit(() -> write(staging, feed, owners)));
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

    private Dataset<Row> read(Incoming incoming) {
        return FeedRows.read(spark, incoming.parts(), incoming.feed(), reading, configuration);
    }

    private IngestResult.FeedCount write(Staging staging, Incoming incoming, Owners owners) {
        Feed feed = incoming.feed();
        Quarantine.Refused refused = new Quarantine.Refused();
        List<Dataset<Row>> refusedRows = new ArrayList<>();
        if (incoming.rows() > incoming.accepted()) {
            Dataset<Row> unread = read(incoming).where(col(FeedRows.CODE).isNotNull());
            refusedRows.add(unread.select(
                    lit(feed.label()).as("feed"),
                    Quarantine.fileName(),
                    col(FeedRows.FILE).as("path"),
                    quarantine.contentOf(incoming.files()).as("content"),
                    col(FeedRows.LINE).as("line"),
                    col(FeedRows.CODE).as("code"),
                    col(FeedRows.REASON).as("reason"),
                    col(FeedRows.RAW).as("raw")));
            if (Protective.feed(feed)) {
                protections.write(
                        feed,
                        unread.where(col(FeedRows.PROTECTS))
                                .withColumn(Protections.CONTENT, quarantine.contentOf(incoming.files())),
                        owners.known(),
                        moves);
            }
        }
        Verdicts.Written written = Verdicts.Written.NOTHING;
        Waiting.Held held = waiting.of(feed);
        long judged = incoming.rows() + (held == null ? 0 : held.count());
        try (KeptRows kept = new KeptRows(spark, judged)) {
            if (held != null) {
                written = append(incoming.and(held), owners, held, refusedRows, refused, kept);
            } else if (incoming.accepted() > 0 && committed(staging, incoming, owners)) {
                written = new Verdicts.Written(incoming.accepted(), 0, 0, 0, 0, 0);
                quarantine.write(refusedRows, incoming.files(), refused, kept);
            } else if (incoming.accepted() > 0) {
                written = append(incoming, owners, null, refusedRows, refused, kept);
            } else {
                quarantine.write(refusedRows, incoming.files(), refused, kept);
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

    /// Commits the staged records of a feed, if all of them are new to the lake.
    ///
    /// @return whether it did; if not, nothing was written
    private boolean committed(Staging staging, Incoming incoming, Owners owners) {
        Feed feed = incoming.feed();
        if (incoming.staged() == null || incoming.takenBack().entries() > 0) {
            return false;
        }
        Dataset<Row> stored = new Verdicts(spark, lake, owners).stored(incoming);
        if (stored != null && !stored.isEmpty()) {
            return false;
        }
        if (mayMove(incoming)) {
            Dataset<Row> arriving =
                    staging.rows(incoming).select(Verdicts.key(feed).as("key"), col(FeedTable.DEBTOR), col("known_at"));
            if (feed == Feed.PAYMENTS) {
                if (incoming.moves() || moves.any(feed, arriving, incoming.accepted())) {
                    return false;
                }
            } else {
                moves.write(feed, arriving, incoming.accepted(), false, incoming.moves());
            }
        }
        staging.commit(incoming);
        return true;
    }

    /// Whether a record may go to another debtor.
    private boolean mayMove(Incoming incoming) {
        Feed feed = incoming.feed();
        return FeedTable.owner(feed) != null
                && (incoming.moves() || lake.tables().exists(lake.feed(feed.label())) || protections.of(feed));
    }

    /// Appends the new ones among the accepted records, and writes to quarantine those that are refused
    /// because of the lake's content.
    ///
    /// @param held the records of earlier ingests that wait, which are part of `incoming`; null if there are none
    private Verdicts.Written append(
            Incoming incoming,
            Owners owners,
            Waiting.@Nullable Held held,
            List<Dataset<Row>> refusedRows,
            Quarantine.Refused refused,
            KeptRows kept) {
        Feed feed = incoming.feed();
        Verdicts verdicts = new Verdicts(spark, lake, owners);
        Dataset<Row> stored = verdicts.stored(incoming);
        boolean compared = incoming.repeats() || stored != null && !stored.isEmpty();
        boolean mayMove = mayMove(incoming);
        Dataset<Row> judged = compared
                ? verdicts.compared(read(incoming), held, feed, stored)
                : verdicts.judged(read(incoming), held, feed);
        // A large first load is read once; records to compare are read several times.
        boolean keep = compared || mayMove || kept.small();
        if (keep) {
            judged = feed == Feed.PAYMENTS ? kept.keep(judged) : kept.cache(judged);
        }
        if (feed == Feed.PAYMENTS) {
            Dataset<Row> table =
                    lake.tables().exists(lake.feed(feed.label())) ? FeedTable.orEmpty(spark, lake, feed) : null;
            judged = new PaymentLedger(
                            spark, table, owners.known(), incoming.takenBack(), moves.lost(feed), mayMove, kept)
                    .judged(judged, compared);
        }
        Verdicts.Written written = keep ? Verdicts.counted(judged, kept) : null;
        Dataset<Row> fresh = judged.where(col(Verdicts.VERDICT).equalTo(Verdicts.NEW));
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
            boolean some = lake.tables().exists(lake.feed(feed.label())) || !fresh.isEmpty();
            long added = some ? append(feed, fresh) : 0;
            written = new Verdicts.Written(added, 0, incoming.accepted() - added, 0, 0, 0);
        } else if (freshRows > 0) {
            append(feed, kept.small() ? fresh.coalesce(1) : fresh);
        }
        Dataset<Row> late = judged.where(col(FeedRows.REASON).isNotNull().and(not(col(Waiting.WAITED))));
        if (written.late() > 0) {
            if (Protective.feed(feed)) {
                Dataset<Row> protective = late.where(Protective.record(feed))
                        .withColumn(Protections.CONTENT, quarantine.contentOf(incoming.files()))
                        .withColumn(FeedRows.CODE, col(Verdicts.VERDICT))
                        .withColumn(
                                FeedRows.REASON,
                                expr("substring(" + FeedRows.REASON + ", instr(" + FeedRows.REASON + ", ': ') + 2)"));
                protections.write(feed, protective, owners.known(), moves);
            }
            refusedRows.add(quarantine.withRaw(feed, incoming.files(), late));
        }
        quarantine.write(refusedRows, incoming.files(), refused, kept);
        // After everything else: an ingest that is killed before is completed by running it again.
        long waits = keep || written.late() == 0
                ? written.waits()
                : late.where(Waiting.waits(col(Verdicts.VERDICT))).count();
        if (waits > 0 || held != null && written.stillWaits() < held.count()) {
            waiting.replace(
                    feed,
                    judged.where(Waiting.waits(col(Verdicts.VERDICT))),
                    waits > 0
                            ? quarantine.contentOf(incoming.files())
                            : lit(null).cast(DataTypes.StringType));
        }
        return written;
    }

    /// @return how many rows were written
    private long append(Feed feed, Dataset<Row> rows) {
        return TableFiles.append(lake.tables(), lake.feed(feed.label()), rows.select(stored(feed)));
    }

    /// @throws Problem FEED-TABLE if a table was written in an older form
    private void requirePresentForm(String path, String column) {
        if (lake.tables().exists(path) && !lake.tables().open(path).columns().contains(column)) {
            throw new Problem(
                    "FEED-TABLE",
                    path,
                    "the table was written by an older Solvens, and cannot take new records",
                    "it has no column " + column,
                    "ingest all feeds again into a new lake");
        }
    }

    private static Column[] stored(Feed feed) {
        return Stream.of(FeedTable.schema(feed).fieldNames())
                .map(name -> name.equals(FeedTable.LINE)
                        ? col(FeedRows.LINE).try_cast(DataTypes.IntegerType).as(FeedTable.LINE)
                        : col(name))
                .toArray(Column[]::new);
    }
}

package org.solvens.ingest;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.HashPartitioner;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.lake.DataFile;
import org.solvens.lake.DeltaTable;
import org.solvens.lake.Lake;
import org.solvens.lake.RowView;
import org.solvens.mapping.Mapping;
import org.solvens.spark.TableFiles;

/// Reads every file to its end, before anything is committed: a bad file is refused as a whole. While it reads, it
/// stages the accepted records in the folders of their tables, where nobody sees them, so that on an ordinary day each
/// file is read once. It also finds out whether versions of a record are repeated, and whether they name different
/// owners.
///
/// The cases are read first, because every other record needs the debtor of its case. Where one of them leaves a doubt,
/// the other feeds are not staged.
final class Staging implements AutoCloseable {
    /// Bytes of files for each part of the hashes that are compared at once.
    private static final long PART = 64L << 20;

    private static final List<String> OWNER_COLUMNS = List.of("case_id", FeedTable.DEBTOR, "currency", "known_at");

    private final SparkSession spark;
    private final Lake lake;
    private final @Nullable Mapping mapping;
    private final FileReading reading;
    private final SerializableConfiguration configuration;
    private final long partBytes;
    private final String run = UUID.randomUUID().toString();
    private final Set<Feed> staged = EnumSet.noneOf(Feed.class);

    /// @param partBytes of which a part of a long file has about as many
    Staging(
            SparkSession spark,
            Lake lake,
            @Nullable Mapping mapping,
            FileReading reading,
            SerializableConfiguration configuration,
            long partBytes) {
        this.spark = spark;
        this.lake = lake;
        this.mapping = mapping;
        this.reading = reading;
        this.configuration = configuration;
        this.partBytes = partBytes;
    }

    /// One reading of a part of a file for one of the feeds it gives.
    ///
    /// @param bytes of the part
    /// @param folder where its records are staged
    private record Read(Feed feed, FilePart part, long bytes, String folder) implements Serializable {}

    /// The feeds that the files give, in the contract's order.
    ///
    /// @throws org.solvens.problem.Problem for a bad file
    List<Incoming> of(List<InputFile> files) {
        List<FilePart> parts = FileParts.of(spark, files, mapping, partBytes, configuration);
        Map<Feed, List<FilePart>> filesOf = new EnumMap<>(Feed.class);
        for (Feed feed : Feed.values()) {
            List<FilePart> giving =
                    parts.stream().filter(part -> gives(part.file(), feed)).toList();
            if (!giving.isEmpty()) {
                filesOf.put(feed, giving);
            }
        }
        Map<Feed, Incoming> incoming = new EnumMap<>(Feed.class);
        CaseOwners known = owners();
        CaseOwners owners = known;
        if (filesOf.containsKey(Feed.CASES)) {
            read(Map.of(Feed.CASES, Objects.requireNonNull(filesOf.remove(Feed.CASES))), known, incoming);
            List<DataFile> cases =
                    Objects.requireNonNull(incoming.get(Feed.CASES)).staged();
            if (known != null && cases != null) {
                lake.tables().scan(cases, FeedTable.schema(Feed.CASES).json(), OWNER_COLUMNS, row -> add(row, known));
            } else {
                owners = null;
            }
        }
        if (!filesOf.isEmpty()) {
            read(filesOf, owners, incoming);
        }
        return new ArrayList<>(incoming.values());
    }

    /// The debtors of the lake's cases; null if there are too many for one process, or if versions of one differ.
    private @Nullable CaseOwners owners() {
        CaseOwners owners = new CaseOwners();
        String path = lake.feed(Feed.CASES.label());
        if (lake.tables().exists(path)) {
            DeltaTable cases = lake.tables().open(path);
            if (cases.rows() > CaseOwners.MOST) {
                return null;
            }
            cases.scan(OWNER_COLUMNS, row -> add(row, owners));
        }
        return owners.consistent() ? owners : null;
    }

    private static void add(RowView row, CaseOwners owners) {
        owners.add(
                row.getString(0), row.getString(1), row.getString(2), Math.floorDiv(row.getTimestampMicros(3), 1_000));
    }

    /// Reads files for the feeds they give.
    ///
    /// @param owners null to stage nothing
    private void read(Map<Feed, List<FilePart>> filesOf, @Nullable CaseOwners owners, Map<Feed, Incoming> incoming) {
        List<Read> reads = new ArrayList<>();
        filesOf.forEach((feed, given) -> {
            staged.add(feed);
            given.forEach(part ->
                    reads.add(new Read(feed, part, bytes(part), folder(feed).toString())));
        });
        // The longest first, so that none runs alone at the end.
        reads.sort(Comparator.comparingLong(Read::bytes).reversed());
        FileCounts counts = new FileCounts();
        spark.sparkContext().register(counts, "rows of files");
        FileReading rules = reading;
        SerializableConfiguration hadoop = configuration;
        int parts = parts(reads);
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Broadcast<@Nullable CaseOwners> known = context.broadcast(owners);
        PairFlatMapFunction<Read, Integer, long[]> look = read -> {
            StagedFile out = new StagedFile(
                    read.feed(),
                    new Path(read.folder()),
                    // A task that runs again writes other files.
                    "part-" + TaskContext.get().taskAttemptId(),
                    hadoop.value());
            return new StagedReading(
                    read.part(), read.feed(), rules, hadoop.value(), counts, parts, known.value(), out);
        };
        FlatMapFunction<Iterator<long[]>, Integer> find = Repetitions::findings;
        List<Integer> findings;
        try {
            findings = context.parallelize(reads, reads.size())
                    .flatMapToPair(look)
                    .partitionBy(new HashPartitioner(parts))
                    .values()
                    .mapPartitions(find)
                    .collect();
        } finally {
            known.destroy();
        }
        Set<Feed> repeating = Repetitions.Finding.REPEATS.in(findings);
        Set<Feed> moving = Repetitions.Finding.MOVES.in(findings);
        filesOf.forEach((feed, given) -> {
            List<FileCounts.Count> own = counts.value().values().stream()
                    .filter(count -> count.place().feed() == feed)
                    .toList();
            incoming.put(feed, incoming(feed, given, own, repeating.contains(feed), moving.contains(feed)));
        });
    }

    private static Incoming incoming(
            Feed feed, List<FilePart> given, List<FileCounts.Count> own, boolean repeats, boolean moves) {
        long accepted = own.stream().mapToLong(FileCounts.Count::accepted).sum();
        boolean doubt =
                repeats || feed == Feed.CASES && moves || own.stream().anyMatch(count -> count.staged() == null);
        return new Incoming(
                feed,
                given,
                own.stream()
                        .collect(Collectors.toMap(
                                count -> count.place().path(), FileCounts.Count::rows, Long::sum, TreeMap::new)),
                own.stream().mapToLong(FileCounts.Count::rows).sum(),
                accepted,
                repeats,
                moves && feed != Feed.CASES,
                own.stream()
                        .map(FileCounts.Count::takenBack)
                        .reduce(FileCounts.TakenBack.NOTHING, FileCounts.TakenBack::and),
                doubt
                        ? null
                        : own.stream()
                                .sorted(Comparator.comparing((FileCounts.Count count) ->
                                                count.place().path())
                                        .thenComparing(count -> count.place().begin()))
                                .flatMap(count -> Objects.requireNonNull(count.staged()).stream())
                                .toList(),
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
                                .orElseThrow()));
    }

    private static int parts(List<Read> reads) {
        return (int) Math.clamp(reads.stream().mapToLong(Read::bytes).sum() / PART, 1, 10_000);
    }

    private long bytes(FilePart part) {
        try {
            long end = part.end() < Long.MAX_VALUE
                    ? part.end()
                    : FileReader.size(new Path(part.file().path()), configuration.value());
            return end - part.begin();
        } catch (IOException e) {
            throw FileReader.damaged(part.file(), e);
        }
    }

    private Path folder(Feed feed) {
        return new Path(lake.feed(feed.label()), TableFiles.ADDED + "/" + run);
    }

    /// The staged records of a feed as rows of its table.
    Dataset<Row> rows(Incoming incoming) {
        return TableFiles.rows(
                spark,
                Objects.requireNonNull(incoming.staged()).stream()
                        .map(DataFile::path)
                        .toList(),
                FeedTable.schema(incoming.feed()));
    }

    /// Makes the staged records of a feed part of its table.
    void commit(Incoming incoming) {
        Feed feed = incoming.feed();
        lake.tables()
                .append(
                        lake.feed(feed.label()),
                        FeedTable.schema(feed).json(),
                        Objects.requireNonNull(incoming.staged()));
        synchronized (staged) {
            staged.remove(feed);
        }
    }

    private boolean gives(InputFile file, Feed feed) {
        return mapping == null
                ? file.feed() == feed
                : mapping.sourceOf(file.name()).records().stream().anyMatch(rule -> rule.target() == feed);
    }

    /// Removes what was staged and not committed. After a kill it stays until maintenance removes it.
    @Override
    public void close() {
        try {
            for (Feed feed : staged) {
                Path folder = folder(feed);
                FileSystem files = lake.tables().files(folder);
                files.delete(folder, true);
                // A lake that took nothing looks as before.
                Path root = new Path(lake.root());
                for (Path parent = folder.getParent();
                        parent != null && parent.depth() >= root.depth() && empty(files, parent);
                        parent = parent.getParent()) {
                    files.delete(parent, false);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean empty(FileSystem files, Path folder) throws IOException {
        return files.exists(folder) && files.listStatus(folder).length == 0;
    }
}

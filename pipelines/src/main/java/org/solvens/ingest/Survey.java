package org.solvens.ingest;

import static org.apache.spark.sql.functions.col;

import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.mapping.Mapping;

/// Reads every file to its end, before anything is written: a bad file is refused as a whole. The reading also
/// finds out whether versions of a record are repeated, and whether they name different owners.
final class Survey {
    private final SparkSession spark;
    private final @Nullable Mapping mapping;
    private final FileReading reading;
    private final SerializableConfiguration configuration;

    Survey(
            SparkSession spark,
            @Nullable Mapping mapping,
            FileReading reading,
            SerializableConfiguration configuration) {
        this.spark = spark;
        this.mapping = mapping;
        this.reading = reading;
        this.configuration = configuration;
    }

    /// The feeds that the files give, in the contract's order.
    ///
    /// @throws org.solvens.problem.Problem for a bad file
    List<Incoming> of(List<InputFile> files) {
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
        FileReading rules = reading;
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
}

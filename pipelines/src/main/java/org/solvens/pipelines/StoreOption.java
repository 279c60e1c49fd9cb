package org.solvens.pipelines;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.ingest.Ingest;
import org.solvens.ingest.IngestResult;
import org.solvens.intake.AcceptedEvents;
import org.solvens.intake.FoldedInto;
import org.solvens.intake.StoreAddress;
import org.solvens.lake.Lake;
import org.solvens.mapping.Mapping;
import org.solvens.problem.Problem;
import picocli.CommandLine.Option;

/// Where the events are that the API accepted, and how an ingest takes them into the lake.
final class StoreOption {
    @Option(
            names = "--store",
            paramLabel = "URL",
            description = "store with the events that the API accepted, which are ingested too:"
                    + " jdbc:postgresql://HOST/DATABASE, or jdbc:h2:file:PATH (default: the lake's own, if it has one)")
    private @Nullable String store;

    private Optional<StoreAddress> address(Lake lake) {
        if (store == null && lake.root().contains("://")) {
            return Optional.empty();
        }
        StoreAddress address = StoreAddress.of(store, lake.root());
        if (!address.exists() && store != null) {
            throw new Problem(
                    "STORE-MISSING",
                    address.shown(),
                    "there is no operational store",
                    "its file does not exist",
                    "correct --store, or leave it out");
        }
        return address.exists() ? Optional.of(address) : Optional.empty();
    }

    /// Ingests files, and the events that wait in the store.
    ///
    /// Events are written as files of the lake first, with the same names and content if the ingest has to be
    /// repeated. Only when they are in the lake does the store say so. After a kill at any moment the next
    /// ingest takes the same files again, and finds what it has already.
    ///
    /// @param mapping of the files; null if they have the feeds' columns, as events always have
    /// @param paths of the files; empty for events only
    /// @throws Problem `FEED-PATH` if there are neither files nor events
    IngestResult ingest(
            SparkSession spark,
            Lake lake,
            @Nullable Mapping mapping,
            Instant now,
            List<String> paths,
            Consumer<String> progress) {
        Optional<StoreAddress> address = address(lake);
        if (address.isEmpty()) {
            return new Ingest(spark, lake, mapping, now).run(paths, progress);
        }
        try (AcceptedEvents events = AcceptedEvents.open(address.get())) {
            Optional<AcceptedEvents.Fold> fold = events.begin(lake.root(), now);
            if (fold.isEmpty()) {
                return paths.isEmpty()
                        ? new IngestResult(List.of())
                        : new Ingest(spark, lake, mapping, now).run(paths, progress);
            }
            Path folder = new Path(
                    lake.root() + "/intake",
                    String.format(Locale.ROOT, "%08d", fold.get().id()));
            FileSystem files = folder.getFileSystem(spark.sparkContext().hadoopConfiguration());
            List<String> written = write(events, fold.get(), folder, files);
            progress.accept("events "
                    + fold.get().events().values().stream()
                            .mapToLong(Long::longValue)
                            .sum());
            IngestResult result;
            if (mapping == null) {
                result = new Ingest(spark, lake, null, now)
                        .run(Stream.concat(paths.stream(), written.stream()).toList(), progress);
            } else {
                List<IngestResult.FeedCount> counts = new ArrayList<>();
                if (!paths.isEmpty()) {
                    counts.addAll(new Ingest(spark, lake, mapping, now)
                            .run(paths, progress)
                            .feeds());
                }
                counts.addAll(new Ingest(spark, lake, null, now)
                        .run(written, progress)
                        .feeds());
                result = new IngestResult(counts);
            }
            events.end(fold.get(), FoldedInto.of(lake, fold.get()), now);
            files.delete(folder, true);
            return result;
        } catch (IOException e) {
            throw new Problem(
                    "LAKE-WRITE",
                    lake.root(),
                    "the accepted events cannot be written into the lake",
                    String.valueOf(e.getMessage()),
                    "give --lake a folder that you may write to; the events stay in the store",
                    e);
        }
    }

    private static List<String> write(AcceptedEvents events, AcceptedEvents.Fold fold, Path folder, FileSystem files)
            throws IOException {
        List<String> written = new ArrayList<>();
        for (Feed feed : fold.events().keySet().stream().sorted().toList()) {
            Path file = new Path(folder, feed.label() + String.format(Locale.ROOT, "-events-%08d.csv", fold.id()));
            try (Writer out =
                    new BufferedWriter(new OutputStreamWriter(files.create(file, true), StandardCharsets.UTF_8))) {
                events.write(fold, feed, out);
            }
            written.add(file.toString());
        }
        return written;
    }
}

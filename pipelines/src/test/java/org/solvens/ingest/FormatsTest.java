package org.solvens.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.feed.Feed;
import org.solvens.lake.Lake;
import org.solvens.simulation.Simulate;
import picocli.CommandLine;

/// The same records as CSV, Avro and Parquet: the same lake, dirt included. Only the line differs, since a
/// CSV file counts its header. Three ingests of all feeds take a minute; each reader also has its own tests.
@Tag("slow")
class FormatsTest {
    @TempDir
    Path folder;

    private Map<Feed, List<String>> ingested(String format) throws IOException {
        Path made = folder.resolve(format);
        int code = new CommandLine(new Simulate())
                .execute(
                        "--debtors",
                        "60",
                        "--from",
                        "2025-01-01",
                        "--to",
                        "2025-12-31",
                        "--seed",
                        "7",
                        "--dirt",
                        "0.02",
                        "--format",
                        format,
                        "--out",
                        made.toString());
        assertThat(code).isZero();
        Lake lake = new Lake(folder.resolve("lake-" + format).toString());
        IngestResult result = new Ingest(LakeRows.spark(), lake, null, LakeRows.NOW)
                .run(List.of(made.resolve("feeds").toString()), step -> {});
        assertThat(result.feeds().stream()
                        .filter(count -> count.quarantined() > 0)
                        .collect(Collectors.toMap(count -> count.feed().label(), IngestResult.FeedCount::quarantined)))
                .as("quarantined are the rows that the simulator spoilt, and no other")
                .isEqualTo(dirt(made.resolve("truth/dirt.csv")));
        Map<Feed, List<String>> content = new TreeMap<>();
        for (Feed feed : Feed.values()) {
            if (lake.tables().exists(lake.feed(feed.label()))) {
                content.put(feed, LakeRows.content(lake.feed(feed.label()), FeedTable.LINE));
            }
        }
        return content;
    }

    /// Spoilt rows of each feed.
    private static Map<String, Long> dirt(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .skip(1)
                .map(line -> line.split(","))
                .collect(Collectors.groupingBy(fields -> fields[0], Collectors.summingLong(f -> Long.parseLong(f[2]))));
    }

    @Test
    void csvAvroAndParquetGiveTheSameLake() throws IOException {
        Map<Feed, List<String>> csv = ingested("csv");
        assertThat(csv).hasSize(Feed.values().length);
        assertThat(ingested("avro")).isEqualTo(csv);
        assertThat(ingested("parquet")).isEqualTo(csv);
    }
}

package org.solvens.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.feed.Feed;
import org.solvens.lake.DeltaTable;
import org.solvens.lake.Lake;
import org.solvens.simulation.Simulate;
import picocli.CommandLine;

/// The same records as CSV, Avro and Parquet: the same lake, dirt included.
class FormatsTest {
    @TempDir
    Path folder;

    private Map<Feed, List<String>> ingested(String format) {
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
        IngestResult result = new Ingest(LakeRows.spark(), lake, null)
                .run(List.of(made.resolve("feeds").toString()), step -> {});
        assertThat(result.quarantined()).as("rows of dirt").isPositive();
        Map<Feed, List<String>> content = new TreeMap<>();
        for (Feed feed : Feed.values()) {
            if (DeltaTable.exists(lake.feed(feed.label()))) {
                content.put(feed, LakeRows.content(lake.feed(feed.label())));
            }
        }
        return content;
    }

    @Test
    void csvAvroAndParquetGiveTheSameLake() {
        Map<Feed, List<String>> csv = ingested("csv");
        assertThat(csv).hasSize(Feed.values().length);
        assertThat(ingested("avro")).isEqualTo(csv);
        assertThat(ingested("parquet")).isEqualTo(csv);
    }
}

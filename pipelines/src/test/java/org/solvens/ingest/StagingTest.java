package org.solvens.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.feed.Feed;
import org.solvens.lake.Lake;

/// Records that are staged while they are read, against the same records compared one by one.
class StagingTest {
    private static final Path SAMPLES = Path.of(System.getProperty("solvens.home"), "data-samples", "feeds");

    private static final int FIRST_DEBTORS = 60;

    /// So few that the larger files have several parts.
    private static final long PART_BYTES = 4_000;

    @TempDir
    Path folder;

    /// @param inDoubt whether a line of each file comes again, which leaves the tables as they are
    /// @param partBytes of which a part of a file has about as many
    private Lake ingested(String name, boolean inDoubt, long partBytes) throws IOException {
        FeedFiles files = new FeedFiles(Files.createDirectory(folder.resolve(name + "-in")));
        Set<String> ids = new HashSet<>();
        for (String feed : List.of(
                "cases",
                "address_hits",
                "arrangements",
                "case_events",
                "contacts",
                "decisions",
                "holds",
                "mandates",
                "payments",
                "tax_assessments")) {
            List<String> lines = new ArrayList<>();
            for (String line : Files.readAllLines(SAMPLES.resolve(feed + ".csv"))) {
                List<String> values = Arrays.asList(line.split(",", 4));
                if (feed.equals("cases") && lines.size() > 0 && lines.size() <= FIRST_DEBTORS) {
                    ids.addAll(values.subList(0, 2));
                }
                if (lines.isEmpty()
                        || feed.equals("mandates")
                        || values.stream().anyMatch(ids::contains)) {
                    lines.add(line);
                }
            }
            if (inDoubt) {
                lines.add(lines.getLast());
            }
            files.write(feed + ".csv", lines.toArray(String[]::new));
        }
        Lake lake = new Lake(folder.resolve(name).toString());
        new Ingest(LakeRows.spark(), lake, null, LakeRows.NOW, partBytes)
                .run(List.of(files.folder().toString()), step -> {});
        return lake;
    }

    private static boolean staged(Lake lake, Feed feed) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(lake.feed(feed.label())))) {
            return files.anyMatch(file -> file.getFileName().toString().matches("part-\\d+-\\d+\\.parquet"));
        }
    }

    @Test
    void stagedRecordsEqualThoseComparedOneByOne() throws IOException {
        Lake fast = ingested("fast", false, FileParts.BYTES);
        Lake slow = ingested("slow", true, FileParts.BYTES);
        Lake divided = ingested("divided", false, PART_BYTES);
        Lake dividedSlow = ingested("divided-slow", true, PART_BYTES);
        for (Feed feed : Feed.values()) {
            assertThat(LakeRows.content(fast.feed(feed.label()), FeedTable.LINE))
                    .as(feed.label())
                    .isNotEmpty()
                    .isEqualTo(LakeRows.content(slow.feed(feed.label()), FeedTable.LINE));
            assertThat(LakeRows.table(fast.feed(feed.label())).schema())
                    .isEqualTo(LakeRows.table(slow.feed(feed.label())).schema());
            assertThat(LakeRows.content(divided.feed(feed.label())))
                    .as(feed.label() + " divided, with the lines of its records")
                    .isEqualTo(LakeRows.content(fast.feed(feed.label())));
            assertThat(LakeRows.content(dividedSlow.feed(feed.label())))
                    .as(feed.label() + " divided and compared one by one")
                    .isEqualTo(LakeRows.content(slow.feed(feed.label())));
            assertThat(staged(slow, feed)).as(feed.label()).isFalse();
        }
        for (Feed feed : List.of(Feed.CASES, Feed.CASE_EVENTS, Feed.CONTACTS, Feed.TAX_ASSESSMENTS, Feed.MANDATES)) {
            assertThat(staged(fast, feed)).as(feed.label()).isTrue();
        }
    }

    @Test
    void nothingStagedIsLeftOfARefusedIngest() throws IOException {
        FeedFiles files = new FeedFiles(Files.createDirectory(folder.resolve("in")));
        files.write("cases.csv", FeedFiles.CASES, FeedFiles.aCase("C1", "D1"));
        files.bytes("payments.csv.gz", new byte[] {1, 2, 3});
        Path root = folder.resolve("lake");
        Lake lake = new Lake(root.toString());
        assertThat(catchThrowable(() -> new Ingest(LakeRows.spark(), lake, null, LakeRows.NOW)
                        .run(List.of(files.folder().toString()), step -> {})))
                .isNotNull();
        assertThat(root).doesNotExist();
    }
}

package org.solvens.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.solvens.ingest.FeedFiles;
import org.solvens.lake.Lake;
import org.solvens.policy.Policy;

/// What is refused before Spark is even started, and what commands say of themselves.
class CommandsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    private int run(String... arguments) {
        return PipelinesMain.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"run", "ingest", "features", "score", "report", "quality", "maintain", "monitor", "simulate"})
    void everyCommandHasHelpWithAnExample(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString()).contains("Usage: solvens " + command).contains("./solvens " + command);
    }

    @ParameterizedTest
    @ValueSource(strings = {"features", "score", "report", "quality", "maintain", "monitor"})
    void aFolderThatIsNotALakeIsNamed(String command) {
        assertThat(run(command, "--lake", folder.toString())).isEqualTo(1);
        assertThat(err.toString()).startsWith("error LAKE: this is not a lake").contains(folder.toString());
    }

    @Test
    void nothingIsWrittenIntoAFolderOfSomethingElse() throws Exception {
        Files.writeString(folder.resolve("thesis.txt"), "mine");
        assertThat(run("run", "--lake", folder.toString())).isEqualTo(1);
        assertThat(err.toString()).startsWith("error LAKE: ");
        try (var list = Files.list(folder)) {
            assertThat(list).hasSize(1);
        }
    }

    @Test
    void aPolicyWithoutDefaultStopsTheRunBeforeAnythingIsDone() throws Exception {
        String text = Policy.standardText().replaceAll("(?m)^default_segment:.*$", "");
        Path policy = Files.writeString(folder.resolve("policy.yaml"), text);
        Path lake = folder.resolve("lake");
        assertThat(run("run", "--lake", lake.toString(), "--policy", policy.toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("policy.yaml").contains("default").contains("remedy: ");
        assertThat(lake).doesNotExist();
    }

    @Test
    void aMappingWithAMisspeltFieldStopsTheRunBeforeAnythingIsDone() throws Exception {
        Path mapping = Files.writeString(folder.resolve("mapping.yaml"), """
            mapping: mine
            version: 1
            sources:
              - files: "*.csv"
                format: csv
                records:
                  - feed: payments
                    fields: {payment_idd: id}
            """);
        Path lake = folder.resolve("lake");
        assertThat(run("run", "--lake", lake.toString(), "--mapping", mapping.toString(), "x.csv"))
                .isEqualTo(1);
        assertThat(err.toString())
                .contains("mapping.yaml")
                .contains("payment_idd")
                .contains("remedy: ");
        assertThat(lake).doesNotExist();
    }

    @Test
    void whereEverythingIsRefusedTheRunSaysWhy() {
        FeedFiles files = new FeedFiles(folder);
        Path cases = files.write(
                "cases.csv", FeedFiles.CASES, FeedFiles.aCase("C1", "D1").replace("SEK", "kr"));
        assertThat(run("run", "--lake", folder.resolve("lake").toString(), cases.toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("CURRENCY 1").contains("error LAKE-EMPTY");
    }

    @Test
    void featuresAreChosenWithADate() throws Exception {
        Files.createDirectories(folder.resolve("feeds"));
        assertThat(run("features", "--lake", folder.toString(), "--feature", "balance"))
                .isEqualTo(1);
        assertThat(err.toString()).startsWith("error FEATURES-DATE: ").contains("--as-of");
    }

    @Test
    void filesAreRetainedForAWeekAtLeast() throws Exception {
        Files.createDirectories(folder.resolve("feeds"));
        assertThat(run("maintain", "--lake", folder.toString(), "--retain-days", "6"))
                .isEqualTo(1);
        assertThat(err.toString()).startsWith("error RETENTION: ").contains("at least 7 days");
    }

    @Test
    void oneJobAtATimeWritesToALake() {
        Lake lake = new Lake(folder.resolve("lake").toString());
        try (LakeLock _ = LakeLock.take(lake)) {
            assertThat(run("ingest", "--lake", lake.root(), folder.toString())).isEqualTo(1);
        }
        assertThat(err.toString()).startsWith("error LAKE-BUSY: ");
    }
}

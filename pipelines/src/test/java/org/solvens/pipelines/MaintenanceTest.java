package org.solvens.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.feature.Axis;
import org.solvens.ingest.FeedFiles;
import org.solvens.ingest.Ingest;
import org.solvens.ingest.LakeRows;
import org.solvens.lake.Lake;
import org.solvens.pipelines.histories.Histories;
import org.solvens.pipelines.maintenance.Maintenance;
import org.solvens.pipelines.maintenance.Maintenance.Done;
import org.solvens.registry.ModelRegistry;

class MaintenanceTest {
    private static final String CHECKED = "spark.databricks.delta.retentionDurationCheck.enabled";

    @TempDir
    Path folder;

    private Lake lake;
    private FeedFiles files;

    /// Files only just dropped are to be removed at once, which the command refuses.
    @BeforeEach
    void noRetention() throws Exception {
        LakeRows.spark().conf().set(CHECKED, false);
        files = new FeedFiles(Files.createDirectory(folder.resolve("in")));
        lake = new Lake(folder.resolve("lake").toString());
    }

    @AfterEach
    void retention() {
        LakeRows.spark().conf().unset(CHECKED);
    }

    private void ingest(Path... some) {
        new Ingest(LakeRows.spark(), lake, null, LakeRows.NOW)
                .run(java.util.Arrays.stream(some).map(Path::toString).toList(), step -> {});
    }

    private Map<String, Done> maintain() {
        return new Maintenance(LakeRows.spark(), lake)
                .run(Duration.ZERO, Instant.now().plusSeconds(60), step -> {}).stream()
                        .collect(Collectors.toMap(Done::table, Function.identity()));
    }

    private Path cases(int number) {
        return files.write("cases-" + number + ".csv", FeedFiles.CASES, FeedFiles.aCase("C" + number, "D" + number));
    }

    private Path payments(int number, String caseId) {
        return files.write(
                "payments-" + number + ".csv",
                FeedFiles.PAYMENTS,
                FeedFiles.payment("P" + number, caseId, "5.00", "2026-02-02"));
    }

    @Test
    void historiesGrowOnAfterMaintenance() {
        Histories histories = new Histories(LakeRows.spark(), lake);
        ingest(cases(1), cases(2), payments(1, "C1"));
        histories.update();
        ingest(cases(3), payments(2, "C2"));
        histories.update();

        Map<String, Done> done = maintain();
        assertThat(done).containsOnlyKeys("feeds/cases", "feeds/payments", "histories");
        assertThat(done.get("feeds/payments").filesBefore()).isEqualTo(2);
        assertThat(done.values()).allSatisfy(table -> {
            assertThat(table.filesAfter()).isEqualTo(1);
            assertThat(table.storedAfter()).isEqualTo(1).isLessThan(table.storedBefore());
            assertThat(table.skipped()).isFalse();
        });

        ingest(payments(3, "C3"));
        // Those records are still to be read.
        assertThat(maintain().get("feeds/payments").skipped()).isTrue();
        Histories.Update update = histories.update();
        assertThat(update).isEqualTo(new Histories.Update(false, 1));
        assertThat(maintain().get("feeds/payments").skipped()).isFalse();
        assertThat(histories.update()).isEqualTo(new Histories.Update(false, 0));

        List<String> grown = content();
        histories.rebuild();
        assertThat(content()).isEqualTo(grown).hasSize(3);
    }

    /// Two versions of the snapshots, of which the older has three rows.
    private void snapshots() {
        for (int rows : new int[] {3, 2}) {
            LakeRows.spark()
                    .range(rows)
                    .coalesce(1)
                    .write()
                    .format("delta")
                    .mode("overwrite")
                    .save(lake.snapshots());
        }
    }

    @Test
    void theSnapshotsThatAModelWasTrainedOnStay() {
        snapshots();
        new ModelRegistry(lake.registry())
                .publish(
                        MonitorTest.model(Axis.WILLINGNESS, "season", 1, 0.5, -0.5), "{\"snapshots_version\":0}", "{}");
        assertThat(maintain().get("snapshots").storedAfter()).isEqualTo(2);
        assertThat(LakeRows.spark()
                        .read()
                        .format("delta")
                        .option("versionAsOf", 0)
                        .load(lake.snapshots())
                        .count())
                .isEqualTo(3);

        lake = new Lake(folder.resolve("without").toString());
        snapshots();
        assertThat(maintain().get("snapshots").storedAfter()).isEqualTo(1);
    }

    private List<String> content() {
        return LakeRows.table(lake.histories()).selectExpr("debtor_id", "hex(history)").collectAsList().stream()
                .map(row -> row.mkString(" "))
                .sorted()
                .toList();
    }
}

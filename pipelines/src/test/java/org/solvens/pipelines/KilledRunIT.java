package org.solvens.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.ingest.LakeRows;
import org.solvens.lake.Lake;

/// The main job is killed in the middle of ingest, of histories, of snapshots and of scoring, each time on
/// the lake that the kill before left behind, and then left to finish. The temporary files of the killed are gone
/// then.
@Tag("slow")
class KilledRunIT {
    @TempDir
    Path folder;

    private Path temporary;
    private Path feeds;
    private Path plan;
    private Lake lake;

    @Test
    void whateverIsKilledTheNextRunCompletesIt() throws Exception {
        temporary = Files.createDirectory(folder.resolve("temporary"));
        Solvens.Ended made = Solvens.run(
                folder.resolve("simulate"),
                "simulate",
                "--debtors",
                "400",
                "--from",
                "2025-01-01",
                "--to",
                "2026-03-31",
                "--seed",
                "11",
                "--dirt",
                "0.01",
                "--out",
                folder.toString());
        assertThat(made.code()).as(made.err()).isZero();
        feeds = folder.resolve("feeds");
        // Half of the feeds, for half of the time: the steps that are killed are the same.
        for (String left : List.of("arrangements", "case_events", "decisions", "holds", "mandates", "address_hits")) {
            Files.delete(feeds.resolve(left + ".csv"));
        }

        plan = folder.resolve("plan.yaml");
        String all = Files.readString(Solvens.HOME.resolve("data-samples/plans/default.yaml"));
        // One axis: training is not what is killed.
        Files.writeString(plan, all.replaceFirst("(?s)\n  ability:.*\nscorecard:", "\nscorecard:"));

        Lake undisturbed = new Lake(folder.resolve("undisturbed").toString());
        lake = undisturbed;
        complete();

        lake = new Lake(folder.resolve("killed").toString());
        killOnce("ingest", at -> committed(at.feed("cases")) && !committed(at.feed("payments")));
        assertThat(lake.tables().exists(lake.histories()))
                .as("ingest was not over")
                .isFalse();
        assertThat(LakeRows.content(lake.feed("cases"))).isEqualTo(LakeRows.content(undisturbed.feed("cases")));

        killOnce("histories", at -> Files.exists(Path.of(at.histories())) && !committed(at.histories()));
        assertThat(lake.tables().exists(lake.snapshots()))
                .as("histories were not over")
                .isFalse();
        assertReadable(undisturbed);

        killOnce("snapshots", at -> Files.exists(Path.of(at.snapshots())) && !committed(at.snapshots()));
        assertThat(Files.exists(Path.of(lake.scores())))
                .as("snapshots were not over")
                .isFalse();

        killOnce("score", at -> Files.exists(Path.of(at.scores())) && !committed(at.scores()));
        assertThat(lake.tables().exists(lake.recovery()))
                .as("scoring was not over")
                .isFalse();
        assertReadable(undisturbed);

        complete();
        assertThat(LakeContent.tables(lake)).isEqualTo(LakeContent.tables(undisturbed));
        assertThat(temporary).isEmptyDirectory();
    }

    private void complete() throws Exception {
        Solvens.Ended ended = Solvens.run(
                folder.resolve("complete"),
                variables(),
                "run",
                "--lake",
                lake.root(),
                "--plan",
                plan.toString(),
                feeds.toString());
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out()).contains("cases scored").contains("recovered");
        assertThat(ended.err()).isEmpty();
    }

    /// Starts the main job and kills it, hard, as soon as the lake looks so.
    private void killOnce(String when, Predicate<Lake> reached) throws Exception {
        Process process = Solvens.start(
                folder.resolve("killed-in-" + when),
                variables(),
                "run",
                "--lake",
                lake.root(),
                "--plan",
                plan.toString(),
                feeds.toString());
        while (!reached.test(lake)) {
            assertThat(process.waitFor(2, TimeUnit.MILLISECONDS))
                    .as("the run ended before it was killed in " + when)
                    .isFalse();
        }
        Solvens.kill(process);
        assertThat(temporary)
                .isDirectoryContaining(
                        left -> left.getFileName().toString().startsWith("solvens-run-" + process.pid() + "-"));
    }

    /// Temporary files of these processes alone.
    private List<String> variables() {
        return List.of("TMPDIR=" + temporary);
    }

    private static boolean committed(String table) {
        Path log = Path.of(table, "_delta_log");
        return Files.exists(log.resolve("00000000000000000000.json"));
    }

    /// Every table that has a commit is readable and holds what it should.
    private void assertReadable(Lake undisturbed) {
        Map<String, List<String>> whole = LakeContent.tables(undisturbed);
        Map<String, List<String>> found = LakeContent.tables(lake);
        // A run stores the checks of the feeds first and those of the facts after the histories.
        List<String> checks = found.remove("quality");
        if (checks != null) {
            assertThat(whole.get("quality")).containsAll(checks);
        }
        found.forEach((table, rows) -> assertThat(rows).as(table).isEqualTo(whole.get(table)));
    }
}

package org.solvens.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.ingest.FeedFiles;
import org.solvens.ingest.Ingest;
import org.solvens.ingest.LakeRows;
import org.solvens.inputs.FeedSpans;
import org.solvens.lake.Lake;
import org.solvens.pipelines.histories.Histories;
import org.solvens.pipelines.scores.Scores;
import org.solvens.pipelines.scores.ScoringInputs;
import org.solvens.pipelines.snapshots.Snapshots;
import org.solvens.plan.TrainingPlan;
import org.solvens.policy.PolicyText;
import org.solvens.settings.Settings;

/// Commands that look at a lake that they may not write to.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReadOnlyLakeTest {
    private static final String SAID = "The lake is read-only for this user: nothing was stored in it.";
    private static final String PLAN = """
        plan: looked at
        version: 1
        as_of: {from: 2026-02-01, until: 2026-02-02, max_age_days: 730}
        horizon_days: 28
        late_days: 2
        split: {test_share: 0.3}
        seed: 42
        axes:
          willingness: {minimum_outcomes: 50}
        scorecard: {max_bins: 6, min_bin_share: 0.05, base_points: 600, base_odds: 1.0, points_to_double: 40}
        gate: {min_auc: 0.52, max_auc: 0.95, max_ks: 0.75, max_calibration_error: 0.08}
        """;

    @TempDir
    static Path folder;

    private static Lake lake;
    private static String sealed;
    private static Path plan;

    private StringWriter out;
    private StringWriter err;

    @BeforeAll
    static void fill() throws Exception {
        FeedFiles files = new FeedFiles(Files.createDirectory(folder.resolve("in")));
        files.write("cases.csv", FeedFiles.CASES, FeedFiles.aCase("C1", "D1"), FeedFiles.aCase("C2", "D2"));
        files.write(
                "payments.csv",
                FeedFiles.PAYMENTS,
                FeedFiles.payment("P1", "C1", "535.00", "2026-02-02"),
                FeedFiles.payment("P2", "C2", "1.00", "2026-04-10"));
        lake = new Lake(folder.resolve("lake").toString());
        sealed = "sealed://" + lake.root();
        ingest(files.folder());
        new Histories(LakeRows.spark(), lake).update();
        plan = Files.writeString(folder.resolve("plan.yaml"), PLAN);
        FeedSpans spans = FeedSpans.ofCases(lake);
        new Snapshots(LakeRows.spark(), lake, TrainingPlan.read(plan)).write(spans);
        ScoringInputs inputs = ScoringInputs.of(lake, PolicyText.standard());
        new Scores(LakeRows.spark(), lake)
                .write(Instant.parse("2026-02-01T00:00:00Z").toEpochMilli(), spans.starts(), inputs);
    }

    private static void ingest(Path files) {
        new Ingest(LakeRows.spark(), lake, null, LakeRows.NOW).run(List.of(files.toString()), _ -> {});
    }

    @BeforeEach
    void writers() {
        out = new StringWriter();
        err = new StringWriter();
    }

    private Settings settings = Settings.ofProcess();

    private int run(String... arguments) {
        return new PipelinesMain().run(settings, new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    private static List<String> files() throws Exception {
        try (Stream<Path> all = Files.walk(Path.of(lake.root()))) {
            return all.map(Path::toString).sorted().toList();
        }
    }

    @Test
    @Order(1)
    void checksAreShownAndEndAsTheyWould() throws Exception {
        List<String> before = files();
        int code = run("quality", "--lake", sealed);
        assertThat(out.toString()).contains("checks as of 2026-04-11");
        assertThat(code).isEqualTo(out.toString().contains(": 0 ERROR") ? 0 : 1);
        assertThat(err.toString().strip()).isEqualTo(SAID);
        assertThat(files()).isEqualTo(before);
    }

    @Test
    @Order(1)
    void leaksAreLookedFor() throws Exception {
        List<String> before = files();
        assertThat(run("features", "--lake", sealed, "--check-leaks")).isZero();
        assertThat(out.toString()).contains("cut");
        assertThat(err.toString().strip()).isEqualTo(SAID);
        assertThat(files()).isEqualTo(before);
    }

    @Test
    @Order(2)
    void monitoringIsShownWhereTheHistoriesAreUpToDateAndRefusedWhereTheyAreBehind() throws Exception {
        settings = settings.withRegistry(Path.of(lake.root() + "/registry"));
        List<String> before = files();
        int code = run("monitor", "--lake", sealed, "--plan", plan.toString());
        assertThat(err.toString().strip()).isEqualTo(SAID);
        assertThat(files()).isEqualTo(before);
        StringWriter shown = out;
        writers();
        assertThat(run("monitor", "--lake", lake.root(), "--plan", plan.toString()))
                .isEqualTo(code);
        assertThat(shown.toString()).isEqualTo(out.toString()).contains("2026-02-01");
        assertThat(Path.of(lake.monitoring())).exists();

        FeedFiles more = new FeedFiles(Files.createDirectory(folder.resolve("more")));
        more.write("payments.csv", FeedFiles.PAYMENTS, FeedFiles.payment("P3", "C1", "5.00", "2026-04-09"));
        ingest(more.folder());
        writers();
        assertThat(run("monitor", "--lake", sealed, "--plan", plan.toString())).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("error LAKE-READ-ONLY: the histories cannot be brought up to date")
                .contains("the histories are behind the feeds", "./solvens features --lake");
        writers();
        assertThat(run("features", "--lake", sealed, "--plan", plan.toString())).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("error LAKE-WRITE: the lake cannot be written to")
                .contains("does not let this user write");
    }
}

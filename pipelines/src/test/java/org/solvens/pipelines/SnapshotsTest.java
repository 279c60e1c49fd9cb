package org.solvens.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Encoders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.facts.OtherCases;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.ingest.FeedFiles;
import org.solvens.ingest.Ingest;
import org.solvens.ingest.LakeRows;
import org.solvens.inputs.FeedSpans;
import org.solvens.lake.Lake;
import org.solvens.outcome.OwnOutcome;
import org.solvens.pipelines.histories.Histories;
import org.solvens.pipelines.snapshots.SnapshotRow;
import org.solvens.pipelines.snapshots.Snapshots;
import org.solvens.plan.TrainingPlan;
import org.solvens.plan.TrainingPlan.Every;
import org.solvens.problem.Problem;

class SnapshotsTest {
    @Test
    void noFeatureHasTheNameOfAColumnThatNamesTheCase() {
        String[] columns = LakeRows.spark()
                .createDataset(List.<SnapshotRow>of(), Encoders.bean(SnapshotRow.class))
                .select(Snapshots.columns(FeatureCatalogue.standard(OtherCases.SEEN)))
                .columns();
        assertThat(Arrays.stream(columns).map(String::toLowerCase)).doesNotHaveDuplicates();
        assertThat(columns)
                .contains(
                        "case_id", "as_of", "outcome_willingness", "net_income", "outcome_self_cure", "recovered_180d");
    }

    /// One case pays half of its 1,070.00 on the first as-of day, the other nothing; the lake knows until 10 April,
    /// too little for any outcome over 90 days.
    @Test
    void casesAreFollowedAsFarAsIsKnownWhereThePlanAsksForIt(@TempDir Path folder) throws Exception {
        FeedFiles files = new FeedFiles(Files.createDirectory(folder.resolve("in")));
        Lake lake = new Lake(folder.resolve("lake").toString());
        files.write("cases.csv", FeedFiles.CASES, FeedFiles.aCase("C1", "D1"), FeedFiles.aCase("C2", "D2"));
        files.write(
                "payments.csv",
                FeedFiles.PAYMENTS,
                FeedFiles.payment("P1", "C1", "535.00", "2026-02-02"),
                FeedFiles.payment("P2", "C2", "1.00", "2026-04-10"));
        new Ingest(LakeRows.spark(), lake, null, LakeRows.NOW)
                .run(List.of(files.folder().toString()), step -> {});
        new Histories(LakeRows.spark(), lake).update();
        FeedSpans spans = FeedSpans.ofCases(lake);

        assertThatThrownBy(() -> new Snapshots(LakeRows.spark(), lake, plan("willingness")).write(spans))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("SNAPSHOTS"));

        assertThat(plan("willingness").followsRecovery()).isFalse();
        assertThat(plan("expected_recovery").followsRecovery()).isTrue();
        assertThat(new Snapshots(LakeRows.spark(), lake, plan("payment_probability")).write(spans))
                .isEqualTo(2);
        assertThat(LakeRows.table(lake.snapshots())
                        .selectExpr(
                                "case_id",
                                "as_of",
                                "recovered_30d",
                                "recovered_60d",
                                "recovered_90d",
                                "recovered_180d",
                                "outcome_willingness",
                                "outcome_promise_kept",
                                "outcome_self_cure")
                        .collectAsList()
                        .stream()
                        .map(row -> row.mkString(" "))
                        .sorted())
                .containsExactly(
                        "C1 2026-02-01 0.5 0.5 null null null null null",
                        "C1 2026-03-01 0.0 null null null null null null",
                        "C2 2026-02-01 0.0 0.0 null null null null null",
                        "C2 2026-03-01 0.0 null null null null null null");

        // Of each case the first midnight after it was placed at which it is known, with an outcome of the plan.
        OwnOutcome paid = new OwnOutcome("paid > 0", null, "anything is paid within 30 days");
        TrainingPlan placed = plan(new TrainingPlan.Grid(null, null, 730, Every.PLACEMENT, null), paid);
        new Snapshots(LakeRows.spark(), lake, placed).write(spans);
        assertThat(
                        LakeRows.table(lake.snapshots())
                                .selectExpr("case_id", "as_of", "outcome_self_cure")
                                .collectAsList()
                                .stream()
                                .map(row -> row.mkString(" "))
                                .sorted())
                .containsExactly("C1 2026-01-06 1", "C2 2026-01-06 0");
        // Every second Monday from 12 January to 9 March.
        TrainingPlan weeks = plan(new TrainingPlan.Grid(null, null, 730, Every.WEEK, 2), paid);
        assertThat(new Snapshots(LakeRows.spark(), lake, weeks).write(spans)).isEqualTo(5);
    }

    private static TrainingPlan plan(TrainingPlan.Grid grid, OwnOutcome outcome) {
        return new TrainingPlan(
                "test",
                1,
                grid,
                30,
                0,
                new TrainingPlan.Split(null, 0.3),
                1,
                Map.of(
                        "self_cure",
                        new TrainingPlan.AxisPlan(List.of(), 50, List.of(), null, null, null, null, null, outcome)),
                new TrainingPlan.ScorecardShape(6, 0.05, 600, 1, 40),
                new TrainingPlan.GateLimits(0.52, 0.95, 0.75, 0.1));
    }

    private static TrainingPlan plan(String axis) {
        return new TrainingPlan(
                "test",
                1,
                new TrainingPlan.Grid(null, null, 730),
                90,
                0,
                new TrainingPlan.Split(null, 0.3),
                1,
                Map.of(axis, new TrainingPlan.AxisPlan(List.of(), 50, List.of())),
                new TrainingPlan.ScorecardShape(6, 0.05, 600, 1, 40),
                new TrainingPlan.GateLimits(0.52, 0.95, 0.75, 0.1));
    }
}

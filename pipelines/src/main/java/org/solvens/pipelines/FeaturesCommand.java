package org.solvens.pipelines;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.solvens.command.Listed;
import org.solvens.command.TextTable;
import org.solvens.inputs.FeedSpans;
import org.solvens.lake.Lake;
import org.solvens.pipelines.histories.Histories;
import org.solvens.pipelines.snapshots.Features;
import org.solvens.pipelines.snapshots.LeakCheck;
import org.solvens.pipelines.snapshots.Snapshots;
import org.solvens.plan.TrainingPlan;
import org.solvens.problem.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `features`: histories up to date, and what is asked for of them.
@Listed(Listed.Group.ANALYSTS)
@Command(
        name = "features",
        sortOptions = false,
        header = "Bring histories up to date and write the training snapshots of a plan.",
        description = "Bring the histories up to date and write the training snapshots of a plan, or the features of "
                + "every open case at the dates asked for.",
        footer = {
            "",
            "--check-leaks computes the features of a sample of debtors at past dates twice: from all that is known",
            "now, and from less (records known since then taken away; older versions of the histories). Ends with 1",
            "if any value differs although the same was known.",
            "",
            "Examples:",
            "  ./solvens features --lake lake --plan data-samples/plans/default.yaml",
            "  ./solvens features --lake lake --as-of 2026-06-01,2026-07-01 --feature balance,payments_90d",
            "  ./solvens features --lake lake --check-leaks",
            "  ./solvens features --lake s3a://bucket/lake --master spark://host:7077",
        })
final class FeaturesCommand extends LakeCommand implements Callable<Integer> {
    @Option(
            names = "--plan",
            paramLabel = "FILE",
            description = "training plan (default: data-samples/plans/default.yaml)")
    private @Nullable Path plan;

    @Option(names = "--rebuild", description = "rebuild every history")
    private boolean rebuild;

    @Option(
            names = "--as-of",
            paramLabel = "DATE",
            split = ",",
            description = "write the table of features at these dates, in place of a plan's snapshots")
    private List<LocalDate> asOf = List.of();

    @Option(
            names = "--feature",
            paramLabel = "NAME",
            split = ",",
            description = "only these features, with --as-of (default: all)")
    private List<String> features = List.of();

    @Option(names = "--check-leaks", description = "look for features that see the future; writes nothing")
    private boolean checkLeaks;

    @Option(
            names = "--sample",
            paramLabel = "N",
            defaultValue = "500",
            description = "debtors that --check-leaks looks at (default: 500)")
    private int sample = 500;

    @Override
    public Integer call() {
        Lake lake = existing();
        if (!features.isEmpty() && asOf.isEmpty()) {
            throw new Problem(
                    "FEATURES-DATE",
                    String.join(",", features),
                    "--feature chooses columns of the table of features, and no date is given",
                    "the snapshots of a plan always have the whole catalogue",
                    "name the dates with --as-of");
        }
        TrainingPlan read = TrainingPlan.read(plan == null ? defaultPlan() : plan);
        if (checkLeaks) {
            return leaks(lake);
        }
        Progress progress = new Progress();
        try (LakeLock _ = LakeLock.take(lake)) {
            SparkSession spark = spark();
            Histories histories = new Histories(spark, lake);
            Histories.Update update =
                    progress.step("histories", () -> rebuild ? histories.rebuild() : histories.update());
            FeedSpans spans = FeedSpans.ofCases(lake);
            int dates = asOf.isEmpty()
                    ? progress.step("snapshots", () -> new Snapshots(spark, lake, read).write(spans))
                    : progress.step("features", () -> {
                        new Features(spark, lake).write(asOf, features, spans.starts());
                        return asOf.size();
                    });
            progress.done();
            if (json()) {
                out().println(RunReport.JSON.writeValueAsString(Map.of(
                        "full",
                        update.full(),
                        "replaced",
                        update.replaced(),
                        "histories",
                        update.debtors(),
                        "dates",
                        dates,
                        "seconds",
                        progress.seconds())));
            } else {
                out().printf(
                                Locale.ROOT,
                                "histories %s; %s at %d as-of dates%n",
                                RunReport.text(update),
                                asOf.isEmpty() ? "snapshots of plan " + read.label() : "features of every open case",
                                dates);
            }
        }
        return 0;
    }

    private int leaks(Lake lake) {
        Progress progress = new Progress();
        try (LakeLock lock = LakeLock.takeIfWritable(lake)) {
            AsOfCommand.needsHistories(lake);
            SparkSession spark = spark();
            List<LeakCheck.Finding> findings = progress.step("leaks", () -> new LeakCheck(spark, lake).run(sample));
            progress.done();
            out().print(json() ? RunReport.json(findings) : text(findings));
            out().flush();
            sayIfReadOnly(lock);
            return findings.stream().anyMatch(finding -> finding.differing() > 0) ? 1 : 0;
        }
    }

    private static String text(List<LeakCheck.Finding> findings) {
        TextTable table = new TextTable("%-12s %,10d %,10d %,12d", "against", "rows", "differing", "late records");
        for (LeakCheck.Finding finding : findings) {
            table.row(finding.against(), finding.rows(), finding.differing(), finding.late());
            finding.features().forEach((name, rows) -> table.line("  %s in %,d", name, rows));
        }
        if (findings.size() == 1) {
            table.line("There is no older version of the histories yet.");
        }
        return table.text();
    }
}

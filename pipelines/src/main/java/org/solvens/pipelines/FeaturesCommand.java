package org.solvens.pipelines;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.solvens.lake.Lake;
import org.solvens.plan.TrainingPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `features`: histories up to date, and the snapshots of a plan.
@Command(
        name = "features",
        sortOptions = false,
        description = "Bring the histories up to date and write the training snapshots of a plan.",
        footer = {"", "Example:", "  ./solvens features --lake lake --plan data-samples/plans/default.yaml"})
final class FeaturesCommand extends LakeCommand implements Callable<Integer> {
    @Option(
            names = "--plan",
            paramLabel = "FILE",
            description = "training plan (default: data-samples/plans/default.yaml)")
    private @Nullable Path plan;

    @Option(names = "--rebuild", description = "build every history anew")
    private boolean rebuild;

    @Override
    public Integer call() {
        Lake lake = existing();
        TrainingPlan read = TrainingPlan.read(plan == null ? RunCommand.defaultPlan() : plan);
        Progress progress = new Progress();
        try (LakeLock _ = LakeLock.take(lake)) {
            SparkSession spark = spark();
            Histories histories = new Histories(spark, lake);
            Histories.Update update =
                    progress.step("histories", () -> rebuild ? histories.rebuild() : histories.update());
            int dates =
                    progress.step("snapshots", () -> new Snapshots(spark, lake, read).write(FeedSpans.of(spark, lake)));
            progress.done();
            if (json()) {
                out().println(RunReport.JSON.writeValueAsString(java.util.Map.of(
                        "full",
                        update.full(),
                        "histories",
                        update.debtors(),
                        "dates",
                        dates,
                        "seconds",
                        progress.seconds())));
            } else {
                out().printf(
                                Locale.ROOT,
                                "%,d histories %s, snapshots at %d as-of dates of plan %s@%d%n",
                                update.debtors(),
                                update.full() ? "built" : "rewritten",
                                dates,
                                read.plan(),
                                read.version());
            }
        }
        return 0;
    }
}

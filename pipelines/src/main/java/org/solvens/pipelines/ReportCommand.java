package org.solvens.pipelines;

import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.solvens.command.Listed;
import org.solvens.inputs.FeedSpans;
import org.solvens.lake.Lake;
import org.solvens.pipelines.histories.Histories;
import org.solvens.pipelines.reports.Recovery;
import picocli.CommandLine.Command;

/// `report`: the recovery report.
@Listed(Listed.Group.MANAGEMENT)
@Command(
        name = "report",
        sortOptions = false,
        header = "Write the recovery report, which serve shows.",
        description = "Write the recovery report: what was placed and what came in, by month of placement and segment.",
        footer = {"", "Example:", "  ./solvens report --lake lake"})
final class ReportCommand extends AsOfCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        requireAsOf();
        Lake lake = existing();
        PolicyText policy = policyText();
        needsHistories(lake);
        Progress progress = new Progress();
        try (LakeLock _ = LakeLock.take(lake)) {
            SparkSession spark = spark();
            FeedSpans spans = FeedSpans.ofCases(lake);
            progress.step("histories", () -> new Histories(spark, lake).update());
            Map<String, Recovery.Total> totals = progress.step(
                    "report", () -> new Recovery(spark, lake).write(asOf(spans), spans.starts(), inputs(lake, policy)));
            progress.done();
            out().print(json() ? RunReport.json(totals) : RunReport.text(totals));
            out().flush();
        }
        return 0;
    }
}

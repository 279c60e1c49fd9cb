package org.solvens.pipelines;

import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.solvens.lake.Lake;
import picocli.CommandLine.Command;

/// `score`: every open case scored and decided on.
@Command(
        name = "score",
        sortOptions = false,
        description = "Score every open case with the champions and decide its route.",
        footer = {"", "Example:", "  ./solvens score --lake lake --as-of 2026-07-01"})
final class ScoreCommand extends AsOfCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        Lake lake = existing();
        PolicyText policy = policyText();
        needsHistories(lake);
        Progress progress = new Progress();
        try (LakeLock _ = LakeLock.take(lake)) {
            SparkSession spark = spark();
            FeedSpans spans = FeedSpans.of(lake);
            Scores.Result result = progress.step(
                    "score",
                    () -> new Scores(spark, lake).write(asOf(spans), spans.starts(), inputs(spark, lake, policy)));
            progress.done();
            out().print(json() ? RunReport.json(result) : RunReport.text(result));
            out().flush();
        }
        return 0;
    }
}

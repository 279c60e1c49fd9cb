package org.solvens.pipelines;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.solvens.ingest.Ingest;
import org.solvens.ingest.IngestResult;
import org.solvens.lake.Lake;
import org.solvens.mapping.Mapping;
import org.solvens.plan.TrainingPlan;
import org.solvens.problem.Problem;
import org.solvens.quality.Result;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `run`: the main job, from feeds to segment flags and the recovery report.
@Command(
        name = "run",
        sortOptions = false,
        description = "Run the main job: ingest, histories, snapshots, training with its gate, scores, report.",
        footer = {
            "",
            "Running again with the same files changes nothing; after a kill it completes what was begun.",
            "",
            "Examples:",
            "  ./solvens run",
            "  ./solvens run --lake fines --mapping data-samples/mappings/road-traffic-fines.yaml events.csv.gz",
        })
final class RunCommand extends AsOfCommand implements Callable<Integer> {
    @Option(names = "--mapping", paramLabel = "FILE", description = "how foreign columns become feeds")
    private @Nullable Path mapping;

    @Option(
            names = "--plan",
            paramLabel = "FILE",
            description = "training plan (default: the mapping's, else data-samples/plans/default.yaml)")
    private @Nullable Path plan;

    @Option(names = "--by", defaultValue = "solvens-run", description = "on whose behalf models are published")
    private String by = "solvens-run";

    @Parameters(arity = "0..*", paramLabel = "PATH", description = "files or folders (default: data-samples/feeds)")
    private List<String> paths = List.of();

    static Path defaultPlan() {
        return home().resolve("data-samples/plans/default.yaml");
    }

    @Override
    public Integer call() {
        Lake lake = Lake.toWrite(place());
        Mapping rules = mapping == null ? null : Mapping.read(mapping);
        Path planFile = planFile(rules);
        TrainingPlan read = TrainingPlan.read(planFile);
        PolicyText policy = policyText();
        List<String> inputs =
                paths.isEmpty() ? List.of(home().resolve("data-samples/feeds").toString()) : paths;
        Progress progress = new Progress();
        try (LakeLock _ = LakeLock.take(lake)) {
            SparkSession spark = progress.step("start", this::spark);
            IngestResult ingested =
                    progress.step("ingest", () -> new Ingest(spark, lake, rules).run(inputs, progress::say));
            FeedSpans spans = spans(lake, ingested);
            List<Result> quality = progress.step("quality", () -> QualityCommand.check(spark, lake, spans));
            trusted(lake, quality);
            Histories.Update histories = progress.step("histories", () -> new Histories(spark, lake).update());
            int dates = progress.step("snapshots", () -> new Snapshots(spark, lake, read).write(spans));
            List<JsonNode> axes =
                    progress.step("train", () -> Training.run(home().resolve("solvens"), lake, planFile, by));
            ScoringInputs with = inputs(spark, lake, policy);
            long asOf = asOf(spans);
            Scores.Result scores =
                    progress.step("score", () -> new Scores(spark, lake).write(asOf, spans.starts(), with));
            Map<String, Recovery.Total> recovery =
                    progress.step("report", () -> new Recovery(spark, lake).write(asOf, spans.starts(), with));
            progress.done();
            RunReport report = new RunReport(
                    lake.root(),
                    read.plan() + "@" + read.version(),
                    policy.label(),
                    ingested,
                    spans.records(),
                    quality,
                    histories,
                    dates,
                    axes,
                    scores,
                    recovery,
                    progress.seconds());
            out().print(json() ? RunReport.json(report) : report.text());
            out().flush();
        }
        return 0;
    }

    /// Where nothing came through, what became of the rows is told beside the problem.
    private FeedSpans spans(Lake lake, IngestResult ingested) {
        try {
            return FeedSpans.of(lake);
        } catch (Problem problem) {
            err().print(RunReport.text(ingested));
            err().flush();
            throw problem;
        }
    }

    /// Nothing is computed from feeds that cannot be trusted: what stands in the other tables stays.
    private void trusted(Lake lake, List<Result> quality) {
        List<Result> errors = quality.stream().filter(Result::error).toList();
        if (!errors.isEmpty()) {
            Result first = errors.getFirst();
            throw new Problem(
                    "QUALITY",
                    lake.feed(first.feed()),
                    errors.size() == 1
                            ? "a check of level ERROR failed"
                            : errors.size() + " checks of level ERROR failed; the first is told",
                    first.check() + ": " + first.message(),
                    "see ./solvens quality --lake " + lake.root()
                            + ", ingest what is missing or right, and run again; histories, scores and reports are as"
                            + " they were");
        }
    }

    private Path planFile(@Nullable Mapping rules) {
        if (plan != null) {
            return plan;
        }
        return rules == null || rules.plan() == null
                ? defaultPlan()
                : java.util.Objects.requireNonNull(mapping)
                        .resolveSibling(rules.plan())
                        .normalize();
    }
}

package org.solvens.pipelines;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.solvens.command.ActorOption;
import org.solvens.command.ChallengerOption;
import org.solvens.command.Listed;
import org.solvens.ingest.IngestResult;
import org.solvens.inputs.FeedSpans;
import org.solvens.lake.Lake;
import org.solvens.mapping.Mapping;
import org.solvens.pipelines.histories.Histories;
import org.solvens.pipelines.reports.Recovery;
import org.solvens.pipelines.scores.Scores;
import org.solvens.pipelines.scores.ScoringInputs;
import org.solvens.pipelines.snapshots.Snapshots;
import org.solvens.plan.TrainingPlan;
import org.solvens.policy.Capacity;
import org.solvens.policy.Challenger;
import org.solvens.policy.PolicyText;
import org.solvens.problem.Problem;
import org.solvens.quality.AcceptedChecks;
import org.solvens.quality.Result;
import org.solvens.report.metric.RecoveryTotal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `run`: the main job, from feeds to segment flags and the recovery report.
@Listed(value = Listed.Group.MAIN, starts = "scoring/training")
@Command(
        name = "run",
        sortOptions = false,
        header = "Take feeds all the way to segments: ingest, features, train, gate, score, report.",
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

    @Option(
            names = "--accept",
            paramLabel = "FILE",
            description = "quality checks that may fail, and refused rows that protect nobody, each with a reason"
                    + " (default: the mapping's, else none)")
    private @Nullable Path accept;

    @Mixin
    private ActorOption actor = new ActorOption();

    @Mixin
    private ChallengerOption challenger = new ChallengerOption();

    @Mixin
    private CapacityOption capacity = new CapacityOption();

    @Mixin
    private StoreOption store = new StoreOption();

    @Mixin
    private QuarantineLimit limit = new QuarantineLimit();

    @Parameters(arity = "0..*", paramLabel = "PATH", description = "files or folders (default: data-samples/feeds)")
    private List<String> paths = List.of();

    private String by() {
        return actor.by() == null ? "solvens-run" : actor.by();
    }

    @Override
    public Integer call() {
        requireAsOf();
        limit.require();
        Lake lake = toWrite();
        Mapping rules = mapping == null ? null : Mapping.read(mapping);
        Path planFile = planFile(rules);
        TrainingPlan read = TrainingPlan.read(planFile);
        AcceptedChecks accepted = accepted(rules);
        PolicyText policy = policyText();
        Challenger onTrial = Challenger.read(challenger.file(), challenger.share(), challenger.seed());
        Capacity teams = capacity.read();
        List<String> inputs =
                paths.isEmpty() ? List.of(home().resolve("data-samples/feeds").toString()) : paths;
        Progress progress = new Progress();
        try (LakeLock _ = LakeLock.take(lake)) {
            Histories.requireFeeds(lake);
            SparkSession spark = progress.step("start", this::spark);
            IngestResult ingested =
                    progress.step("ingest", () -> store.ingest(spark, lake, rules, now(), inputs, progress::say));
            try {
                ExportDay.keep(spark, lake, rules);
                if (limit.exceeded(ingested)) {
                    throw limit.problem(ingested);
                }
                FeedSpans spans = FeedSpans.ofCases(lake);
                List<Result> quality = new ArrayList<>(
                        progress.step("quality", () -> QualityCommand.check(spark, lake, spans, accepted)));
                ProtectionCheck protections = ProtectionCheck.of(spark, lake, spans, accepted);
                trusted(lake, quality);
                Histories.Update histories = progress.step("histories", () -> {
                    Histories.Update update = new Histories(spark, lake).update();
                    quality.addAll(QualityCommand.checkFacts(spark, lake, spans, accepted, protections));
                    return update;
                });
                // The histories now protect the debtors whom a refused record names. A debtor without a name in it is
                // not protected.
                if (protections.results().stream().anyMatch(Result::error)) {
                    err().print(protections.text());
                    err().flush();
                }
                protections.require();
                int dates = progress.step("snapshots", () -> new Snapshots(spark, lake, read).write(spans));
                List<TrainProcess.Trained> axes =
                        progress.step("train", () -> TrainProcess.run(home().resolve("solvens"), lake, planFile, by()));
                ScoringInputs with =
                        ScoringInputs.of(lake, policy).with(onTrial).within(teams);
                long asOf = asOf(spans);
                Scores.Result scores =
                        progress.step("score", () -> new Scores(spark, lake).write(asOf, spans.starts(), with));
                Map<String, RecoveryTotal> recovery =
                        progress.step("report", () -> new Recovery(spark, lake).write(asOf, spans.starts(), with));
                progress.done();
                RunReport report = new RunReport(
                        lake.root(),
                        read.label(),
                        policy.policy().label(),
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
            } catch (Problem problem) {
                // What was ingested is in the lake even if the run stopped, and may be why it stopped.
                progress.done();
                err().println(RunReport.text(ingested));
                err().flush();
                throw problem;
            }
        }
        return 0;
    }

    /// Nothing is computed from feeds that cannot be trusted: the other tables are unchanged.
    private void trusted(Lake lake, List<Result> quality) {
        List<Result> errors = quality.stream().filter(Result::error).toList();
        if (!errors.isEmpty()) {
            Result first = errors.getFirst();
            err().print(QualityCommand.failures(quality));
            err().flush();
            throw new Problem(
                    "QUALITY",
                    lake.feed(first.feed()),
                    errors.size() == 1
                            ? "a check of level ERROR failed"
                            : errors.size() + " checks of level ERROR failed; the cause is that of the first",
                    first.check() + ": " + first.message(),
                    "ingest what is missing or right and run again, or accept the check " + first.name()
                            + " with a reason in a file (--accept FILE); histories, scores and reports are unchanged,"
                            + " and ./solvens quality --lake " + lake.root() + " shows every check");
        }
    }

    private Path planFile(@Nullable Mapping rules) {
        if (plan != null) {
            return plan;
        }
        return rules == null || rules.plan() == null ? defaultPlan() : nextToMapping(rules.plan());
    }

    private AcceptedChecks accepted(@Nullable Mapping rules) {
        if (accept != null) {
            return AcceptedChecks.read(accept);
        }
        return rules == null || rules.accept() == null
                ? AcceptedChecks.NONE
                : AcceptedChecks.read(nextToMapping(rules.accept()));
    }

    private Path nextToMapping(String file) {
        return Objects.requireNonNull(mapping).resolveSibling(file).normalize();
    }
}

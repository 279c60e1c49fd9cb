package org.solvens.pipelines;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.solvens.command.ChallengerOption;
import org.solvens.command.Listed;
import org.solvens.inputs.FeedSpans;
import org.solvens.lake.Lake;
import org.solvens.pipelines.histories.Histories;
import org.solvens.pipelines.scores.Scores;
import org.solvens.pipelines.scores.ScoringInputs;
import org.solvens.policy.Capacity;
import org.solvens.policy.Challenger;
import org.solvens.policy.PolicyText;
import org.solvens.quality.AcceptedChecks;
import org.solvens.quality.Result;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `score`: every open case scored and decided on.
@Listed(Listed.Group.CASE_SYSTEMS)
@Command(
        name = "score",
        sortOptions = false,
        header = "Score every open case and decide its route.",
        description = "Score every open case with the champions and decide its route.",
        footer = {
            "",
            "Brings the histories up to date with the feeds first. Stops before anything is scored where a refused",
            "record protects somebody and names nobody; such a row is accepted by protection/FILE@HASH:LINE, with a"
                    + " reason.",
            "",
            "Examples:",
            "  ./solvens score --lake lake --as-of 2026-07-01",
            "  ./solvens score --lake lake --accept accepted.yaml",
            "  ./solvens score --lake lake --challenger data-samples/policies/cautious.yaml --challenger-share 0.1",
            "  ./solvens score --lake lake --capacity data-samples/teams.yaml"
        })
final class ScoreCommand extends AsOfCommand implements Callable<Integer> {
    @Option(
            names = "--accept",
            paramLabel = "FILE",
            description = "refused rows that protect nobody, each with a reason (default: none)")
    private @Nullable Path accept;

    @Mixin
    private ChallengerOption challenger = new ChallengerOption();

    @Mixin
    private CapacityOption capacity = new CapacityOption();

    @Override
    public Integer call() {
        requireAsOf();
        Lake lake = existing();
        PolicyText policy = policyText();
        Challenger onTrial = Challenger.read(challenger.file(), challenger.share(), challenger.seed());
        Capacity teams = capacity.read();
        AcceptedChecks accepted = accept == null ? AcceptedChecks.NONE : AcceptedChecks.read(accept);
        needsHistories(lake);
        Progress progress = new Progress();
        try (LakeLock _ = LakeLock.take(lake)) {
            SparkSession spark = spark();
            FeedSpans spans = FeedSpans.ofCases(lake);
            ProtectionCheck protections = ProtectionCheck.of(spark, lake, spans, accepted);
            if (json() || protections.results().stream().anyMatch(Result::error)) {
                err().print(protections.text());
                err().flush();
            }
            protections.require();
            // A hold that was ingested since the last run must count.
            progress.step("histories", () -> new Histories(spark, lake).update());
            ScoringInputs with = ScoringInputs.of(lake, policy).with(onTrial).within(teams);
            Scores.Result result =
                    progress.step("score", () -> new Scores(spark, lake).write(asOf(spans), spans.starts(), with));
            progress.done();
            out().print(json() ? RunReport.json(result) : protections.text() + RunReport.text(result));
            out().flush();
        }
        return 0;
    }
}

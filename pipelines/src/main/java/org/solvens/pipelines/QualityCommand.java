package org.solvens.pipelines;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.solvens.command.AsOfOption;
import org.solvens.command.Listed;
import org.solvens.command.TextTable;
import org.solvens.inputs.FeedSpans;
import org.solvens.lake.Lake;
import org.solvens.quality.AcceptedChecks;
import org.solvens.quality.FactChecks;
import org.solvens.quality.Quality;
import org.solvens.quality.Result;
import org.solvens.report.CheckLevel;
import org.solvens.report.CheckStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `quality`: the feeds in the lake held against their contract and their own past.
@Listed(Listed.Group.DATA)
@Command(
        name = "quality",
        sortOptions = false,
        header = "Check the feeds: volume, contract, keys, references, freshness, shift.",
        description = "Check the feeds in the lake; the results are kept by as-of date in its table quality. Where the"
                + " lake is read-only they are only shown.",
        footer = {
            "",
            "Ends with 1 if a check of level ERROR failed: contract, keys, references, late payments, or a refused",
            "record that protects somebody and names nobody. WARNING means late records of other feeds, ids that",
            "differ by white space or leading zeros alone, change against the feed's past (rows, empty values,",
            "distributions), and what the histories say that cannot be, such as reversals without a payment. What",
            "chance alone may do is allowed for; too few rows, or a feed without a past, are not judged.",
            "",
            "A check that may fail is accepted by its name, feed/check or feed/check/column, in a YAML file; a refused",
            "row by protection/FILE@HASH:LINE:",
            "  - {check: payments/freshness, reason: The client was closed in May.}",
            "  - {check: 'protection/holds.csv@3f6a01c2:7', reason: The row is the total of the export.}",
            "",
            "Examples:",
            "  ./solvens quality --lake lake",
            "  ./solvens quality --lake lake --accept accepted.yaml",
            "  ./solvens quality --lake lake --as-of 2026-10-01 --json",
        })
final class QualityCommand extends LakeCommand implements Callable<Integer> {
    @Mixin
    private AsOfOption asOf = new AsOfOption();

    @Option(
            names = "--accept",
            paramLabel = "FILE",
            description = "checks that may fail, each with a reason (default: none)")
    private @Nullable Path accept;

    @Option(names = "--all", description = "list every check, not only those that failed")
    private boolean all;

    @Override
    public Integer call() {
        Lake lake = existing();
        AcceptedChecks accepted = accept == null ? AcceptedChecks.NONE : AcceptedChecks.read(accept);
        Progress progress = new Progress();
        List<Result> results;
        try (LakeLock lock = LakeLock.takeIfWritable(lake)) {
            SparkSession spark = spark();
            FeedSpans spans = FeedSpans.ofCases(lake);
            Quality quality = new Quality(spark, lake, lock.writable());
            LocalDate day = asOf.day() != null ? asOf.day() : day(spans);
            long until = asOf.orElse(spans.nextMidnight());
            results = new ArrayList<>(progress.step("checking feeds", () -> quality.check(day, accepted)));
            results.addAll(progress.step(
                    "checking facts",
                    () -> checkFacts(
                            spark,
                            lake,
                            quality,
                            day,
                            until,
                            spans,
                            accepted,
                            ProtectionCheck.of(spark, lake, spans, accepted))));
            progress.done();
            out().print(
                            json()
                                    ? results.stream()
                                            .map(result -> RunReport.json(new Dated(day, result)))
                                            .collect(Collectors.joining())
                                    : text(day, results, all));
            out().flush();
            sayIfReadOnly(lock);
        }
        return results.stream().anyMatch(Result::error) ? 1 : 0;
    }

    /// Checks as of the day after the newest record.
    static List<Result> check(SparkSession spark, Lake lake, FeedSpans spans, AcceptedChecks accepted) {
        return new Quality(spark, lake).check(day(spans), accepted);
    }

    /// What the histories say that cannot be, and the refused records that would protect somebody and are not in
    /// force, as of the day after the newest record; kept with the checks of the feeds.
    static List<Result> checkFacts(
            SparkSession spark, Lake lake, FeedSpans spans, AcceptedChecks accepted, ProtectionCheck protections) {
        return checkFacts(
                spark, lake, new Quality(spark, lake), day(spans), spans.nextMidnight(), spans, accepted, protections);
    }

    /// @param until milliseconds UTC: what became known then or later is not looked at
    private static List<Result> checkFacts(
            SparkSession spark,
            Lake lake,
            Quality quality,
            LocalDate day,
            long until,
            FeedSpans spans,
            AcceptedChecks accepted,
            ProtectionCheck protections) {
        List<Result> results = new ArrayList<>(new FactChecks(spark, lake).check(until, spans.starts(), accepted));
        results.addAll(protections.results());
        quality.add(day, results);
        return results;
    }

    private static LocalDate day(FeedSpans spans) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(spans.acceptedMidnight()), ZoneOffset.UTC);
    }

    /// What failed, a line each; what is accepted with its reason.
    static String failures(List<Result> results) {
        StringBuilder text = new StringBuilder();
        results.stream()
                .filter(result -> result.status() == CheckStatus.FAILED)
                .forEach(result -> line(
                        text,
                        "%-16s %s: %s",
                        result.failedAndAccepted()
                                ? "accepted"
                                : result.level().name().toLowerCase(Locale.ROOT),
                        result.name(),
                        message(result)));
        return text.toString();
    }

    private static String message(Result result) {
        return result.failedAndAccepted() ? result.message() + "; accepted: " + result.accepted() : result.message();
    }

    /// A result as a line of JSON.
    record Dated(
            LocalDate asOf,
            @com.fasterxml.jackson.annotation.JsonUnwrapped Result result) {}

    static String text(LocalDate day, List<Result> results, boolean all) {
        TextTable table = new TextTable(
                "%-16s %,8d %,8d %,12d %,10d %,10d %,8d",
                "feed", "checks", "passed", "not judged", "accepted", "warnings", "errors");
        Map<String, List<Result>> byFeed =
                results.stream().collect(Collectors.groupingBy(Result::feed, LinkedHashMap::new, Collectors.toList()));
        byFeed.forEach((feed, some) -> {
            Map<CheckStatus, Long> counts =
                    some.stream().collect(Collectors.groupingBy(Result::status, TreeMap::new, Collectors.counting()));
            long errors = some.stream().filter(Result::error).count();
            table.row(
                    feed,
                    some.size(),
                    counts.getOrDefault(CheckStatus.PASSED, 0L),
                    counts.getOrDefault(CheckStatus.NOT_JUDGED, 0L),
                    some.stream().filter(Result::failedAndAccepted).count(),
                    some.stream().filter(Result::failed).count() - errors,
                    errors);
        });
        StringBuilder text = new StringBuilder(table.text());
        line(text, "");
        for (Result result : results) {
            if (all || result.status() == CheckStatus.FAILED) {
                line(
                        text,
                        "%-10s %-40s %s",
                        switch (result.status()) {
                            case PASSED -> "passed";
                            case NOT_JUDGED -> "not judged";
                            case FAILED ->
                                result.failedAndAccepted()
                                        ? "accepted"
                                        : result.level().name();
                        },
                        result.name(),
                        message(result));
            }
        }
        long errors = results.stream().filter(Result::error).count();
        long failed = results.stream().filter(Result::failed).count();
        line(
                text,
                "%,d checks as of %s: %,d %s, %,d %s, %,d accepted",
                results.size(),
                day,
                errors,
                CheckLevel.ERROR.name(),
                failed - errors,
                CheckLevel.WARNING.name(),
                results.stream().filter(Result::failedAndAccepted).count());
        return text.toString();
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }
}

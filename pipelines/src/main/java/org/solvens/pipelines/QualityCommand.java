package org.solvens.pipelines;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.solvens.lake.Lake;
import org.solvens.quality.Level;
import org.solvens.quality.Quality;
import org.solvens.quality.Result;
import org.solvens.quality.Status;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `quality`: the feeds in the lake held against their contract and their own past.
@Command(
        name = "quality",
        sortOptions = false,
        description = "Check the feeds in the lake; the results are kept by as-of date in its table quality.",
        footer = {
            "",
            "Ends with 1 if a check of level ERROR failed: contract, keys, references, or late cases or payments.",
            "WARNING stands for change against the feed's past: rows, empty values, distributions. What chance",
            "alone may do is allowed for, and too few rows are not judged.",
            "",
            "Examples:",
            "  ./solvens quality --lake lake",
            "  ./solvens quality --lake lake --as-of 2026-10-01 --json",
        })
final class QualityCommand extends LakeCommand implements Callable<Integer> {
    @Option(
            names = "--as-of",
            paramLabel = "DATE",
            description = "what was known before this day, UTC (default: the day after the newest record)")
    private @Nullable LocalDate asOf;

    @Option(names = "--all", description = "list every check, not only those that failed")
    private boolean all;

    @Override
    public Integer call() {
        Lake lake = existing();
        Progress progress = new Progress();
        List<Result> results;
        try (LakeLock _ = LakeLock.take(lake)) {
            SparkSession spark = spark();
            LocalDate day = asOf != null ? asOf : day(FeedSpans.of(lake));
            results = progress.step("checking feeds", () -> new Quality(spark, lake).check(day));
            progress.done();
            out().print(
                            json()
                                    ? results.stream()
                                            .map(result -> RunReport.json(new Dated(day, result)))
                                            .collect(Collectors.joining())
                                    : text(day, results, all));
            out().flush();
        }
        return results.stream().anyMatch(Result::error) ? 1 : 0;
    }

    /// Checks as of the day after the newest record.
    static List<Result> check(SparkSession spark, Lake lake, FeedSpans spans) {
        return new Quality(spark, lake).check(day(spans));
    }

    private static LocalDate day(FeedSpans spans) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(spans.nextMidnight()), ZoneOffset.UTC);
    }

    /// What failed, a line each.
    static String failures(List<Result> results) {
        StringBuilder text = new StringBuilder();
        results.stream()
                .filter(result -> result.status() == Status.FAILED)
                .forEach(result -> line(
                        text,
                        "%-16s %s %s: %s",
                        result.level().name().toLowerCase(Locale.ROOT),
                        place(result),
                        result.check(),
                        result.message()));
        return text.toString();
    }

    private static String place(Result result) {
        String column = result.column();
        return result.feed() + (column == null ? "" : "." + column);
    }

    /// A result as a line of JSON.
    record Dated(
            LocalDate asOf,
            @com.fasterxml.jackson.annotation.JsonUnwrapped Result result) {}

    static String text(LocalDate day, List<Result> results, boolean all) {
        StringBuilder text = new StringBuilder();
        line(text, "%-16s %8s %8s %12s %10s %8s", "feed", "checks", "passed", "not judged", "warnings", "errors");
        Map<String, List<Result>> byFeed =
                results.stream().collect(Collectors.groupingBy(Result::feed, LinkedHashMap::new, Collectors.toList()));
        byFeed.forEach((feed, some) -> {
            Map<Status, Long> counts =
                    some.stream().collect(Collectors.groupingBy(Result::status, TreeMap::new, Collectors.counting()));
            long errors = some.stream().filter(Result::error).count();
            line(
                    text,
                    "%-16s %,8d %,8d %,12d %,10d %,8d",
                    feed,
                    some.size(),
                    counts.getOrDefault(Status.PASSED, 0L),
                    counts.getOrDefault(Status.NOT_JUDGED, 0L),
                    counts.getOrDefault(Status.FAILED, 0L) - errors,
                    errors);
        });
        line(text, "");
        for (Result result : results) {
            if (all || result.status() == Status.FAILED) {
                line(
                        text,
                        "%-10s %-40s %s",
                        switch (result.status()) {
                            case PASSED -> "passed";
                            case NOT_JUDGED -> "not judged";
                            case FAILED -> result.level().name();
                        },
                        place(result) + " " + result.check(),
                        result.message());
            }
        }
        long errors = results.stream().filter(Result::error).count();
        long failed = results.stream()
                .filter(result -> result.status() == Status.FAILED)
                .count();
        line(
                text,
                "%,d checks as of %s: %,d %s, %,d %s",
                results.size(),
                day,
                errors,
                Level.ERROR.name(),
                failed - errors,
                Level.WARNING.name());
        return text.toString();
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }
}

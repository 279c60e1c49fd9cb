package org.solvens.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;
import org.solvens.command.BenchmarkLine;
import org.solvens.policy.Decider;
import org.solvens.policy.Policy;

/// How long the default policy takes to decide: on one case, by JMH, and on many, by all threads. The median of the
/// single decisions says the same on a busy machine.
final class DecideBench {
    private static final String BENCH = "decide";
    private static final int ROUNDS = 5;

    /// Distinct cases; a larger number is decided by going over them again.
    private static final int DISTINCT = 100_000;

    private final LongSupplier nanos;
    private final Consumer<String> progress;

    DecideBench(LongSupplier nanos, Consumer<String> progress) {
        this.nanos = nanos;
        this.progress = progress;
    }

    /// @param cases decided in a batch
    /// @param threads of the batch
    /// @param millis of a round of JMH; it runs five, after as many to warm up
    List<BenchmarkLine> run(int cases, int threads, int millis, int repeats, long seed) {
        List<BenchmarkLine> lines = new ArrayList<>();
        for (RunResult result : single(millis)) {
            String what = result.getPrimaryResult().getLabel().equals("explanation")
                    ? "one decision explained condition by condition"
                    : "one decision with its trace";
            Statistics times = result.getPrimaryResult().getStatistics();
            lines.add(line(what + ", median", times.getPercentile(50), "us", 1, 1));
            lines.add(line(what + ", 99th percentile", times.getPercentile(99), "us", 1, 1));
        }
        lines.add(line("a batch of scored cases decided", batch(cases, threads, repeats, seed), "s", cases, threads));
        return lines;
    }

    private static BenchmarkLine line(String metric, double value, String unit, int cases, int threads) {
        return new BenchmarkLine(BENCH, metric, value, unit, null, null, null, false, cases, threads);
    }

    /// In this process: it does nothing else, and the batch comes after.
    private Collection<RunResult> single(int millis) {
        progress.accept("one decision at a time");
        TimeValue round = TimeValue.milliseconds(millis);
        try {
            return new Runner(new OptionsBuilder()
                            .include(DecisionBenchmark.class.getName())
                            .forks(0)
                            .warmupIterations(ROUNDS)
                            .warmupTime(round)
                            .measurementIterations(ROUNDS)
                            .measurementTime(round)
                            .verbosity(VerboseMode.SILENT)
                            .build())
                    .run();
        } catch (RunnerException e) {
            throw new IllegalStateException(e);
        }
    }

    private double batch(int cases, int threads, int repeats, long seed) {
        MadeUpCases.Scored[] made = MadeUpCases.of(Math.min(cases, DISTINCT), seed);
        Decider decider = new Decider(Policy.standard());
        Stopwatch watch = new Stopwatch(nanos, repeats);
        try (ForkJoinPool pool = new ForkJoinPool(threads)) {
            for (int round = 0; round < repeats; round++) {
                progress.accept("batch " + (round + 1) + " of " + repeats);
                long steps = watch.time(() -> pool.submit(() -> IntStream.range(0, cases)
                                .parallel()
                                .mapToLong(i -> {
                                    MadeUpCases.Scored one = made[i % made.length];
                                    return decider.decide(one.facts(), one.effects())
                                            .trace()
                                            .size();
                                })
                                .sum())
                        .join());
                if (steps < cases) {
                    throw new IllegalStateException("a decision has no trace");
                }
            }
        }
        return watch.median();
    }
}

package org.solvens.bench;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.solvens.command.BenchmarkLine;
import org.solvens.command.JsonOption;
import org.solvens.command.Listed;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The command `bench decide`.
@Listed(Listed.Group.BENCHMARKS)
@Command(
        name = "decide",
        sortOptions = false,
        header = "Measure decisions by the default policy.",
        description = {
            "Decides made-up scored cases by the default policy: one at a time, measured by JMH, with the trace"
                    + " and",
            "with the explanation of each condition; and many, on all threads."
        },
        footer = {"", "Example:", "  ./solvens bench decide --cores 2"})
final class DecideCommand implements Callable<Integer> {
    private final LongSupplier nanos;
    private final Consumer<String> progress;

    @Spec
    private CommandSpec spec;

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(
            names = "--cases",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "cases that are decided in a batch (default: ${DEFAULT-VALUE})")
    private int cases;

    @Option(names = "--cores", paramLabel = "N", description = "threads of the batch (default: those of the machine)")
    private @Nullable Integer cores;

    @Option(
            names = "--millis",
            paramLabel = "N",
            defaultValue = "2000",
            description = "length of a round of one decision at a time (default: ${DEFAULT-VALUE})")
    private int millis;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            defaultValue = "3",
            description = "batches, of which the median counts (default: ${DEFAULT-VALUE})")
    private int repeats;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "of the cases of the batch (default: ${DEFAULT-VALUE})")
    private long seed;

    DecideCommand(LongSupplier nanos, Consumer<String> progress) {
        this.nanos = nanos;
        this.progress = progress;
    }

    @Override
    public Integer call() {
        int threads = cores == null ? Runtime.getRuntime().availableProcessors() : cores;
        for (int count : new int[] {cases, threads, millis, repeats}) {
            if (count < 1) {
                throw new CommandLine.ParameterException(spec.commandLine(), "counts must be positive");
            }
        }
        List<BenchmarkLine> lines = new DecideBench(nanos, progress).run(cases, threads, millis, repeats, seed);
        PrintWriter out = spec.commandLine().getOut();
        if (!json.json()) {
            out.println(BenchmarkLine.header());
        }
        lines.forEach(line -> out.println(json.json() ? line.json() : line.text()));
        return 0;
    }
}

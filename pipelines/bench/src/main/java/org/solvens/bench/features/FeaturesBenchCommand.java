package org.solvens.bench.features;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.solvens.command.BenchmarkLine;
import org.solvens.command.JsonOption;
import org.solvens.command.Listed;
import org.solvens.problem.Problem;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `bench features`: histories and features, compared with a peer.
@Listed(Listed.Group.BENCHMARKS)
@Command(
        name = "features",
        sortOptions = false,
        header = "Measure histories and features, compared with DuckDB.",
        description =
                "Builds histories and features of simulated feeds, and computes ten of the features by DuckDB's SQL"
                        + " too.",
        footer = {
            "",
            "The feeds are simulated first; 500,000 cases need about 3 GB of disk. Memory:"
                    + " SOLVENS_JAVA_OPTIONS=-Xmx8g.",
            "A large debtor is made in memory. Its figure is the seconds that one thread needs for all features and",
            "outcomes of its cases at twelve dates.",
            "",
            "Example:",
            "  ./solvens bench features --cases 500000 --json",
            "  ./solvens bench features --cases 0 --large-debtors 3",
        })
final class FeaturesBenchCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--cases",
            paramLabel = "N",
            defaultValue = "500000",
            description = "about so many cases; 0 to measure large debtors alone (default: ${DEFAULT-VALUE})")
    private int cases;

    @Option(
            names = "--large-debtors",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "business debtors with 10,000 invoices and 100,000 records each, measured apart on one thread;"
                            + " 0 for none (default: ${DEFAULT-VALUE})")
    private int largeDebtors;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "of the simulator (default: 1)")
    private long seed;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            defaultValue = "3",
            description = "timed rounds of the scans, of which the median counts (default: 3)")
    private int repeats;

    @Option(
            names = "--cores",
            paramLabel = "N",
            defaultValue = "2",
            description = "threads of either side (default: 2)")
    private int cores;

    @Option(
            names = "--work",
            paramLabel = "DIR",
            description = "empty folder for feeds and lake, kept afterwards (default: a temporary one)")
    private @Nullable Path work;

    @Mixin
    private JsonOption json = new JsonOption();

    private final Consumer<String> progress;

    FeaturesBenchCommand(Consumer<String> progress) {
        this.progress = progress;
    }

    @Override
    public Integer call() throws Exception {
        CommandLine line = java.util.Objects.requireNonNull(spec).commandLine();
        if (repeats < 1 || cores < 1) {
            throw new CommandLine.ParameterException(line, "--repeats and --cores must be at least 1");
        }
        if (cases < 0 || largeDebtors < 0 || cases + (long) largeDebtors == 0) {
            throw new CommandLine.ParameterException(
                    line, "--cases and --large-debtors must not be negative, and one of them must be at least 1");
        }
        Path folder = work == null ? Files.createTempDirectory("solvens-bench") : Files.createDirectories(work);
        try {
            if (work != null && Files.list(folder).findAny().isPresent()) {
                throw new Problem(
                        "BENCH-WORK",
                        folder.toString(),
                        "the folder is not empty",
                        "feeds and lake of another run would be measured",
                        "name another folder with --work");
            }
            List<BenchmarkLine> lines = new ArrayList<>();
            if (cases > 0) {
                lines.addAll(new FeaturesBench(cases, seed, cores, repeats, folder, System::nanoTime, progress).run());
            }
            if (largeDebtors > 0) {
                lines.add(new LargeDebtors(largeDebtors, seed, repeats, System::nanoTime, progress).run());
            }
            if (!json.json()) {
                line.getOut().println(BenchmarkLine.header());
            }
            lines.forEach(each -> line.getOut().println(json.json() ? each.json() : each.text()));
            return 0;
        } finally {
            if (work == null) {
                WorkFolder.remove(folder);
            }
        }
    }
}

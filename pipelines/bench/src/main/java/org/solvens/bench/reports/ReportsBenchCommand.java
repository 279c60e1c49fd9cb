package org.solvens.bench.reports;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.solvens.bench.features.WorkFolder;
import org.solvens.command.BenchmarkLine;
import org.solvens.command.JsonOption;
import org.solvens.command.Leaf;
import org.solvens.command.Listed;
import org.solvens.lake.Lake;
import org.solvens.settings.Settings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `bench reports`: the pages of the reports on the figures of many cases.
@Listed(Listed.Group.BENCHMARKS)
@Command(
        name = "reports",
        sortOptions = false,
        header = "Measure the pages of the reports on many cases.",
        description = {
            "Makes report tables of many cases from those of a lake, starts a server on them, and measures how long"
                    + " each",
            "page takes until it is answered, and until its first paint where Chromium or Chrome is installed.",
            "The server keeps pages, so each page is asked for in other views: paints are of all creditors, in every",
            "language and currency, and the other answers are of one creditor each."
        },
        footer = {
            "",
            "Memory for a million cases: SOLVENS_JAVA_OPTIONS=-Xmx5g.",
            "",
            "Example:",
            "  ./solvens bench reports --lake lake --cases 1000000"
        })
public final class ReportsBenchCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--lake",
            paramLabel = "DIR",
            defaultValue = "lake",
            description = "a lake on this machine with reports and scores; it is only read (default: ${DEFAULT-VALUE})")
    private String place = "";

    @Option(
            names = "--cases",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "at least so many made-up cases (default: ${DEFAULT-VALUE})")
    private long cases;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "of what is drawn (default: 1)")
    private long seed;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            defaultValue = "5",
            description = "times that each page is asked for after the first (default: ${DEFAULT-VALUE})")
    private int repeats;

    @Mixin
    private JsonOption json = new JsonOption();

    private final Consumer<String> progress;

    /// @param progress takes what the benchmark does
    public ReportsBenchCommand(Consumer<String> progress) {
        this.progress = progress;
    }

    @Override
    public Integer call() throws Exception {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        if (cases < 1 || repeats < 1) {
            throw new CommandLine.ParameterException(line, "--cases and --repeats must be at least 1");
        }
        Settings settings = Leaf.settings(spec);
        Path folder = Files.createTempDirectory("solvens-bench");
        try {
            List<BenchmarkLine> lines = new ReportsBench(
                            Lake.existing(place, settings),
                            cases,
                            seed,
                            repeats,
                            folder,
                            settings,
                            System::nanoTime,
                            progress)
                    .run();
            if (!json.json()) {
                line.getOut().println(BenchmarkLine.header());
            }
            lines.forEach(each -> line.getOut().println(json.json() ? each.json() : each.text()));
            return 0;
        } finally {
            WorkFolder.remove(folder);
        }
    }
}

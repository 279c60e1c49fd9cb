package org.solvens.bench.features;

import java.util.function.Consumer;
import org.solvens.bench.reports.ReportsBenchCommand;
import org.solvens.command.Benchmarks;
import org.solvens.command.CommandProcess;
import org.solvens.command.Leaf;
import org.solvens.problem.Exit;
import org.solvens.settings.Settings;
import picocli.CommandLine;

/// The benchmarks that need Spark.
public final class FeaturesBenchMain implements Leaf {
    private final Consumer<String> progress;

    /// The benchmark as users have it; on a terminal it says how far it is.
    public FeaturesBenchMain() {
        this(CommandProcess.onTerminal());
    }

    FeaturesBenchMain(Consumer<String> progress) {
        this.progress = progress;
    }

    /// Runs the benchmark and ends the process as {@link Exit} says.
    public static void main(String... args) {
        Leaf.start(new FeaturesBenchMain(), args);
    }

    @Override
    public CommandLine commands(Settings settings) {
        return Leaf.root(
                settings,
                new CommandLine(new Benchmarks())
                        .addSubcommand(new FeaturesBenchCommand(progress))
                        .addSubcommand(new ReportsBenchCommand(progress)));
    }
}

package org.solvens.pipelines;

import org.solvens.command.Leaf;
import org.solvens.problem.Exit;
import org.solvens.settings.Settings;
import picocli.CommandLine;

/// The commands that run on Spark.
public final class PipelinesMain implements Leaf {
    @Override
    public CommandLine commands(Settings settings) {
        return Leaf.root(
                settings,
                new RunCommand(),
                new IngestCommand(),
                new FeaturesCommand(),
                new ScoreCommand(),
                new ReportCommand(),
                new WithdrawCommand(),
                new QualityCommand(),
                new QuarantineCommand(),
                new StatusCommand(),
                new MaintainCommand(),
                new MonitorCommand());
    }

    /// Starts a command and ends the process as {@link Exit} says.
    public static void main(String... args) {
        Leaf.start(new PipelinesMain(), SparkLake::stop, args);
    }
}

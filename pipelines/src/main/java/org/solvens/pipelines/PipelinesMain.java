package org.solvens.pipelines;

import org.solvens.command.Leaf;
import org.solvens.problem.CommandProcess;
import org.solvens.problem.Exit;
import org.solvens.simulation.Simulate;
import picocli.CommandLine;

/// The commands that run on Spark, and the simulator.
public final class PipelinesMain implements Leaf {
    @Override
    public CommandLine commands() {
        return Leaf.root(
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
                new MonitorCommand(),
                new Simulate());
    }

    /// Starts a command and ends the process as {@link Exit} says.
    public static void main(String... args) {
        CommandProcess.end((out, err) -> {
            try {
                return new PipelinesMain().run(out, err, args);
            } finally {
                SparkLake.stop();
            }
        });
    }
}

package org.solvens.pipelines;

import java.io.PrintWriter;
import org.solvens.problem.CommandProcess;
import org.solvens.problem.Exit;
import org.solvens.simulation.Simulate;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The commands that run on Spark, and the simulator.
@Command(
        name = "solvens",
        description = "Feeds into the lake, histories, features, scores, reports; checks and upkeep.",
        subcommands = {
            RunCommand.class,
            IngestCommand.class,
            FeaturesCommand.class,
            ScoreCommand.class,
            ReportCommand.class,
            WithdrawCommand.class,
            QualityCommand.class,
            QuarantineCommand.class,
            StatusCommand.class,
            MaintainCommand.class,
            MonitorCommand.class,
            Simulate.class
        })
public final class PipelinesMain {
    private PipelinesMain() {}

    /// Starts a command and ends the process as {@link Exit} says.
    public static void main(String... args) {
        CommandProcess.end((out, err) -> {
            try {
                return run(out, err, args);
            } finally {
                SparkLake.stop();
            }
        });
    }

    /// Runs a command and gives its exit code.
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        CommandLine line = new CommandLine(new PipelinesMain()).setOut(out).setErr(err);
        return Exit.contract(line).execute(args);
    }
}

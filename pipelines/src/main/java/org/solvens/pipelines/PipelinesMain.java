package org.solvens.pipelines;

import java.io.PrintWriter;
import org.solvens.problem.ProblemOnTerminal;
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
            QualityCommand.class,
            MaintainCommand.class,
            MonitorCommand.class,
            Simulate.class
        })
public final class PipelinesMain {
    private PipelinesMain() {}

    /// Starts a command and ends the process: 0 for success, 1 for a problem, 2 for a wrong call.
    public static void main(String... args) {
        System.exit(run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), args));
    }

    /// Runs a command and gives its exit code.
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new PipelinesMain())
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler(new ProblemOnTerminal())
                .execute(args);
    }
}

package org.solvens.command;

import org.solvens.problem.EngineFailure;
import org.solvens.problem.Exit;
import org.solvens.problem.Problem;
import picocli.CommandLine;

/// Reports a failed command: the four lines of a {@link Problem} on standard error, and an exit code of the
/// {@link Exit} contract. Exceptions that engines wrap around a problem are left out; other failures become a
/// problem too. With `--debug`, the trace follows.
public final class ProblemOnTerminal implements CommandLine.IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        Problem problem = EngineFailure.problem(failure);
        command.getErr().println(problem.display());
        if (debug(parsed)) {
            failure.printStackTrace(command.getErr());
        }
        return Exit.of(problem).code();
    }

    private static boolean debug(CommandLine.ParseResult parsed) {
        return parsed.hasMatchedOption("--debug")
                || parsed.subcommands().stream().anyMatch(ProblemOnTerminal::debug);
    }
}

package org.solvens.problem;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// What a command does with a {@link Problem}: its four lines on standard error, and 1 as exit code. What engines wrap
/// around it is left out; any other failure goes on as it is.
public final class ProblemOnTerminal implements CommandLine.IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception failure, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        Problem problem = problem(failure);
        if (problem == null) {
            throw failure;
        }
        command.getErr().println(problem.display());
        return 1;
    }

    private static @Nullable Problem problem(@Nullable Throwable failure) {
        if (failure == null || failure instanceof Problem) {
            return (Problem) failure;
        }
        return problem(failure.getCause());
    }
}

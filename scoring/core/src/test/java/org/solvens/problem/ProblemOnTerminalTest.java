package org.solvens.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class ProblemOnTerminalTest {
    private static final Problem PROBLEM = new Problem("CODE", "thing", "it failed", "a cause", "a remedy");

    private final StringWriter err = new StringWriter();

    /// Fails as it is told.
    @Command
    private record Failing(Exception failure) implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            throw failure;
        }
    }

    private int run(Exception failure) {
        return new CommandLine(new Failing(failure))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler(new ProblemOnTerminal())
                .execute();
    }

    @Test
    void aProblemIsShownInItsFourLinesAlsoUnderneathOtherFailures() {
        assertThat(run(PROBLEM)).isEqualTo(1);
        assertThat(err.toString().strip()).isEqualTo(PROBLEM.display());
        err.getBuffer().setLength(0);
        assertThat(run(new IllegalStateException("an engine's", new RuntimeException("a task's", PROBLEM))))
                .isEqualTo(1);
        assertThat(err.toString().strip()).isEqualTo(PROBLEM.display());
    }

    @Test
    void anyOtherFailureIsADefectAndShownWhole() {
        assertThat(run(new IllegalStateException("a defect"))).isEqualTo(1);
        assertThat(err.toString()).contains("IllegalStateException: a defect", "at org.solvens");
    }
}

package org.solvens.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.solvens.problem.Exit;
import org.solvens.problem.Problem;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class ProblemOnTerminalTest {
    private static final Problem PROBLEM = new Problem("CODE", "thing", "it failed", "a cause", "a remedy");

    private final StringWriter err = new StringWriter();

    /// Fails with what it is given.
    @Command
    private record Failing(Exception failure) implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            throw failure;
        }
    }

    private int run(Exception failure, String... arguments) {
        CommandLine line = new CommandLine(new Failing(failure)).setErr(new PrintWriter(err, true));
        return CommandContract.of(line).execute(arguments);
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
    void anyOtherFailureIsAProblemToo() {
        assertThat(run(new IllegalStateException("a defect\nwith more lines"))).isEqualTo(70);
        assertThat(err.toString().lines())
                .hasSize(4)
                .first()
                .isEqualTo("error ENGINE-FAILURE: an unexpected failure stopped the command");
        assertThat(err.toString()).contains("  cause:  a defect\n").doesNotContain("\tat ");
    }

    @Test
    void debugShowsTheTrace() {
        assertThat(run(new IllegalStateException("a defect"), "--debug")).isEqualTo(70);
        assertThat(err.toString())
                .contains("error ENGINE-FAILURE", "IllegalStateException: a defect", "\tat org.solvens");
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new IOException("write: No space left on device"), "ENGINE-DISK-FULL"),
                Arguments.of(new AccessDeniedException("/lake/feeds"), "ENGINE-PERMISSION"),
                Arguments.of(new UnknownHostException("store.example"), "ENGINE-STORE-AWAY"),
                Arguments.of(new RuntimeException("x.parquet is not a Parquet file"), "ENGINE-DAMAGED"),
                Arguments.of(new java.io.FileNotFoundException("part-0.parquet"), "ENGINE-FILE-GONE"),
                Arguments.of(new RuntimeException(new OutOfMemoryError("heap")), "ENGINE-MEMORY"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void failuresOfEnginesAreNamed(Exception failure, String code) {
        assertThat(run(new RuntimeException("a job was aborted", failure))).isEqualTo(70);
        assertThat(err.toString()).startsWith("error " + code + ": ").contains("remedy:");
    }

    @Test
    void schedulersCanTellBusyFromMissing() {
        assertThat(run(new Problem("LAKE-BUSY", "lake", "busy", "why", "wait"))).isEqualTo(75);
        assertThat(run(new Problem("LAKE", "lake", "not there", "why", "name it")))
                .isEqualTo(66);
        assertThat(run(new Problem(
                        "PLAN", "plan.yaml", "not there", "why", "name it", new NoSuchFileException("plan.yaml"))))
                .isEqualTo(66);
        assertThat(run(new Problem(
                        "PLAN", "plan.yaml", "unreadable", "why", "name it", new AccessDeniedException("plan.yaml"))))
                .isEqualTo(1);
    }

    @Test
    void theHelpListsTheCodes() {
        String help = CommandContract.of(new CommandLine(new Failing(PROBLEM)))
                .getUsageMessage(CommandLine.Help.Ansi.OFF)
                .replaceAll("\\s+", " ");
        assertThat(help).contains("--debug", "Exit codes:");
        for (Exit exit : Exit.values()) {
            assertThat(help).contains(" " + exit.code() + " " + exit.meaning());
        }
    }
}

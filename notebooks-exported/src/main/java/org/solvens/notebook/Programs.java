package org.solvens.notebook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.solvens.problem.Problem;

/// Other programs, whose talk is kept for when they fail.
final class Programs {
    private static final int LINES = 30;
    private static final Pattern COLOURS = Pattern.compile("\u001B\\[[0-9;]*m");

    private Programs() {}

    /// Runs a program to its end.
    ///
    /// @param log what it says
    /// @param code of the problem
    /// @param subject of the problem
    /// @throws Problem if it fails, with the last lines it said
    static void run(ProcessBuilder builder, Path log, String code, String subject) {
        try {
            Process process = builder.redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (process.waitFor() != 0) {
                List<String> said = Files.readAllLines(log).stream()
                        .map(line -> COLOURS.matcher(line).replaceAll(""))
                        .toList();
                throw new Problem(
                        code,
                        subject,
                        "it did not run to its end",
                        "it said:\n" + String.join("\n", said.subList(Math.max(0, said.size() - LINES), said.size())),
                        "correct what it names, and run again; nothing was exported");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}

package org.solvens.command;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.solvens.problem.TemporaryFolder;

/// The process of a command: its standard streams, its temporary folder, and its end.
public final class CommandProcess {
    private CommandProcess() {}

    /// The work of a process.
    @FunctionalInterface
    public interface Body {
        /// @return the exit code
        int run(PrintWriter out, PrintWriter err);
    }

    /// Prints to standard error where that is a terminal, and nothing elsewhere.
    public static Consumer<String> onTerminal() {
        boolean terminal = System.console() != null && System.console().isTerminal();
        return terminal ? System.err::println : _ -> {};
    }

    /// Runs a command and ends the process with its exit code, once all output is written.
    ///
    /// Without this, `System.exit` would drop what the writers still hold: up to 8 KiB after the last line
    /// feed. If the output is not a terminal, it is UTF-8, as pages and JSON declare. The temporary folders of
    /// killed processes are deleted first, and that of this process at its end (see {@link TemporaryFolder}).
    ///
    /// @param folder for temporary files, which the launcher made
    public static void end(Optional<Path> folder, Body body) {
        boolean terminal = System.console() != null && System.console().isTerminal();
        PrintWriter out = new PrintWriter(System.out, true, terminal ? System.out.charset() : StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, System.err.charset());
        Optional<TemporaryFolder> temporary = folder.flatMap(TemporaryFolder::ofThisProcess);
        temporary.ifPresent(TemporaryFolder::deleteAbandoned);
        int code = body.run(out, err);
        out.flush();
        err.flush();
        System.out.flush();
        System.err.flush();
        temporary.ifPresent(TemporaryFolder::close);
        System.exit(code);
    }
}

package org.solvens.notebook;

import java.nio.file.Path;
import org.solvens.command.Leaf;
import org.solvens.problem.CommandProcess;
import org.solvens.problem.Exit;
import picocli.CommandLine;

/// The command about notebooks.
public final class NotebookMain implements Leaf {
    private final Path home;

    /// The command as users have it.
    public NotebookMain() {
        this(Path.of(System.getProperty("solvens.home", ".")));
    }

    /// @param home folder of the launcher
    NotebookMain(Path home) {
        this.home = home;
    }

    /// Starts the command and ends the process as {@link Exit} says.
    public static void main(String... args) {
        CommandProcess.end((out, err) -> new NotebookMain().run(out, err, args));
    }

    @Override
    public CommandLine commands() {
        return Leaf.root(new NotebookCommand(home));
    }
}

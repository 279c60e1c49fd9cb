package org.solvens.notebook;

import org.solvens.command.Leaf;
import org.solvens.problem.Exit;
import org.solvens.settings.Settings;
import picocli.CommandLine;

/// The command about notebooks.
public final class NotebookMain implements Leaf {
    /// Starts the command and ends the process as {@link Exit} says.
    public static void main(String... args) {
        Leaf.start(new NotebookMain(), args);
    }

    @Override
    public CommandLine commands(Settings settings) {
        return Leaf.root(settings, new NotebookCommand());
    }
}

package org.solvens.api;

import org.solvens.command.Leaf;
import org.solvens.feature.CatalogueCommand;
import org.solvens.problem.CommandProcess;
import org.solvens.problem.Exit;
import org.solvens.report.TablesCommand;
import picocli.CommandLine;

/// The commands that need neither Spark nor a trainer.
public final class ApiMain implements Leaf {
    /// Starts a command and ends the process as {@link Exit} says.
    public static void main(String... args) {
        CommandProcess.end((out, err) -> new ApiMain().run(out, err, args));
    }

    @Override
    public CommandLine commands() {
        return Leaf.root(new Serve(), new CatalogueCommand(), new TablesCommand());
    }
}

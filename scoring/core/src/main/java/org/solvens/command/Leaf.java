package org.solvens.command;

import java.io.PrintWriter;
import org.solvens.problem.Exit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// A part of the program with its own class path and the commands that need it. The class that implements it has a
/// public constructor without parameters and a `main`: the build asks it for its commands ({@link CommandIndex}), and
/// the launcher starts it.
public interface Leaf {
    /// The root `solvens` with the commands of this leaf under it.
    CommandLine commands();

    /// Runs a command.
    ///
    /// @param args the command and its options
    /// @return the exit code
    default int run(PrintWriter out, PrintWriter err, String... args) {
        return commands().setOut(out).setErr(err).execute(args);
    }

    /// The root of a leaf, under the contract that {@link Exit#contract} gives to every command.
    ///
    /// @param commands objects or classes that picocli takes as subcommands
    static CommandLine root(Object... commands) {
        CommandLine line = new CommandLine(new Root());
        for (Object command : commands) {
            line.addSubcommand(command);
        }
        return Exit.contract(line.setCaseInsensitiveEnumValuesAllowed(true));
    }

    /// What stands before every command.
    @Command(name = "solvens", sortOptions = false, description = Root.DESCRIPTION)
    final class Root implements Runnable {
        static final String DESCRIPTION =
                "Scores debt-collection cases on willingness, ability and reachability, and routes them.";

        @Spec
        private CommandSpec spec;

        private Root() {}

        @Override
        public void run() {
            throw new ParameterException(spec.commandLine(), "a command is needed");
        }
    }
}

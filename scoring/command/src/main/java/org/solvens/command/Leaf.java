package org.solvens.command;

import java.io.PrintWriter;
import org.solvens.problem.Exit;
import org.solvens.problem.Problem;
import org.solvens.settings.Settings;
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
    ///
    /// @param settings of the process; a command finds them by {@link #settings}
    CommandLine commands(Settings settings);

    /// Runs a command.
    ///
    /// @param args the command and its options
    /// @return the exit code
    default int run(Settings settings, PrintWriter out, PrintWriter err, String... args) {
        return commands(settings).setOut(out).setErr(err).execute(args);
    }

    /// Runs a command with the settings of this process, and ends the process as {@link Exit} says.
    static void start(Leaf leaf, String... args) {
        start(leaf, () -> {}, args);
    }

    /// The same, with work at the end of the process.
    ///
    /// @param end is run before the temporary folder of the process is deleted
    static void start(Leaf leaf, Runnable end, String... args) {
        CommandProcess.end(Settings.temporaryFolder(), (out, err) -> {
            Settings settings;
            try {
                settings = Settings.ofProcess();
            } catch (Problem problem) {
                err.println(problem.display());
                return Exit.USAGE.code();
            }
            try {
                return leaf.run(settings, out, err, args);
            } finally {
                end.run();
            }
        });
    }

    /// The settings that a command was started with.
    static Settings settings(CommandSpec command) {
        return ((Root) command.root().userObject()).settings;
    }

    /// The root of a leaf, under the contract that {@link CommandContract} gives to every command.
    ///
    /// @param commands objects or classes that picocli takes as subcommands
    static CommandLine root(Settings settings, Object... commands) {
        CommandLine line = new CommandLine(new Root(settings));
        for (Object command : commands) {
            line.addSubcommand(command);
        }
        return CommandContract.of(line.setCaseInsensitiveEnumValuesAllowed(true));
    }

    /// The word before every command.
    @Command(name = "solvens", sortOptions = false, description = Root.DESCRIPTION)
    final class Root implements Runnable {
        static final String DESCRIPTION =
                "Scores debt-collection cases on willingness, ability and reachability, and routes them.";

        @Spec
        private CommandSpec spec;

        private final Settings settings;

        private Root(Settings settings) {
            this.settings = settings;
        }

        @Override
        public void run() {
            throw new ParameterException(spec.commandLine(), "a command is needed");
        }
    }
}

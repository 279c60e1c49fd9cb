package org.solvens.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.solvens.problem.Exit;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/// What every command has: strict arguments, the handling of failures, `--debug`, `--help`, and the exit codes in its
/// help.
public final class CommandContract {
    private CommandContract() {}

    /// Gives the contract to a command line and every command under it. Call it once all subcommands are added.
    ///
    /// @return the same command line
    public static CommandLine of(CommandLine line) {
        Map<String, String> meanings = new LinkedHashMap<>();
        Stream.of(Exit.values()).forEach(exit -> meanings.put(Integer.toString(exit.code()), exit.meaning()));
        describe(line, meanings);
        return Arguments.strict(line).setExecutionExceptionHandler(new ProblemOnTerminal());
    }

    private static void describe(CommandLine line, Map<String, String> meanings) {
        CommandSpec spec = line.getCommandSpec();
        spec.usageMessage().exitCodeListHeading("%nExit codes:%n").exitCodeList(meanings);
        if (spec.findOption("--debug") == null) {
            spec.addMixin("common", CommandSpec.forAnnotatedObject(new Common()));
        }
        line.getSubcommands().values().forEach(command -> describe(command, meanings));
    }

    /// The options of every command.
    private static final class Common {
        @Option(names = "--debug", description = "show the stack trace of a failure")
        private boolean debug;

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "show this text")
        private boolean help;
    }
}

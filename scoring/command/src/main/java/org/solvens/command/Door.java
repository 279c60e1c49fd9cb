package org.solvens.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.solvens.problem.Exit;
import org.solvens.settings.Program;
import org.solvens.settings.Settings;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/// The help that covers all leaves: the list of commands, the version, and the completion of shells. It comes from the
/// indexes that the builds of the leaves write.
@Command(
        name = "solvens",
        sortOptions = false,
        description = Leaf.Root.DESCRIPTION,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%n",
        footer = {
            "./solvens COMMAND --help lists the options of a command, with an example. The lake is --lake DIR, by",
            "default ./lake.",
            "",
            "Variables",
            "  SOLVENS_JAVA_OPTIONS   for the JVM, such as -Xmx4g",
            "  SOLVENS_CLASS_PATH     further jars, such as the file system of an object store",
            "  SOLVENS_REGISTRY       the folder of the models, needed where the lake is in an object store",
            "  SOLVENS_OTHER_CASES    left_out: a case sees nothing of the debtor's cases of other creditors",
        })
public final class Door implements Runnable {
    private static final int WIDTH = 110;

    private final List<List<String>> index;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "show the version of Solvens, what was built, and the version of Java")
    private boolean version;

    private Door(List<List<String>> index) {
        this.index = index;
    }

    /// Starts the door and ends the process as {@link Exit} says.
    public static void main(String... args) {
        // Help comes also where a setting is wrong.
        Path home = Settings.homeOfProcess();
        CommandProcess.end(Settings.temporaryFolder(), (out, err) -> run(home, out, err, args));
    }

    /// @param home folder of the project
    static int run(Path home, PrintWriter out, PrintWriter err, String... args) {
        return commands(home).setOut(out).setErr(err).execute(args);
    }

    /// The commands of all leaves that are built.
    ///
    /// @param home folder of the project
    static CommandLine commands(Path home) {
        List<List<String>> index;
        try {
            index = CommandIndex.read(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Door door = new Door(index);
        CommandLine line = new CommandLine(door);
        line.addSubcommand(new Completion());
        CommandLine contract = CommandContract.of(line);
        CommandIndex.addTo(line, index);
        contract.setUsageHelpWidth(WIDTH).setCaseInsensitiveEnumValuesAllowed(true);
        line.getCommandSpec().versionProvider(door.versions());
        line.getCommandSpec().usageMessage().exitCodeList(null).exitCodeListHeading(null);
        line.getCommandSpec()
                .usageMessage()
                .sectionMap()
                .put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, _ -> door.list());
        return contract.setParameterExceptionHandler((failure, args) -> {
                    CommandLine at = failure.getCommandLine();
                    at.getErr()
                            .println(
                                    failure instanceof UnmatchedArgumentException && args.length > 0
                                            ? "There is no command '" + String.join(" ", args)
                                                    + "'; ./solvens --help lists them all."
                                            : failure.getMessage());
                    return Exit.USAGE.code();
                })
                .setExecutionStrategy(parsed -> {
                    // Only the launcher runs the commands of leaves: what comes here needs its list of commands.
                    CommandLine last = parsed.asCommandLineList().getLast();
                    if (last.getCommand() instanceof Completion) {
                        return new CommandLine.RunLast().execute(parsed);
                    }
                    if (!CommandLine.printHelpIfRequested(parsed)) {
                        last.usage(last.getOut());
                    }
                    return Exit.OK.code();
                });
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private IVersionProvider versions() {
        String commit = index.stream()
                .filter(line -> line.getFirst().equals("commit") && !line.get(1).isEmpty())
                .map(line -> line.get(1))
                .distinct()
                .collect(Collectors.joining(", "));
        return () -> new String[] {
            "Solvens " + Program.VERSION + (commit.isEmpty() ? "" : ", commit " + commit), "Java " + Runtime.version()
        };
    }

    /// The commands by user.
    private String list() {
        StringBuilder text = new StringBuilder();
        for (Listed.Group group : Listed.Group.values()) {
            List<List<String>> commands = index.stream()
                    .filter(line ->
                            line.getFirst().equals("command") && line.get(4).equals(group.name()))
                    .sorted(Comparator.comparing(line -> line.get(1)))
                    .toList();
            if (!commands.isEmpty() || group == Listed.Group.OPERATIONS) {
                text.append(String.format(Locale.ROOT, "%n%s%n", group.heading()));
                commands.forEach(line -> text.append(row(line.get(1), line.get(5))));
                if (group == Listed.Group.OPERATIONS) {
                    text.append(row("completion", Completion.HEADER));
                }
            }
        }
        return text.toString();
    }

    private static String row(String words, String header) {
        return String.format(Locale.ROOT, "  %-15s %s%n", words, header);
    }

    /// `completion`: what a shell needs to complete commands and options.
    @Command(
            name = "completion",
            sortOptions = false,
            header = Completion.HEADER,
            footer = {
                "",
                "Examples:",
                "  source <(./solvens completion bash)",
                "  source <(./solvens completion zsh)",
                "  ./solvens completion fish > ~/.config/fish/completions/solvens.fish"
            })
    static final class Completion implements Callable<Integer> {
        static final String HEADER = "Print the completion of commands and options for bash, zsh or fish.";

        /// A shell that is completed.
        enum Shell {
            BASH,
            ZSH,
            FISH
        }

        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish")
        private Shell shell;

        @Override
        public Integer call() {
            CommandLine root = spec.root().commandLine();
            // The script of bash turns itself into one of zsh where zsh reads it.
            spec.commandLine()
                    .getOut()
                    .print(
                            switch (shell) {
                                case BASH, ZSH -> AutoComplete.bash("solvens", root);
                                case FISH -> FishCompletion.of(root);
                            });
            return Exit.OK.code();
        }
    }
}

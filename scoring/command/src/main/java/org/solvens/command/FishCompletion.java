package org.solvens.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// The completion of the fish shell, which picocli does not write, from the same model as that of bash and zsh.
final class FishCompletion {
    private static final String HEAD = """
        # Completion of solvens for fish. Made by: ./solvens completion fish
        # Whether the words before the first option are exactly these.
        function __solvens_at
            set -l words (commandline -opc)
            set -e words[1]
            set -l path
            for word in $words
                string match -q -- '-*' $word; and break
                set -a path $word
            end
            test "$path" = "$argv"
        end
        # Whether the words begin with these.
        function __solvens_in
            set -l words (commandline -opc)
            set -e words[1]
            set -l first
            test (count $words) -ge (count $argv); and set first $words[1..(count $argv)]
            test "$first" = "$argv"
        end
        complete -c solvens -f
        """;

    private FishCompletion() {}

    /// The script.
    static String of(CommandLine root) {
        List<String> lines = new ArrayList<>();
        add(root, "", lines);
        return HEAD + String.join("\n", lines) + "\n";
    }

    private static void add(CommandLine command, String words, List<String> lines) {
        for (Map.Entry<String, CommandLine> under : command.getSubcommands().entrySet()) {
            String[] header = under.getValue().getCommandSpec().usageMessage().header();
            lines.add("complete -c solvens -n " + quoted(("__solvens_at " + words).strip()) + " -a " + under.getKey()
                    + " -d " + quoted(String.join(" ", header)));
        }
        CommandSpec spec = command.getCommandSpec();
        String here = words.isEmpty() ? "__solvens_at" : "__solvens_in " + words;
        for (OptionSpec option : spec.options()) {
            StringBuilder line = new StringBuilder("complete -c solvens -n " + quoted(here));
            for (String name : option.names()) {
                line.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
            }
            if (option.arity().max() > 0) {
                line.append(option.type() == java.io.File.class ? " -r -F" : " -x");
                candidates(line, option.completionCandidates());
            }
            line.append(" -d ").append(quoted(String.join(" ", option.description())));
            lines.add(line.toString());
        }
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            StringBuilder line = new StringBuilder("complete -c solvens -n " + quoted(here));
            if (parameter.completionCandidates() != null) {
                candidates(line, parameter.completionCandidates());
            } else if (parameter.type() == java.io.File.class) {
                line.append(" -F");
            } else {
                continue;
            }
            lines.add(line.toString());
        }
        command.getSubcommands().forEach((name, under) -> add(under, (words + " " + name).strip(), lines));
    }

    private static void candidates(StringBuilder line, Iterable<String> candidates) {
        if (candidates != null) {
            line.append(" -a ").append(quoted(String.join(" ", candidates)));
        }
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}

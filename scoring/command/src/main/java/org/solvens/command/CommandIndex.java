package org.solvens.command;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Formatter;
import java.util.IllegalFormatException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.solvens.settings.Settings;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// The index of a leaf's commands, which its build writes to `target/commands` from the picocli classes. The launcher
/// finds the leaf of a command in it, and {@link Door} makes help and completion of the indexes of all leaves, because
/// no process has the class paths of all leaves.
///
/// A line is a record, its fields are separated by tabs, and an empty field is `-`:
///
/// | kind | fields |
/// |---|---|
/// | `parts` | folders of the modules that the leaf is built of, separated by spaces |
/// | `also` | folder of the leaf whose libraries follow on the class path |
/// | `commit` | what was built, by Git |
/// | `command` | words, main class, folder of the leaf that it starts, group, header |
/// | `under` | words of a command that is not listed by itself, header |
/// | `option`, `parameter` | words of the command, names, label, `flag`, `file` or `value`, candidates, description |
public final class CommandIndex {
    private static final String EMPTY = "-";
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    private CommandIndex() {}

    /// Writes the index of a leaf. The build fails where a command has no header, no example that picocli
    /// understands, or a text that picocli cannot format.
    ///
    /// @param args class of the leaf; folder of the project; folder of the leaf; folder of the leaf whose libraries
    ///     follow, or `-`
    public static void main(String... args) throws Exception {
        Leaf leaf = (Leaf) Class.forName(args[0]).getDeclaredConstructor().newInstance();
        Path home = Path.of(args[1]).toRealPath();
        Path folder = Path.of(args[2]).toRealPath();
        List<String> lines = new ArrayList<>();
        lines.add(line("parts", parts(home)));
        lines.add(line("also", args[3]));
        lines.add(line("commit", commit(home)));
        lines.addAll(lines(leaf));
        Path file = Files.createDirectories(folder.resolve("target")).resolve("commands");
        Files.write(file, lines, StandardCharsets.UTF_8);
    }

    /// The lines of all commands of a leaf.
    static List<String> lines(Leaf leaf) {
        List<String> lines = new ArrayList<>();
        for (CommandLine command : leaf.commands(Settings.NONE).getSubcommands().values()) {
            add(leaf, command, "", lines);
        }
        return lines;
    }

    private static void add(Leaf leaf, CommandLine command, String above, List<String> lines) {
        CommandSpec spec = command.getCommandSpec();
        String words = (above + " " + spec.name()).strip();
        String header = String.join(" ", spec.usageMessage().header());
        if (header.isBlank()) {
            throw new IllegalStateException("the command " + words + " has no header");
        }
        requireFormats(words, spec);
        Listed listed = spec.userObject().getClass().getAnnotation(Listed.class);
        // A command that only groups others may be in several leaves.
        if (listed != null || command.getSubcommands().isEmpty()) {
            requireExample(leaf, words, spec);
        }
        lines.add(
                listed == null
                        ? line("under", words, header)
                        : line(
                                "command",
                                words,
                                leaf.getClass().getName(),
                                listed.starts(),
                                listed.value().name(),
                                header));
        for (OptionSpec option : spec.options()) {
            if (!option.hidden()) {
                lines.add(argument("option", words, String.join(",", option.names()), option));
            }
        }
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            lines.add(argument("parameter", words, parameter.index().toString(), parameter));
        }
        for (CommandLine under : command.getSubcommands().values()) {
            add(leaf, under, words, lines);
        }
    }

    private static String argument(String kind, String words, String names, ArgSpec argument) {
        boolean flag = argument instanceof OptionSpec && argument.arity().max() == 0;
        boolean file = argument.paramLabel().matches("DIR|FILE|PATH|NOTEBOOK");
        Class<?> type = argument.auxiliaryTypes()[0];
        String candidates = type.isEnum()
                ? Stream.of(type.getEnumConstants())
                        .map(each -> ((Enum<?>) each).name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(","))
                : "";
        return line(
                kind,
                words,
                names,
                argument.paramLabel(),
                flag ? "flag" : file ? "file" : "value",
                candidates,
                String.join(" ", argument.description()));
    }

    /// Help texts are formats: a percent sign is written twice. Where one is not, picocli warns whoever asks for help.
    private static void requireFormats(String words, CommandSpec spec) {
        Stream.of(
                        Stream.of(spec.usageMessage().description()),
                        Stream.of(spec.usageMessage().footer()),
                        spec.args().stream().flatMap(argument -> Stream.of(argument.description())))
                .flatMap(texts -> texts)
                .forEach(text -> {
                    try {
                        new Formatter(Locale.ROOT).format(text).close();
                    } catch (IllegalFormatException e) {
                        throw new IllegalStateException(
                                "the help of " + words + " has a % that is not written twice: " + text, e);
                    }
                });
    }

    /// Each example of a help text is read by picocli as a user's call would be.
    private static void requireExample(Leaf leaf, String words, CommandSpec spec) {
        String start = "./solvens " + words;
        List<String> examples = Stream.of(spec.usageMessage().footer())
                .map(String::strip)
                .filter(each -> each.equals(start) || each.startsWith(start + " "))
                .toList();
        if (examples.isEmpty()) {
            throw new IllegalStateException("the help of " + words + " has no example");
        }
        for (String example : examples) {
            leaf.commands(Settings.NONE).parseArgs(words(example.substring("./solvens ".length())));
        }
    }

    /// The words of a call, as a shell would divide it; what is redirected is left out.
    private static String[] words(String call) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(call.replaceFirst(" > .*", ""));
        while (matcher.find()) {
            words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
        }
        return words.toArray(String[]::new);
    }

    /// The modules of this project on the class path, by their folders.
    private static String parts(Path home) {
        return Stream.of(Settings.ofProcess().classPath().split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().normalize())
                .filter(entry -> entry.startsWith(home))
                .map(entry -> home.relativize(entry).toString().replaceFirst("/target/.*", ""))
                .distinct()
                .collect(Collectors.joining(" "));
    }

    /// The commit that is built, with `-dirty` after it where files were changed since; empty where it is not known.
    private static String commit(Path home) throws InterruptedException {
        try {
            Process git = new ProcessBuilder("git", "describe", "--always", "--dirty", "--exclude=*")
                    .directory(home.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor() == 0 ? said : "";
        } catch (IOException e) {
            return "";
        }
    }

    private static String line(String... fields) {
        return Stream.of(fields)
                .map(field -> field.replaceAll("\\s+", " ").strip())
                .map(field -> field.isEmpty() ? EMPTY : field)
                .collect(Collectors.joining("\t"));
    }

    /// The lines of the indexes of all leaves that are built, each as its fields, empty ones as empty texts.
    ///
    /// @param home folder of the project
    static List<List<String>> read(Path home) throws IOException {
        List<List<String>> lines = new ArrayList<>();
        for (Path file : files(home)) {
            for (String line : Files.readAllLines(file)) {
                lines.add(Stream.of(line.split("\t", -1))
                        .map(field -> field.equals(EMPTY) ? "" : field)
                        .toList());
            }
        }
        return lines;
    }

    private static List<Path> files(Path home) throws IOException {
        try (Stream<Path> near = Files.list(home)) {
            List<Path> folders = new ArrayList<>(near.filter(Files::isDirectory).toList());
            for (Path folder : List.copyOf(folders)) {
                try (Stream<Path> below = Files.list(folder)) {
                    below.filter(Files::isDirectory).forEach(folders::add);
                }
            }
            return folders.stream()
                    .map(folder -> folder.resolve("target/commands"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    /// Makes picocli's model of commands again, under a root. Nothing but `bench` is ever run by it.
    static void addTo(CommandLine root, Collection<List<String>> lines) {
        SortedMap<String, CommandLine> made = new TreeMap<>();
        made.put("", root);
        for (List<String> line : lines) {
            switch (line.getFirst()) {
                case "command" -> command(made, line.get(1), line.get(5));
                case "under" -> command(made, line.get(1), line.get(2));
                case "option", "parameter" ->
                    argument(Objects.requireNonNull(made.get(line.get(1))).getCommandSpec(), line);
                default -> {}
            }
        }
    }

    private static void command(SortedMap<String, CommandLine> made, String words, String header) {
        if (made.containsKey(words)) {
            return;
        }
        int last = words.lastIndexOf(' ');
        CommandSpec spec = CommandSpec.wrapWithoutInspection(null).name(words.substring(last + 1));
        CommandLine line = new CommandLine(spec);
        spec.usageMessage().header(header);
        Objects.requireNonNull(made.get(last < 0 ? "" : words.substring(0, last)))
                .addSubcommand(line);
        made.put(words, line);
    }

    private static void argument(CommandSpec spec, List<String> line) {
        boolean flag = line.get(4).equals("flag");
        Class<?> type = flag ? boolean.class : line.get(4).equals("file") ? File.class : String.class;
        List<String> candidates =
                line.get(5).isEmpty() ? List.of() : List.of(line.get(5).split(","));
        String[] names = line.get(2).split(",");
        if (line.getFirst().equals("option")) {
            if (spec.findOption(names[0]) != null) {
                return;
            }
            OptionSpec.Builder option = OptionSpec.builder(names)
                    .arity(flag ? "0" : "1")
                    .type(type)
                    .paramLabel(line.get(3))
                    .usageHelp(List.of(names).contains("--help"))
                    .description(line.get(6).replace("%", "%%"));
            spec.addOption(
                    candidates.isEmpty()
                            ? option.build()
                            : option.completionCandidates(candidates).build());
        } else {
            PositionalParamSpec.Builder parameter = PositionalParamSpec.builder()
                    .index(names[0])
                    .arity("0..*")
                    .type(type)
                    .paramLabel(line.get(3))
                    .description(line.get(6).replace("%", "%%"));
            spec.addPositional(
                    candidates.isEmpty()
                            ? parameter.build()
                            : parameter.completionCandidates(candidates).build());
        }
    }
}

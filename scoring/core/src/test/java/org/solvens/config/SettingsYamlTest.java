package org.solvens.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.solvens.mapping.Mapping;
import org.solvens.plan.TrainingPlan;
import org.solvens.policy.Policy;
import org.solvens.problem.Problem;

/// What no settings file may have is refused wherever it is written: in every value, at every key and on every line
/// of the samples.
class SettingsYamlTest {
    /// The readers of settings, each with a file that it reads.
    enum Kind {
        MAPPING("mappings/loan-payments.yaml", Mapping::read),
        PLAN("plans/default.yaml", TrainingPlan::read),
        POLICY("policies/cautious.yaml", Policy::read);

        private final String sample;
        private final Function<Path, ?> reader;

        Kind(String sample, Function<Path, ?> reader) {
            this.sample = sample;
            this.reader = reader;
        }
    }

    @TempDir
    Path folder;

    private static List<String> lines(Kind kind) {
        try {
            return Files.readAllLines(
                    Path.of(System.getProperty("solvens.home"), "data-samples").resolve(kind.sample));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The lines that give a key a value on the same line.
    private static int[] valued(List<String> lines) {
        return IntStream.range(0, lines.size())
                .filter(i -> lines.get(i).matches(" *(- )?[a-z_0-9]+: [^|>].*"))
                .toArray();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void theSampleIsRead(Kind kind) {
        assertThat(read(kind, String.join("\n", lines(kind)))).isNull();
        assertThat(read(kind, "\uFEFF" + String.join("\r\n", lines(kind)))).isNull();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void anAnchorAnAliasOrATagIsRefusedAtEachValue(Kind kind) {
        List<String> lines = lines(kind);
        for (String mark : List.of("&d ", "*d", "!x ", "!!str ", "!!int ")) {
            for (int i : valued(lines)) {
                String line = lines.get(i);
                int value = line.indexOf(": ") + 2;
                List<String> changed = new ArrayList<>(lines);
                changed.set(i, line.substring(0, value) + mark + (mark.startsWith("*") ? "" : line.substring(value)));
                Problem problem = read(kind, String.join("\n", changed));
                assertThat(problem).as(changed.get(i)).isNotNull();
                assertThat(problem.what())
                        .as(changed.get(i))
                        .startsWith(
                                switch (mark.charAt(0)) {
                                    case '&' -> "an anchor";
                                    case '*' -> "an alias";
                                    default -> "a text that begins with '!'";
                                });
                assertThat(problem.subject()).as(changed.get(i)).contains(", line " + (i + 1) + ", column ");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aKeyTwiceIsRefusedWhereverItIs(Kind kind) {
        List<String> lines = lines(kind);
        for (int i : valued(lines)) {
            if (lines.get(i).contains("- ")) {
                continue;
            }
            List<String> changed = new ArrayList<>(lines);
            changed.add(i, lines.get(i));
            Problem problem = read(kind, String.join("\n", changed));
            assertThat(problem).as(lines.get(i)).isNotNull();
            assertThat(problem.what()).as(lines.get(i)).isEqualTo("a key is given twice");
            assertThat(problem.subject()).contains(", line " + (i + 2) + ", column ");
        }
    }

    /// In mappings the numbers of a record are expressions; only the version is a number of YAML.
    @ParameterizedTest
    @EnumSource(Kind.class)
    void aNumberThatYaml11ReadsInAnotherWayIsRefusedWithItsLine(Kind kind) {
        List<String> lines = lines(kind);
        int numbers = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).matches(kind == Kind.MAPPING ? "version: [0-9]+" : " *[a-z_0-9]+: [0-9]+")) {
                continue;
            }
            numbers++;
            int value = lines.get(i).indexOf(": ") + 2;
            for (String number : List.of("1:30", "1_0", "0o17", "0x1F", "yes", "\"10\"", "~", "1e400")) {
                List<String> changed = new ArrayList<>(lines);
                changed.set(i, lines.get(i).substring(0, value) + number);
                Problem problem = read(kind, String.join("\n", changed));
                assertThat(problem).as(changed.get(i)).isNotNull();
                assertThat(problem.subject()).as(changed.get(i)).contains(", line " + (i + 1) + ", column ");
            }
        }
        assertThat(numbers).isPositive();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aMergeKeyIsRefused(Kind kind) {
        List<String> lines = lines(kind);
        for (int i : valued(lines)) {
            if (lines.get(i).contains("- ")) {
                continue;
            }
            String indent = " "
                    .repeat(lines.get(i).length() - lines.get(i).stripLeading().length());
            List<String> changed = new ArrayList<>(lines);
            changed.add(i, indent + "<<: {a: 1}");
            Problem problem = read(kind, String.join("\n", changed));
            assertThat(problem).as(lines.get(i)).isNotNull();
            assertThat(problem.what()).startsWith("a merge key");
            assertThat(problem.subject()).endsWith(", line " + (i + 1) + ", column " + (indent.length() + 1));
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aTabThatIndentsAndAnInvisibleCharacterAreNamedByLine(Kind kind) {
        List<String> lines = lines(kind);
        for (String mark : List.of("\t", "\u0000", "\u0007", "\u009f", "\uFEFF")) {
            for (int i : valued(lines)) {
                if (i == 0) {
                    continue;
                }
                List<String> changed = new ArrayList<>(lines);
                changed.set(i, mark + lines.get(i));
                Problem problem = read(kind, String.join("\n", changed));
                assertThat(problem).as("%s before %s", mark, lines.get(i)).isNotNull();
                assertThat(problem.subject()).contains(", line " + (i + 1) + ", column ");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatIsNoSingleDocumentOfAReasonableSizeIsRefused(Kind kind) {
        String good = String.join("\n", lines(kind)) + "\n";
        Stream.of(
                        "",
                        " \n\n",
                        "# only a comment\n",
                        "---\n",
                        "---\n---\n",
                        "null\n",
                        "~\n",
                        good + "---\n" + good,
                        good + "...\n---\na: 1\n",
                        "[]\n",
                        "{}\n",
                        "text\n",
                        "7\n",
                        "[".repeat(100_000),
                        ("[".repeat(60) + "\n").repeat(200),
                        "{a: ".repeat(10_000),
                        "- ".repeat(20_000),
                        "? ".repeat(10_000),
                        "a: &x [*x, *x]\n",
                        good + "#" + "x".repeat(100_000) + "\n",
                        "%YAML 3.0\n---\n" + good)
                .forEach(text -> {
                    Problem problem = read(kind, text);
                    String shown = text.substring(0, Math.min(60, text.length()));
                    assertThat(problem).as(shown).isNotNull();
                    assertThat(problem.code()).isEqualTo(kind.name());
                    assertThat(problem.subject())
                            .as(shown)
                            .matches("(?s).*settings\\.yaml.*, line [0-9]+, column [0-9]+");
                });
        assertThat(read(kind, "# " + "x".repeat(10_000_000) + "\n" + good).what())
                .isEqualTo("the file is larger than a settings file may be");
    }

    /// The scanner reads 1,024 characters at a time.
    @ParameterizedTest
    @EnumSource(Kind.class)
    void aCharacterOfTwoHalvesMayBeAnywhere(Kind kind) {
        String good = String.join("\n", lines(kind));
        for (int length = 1_010; length < 1_040; length++) {
            assertThat(read(kind, "#" + "x".repeat(length) + "\uD83D\uDE00".repeat(1_200) + "\n" + good))
                    .isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void bytesThatAreNotUtf8AreNamedByLineAndColumn(Kind kind) throws IOException {
        byte[] latin = "# \u00e5\n# ok\nx: \u00e5".getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[latin.length + 2];
        System.arraycopy(latin, 0, bytes, 0, latin.length);
        bytes[latin.length] = (byte) 0xe4;
        bytes[latin.length + 1] = '\n';
        Path file = Files.write(folder.resolve("settings.yaml"), bytes);
        Problem problem = catchThrowableOfType(Problem.class, () -> kind.reader.apply(file));
        assertThat(problem.what()).isEqualTo("the file is not UTF-8");
        assertThat(problem.subject()).endsWith("settings.yaml, line 3, column 5");
        Path wide = Files.write(folder.resolve("wide.yaml"), "a: 1".getBytes(StandardCharsets.UTF_16));
        assertThat(catchThrowableOfType(Problem.class, () -> kind.reader.apply(wide))
                        .subject())
                .endsWith("wide.yaml, line 1, column 1");
    }

    private Problem read(Kind kind, String text) {
        try {
            Path file = Files.writeString(folder.resolve("settings.yaml"), text);
            return catchThrowableOfType(Problem.class, () -> kind.reader.apply(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

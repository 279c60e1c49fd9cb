package org.solvens.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.solvens.feature.Axis;
import org.solvens.settings.Settings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The list of commands, the version and the completions are made of the indexes that the builds of leaves write.
class DoorTest {
    @Listed(Listed.Group.ANALYSTS)
    @Command(
            name = "look",
            header = "Look at 100 % of a lake's cases.",
            footer = {"Example:", "  ./solvens look --lake lake --axis ability > out"})
    static final class Look implements Runnable {
        @Mixin
        private LakeOption lake = new LakeOption();

        @Mixin
        private JsonOption json = new JsonOption();

        @Option(names = "--axis", paramLabel = "AXIS", description = "an axis' name")
        private Axis axis;

        @Override
        public void run() {}
    }

    @Listed(Listed.Group.BENCHMARKS)
    @Command(name = "speed", header = "Measure.", footer = "  ./solvens bench speed")
    static final class Speed implements Runnable {
        @Override
        public void run() {}
    }

    @Listed(Listed.Group.DATA)
    @Command(name = "wrong", header = "Look wrongly.", footer = "  ./solvens wrong --no-such-option")
    static final class Wrong implements Runnable {
        @Override
        public void run() {}
    }

    @Listed(Listed.Group.DATA)
    @Command(
            name = "sure",
            header = "Look for sure.",
            description = "Intervals are 95 %, by debtor.",
            footer = "  ./solvens sure")
    static final class Sure implements Runnable {
        @Override
        public void run() {}
    }

    /// A leaf of two commands.
    public static final class Two implements Leaf {
        @Override
        public CommandLine commands(Settings settings) {
            return Leaf.root(settings, new Look(), new CommandLine(new Benchmarks()).addSubcommand(new Speed()));
        }
    }

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path home;

    private int run(String... args) {
        return Door.run(home, new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    @BeforeEach
    void twoLeaves() throws Exception {
        for (String leaf : List.of("one", "two/below")) {
            Files.createDirectories(home.resolve(leaf));
        }
        CommandIndex.main(
                Two.class.getName(), home.toString(), home.resolve("one").toString(), "-");
        Path below = Files.createDirectories(home.resolve("two/below/target"));
        Files.write(below.resolve("commands"), List.of("command\tserve\tsome.Main\t-\tCASE_SYSTEMS\tAnswer."));
    }

    @Test
    void theHelpListsTheCommandsByUser() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString().lines().map(String::strip).toList())
                .containsSubsequence(
                        "Analysts",
                        "look            Look at 100 % of a lake's cases.",
                        "Case systems",
                        "serve           Answer.",
                        "Operations and maintenance",
                        "Benchmarks",
                        "bench speed     Measure.")
                .doesNotContain("Data");
    }

    @Test
    void theVersionNamesTheProgramAndJava() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).startsWith("Solvens 0.").contains("Java " + Runtime.version());
    }

    @Test
    void anUnknownCommandEndsWithTwo() {
        assertThat(run("frobnicate")).isEqualTo(2);
        assertThat(err.toString()).contains("There is no command 'frobnicate'; ./solvens --help lists them all.");
    }

    @Test
    void whatStandsAboveBenchmarksListsThem() {
        assertThat(run("bench")).isZero();
        assertThat(out.toString()).contains("Usage: solvens bench").contains("speed  Measure.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void everyCommandAndOptionIsCompletedAndTheShellTakesIt(String shell) throws Exception {
        assertThat(run("completion", shell)).isZero();
        String script = out.toString();
        assertThat(script).contains("look", "serve", "bench", "speed", "completion", "ability");
        for (String option : List.of("lake", "json", "axis", "debug", "help", "version")) {
            assertThat(script).contains(shell.equals("fish") ? "-l " + option : "--" + option);
        }
        Path file = Files.writeString(home.resolve("script"), script);
        if (onThePath(shell)) {
            Process check = new ProcessBuilder(shell, "-n", file.toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(check.waitFor()).as(said).isZero();
        }
    }

    private static boolean onThePath(String program) {
        return List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    @Test
    void anExampleThatPicocliRefusesFailsTheBuild() {
        assertThatThrownBy(() -> CommandIndex.lines(settings -> Leaf.root(settings, new Wrong())))
                .hasMessageContaining("--no-such-option");
    }

    @Test
    void aHelpTextThatPicocliCannotFormatFailsTheBuild() {
        assertThatThrownBy(() -> CommandIndex.lines(settings -> Leaf.root(settings, new Sure())))
                .hasMessageContaining("the help of sure has a % that is not written twice")
                .hasMessageContaining("95 %, by debtor");
    }
}

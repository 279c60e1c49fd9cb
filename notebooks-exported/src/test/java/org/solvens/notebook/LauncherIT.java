package org.solvens.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The launcher, once all leaves are packaged: this module is the last.
class LauncherIT {
    private static final Path HOME = Path.of(System.getProperty("solvens.home"));
    private static final List<String> COMMANDS = List.of(
            "run",
            "ingest",
            "quality",
            "quarantine",
            "simulate",
            "catalogue",
            "challenge",
            "compare",
            "evaluate",
            "features",
            "models",
            "monitor",
            "notebook",
            "plan",
            "policy",
            "promote",
            "recalibrate",
            "rollback",
            "train",
            "score",
            "serve",
            "store",
            "key",
            "webhook",
            "audit",
            "withdraw",
            "report",
            "maintain",
            "status",
            "tables",
            "completion",
            "bench features",
            "bench reports",
            "bench api",
            "bench decide",
            "bench predict",
            "bench train");

    private int code;

    private String solvens(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(HOME.resolve("solvens").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        code = process.waitFor();
        return said;
    }

    @Test
    void theHelpListsTheCommandsOfAllLeaves() throws Exception {
        String help = solvens("--help");
        assertThat(code).as(help).isZero();
        assertThat(help.lines()
                        .filter(line -> line.matches("  [a-z]+ ?[a-z]* {2,}[A-Z].*"))
                        .map(line -> line.strip().replaceFirst(" {2,}.*", "")))
                .containsExactlyInAnyOrderElementsOf(COMMANDS);
    }

    @Test
    void everyLeafStartsItsCommands() throws Exception {
        for (String command : List.of("status", "models", "serve", "notebook", "bench train", "bench features")) {
            List<String> words = new ArrayList<>(List.of(command.split(" ")));
            words.add("--help");
            String help = solvens(words.toArray(String[]::new));
            assertThat(code).as(help).isZero();
            assertThat(help)
                    .contains("Usage: solvens " + command, "./solvens " + command, "--debug", "--help", "Exit codes:");
        }
    }

    @Test
    void anUnknownCommandEndsWithTwo() throws Exception {
        assertThat(solvens("frobnicate")).contains("There is no command 'frobnicate'");
        assertThat(code).isEqualTo(2);
    }

    @Test
    void shellsCompleteCommandsOfAllLeaves() throws Exception {
        for (String shell : List.of("bash", "zsh", "fish")) {
            String script = solvens("completion", shell);
            assertThat(code).isZero();
            assertThat(script).contains("quarantine", "rollback", "serve", "notebook", "predict", "as-of", "noted");
        }
    }
}

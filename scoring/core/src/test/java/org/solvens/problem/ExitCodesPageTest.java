package org.solvens.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExitCodesPageTest {
    @Test
    void thePageListsTheCodesAsTheyAre() throws Exception {
        Path page = Path.of(System.getProperty("solvens.home"), "docs", "exit-codes.md");
        List<String> rows = Files.readAllLines(page).stream()
                .filter(line -> line.matches("\\| \\d+ \\|.*"))
                .map(line -> line.substring(0, line.lastIndexOf('|', line.length() - 2))
                        .strip())
                .toList();
        assertThat(rows)
                .isEqualTo(Stream.of(Exit.values())
                        .map(exit -> "| " + exit.code() + " | " + exit.name() + " | " + exit.meaning())
                        .toList());
    }
}

package org.solvens.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The page of the simulator lists every world and every assumption, with the values of the code.
final class SimulatorPageTest {
    @Test
    void thePageHasTheWorldsOfTheCode() throws Exception {
        List<String> lines = new ArrayList<>(List.of("| `--world` | what sets it apart |", "|---|---|"));
        for (Scenario scenario : Scenario.values()) {
            lines.add("| `" + scenario.label() + "` | " + scenario.meaning() + " |");
        }
        assertThat(between("worlds")).isEqualTo(lines);
    }

    @Test
    void thePageHasTheAssumptionsOfTheCode() throws Exception {
        StringBuilder head = new StringBuilder("| assumption | meaning |");
        StringBuilder rule = new StringBuilder("|---|---|");
        for (Scenario scenario : Scenario.values()) {
            head.append(' ').append(scenario.label()).append(" |");
            rule.append("---|");
        }
        List<String> lines = new ArrayList<>(List.of(head + " source |", rule + "---|"));
        for (Assumption assumption : Assumption.values()) {
            StringBuilder line = new StringBuilder("| `" + assumption.label() + "` | " + assumption.meaning() + " |");
            for (Scenario scenario : Scenario.values()) {
                double value = scenario.value(assumption);
                boolean usual = scenario != Scenario.FIRST
                        && scenario != Scenario.DEFAULT
                        && value == Scenario.DEFAULT.value(assumption);
                line.append(usual ? " |" : " " + shown(value) + " |");
            }
            lines.add(line + " " + assumption.source() + " |");
        }
        assertThat(between("assumptions")).isEqualTo(lines);
    }

    private static String shown(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    private static List<String> between(String mark) throws Exception {
        List<String> page =
                Files.readAllLines(Path.of(System.getProperty("solvens.home")).resolve("docs/simulator.md"));
        int from = page.indexOf("<!-- " + mark + " -->");
        int to = page.indexOf("<!-- end of " + mark + " -->");
        assertThat(from).as("mark " + mark).isBetween(0, to);
        return page.subList(from + 1, to);
    }
}

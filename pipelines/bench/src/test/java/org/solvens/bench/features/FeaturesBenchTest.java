package org.solvens.bench.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.facts.OtherCases;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.history.History;
import org.solvens.settings.Settings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The benchmark on a few cases: its figures are complete, and the peer's features are ours.
final class FeaturesBenchTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    private int run(String... arguments) {
        List<String> words = new ArrayList<>(List.of("bench", "features"));
        words.addAll(List.of(arguments));
        return new FeaturesBenchMain(step -> {})
                .run(
                        Settings.ofProcess(),
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        words.toArray(String[]::new));
    }

    @Test
    void thePeerComputesTheSameTenFeatures() {
        assertThat(run(
                        "--cases",
                        "800",
                        "--large-debtors",
                        "0",
                        "--repeats",
                        "1",
                        "--json",
                        "--work",
                        folder.toString()))
                .as(err.toString())
                .isZero();
        Map<String, JsonNode> figures = new HashMap<>();
        out.toString().lines().map(new JsonMapper()::readTree).forEach(line -> {
            assertThat(line.propertyNames())
                    .containsExactly(
                            "bench",
                            "metric",
                            "value",
                            "unit",
                            "peer",
                            "peer_value",
                            "ratio",
                            "target",
                            "higher_is_better",
                            "rows",
                            "cores");
            assertThat(line.path("rows").asLong()).isPositive();
            figures.put(line.path("metric").asString(), line);
        });
        for (String metric : List.of(
                "scan of "
                        + FeatureCatalogue.standard(OtherCases.SEEN).features().size() + " features at one as-of",
                "scan at twelve as-ofs",
                "first day, feeds to ten written features",
                "first day",
                "second day, feeds to ten written features")) {
            assertThat(figures.get(metric).path("ratio").asDouble()).as(metric).isPositive();
        }
        assertThat(figures.get("cases whose ten features differ from the peer's")
                        .path("value")
                        .asLong())
                .isZero();
        assertThat(figures.get("cases that differ on the second day")
                        .path("value")
                        .asLong())
                .isZero();
        assertThat(figures.get("debtors with new records on the second day")
                        .path("value")
                        .asLong())
                .isBetween(1L, 30L);
    }

    @Test
    void aLargeDebtorHasOneFigureWithItsTarget() {
        assertThat(run("--cases", "0", "--large-debtors", "1", "--repeats", "1", "--json"))
                .as(err.toString())
                .isZero();
        JsonNode line = new JsonMapper().readTree(out.toString());
        assertThat(line.path("rows").asLong()).isEqualTo(120_000);
        assertThat(line.path("value").asDouble()).isPositive();
        assertThat(line.path("peer_value").asDouble()).isEqualTo(2);
        assertThat(line.path("target").asDouble()).isEqualTo(1);
    }

    @Test
    void theSameSeedGivesTheSameLargeDebtor() {
        LocalDate first = LocalDate.of(2024, 1, 1);
        LocalDate last = LocalDate.of(2026, 1, 1);
        byte[] once =
                LargeDebtor.history(7, 50, 600, first, last.minusYears(1), last).encode();
        byte[] again =
                LargeDebtor.history(7, 50, 600, first, last.minusYears(1), last).encode();
        assertThat(again).isEqualTo(once);
        assertThat(History.decode(once).caseIds()).hasSize(50);
    }

    @Test
    void aFolderWithSomethingInItIsRefused() throws Exception {
        Files.writeString(folder.resolve("thesis.txt"), "mine");
        assertThat(run("--work", folder.toString())).isEqualTo(1);
        assertThat(err.toString()).startsWith("error BENCH-WORK: ").contains(folder.toString());
    }
}

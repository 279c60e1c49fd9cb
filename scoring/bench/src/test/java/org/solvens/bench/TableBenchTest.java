package org.solvens.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.settings.Settings;
import org.solvens.training.table.TableFile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TableBenchTest {
    @TempDir
    Path folder;

    @Test
    void everySideSeparatesTheRowsOfAPlainTable() throws Exception {
        SplittableRandom random = new SplittableRandom(8);
        List<String> rows = IntStream.range(0, 400)
                .mapToObj(i -> {
                    int x = random.nextInt(100);
                    return x + "," + random.nextInt(10) + "," + (random.nextInt(100) < x ? 1 : 0);
                })
                .toList();
        Path table = folder.resolve("plain.csv");
        Files.writeString(table, "x,noise,good\n" + String.join("\n", rows) + "\n");
        StringWriter out = new StringWriter();
        int code = new BenchMain(() -> 0, _ -> {})
                .run(
                        Settings.ofProcess(),
                        new PrintWriter(out),
                        new PrintWriter(new StringWriter()),
                        "bench",
                        "train",
                        "--table",
                        table.toString(),
                        "--target",
                        "good",
                        "--plan",
                        "../../data-samples/plans/table.yaml",
                        "--cores",
                        "1",
                        "--json");
        assertThat(code).isZero();
        List<JsonNode> lines =
                out.toString().lines().map(new JsonMapper()::readTree).toList();
        assertThat(lines).hasSize(8);
        assertThat(lines)
                .filteredOn(l -> l.get("metric").asString().contains(": AUC that "))
                .hasSize(4)
                .allSatisfy(l -> assertThat(l.get("value").asDouble()).isBetween(-0.1, 0.1));
        assertThat(lines).filteredOn(l -> l.get("peer").isString()).hasSize(4).allSatisfy(line -> {
            assertThat(line.get("value").asDouble()).isGreaterThan(0.7);
            assertThat(line.get("peer_value").asDouble()).isGreaterThan(0.7);
        });
    }

    @Test
    void aSeedMakesTheSameTableAgain() {
        TableFile one = MadeUpTable.BUREAU.of(1);
        TableFile again = MadeUpTable.BUREAU.of(1);
        assertThat(one.rows()).isEqualTo(12_000);
        for (int c = 0; c < one.columns().size(); c++) {
            assertThat(again.columns().get(c).values())
                    .isEqualTo(one.columns().get(c).values());
        }
        assertThat(MadeUpTable.BUREAU.of(2).columns().getFirst().values())
                .isNotEqualTo(one.columns().getFirst().values());
        assertThat(one.columns().getFirst().values()).contains(-7.0, -8.0, -9.0);
    }
}

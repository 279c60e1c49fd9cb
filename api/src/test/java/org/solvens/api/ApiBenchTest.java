package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.facts.OtherCases;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.lake.DeltaTable.Commit;
import org.solvens.scoring.ScoreRow;
import org.solvens.settings.Settings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The benchmark measures what it says, on few cases for a moment. Its figures are no part of the test.
class ApiBenchTest {
    private final StringWriter out = new StringWriter();

    private Map<String, JsonNode> lines(String... args) {
        assertThat(new ApiMain()
                        .commands(Settings.NONE)
                        .setOut(new PrintWriter(out, true))
                        .execute(args))
                .isZero();
        return out.toString()
                .lines()
                .map(new JsonMapper()::readTree)
                .collect(Collectors.toMap(line -> line.get("metric").stringValue(), line -> line));
    }

    @Test
    void everyLoadIsAnsweredAndMeasured(@TempDir Path folder) throws Exception {
        OnlineServers servers = new OnlineServers(folder);
        Map<String, JsonNode> lines = lines(
                "bench",
                "api",
                "--cases",
                "300",
                "--seconds",
                "0.2",
                "--repeats",
                "1",
                "--lake",
                servers.lake().lake().root(),
                "--json");
        assertThat(lines.keySet())
                .containsExactlyInAnyOrder(
                        "heap",
                        "scores opened from local disk",
                        "look-ups",
                        "look-up, p99",
                        "look-ups with a key, audited",
                        "look-up with a key, audited, p99",
                        "ready, histories written",
                        "score with reasons at 200/s, p99",
                        "event on disk at 500/s, p99",
                        "failed answers during 100 reloads");
        assertThat(lines.get("look-ups").get("value").doubleValue()).isPositive();
        assertThat(lines.get("look-ups").get("peer_value").doubleValue()).isPositive();
        assertThat(lines.get("event on disk at 500/s, p99").get("rows").intValue())
                .isPositive();
        assertThat(lines.get("failed answers during 100 reloads").get("value").doubleValue())
                .isZero();
        servers.close();
    }

    @Test
    void theMadeUpCasesAreAnsweredAsTheContractSays() {
        FeatureCatalogue catalogue = FeatureCatalogue.standard(OtherCases.SEEN);
        SegmentAnswer answers = new SegmentAnswer(catalogue);
        new MadeUpCases(5, catalogue).forEach(row -> {
            Decided decided = Decided.batch(ScoreRow.TABLE.stored(row), new Commit(0, 0));
            byte[] json = Json.bytes(generator -> answers.write(generator, List.of(decided), Caller.ANYONE));
            Contract.fits(
                    Contract.schema("Segment"), new JsonMapper().readTree(json).get(0));
            assertThat(row.asOf()).isEqualTo(LocalDate.of(2026, 11, 1));
        });
    }
}

package org.solvens.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.ingest.LakeRows;
import org.solvens.lake.Lake;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The main job on a real log, where it is at hand: set SOLVENS_ROAD_TRAFFIC_FINES to the flattened events,
/// or put them at ../shared/data/road-traffic-fines/events.csv.gz next to the project.
@Tag("slow")
class RoadTrafficFinesIT {
    @TempDir
    Path folder;

    @Test
    void theRealLogRunsThroughAndShowsWhatIsKnownOfIt() throws Exception {
        String named = System.getenv("SOLVENS_ROAD_TRAFFIC_FINES");
        Path events = named != null
                ? Path.of(named)
                : Solvens.HOME.resolve("../shared/data/road-traffic-fines/events.csv.gz");
        assumeTrue(Files.exists(events), "The real log is not tried: it is not at " + events + ".");
        Lake lake = new Lake(folder.resolve("lake").toString());
        Solvens.Ended ended = Solvens.run(
                folder.resolve("run"),
                "run",
                "--lake",
                lake.root(),
                "--json",
                "--mapping",
                Solvens.HOME
                        .resolve("data-samples/mappings/road-traffic-fines.yaml")
                        .toString(),
                events.toString());
        assertThat(ended.code()).as(ended.err()).isZero();
        JsonNode report = new JsonMapper().readTree(ended.out());

        assertThat(report.at("/records/CASES").asLong()).isEqualTo(150_370);
        assertThat(report.at("/records/PAYMENTS").asLong()).isEqualTo(77_601);
        assertThat(report.at("/recovery/EUR/cases").asLong()).isEqualTo(150_370);
        assertThat(report.at("/recovery/EUR/paidCases").asLong()).isEqualTo(69_715);
        double owed = report.at("/recovery/EUR/owed").asDouble();
        double recovered = report.at("/recovery/EUR/recovered").asDouble();
        double overpaid = report.at("/recovery/EUR/overpaid").asDouble();
        assertThat(Math.round(1_000 * (recovered + overpaid) / owed))
                .as("all that came in")
                .isEqualTo(301);
        // 1,186 fines were paid twice or too high; what is beyond pays no other fine.
        assertThat(overpaid).isEqualTo(21_079.77);
        assertThat(Math.round(1_000 * recovered / owed)).isEqualTo(299);

        // Appeals are disputes that hold.
        assertThat(LakeRows.table(lake.scores())
                        .where("segment = 'DISPUTING'")
                        .agg(functions.count("*"), functions.min("route"), functions.max("route"))
                        .first()
                        .mkString(" "))
                .matches("[1-9]\\d+ HOLD HOLD");

        // No leak: paying within the horizon is hard to foretell from this log, and the report says so.
        JsonNode willingness = report.path("axes").get(0);
        assertThat(willingness.path("metrics").path("auc").asDouble()).isBetween(0.54, 0.70);

        // A feed that the log lacks is "no feed", and ability is not invented.
        assertThat(LakeRows.table(lake.snapshots()).where("net_income != -1e18").count())
                .isZero();
        assertThat(LakeRows.table(lake.scores())
                        .where("ability is not null or ability_status != 'insufficient_data'")
                        .count())
                .isZero();
        assertThat(lake.tables().exists(lake.feed("tax_assessments"))).isFalse();
    }
}

package org.solvens.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.facts.CaseView;
import org.solvens.facts.DebtorView;
import org.solvens.facts.FeedStarts;
import org.solvens.facts.OtherCases;
import org.solvens.feature.Axis;
import org.solvens.feature.Direction;
import org.solvens.feature.Feature;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.feed.Feed;
import org.solvens.history.History;
import org.solvens.ingest.Ingest;
import org.solvens.ingest.LakeRows;
import org.solvens.lake.Lake;
import org.solvens.pipelines.histories.Histories;
import org.solvens.pipelines.snapshots.Features;
import org.solvens.pipelines.snapshots.LeakCheck;
import org.solvens.problem.Problem;
import org.solvens.simulation.Simulate;
import picocli.CommandLine;

/// Features on request, and the search for those that see the future, on a lake that was filled twice.
class FeaturesTest {
    private static final String HALF = "2025-07-01T00:00:00Z";
    private static final LocalDate FIRST = LocalDate.of(2025, 6, 1);
    private static final LocalDate SECOND = LocalDate.of(2025, 12, 1);

    @TempDir
    static Path folder;

    private static Lake lake;
    private static Features features;
    private static FeedStarts feeds;

    @BeforeAll
    static void fill() throws Exception {
        new CommandLine(new Simulate())
                .execute(
                        "--debtors",
                        "60",
                        "--from",
                        "2025-01-01",
                        "--to",
                        "2025-12-31",
                        "--seed",
                        "3",
                        "--out",
                        folder.toString());
        Path early = Files.createDirectories(folder.resolve("early"));
        Path late = Files.createDirectories(folder.resolve("late"));
        for (String feed : List.of("cases", "payments", "contacts")) {
            List<String> lines = Files.readAllLines(folder.resolve("feeds/" + feed + ".csv"));
            List<String> before = new ArrayList<>(lines.subList(0, 1));
            List<String> after = new ArrayList<>(lines.subList(0, 1));
            int known = List.of(lines.getFirst().split(",")).indexOf("known_at");
            // No text of these feeds has a comma.
            lines.subList(1, lines.size())
                    .forEach(line -> (line.split(",", -1)[known].compareTo(HALF) < 0 ? before : after).add(line));
            Files.write(early.resolve(feed + ".csv"), before);
            Files.write(late.resolve(feed + ".csv"), after);
        }
        lake = new Lake(folder.resolve("lake").toString());
        for (Path some : List.of(early, late)) {
            new Ingest(LakeRows.spark(), lake, null, LakeRows.NOW).run(List.of(some.toString()), step -> {});
            new Histories(LakeRows.spark(), lake).update();
        }
        features = new Features(LakeRows.spark(), lake);
        feeds = features.feedStarts();
    }

    private static long midnight(LocalDate date) {
        return date.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }

    /// The vectors of every open case, computed without Spark as real-time scoring does.
    private static Map<String, double[]> plain(LocalDate date) {
        Map<String, double[]> vectors = new HashMap<>();
        for (Row row : LakeRows.table(lake.histories()).select("history").collectAsList()) {
            for (CaseView view :
                    new DebtorView(History.decode(row.getAs(0)), midnight(date), feeds, OtherCases.SEEN).cases()) {
                if (view.open()) {
                    double[] values = new double
                            [FeatureCatalogue.standard(OtherCases.SEEN)
                                    .features()
                                    .size()];
                    FeatureCatalogue.standard(OtherCases.SEEN).compute(view, values);
                    vectors.put(view.caseId(), values);
                }
            }
        }
        return vectors;
    }

    @Test
    void sparkWritesTheVectorsThatPlainJavaComputes() {
        features.write(List.of(FIRST, SECOND), List.of(), feeds);
        for (LocalDate date : List.of(FIRST, SECOND)) {
            Map<String, double[]> expected = plain(date);
            assertThat(expected).hasSizeGreaterThan(20);
            List<Row> rows = LakeRows.table(lake.features())
                    .where("as_of = date'" + date + "'")
                    .collectAsList();
            assertThat(rows).hasSameSizeAs(expected.keySet());
            for (Row row : rows) {
                double[] vector = expected.get(row.<String>getAs("case_id"));
                for (int i = 0; i < vector.length; i++) {
                    assertThat(Double.doubleToRawLongBits(row.getDouble(i + 3)))
                            .as(row.schema().fieldNames()[i + 3])
                            .isEqualTo(Double.doubleToRawLongBits(vector[i]));
                }
            }
        }
        Features.Scan scan = features.scan(List.of(FIRST, SECOND), feeds);
        assertThat(scan.rows()).isEqualTo(plain(FIRST).size() + plain(SECOND).size());
        assertThat(scan.sum()).isGreaterThan(scan.rows());
    }

    @Test
    void aDateIsReplacedAndOthersStay() {
        features.write(List.of(FIRST), List.of("balance", "payments_90d"), feeds);
        features.write(List.of(SECOND), List.of("balance", "payments_90d"), feeds);
        features.write(List.of(SECOND), List.of("balance", "payments_90d"), feeds);
        assertThat(LakeRows.table(lake.features()).columns())
                .containsExactly("case_id", "debtor_id", "as_of", "balance", "payments_90d");
        assertThat(LakeRows.content(lake.features()))
                .hasSize(plain(FIRST).size() + plain(SECOND).size());
    }

    @Test
    void aFeatureThatIsNoneIsNamed() {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> features.write(List.of(FIRST), List.of("shoe_size"), feeds))
                .satisfies(problem -> assertThat(problem.subject()).isEqualTo("shoe_size"));
    }

    @Test
    void noFeatureOfTheCatalogueSeesTheFuture() {
        List<LeakCheck.Finding> findings = new LeakCheck(LakeRows.spark(), lake).run(60);
        assertThat(findings).extracting(LeakCheck.Finding::against).hasSize(2).contains("cut");
        assertThat(findings).allSatisfy(finding -> {
            assertThat(finding.rows()).isGreaterThan(60);
            assertThat(finding.differing()).isZero();
            assertThat(finding.features()).isEmpty();
        });
    }

    @Test
    void aFeatureThatSeesTheFutureIsFound() {
        List<LeakCheck.Finding> findings =
                new LeakCheck(LakeRows.spark(), lake, FeaturesTest::withOneThatLeaks).run(60);
        assertThat(findings).hasSize(2).allSatisfy(finding -> {
            assertThat(finding.differing()).isPositive();
            assertThat(finding.features()).containsOnlyKeys("records_ever");
        });
    }

    private static FeatureCatalogue withOneThatLeaks() {
        List<Feature> all =
                new ArrayList<>(FeatureCatalogue.standard(OtherCases.SEEN).features());
        all.add(Feature.named("records_ever")
                .decimal("count")
                .description("Records of the debtor, those to come among them")
                .source(Feed.CASES)
                .axis(Axis.WILLINGNESS, Direction.FREE)
                .value(view -> view.debtor().history().events().size()));
        return new FeatureCatalogue(all);
    }
}

package org.solvens.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.facts.OtherCases;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.ingest.LakeRows;
import org.solvens.inputs.FeedSpans;
import org.solvens.lake.Lake;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The main job on a cohort of real loans, where they are at hand: set SOLVENS_LOAN_PAYMENTS to the file of the
/// loans, or put it at ../shared/data/loan-payments/loans.csv next to the project.
@Tag("slow")
class LoanPaymentsIT {
    @TempDir
    Path folder;

    private Solvens.Ended solvens(String outputs, String... arguments) throws Exception {
        Solvens.Ended ended = Solvens.run(folder.resolve(outputs), arguments);
        assertThat(ended.code()).as(ended.err()).isZero();
        return ended;
    }

    @Test
    void aCohortThatWasPlacedInOneWeekRunsThrough() throws Exception {
        String named = System.getenv("SOLVENS_LOAN_PAYMENTS");
        Path loans = named != null ? Path.of(named) : Solvens.HOME.resolve("../shared/data/loan-payments/loans.csv");
        assumeTrue(Files.exists(loans), "The real loans are not tried: they are not at " + loans + ".");
        Lake lake = new Lake(folder.resolve("lake").toString());
        Solvens.Ended ended = solvens(
                "run",
                "run",
                "--lake",
                lake.root(),
                "--json",
                "--mapping",
                Solvens.HOME.resolve("data-samples/mappings/loan-payments.yaml").toString(),
                loans.toString());
        JsonNode report = new JsonMapper().readTree(ended.out());

        assertThat(report.at("/records/CASES").asLong()).isEqualTo(454);
        assertThat(report.at("/records/PAYMENTS").asLong()).isEqualTo(369);
        assertThat(lake.tables().exists(lake.quarantine())).isFalse();
        assertThat(report.at("/recovery/USD/cases").asLong()).isEqualTo(454);
        assertThat(report.at("/recovery/USD/paidCases").asLong()).isEqualTo(369);
        assertThat(report.at("/recovery/USD/owed").asDouble()).isEqualTo(427_200);
        assertThat(report.at("/recovery/USD/recovered").asDouble()).isEqualTo(346_000);

        // The day of the export is known, by every command: two as-of dates are mature, and 85 loans are open.
        assertThat(report.path("dates").asInt()).isEqualTo(2);
        assertThat(report.at("/scores/asOf").asString()).isEqualTo("2016-12-09");
        assertThat(report.at("/scores/cases").asLong()).isEqualTo(85);
        assertThat(FeedSpans.ofCases(lake).nextMidnight()).isEqualTo(1_481_241_600_000L);

        // Every axis has a model or says why it has none.
        assertThat(report.path("axes")
                        .valueStream()
                        .map(axis -> axis.path("axis").asString()
                                + (axis.path("model").isString()
                                        ? ""
                                        : ": " + axis.path("reason").asString())))
                .containsExactly(
                        "willingness",
                        "ability: the feed tax_assessments is missing",
                        "reachability: the feed contacts is missing",
                        "expected_recovery",
                        "payment_probability");
        assertThat(LakeRows.table(lake.snapshots()).columns())
                .doesNotContainAnyElementsOf(List.of("age", "education", "gender"))
                .containsAll(FeatureCatalogue.standard(OtherCases.SEEN).features().stream()
                        .map(feature -> feature.name())
                        .toList());

        Solvens.Ended quality = solvens("quality", "quality", "--lake", lake.root(), "--all");
        assertThat(quality.out())
                .contains("as of 2016-12-09: 0 ERROR")
                .contains("cases/freshness")
                .contains("too few to judge a pause of");
    }
}

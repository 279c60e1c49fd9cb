package org.solvens.training.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.feature.Missing;
import org.solvens.model.Calibration;
import org.solvens.model.Model;
import org.solvens.model.ScorecardModel;
import org.solvens.model.Scorer;
import org.solvens.model.Term;
import org.solvens.problem.Problem;
import org.solvens.registry.ModelRegistry;
import org.solvens.training.Plans;
import org.solvens.training.SyntheticSnapshots;
import org.solvens.training.Training;
import org.solvens.training.gate.Approval;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ModelExportTest {
    @TempDir
    Path root;

    private List<Model> models() {
        SyntheticSnapshots snapshots = SyntheticSnapshots.draw(1500, 0.6, false, true, 2);
        ModelRegistry registry = new ModelRegistry(root);
        return new Training(Plans.boosted(Plans.willingness()), snapshots.catalogue(), snapshots, registry)
                .run("anna", new Approval.None(), Instant.EPOCH).stream()
                        .map(r -> registry.load(r.model()))
                        .toList();
    }

    /// Values of every kind: on cuts, next to them, anywhere, and every reason of missing.
    private static List<double[]> rows(ScorecardModel model) {
        SplittableRandom random = new SplittableRandom(3);
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            rows.add(model.terms().stream().mapToDouble(t -> value(t, random)).toArray());
        }
        return rows;
    }

    private static double value(Term term, SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> Missing.values()[random.nextInt(4)].code();
            case 1 -> term.cuts().get(random.nextInt(term.cuts().size()));
            case 2 -> Math.nextDown(term.cuts().get(random.nextInt(term.cuts().size())));
            default -> random.nextDouble(-2, 12);
        };
    }

    private void assertSameAsScorer(ScorecardModel model) throws Exception {
        Scorer scorer = Scorer.of(model, model.features());
        List<double[]> rows = rows(model);
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE snapshots (row_number INT, "
                    + String.join(" DOUBLE PRECISION, ", model.features()) + " DOUBLE PRECISION)");
            String marks = "?" + ", ?".repeat(model.features().size());
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO snapshots VALUES (" + marks + ")")) {
                for (int i = 0; i < rows.size(); i++) {
                    insert.setInt(1, i);
                    for (int f = 0; f < model.features().size(); f++) {
                        insert.setDouble(f + 2, rows.get(i)[f]);
                    }
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            int seen = 0;
            try (ResultSet found = statement.executeQuery(
                    ModelExport.of(model, ModelExport.Format.SQL, "snapshots", null) + " ORDER BY row_number")) {
                while (found.next()) {
                    double[] row = rows.get(found.getInt("row_number"));
                    assertThat(found.getDouble("log_odds")).isCloseTo(scorer.logOdds(row), within(1e-9));
                    assertThat(found.getDouble("probability")).isCloseTo(scorer.probability(row), within(1e-9));
                    assertThat(found.getInt("points")).isEqualTo(scorer.points(row));
                    seen++;
                }
            }
            assertThat(seen).isEqualTo(rows.size());
            statement.execute("DELETE FROM snapshots");
            String nothing = ", NULL".repeat(model.features().size());
            statement.execute("INSERT INTO snapshots VALUES (0" + nothing + ")");
            try (ResultSet found = statement.executeQuery(ModelExport.sql(model, "snapshots", null))) {
                assertThat(found.next()).isTrue();
                assertThat(found.getObject("probability")).isNull();
                assertThat(found.getObject("points")).isNull();
            }
        }
    }

    @Test
    void theQueryScoresAsTheScorerDoes() throws Exception {
        ScorecardModel model = (ScorecardModel) models().getFirst();
        assertSameAsScorer(model);
        assertSameAsScorer(new ScorecardModel(
                model.id(),
                model.axis(),
                model.plan(),
                model.planVersion(),
                model.horizonDays(),
                model.maxAgeDays(),
                model.featuresVersion(),
                model.terms(),
                model.intercept(),
                model.scale(),
                new Calibration(
                        Calibration.Interpolation.STEP,
                        model.calibration().logOdds(),
                        model.calibration().probability()),
                model.verification()));
    }

    @Test
    void jsonHoldsTheWholeModel() {
        List<Model> models = models();
        ScorecardModel scorecard = (ScorecardModel) models.getFirst();
        JsonNode json =
                new JsonMapper().readTree(ModelExport.of(scorecard, ModelExport.Format.JSON, "snapshots", null));
        assertThat(json.get("family").asString()).isEqualTo("scorecard");
        double[] row = rows(scorecard).getFirst();
        double logOdds = json.get("model").get("intercept").asDouble();
        for (int t = 0; t < row.length; t++) {
            JsonNode term = json.get("model").get("terms").get(t);
            JsonNode woe;
            if (Missing.is(row[t])) {
                woe = term.get("missing_woe").get(Missing.of(row[t]).ordinal());
            } else {
                int bin = 0;
                for (JsonNode cut : term.get("cuts")) {
                    bin += row[t] >= cut.asDouble() ? 1 : 0;
                }
                woe = term.get("woe").get(bin);
            }
            logOdds += woe.asDouble() * term.get("coefficient").asDouble();
        }
        assertThat(logOdds).isCloseTo(Scorer.of(scorecard, scorecard.features()).logOdds(row), within(1e-12));
        JsonNode trees = new JsonMapper().readTree(ModelExport.of(models.get(1), ModelExport.Format.JSON, "t", null));
        assertThat(trees.get("model").get("trees")).hasSize(30);
    }

    @Test
    void refusesTreesAsSqlAndTablesThatAreNone() {
        List<Model> models = models();
        assertThatThrownBy(() -> ModelExport.of(models.get(1), ModelExport.Format.SQL, "t", null))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("EXPORT-FAMILY"));
        assertThatThrownBy(() -> ModelExport.of(models.getFirst(), ModelExport.Format.SQL, "t; DROP TABLE t", null))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("EXPORT-TABLE"));
    }
}

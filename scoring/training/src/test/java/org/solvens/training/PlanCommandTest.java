package org.solvens.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.config.SettingsReference;
import org.solvens.facts.OtherCases;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.plan.TrainingPlan;
import org.solvens.settings.Settings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PlanCommandTest {
    private static final Path PLANS = Path.of(System.getProperty("solvens.home"), "data-samples", "plans");

    @TempDir
    Path folder;

    private String out;
    private String err;

    private int run(String... args) {
        StringWriter written = new StringWriter();
        StringWriter errors = new StringWriter();
        int code = new TrainingMain(FeatureCatalogue.standard(OtherCases.SEEN), Clock.systemUTC())
                .run(Settings.ofProcess(), new PrintWriter(written), new PrintWriter(errors), args);
        out = written.toString();
        err = errors.toString();
        return code;
    }

    @Test
    void aGoodPlanIsCheckedAxisByAxis() {
        assertThat(run("plan", "check", PLANS.resolve("default.yaml").toString()))
                .as(err)
                .isZero();
        assertThat(out)
                .startsWith("default@3: a horizon of 90 days, 150 trees, seed 20261122")
                .containsPattern("willingness +\\d+ +\\d+ +0 +100  -")
                .containsPattern("ability +\\d+ +0 +0 +60  tax_assessments");
        assertThat(run("plan", "check", PLANS.resolve("default.yaml").toString(), "--json"))
                .isZero();
        JsonNode axes = new JsonMapper().readTree(out).get("axes");
        assertThat(axes).hasSize(8);
        assertThat(axes.get(0).get("held_constant").intValue()).isPositive();
    }

    @Test
    void whatThePlanStatesByHandIsListedWithItsReason() throws IOException {
        String text = Files.readString(PLANS.resolve("default.yaml"));
        Path own = Files.writeString(folder.resolve("own.yaml"), text.replaceFirst("(?m)^  reachability:\n", """
              reachability:
                cuts:
                  - {feature: attempts_30d, at: [1, 5], reason: the dialler stops at five}
                directions:
                  - {feature: moves_730d, direction: falling, reason: who moves often is hard to find}
            """));
        assertThat(run("plan", "check", own.toString())).as(err).isZero();
        assertThat(out)
                .contains(
                        "reachability, attempts_30d: bins begin at 1, 5; the dialler stops at five",
                        "reachability, moves_730d: direction falling; who moves often is hard to find");
        assertThat(run("plan", "check", own.toString(), "--json")).isZero();
        assertThat(new JsonMapper().readTree(out).at("/axes/2/bins/0/at/1").asDouble())
                .isEqualTo(5);
    }

    @Test
    void aWrongPlanIsRefusedAtItsPlace() throws IOException {
        String text = Files.readString(PLANS.resolve("default.yaml"));
        Path bad = Files.writeString(folder.resolve("bad.yaml"), text.replace("max_bins: 6", "max_bins: 1"));
        assertThat(run("plan", "check", bad.toString())).isEqualTo(1);
        assertThat(err).contains("error PLAN", "scorecard.max_bins", "line ");
        assertThat(out).isEmpty();
    }

    @Test
    void aPlanIsShownWithWhatItLeavesOut() throws IOException {
        assertThat(run("plan", "show", PLANS.resolve("default.yaml").toString()))
                .isZero();
        assertThat(out).contains("max_stability: 0.5");
        Path shown = Files.writeString(folder.resolve("shown.yaml"), out);
        assertThat(TrainingPlan.read(shown)).isEqualTo(TrainingPlan.read(PLANS.resolve("default.yaml")));
    }

    @Test
    void everyKeyIsListed() {
        assertThat(run("plan", "keys")).isZero();
        assertThat(out.lines().skip(1).map(line -> line.split(" ")[0]))
                .containsExactlyElementsOf(TrainingPlan.reference().keys().stream()
                        .map(SettingsReference.Key::place)
                        .toList());
        assertThat(out).containsPattern("gate.max_against +number +above 0 to 1 +0.03 +Most that");
    }

    /// By an independent validator.
    @Test
    void theSchemaTakesThePlansAndRefusesWhatTheReaderRefuses() {
        assertThat(run("plan", "schema")).isZero();
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(out, InputFormat.JSON);
        for (String name : List.of("default.yaml", "road-traffic-fines.yaml")) {
            assertThat(run("plan", "show", PLANS.resolve(name).toString())).isZero();
            String good = out;
            assertThat(schema.validate(good, InputFormat.YAML)).isEmpty();
            for (String wrong : List.of(
                    good.replace("max_bins", "bins"),
                    good.replace("max_age_days: ", "max_age_days: -"),
                    good.replace("  willingness:", "  will:"),
                    good.replaceFirst("horizon_days: .*\n", ""),
                    good.replace("- tax_assessments", "- taxes"))) {
                assertThat(wrong).isNotEqualTo(good);
                assertThat(schema.validate(wrong, InputFormat.YAML)).isNotEmpty();
            }
        }
    }

    @Test
    void aCommandIsNeeded() {
        assertThat(run("plan")).isEqualTo(2);
        assertThat(err).contains("plan check");
    }
}

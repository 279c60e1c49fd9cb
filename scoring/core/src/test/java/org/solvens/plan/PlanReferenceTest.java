package org.solvens.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.config.SettingsReference.Key;
import org.solvens.config.StrictYaml;
import org.solvens.feature.Axis;
import org.solvens.problem.Problem;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The reference of a plan's keys says what the reader takes.
class PlanReferenceTest {
    private static final Path PLANS = Path.of(System.getProperty("solvens.home"), "data-samples", "plans");
    private static final JsonMapper JSON = new JsonMapper();
    private static final String FULL = """
        plan: full
        version: 2
        as_of: {from: 2020-01-01, until: 2024-01-01, max_age_days: 365, every: week, step: 2}
        horizon_days: 60
        late_days: 7
        outcomes: {able_share: 0.4, kept_share: 0.9}
        split: {test_from: 2023-01-01, test_share: 0.25}
        seed: 7
        axes:
          willingness:
            feeds: [payments]
            minimum_outcomes: 50
            features_out: [refusals_365d]
            most_rows: 1000
            claim_facts: true
            directions: [{feature: paid_share, direction: free, reason: nobody knows}]
            cuts: [{feature: days_since_payment, at: [30.0, 90.5], reason: the law counts so}]
            outcome: {good: days_to_paid <= days_to_due, observed: days_to_due > 0, words: paid by the due date}
            groups: [{feature: stage_reached, values: [[0, 1], [3]], reason: the court counts so}]
        scorecard:
          max_bins: 5
          min_bin_share: 0.1
          base_points: 500
          base_odds: 2.0
          points_to_double: 20
          rounded: false
        boosting: {trees: 30, rate: 0.1, leaves: 8, depth: 4, leaf_rows: 30, row_share: 0.5, levels: 32}
        families: auto
        gate:
          min_auc: 0.6
          max_auc: 0.9
          max_ks: 0.7
          max_calibration_error: 0.05
          max_stability: 0.3
          min_slice_auc: 0.4
          max_against: 0.02
          min_curve_agreeing: 0.6
        """;

    @TempDir
    Path folder;

    private TrainingPlan read(JsonNode plan) {
        try {
            // JSON is YAML.
            return TrainingPlan.read(Files.writeString(folder.resolve("plan.yaml"), plan.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean taken(String place, JsonNode value) {
        ObjectNode plan = (ObjectNode) StrictYaml.parse(FULL, "full", JsonNode.class, "PLAN");
        ObjectNode parent = parent(plan, place);
        parent.set(last(place), value);
        if (place.equals("gate.min_auc")) {
            parent.put("max_auc", 1);
        }
        if (place.equals("gate.max_auc")) {
            parent.put("min_auc", 0);
        }
        try {
            read(plan);
            return true;
        } catch (Problem e) {
            return false;
        }
    }

    private static ObjectNode parent(ObjectNode plan, String place) {
        JsonNode parent = plan;
        String[] path = place.replace("*", "willingness").split("\\.");
        for (int i = 0; i < path.length - 1; i++) {
            parent = path[i].endsWith("[]")
                    ? parent.get(path[i].replace("[]", "")).get(0)
                    : parent.get(path[i]);
        }
        return (ObjectNode) parent;
    }

    private static String last(String place) {
        return place.substring(place.lastIndexOf('.') + 1);
    }

    private static JsonNode schemaOf(String place) {
        JsonNode schema = JSON.readTree(TrainingPlan.reference().schema());
        for (String key : place.split("\\.")) {
            schema = key.equals("*")
                    ? schema.get("additionalProperties")
                    : schema.get("properties").get(key.replace("[]", ""));
            schema = key.endsWith("[]") ? schema.get("items") : schema;
        }
        return schema;
    }

    @Test
    void everyKeyOfTheSchemaIsAKeyOfThePlanAndHasAMeaning() {
        List<Key> keys = TrainingPlan.reference().keys();
        assertThat(keys).extracting(Key::meaning).allMatch(meaning -> meaning.matches("[A-Z].+[^.]"));
        List<String> inFile = new ArrayList<>();
        places(StrictYaml.parse(FULL, "full", JsonNode.class, "PLAN"), "", inFile);
        assertThat(keys).extracting(Key::place).containsExactlyInAnyOrderElementsOf(inFile);
        for (Key key : keys) {
            assertThat(schemaOf(key.place()).get("description").asString()).isEqualTo(key.meaning());
        }
        assertThat(keys)
                .contains(new Key(
                        "gate.max_against",
                        "number",
                        "above 0 to 1",
                        "0.03",
                        "Most that the mean probability may move against a feature's direction"));
    }

    private static void places(JsonNode node, String inside, List<String> found) {
        for (var entry : node.properties()) {
            String place = inside + (inside.equals("axes.") ? "*" : entry.getKey());
            if (entry.getValue().isObject()) {
                places(entry.getValue(), place + ".", found);
            } else if (entry.getValue().isArray() && entry.getValue().get(0).isObject()) {
                places(entry.getValue().get(0), place + "[].", found);
            } else {
                found.add(place);
            }
        }
    }

    /// At each bound of the schema the reader takes the value, and just beyond it refuses it.
    @Test
    void theReaderTakesWhatTheSchemaAllowsAndNothingBeyond() {
        int bounds = 0;
        for (Key key : TrainingPlan.reference().keys()) {
            JsonNode schema = schemaOf(key.place());
            for (String bound : List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")) {
                if (!schema.has(bound)) {
                    continue;
                }
                bounds++;
                BigDecimal at = schema.get(bound).decimalValue();
                boolean whole = schema.get("type").asString().equals("integer");
                BigDecimal step = whole ? BigDecimal.ONE : new BigDecimal("0.000001");
                BigDecimal outwards = bound.toLowerCase(Locale.ROOT).endsWith("minimum") ? step.negate() : step;
                boolean exclusive = bound.startsWith("exclusive");
                assertThat(taken(key.place(), JSON.getNodeFactory().numberNode(at)))
                        .as("%s at %s %s", key.place(), bound, at)
                        // An AUC limit of 0 or 1 leaves no room for the other one.
                        .isEqualTo(!exclusive && !atTheOther(key.place(), at));
                assertThat(taken(key.place(), JSON.getNodeFactory().numberNode(at.add(outwards))))
                        .as("%s beyond %s %s", key.place(), bound, at)
                        .isFalse();
                assertThat(taken(key.place(), JSON.getNodeFactory().numberNode(at.subtract(outwards))))
                        .as("%s within %s %s", key.place(), bound, at)
                        .isTrue();
            }
        }
        assertThat(bounds).isGreaterThan(50);
    }

    private static boolean atTheOther(String place, BigDecimal at) {
        return place.equals("gate.min_auc") && at.signum() > 0 || place.equals("gate.max_auc") && at.signum() == 0;
    }

    @Test
    void whatTheSchemaRequiresCannotBeLeftOutAndTheRestCan() {
        for (Key key : TrainingPlan.reference().keys()) {
            ObjectNode plan = (ObjectNode) StrictYaml.parse(FULL, "full", JsonNode.class, "PLAN");
            JsonNode given = parent(plan, key.place()).remove(last(key.place()));
            boolean refused = false;
            TrainingPlan read = null;
            try {
                read = read(plan);
            } catch (Problem e) {
                refused = true;
            }
            assertThat(refused).as(key.place()).isEqualTo(key.usual().equals("required"));
            JsonNode usual = schemaOf(key.place()).get("default");
            if (read != null && usual != null) {
                ObjectNode shown =
                        (ObjectNode) StrictYaml.parse(StrictYaml.write(read), "shown", JsonNode.class, "PLAN");
                assertThat(parent(shown, key.place()).get(last(key.place())))
                        .as(key.place())
                        .isEqualTo(usual)
                        .isNotEqualTo(given);
            }
        }
    }

    @Test
    void aPlanIsShownWithWhatItLeavesOutAndReadAgainAsItWas() throws IOException {
        for (String name : List.of("default.yaml", "road-traffic-fines.yaml")) {
            TrainingPlan plan = TrainingPlan.read(PLANS.resolve(name));
            Path shown = Files.writeString(folder.resolve(name), StrictYaml.write(plan));
            assertThat(TrainingPlan.read(shown)).isEqualTo(plan);
        }
        assertThat(StrictYaml.write(TrainingPlan.read(PLANS.resolve("default.yaml"))))
                .startsWith("plan: default\nversion: 3\nas_of:\n  max_age_days: 730\n")
                .contains("max_against: 0.03", "claim_facts: false");
    }

    @Test
    void aPlanCanBeCutToSomeAxes() {
        TrainingPlan plan = TrainingPlan.read(PLANS.resolve("default.yaml"));
        TrainingPlan cut = plan.only(Set.of(Axis.ABILITY));
        assertThat(cut.axes().keySet()).containsExactly("ability");
        assertThat(cut.axis(Axis.ABILITY)).isEqualTo(plan.axis(Axis.ABILITY));
        assertThat(cut.label()).isEqualTo(plan.label());
        assertThat(catchThrowableOfType(Problem.class, () -> cut.only(Set.of(Axis.WILLINGNESS)))
                        .code())
                .isEqualTo("PLAN");
    }
}

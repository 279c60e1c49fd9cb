package org.solvens.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.solvens.history.Route;
import org.solvens.policy.Decider;
import org.solvens.policy.Policy;
import org.solvens.settings.Settings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BenchMainTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String[] FIELDS = {
        "bench", "metric", "value", "unit", "peer", "peer_value", "ratio", "target", "higher_is_better", "rows", "cores"
    };
    private static final String[] TINY = {
        "--rows", "900", "--test-rows", "300", "--columns", "12", "--trees", "4", "--repeats", "1", "--warm-up", "0"
    };

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        AtomicLong clock = new AtomicLong();
        List<String> words = new ArrayList<>(List.of("bench"));
        words.addAll(List.of(arguments));
        return new BenchMain(() -> clock.addAndGet(1_000_000_000), _ -> {})
                .run(
                        Settings.ofProcess(),
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        words.toArray(String[]::new));
    }

    private static String[] tiny(String bench, String... more) {
        return java.util.stream.Stream.of(new String[] {bench}, TINY, more)
                .flatMap(java.util.Arrays::stream)
                .toArray(String[]::new);
    }

    private List<JsonNode> lines() {
        return out.toString().lines().map(JSON::readTree).toList();
    }

    private static JsonNode line(List<JsonNode> lines, String metric, String unit, String peer) {
        return lines.stream()
                .filter(l -> l.get("metric").asString().startsWith(metric)
                        && l.get("unit").asString().equals(unit)
                        && l.get("peer").asString("").startsWith(peer))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void oneDecisionAndABatchAreMeasured() {
        assertThat(run("decide", "--cases", "2000", "--millis", "10", "--repeats", "1", "--cores", "2", "--json"))
                .isZero();
        List<JsonNode> lines = lines();
        assertThat(lines).hasSize(5);
        assertThat(line(lines, "one decision with its trace", "us", "")
                        .get("value")
                        .asDouble())
                .isPositive();
        assertThat(line(lines, "one decision explained", "us", "").get("value").asDouble())
                .isPositive();
        JsonNode batch = line(lines, "a batch of scored cases", "s", "");
        assertThat(batch.get("value").asDouble()).isEqualTo(1);
        assertThat(batch.get("rows").asInt()).isEqualTo(2_000);
        assertThat(batch.get("cores").asInt()).isEqualTo(2);
    }

    /// Made-up cases reach every route but those that few real ones reach.
    @Test
    void theMadeUpCasesReachMostRoutes() {
        Decider decider = new Decider(Policy.standard());
        Map<Route, Long> routes = Arrays.stream(MadeUpCases.of(5_000, 3))
                .map(one -> decider.decide(one.facts(), one.effects()).route())
                .collect(Collectors.groupingBy(route -> route, Collectors.counting()));
        assertThat(routes.keySet())
                .contains(
                        Route.HOLD,
                        Route.REMINDER,
                        Route.CALL,
                        Route.PLAN,
                        Route.TRIAL_PLAN,
                        Route.COSTS_ONLY,
                        Route.REDUCTION,
                        Route.WAIT,
                        Route.LEGAL_REVIEW);
    }

    @Test
    void trainingStandsBesideItsPeersInEveryField() {
        assertThat(run(tiny("train", "--json"))).isZero();
        List<JsonNode> lines = lines();
        for (JsonNode line : lines) {
            assertThat(line.propertyNames()).containsExactlyInAnyOrder(FIELDS);
            assertThat(line.get("bench").asString()).isEqualTo("train");
            assertThat(line.get("rows").asInt()).isEqualTo(900);
        }
        JsonNode scorecard = line(lines, "scorecard", "s", "LightGBM");
        assertThat(scorecard.get("value").asDouble()).isEqualTo(1);
        assertThat(scorecard.get("peer_value").asDouble()).isEqualTo(1);
        assertThat(scorecard.get("ratio").asDouble()).isEqualTo(1);
        assertThat(scorecard.get("target").asDouble()).isEqualTo(0.6);
        assertThat(scorecard.get("higher_is_better").asBoolean()).isFalse();
        assertThat(line(lines, "boosting", "s", "LightGBM").get("target").asDouble())
                .isEqualTo(1.3);
        for (String peer : new String[] {"LightGBM", "XGBoost"}) {
            JsonNode auc = line(lines, "boosting", "AUC", peer);
            assertThat(auc.get("value").asDouble()).isBetween(0.55, 0.95);
            assertThat(auc.get("peer_value").asDouble()).isBetween(0.55, 0.95);
        }
        assertThat(err.toString()).contains("made-up rows, seed 1", "900 training rows", "300 test rows", "12 columns");
    }

    @Test
    void variantsSayWhatEachCostsAndTheSameSeedSaysTheSame() {
        assertThat(run(tiny("train", "--json", "--variants"))).isZero();
        String once = out.toString();
        List<JsonNode> variants = lines().stream()
                .filter(l -> l.get("metric").asString().startsWith("variant")
                        && l.get("unit").asString().equals("AUC"))
                .toList();
        assertThat(variants).hasSizeGreaterThan(6);
        assertThat(variants.stream().map(l -> l.get("value").asDouble()).distinct())
                .hasSizeGreaterThan(3);
        out.getBuffer().setLength(0);
        assertThat(run(tiny("train", "--json", "--variants"))).isZero();
        assertThat(out.toString()).isEqualTo(once);
        out.getBuffer().setLength(0);
        assertThat(run(tiny("train", "--json", "--variants", "--seed", "2"))).isZero();
        assertThat(out.toString()).isNotEqualTo(once);
    }

    @Test
    void predictionCountsRowsASecondOnOneThread() {
        assertThat(run(tiny("predict", "--json", "--explained", "20"))).isZero();
        List<JsonNode> lines = lines();
        JsonNode predict = line(lines, "4 trees of depth 6", "rows/s", "XGBoost 2.1.4 predict");
        assertThat(predict.propertyNames()).containsExactlyInAnyOrder(FIELDS);
        assertThat(predict.get("value").asDouble()).isEqualTo(300);
        assertThat(predict.get("target").asDouble()).isEqualTo(1.3);
        assertThat(predict.get("higher_is_better").asBoolean()).isTrue();
        assertThat(predict.get("cores").asInt()).isEqualTo(1);
        assertThat(line(lines, "4 trees of depth 6, with reasons", "rows/s", "XGBoost")
                        .get("value")
                        .asDouble())
                .isEqualTo(20);
    }

    @Test
    void withoutJsonATableSaysTheConditions() {
        assertThat(run(tiny("predict", "--explained", "5"))).isZero();
        assertThat(out.toString().lines().toList())
                .hasSize(5)
                .satisfies(l -> assertThat(l.getFirst()).startsWith("made-up rows, seed 1"))
                .satisfies(l -> assertThat(l.get(2)).contains("rows/s", ">= 1.3"));
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void smilesOwnFitIsMeasuredWhereItIsAskedFor() {
        assertThat(run(tiny("train", "--json", "--plain"))).isZero();
        assertThat(line(lines(), "variant: Smile's own fit", "AUC", "LightGBM")
                        .get("value")
                        .asDouble())
                .isBetween(0.55, 0.95);
    }

    @Test
    void wrongCallsAreRefused() {
        assertThat(run("train", "--rows", "0")).isEqualTo(2);
        assertThat(run()).isEqualTo(2);
        assertThat(run("train", "--plan", "nowhere.yaml")).isEqualTo(66);
        assertThat(err.toString()).contains("nowhere.yaml");
        assertThat(run("train", "--help")).isZero();
        assertThat(out.toString()).contains("bench train --json");
    }
}

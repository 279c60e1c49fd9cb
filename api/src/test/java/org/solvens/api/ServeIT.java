package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.feature.Axis;
import org.solvens.lake.DeltaTable;
import org.solvens.lake.Lake;
import org.solvens.registry.ModelRegistry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// From the sample feeds to an answer over HTTP, by the commands that the README names.
class ServeIT {
    private static final Path HOME = Path.of(System.getProperty("solvens.home"));
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    private final HttpClient client =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

    private static Process solvens(Path err, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(HOME.resolve("solvens").toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(err.toFile()).start();
    }

    private HttpResponse<String> get(String address) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
    }

    @Test
    void theSamplesAreRunAndServed() throws Exception {
        Path err = folder.resolve("err");
        Lake lake = new Lake(samples(err));
        ModelRegistry registry = new ModelRegistry(lake.registry());
        for (Axis axis : Axis.modelled()) {
            assertThat(registry.entries()).as(axis.label()).anyMatch(entry -> entry.axis() == axis);
        }
        snapshotsFollowWhatComesIn(lake);

        modelsKnowTheDebtors(err, lake);

        Process serve = solvens(err, "serve", "--lake", lake.root(), "--port", "0");
        try {
            BufferedReader out =
                    new BufferedReader(new InputStreamReader(serve.getInputStream(), StandardCharsets.UTF_8));
            String address = out.readLine().replaceFirst(".*(http://\\S+)/ .*", "$1");
            assertThat(get(address + "/health/ready").statusCode()).isEqualTo(200);
            answersWhatTheTableSays(address, lake);
            JsonNode recovery = JSON.readTree(
                    get(address + "/v1/reports/recovery?currency=SEK").body());
            assertThat(recovery.at("/vintages").size()).isEqualTo(24);
            assertThat(get(address + "/v1/cases/nobody/segment").statusCode()).isEqualTo(404);
            assertThat(get(address + "/").body()).contains("<html");
        } finally {
            serve.descendants().forEach(ProcessHandle::destroy);
            serve.destroy();
            serve.waitFor();
        }
    }

    /// A lake in which the main job ran on the samples: the one that the check of the project made, or one made here.
    private String samples(Path err) throws Exception {
        String made = System.getenv("SOLVENS_SAMPLE_LAKE");
        if (made != null) {
            return made;
        }
        String lake = folder.resolve("lake").toString();
        Process run = solvens(err, "run", "--lake", lake, "--json");
        JsonNode report = JSON.readTree(run.getInputStream().readAllBytes());
        assertThat(run.waitFor()).isZero();
        assertThat(report.at("/scores/cases").asLong()).isPositive();
        return lake;
    }

    /// What came in never falls from one period to the next, and nothing is told after a censored period.
    private static void snapshotsFollowWhatComesIn(Lake lake) {
        List<String> columns = List.of(
                "recovered_30d",
                "recovered_60d",
                "recovered_90d",
                "recovered_120d",
                "recovered_150d",
                "recovered_180d");
        int[] told = new int[columns.size()];
        DeltaTable.open(lake.snapshots()).scan(columns, row -> {
            double before = 0;
            boolean censored = false;
            for (int period = 0; period < told.length; period++) {
                censored |= row.isNull(period);
                assertThat(row.isNull(period)).isEqualTo(censored);
                if (!censored) {
                    assertThat(row.getDouble(period)).isBetween(before, 1.0);
                    before = row.getDouble(period);
                    told[period]++;
                }
            }
        });
        assertThat(told[0]).isGreaterThan(told[5]);
        assertThat(told[5]).isGreaterThan(1000);
    }

    /// The samples' debtors are simulated: estimates go with the trait they speak of, and not with the other.
    private static void modelsKnowTheDebtors(Path err, Lake lake) throws Exception {
        Process evaluate = solvens(
                err,
                "evaluate",
                "--truth",
                HOME.resolve("data-samples/truth").toString(),
                "--lake",
                lake.root(),
                "--json");
        JsonNode report = JSON.readTree(evaluate.getInputStream().readAllBytes());
        assertThat(evaluate.waitFor()).isZero();
        assertThat(report.path("held_out").asInt()).isGreaterThan(200);
        int measured = 0;
        for (JsonNode line : report.path("models")) {
            double willingness = line.path("willingness").asDouble();
            double ability = line.path("ability").asDouble();
            String score =
                    line.path("axis").asString() + " by " + line.path("model").asString();
            if (line.path("axis").asString().equals("ability")) {
                assertThat(ability).as(score).isGreaterThan(0.5);
                assertThat(Math.abs(willingness)).as(score).isLessThan(0.25);
                measured++;
            } else if (line.path("axis").asString().equals("willingness")) {
                // Scorecard, trees, and the feature beside them. Of two hundred debtors chance makes 0.05.
                assertThat(willingness).as(score).isGreaterThan(0.5);
                assertThat(Math.abs(ability)).as(score).isLessThan(0.2);
                measured++;
            }
        }
        assertThat(measured).isGreaterThanOrEqualTo(5);
    }

    private void answersWhatTheTableSays(String address, Lake lake) throws Exception {
        Map<String, List<String>> decided = new LinkedHashMap<>();
        Map<String, List<Double>> recovery = curves(lake, "expected_recovery");
        Map<String, List<Double>> payment = curves(lake, "payment_probability");
        DeltaTable.open(lake.scores())
                .scan(
                        List.of("case_id", "segment", "route", "rule"),
                        row -> decided.put(
                                row.getString(0), List.of(row.getString(1), row.getString(2), row.getString(3))));
        assertThat(decided).hasSizeGreaterThan(500);
        for (Map.Entry<String, List<String>> one : decided.entrySet()) {
            HttpResponse<String> answer = get(address + "/v1/cases/" + one.getKey() + "/segment");
            assertThat(answer.statusCode()).isEqualTo(200);
            JsonNode body = JSON.readTree(answer.body());
            assertThat(List.of(
                            body.path("segment").asString(),
                            body.path("route").asString(),
                            body.path("rule").asString()))
                    .isEqualTo(one.getValue());
            assertThat(answered(body, "expected_recovery", "share")).isEqualTo(recovery.get(one.getKey()));
            assertThat(answered(body, "payment_probability", "probability")).isEqualTo(payment.get(one.getKey()));
        }
    }

    /// The values, lows and highs of an estimate in the scores table, by case.
    private static Map<String, List<Double>> curves(Lake lake, String estimate) {
        Map<String, List<Double>> curves = new LinkedHashMap<>();
        List<String> columns = new ArrayList<>(List.of("case_id"));
        for (String by : List.of("30d", "90d", "180d")) {
            String column = estimate + "_" + by;
            columns.addAll(List.of(column, column + "_low", column + "_high"));
        }
        DeltaTable.open(lake.scores()).scan(columns, row -> {
            List<Double> curve = new ArrayList<>();
            for (int column = 1; column < columns.size() && !row.isNull(column); column++) {
                curve.add(Rounded.of(row.getDouble(column)));
            }
            curves.put(row.getString(0), curve);
        });
        assertThat(curves.values().stream().filter(c -> c.size() == 9).count())
                .as("cases with a curve of " + estimate)
                .isGreaterThan(500);
        for (List<Double> curve : curves.values()) {
            assertThat(curve.size()).isIn(0, 9);
            for (int day = 0; day < curve.size(); day += 3) {
                assertThat(curve.get(day)).isBetween(curve.get(day + 1), curve.get(day + 2));
                assertThat(curve.get(day)).isBetween(day == 0 ? 0 : curve.get(day - 3), 1.0);
            }
        }
        return curves;
    }

    private static List<Double> answered(JsonNode body, String estimate, String value) {
        List<Double> answered = new ArrayList<>();
        for (JsonNode point : body.at("/estimates/" + estimate + "/points")) {
            answered.add(point.get(value).asDouble());
            answered.add(point.get("low").asDouble());
            answered.add(point.get("high").asDouble());
        }
        return answered;
    }
}

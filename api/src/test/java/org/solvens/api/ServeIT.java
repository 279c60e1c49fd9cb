package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.facts.OtherCases;
import org.solvens.feature.Axis;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.feed.Feed;
import org.solvens.history.History;
import org.solvens.inputs.HistoryIndex;
import org.solvens.lake.Lake;
import org.solvens.policy.Challenger;
import org.solvens.policy.Deciders;
import org.solvens.policy.Policy;
import org.solvens.policy.PolicyText;
import org.solvens.registry.ModelRegistry;
import org.solvens.scoring.ScoreRow;
import org.solvens.source.CsvLines;
import org.solvens.source.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// From the sample feeds to an answer over HTTP, by the commands that the README names.
class ServeIT {
    private static final Path HOME = Commands.HOME;
    private static final String CAUTIOUS =
            HOME.resolve("data-samples/policies/cautious.yaml").toString();
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    private final HttpClient client =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

    private HttpResponse<String> get(String address) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
    }

    @Test
    void theSamplesAreRunAndServed() throws Exception {
        Commands solvens = new Commands(folder);
        Lake lake = new Lake(SampleRun.lake());
        ModelRegistry registry = new ModelRegistry(lake.registry());
        for (Axis axis : Axis.modelled()) {
            assertThat(registry.entries().stream().anyMatch(entry -> entry.axis() == axis))
                    .as(axis.label())
                    .isTrue();
        }
        snapshotsFollowWhatComesIn(lake);

        modelsKnowTheDebtors(solvens, lake);

        Commands.Serving serving = solvens.serve(lake.root());
        try {
            String address = serving.address();
            assertThat(get(address + "/health/ready").statusCode()).isEqualTo(200);
            answersWhatTheTableSays(address, lake);
            scoresOfHistoriesEqualTheBatch(address);
            decisionsFromTheIndexEqualTheTable(lake, Deciders.of(Policy.standard()));
            storedCasesWithoutChangesEqualTheBatch(address);
            JsonNode recovery = JSON.readTree(
                    get(address + "/v1/reports/recovery?currency=SEK").body());
            assertThat(recovery.at("/vintages").size()).isEqualTo(24);
            assertThat(get(address + "/v1/cases/nobody/segment").statusCode()).isEqualTo(404);
            assertThat(get(address + "/").body()).contains("<html");
        } finally {
            serving.stop();
        }
    }

    /// `score --challenger` and a server with the same options give each case the same policy, route and reasons.
    @Test
    void aTrialIsDecidedAlikeByTheBatchAndTheServer() throws Exception {
        Commands solvens = new Commands(folder);
        Lake lake = new Lake(SampleRun.copy(folder.resolve("trial")));
        String[] trial = {"--challenger", CAUTIOUS, "--challenger-share", "0.4", "--challenger-seed", "7"};
        List<String> score = new ArrayList<>(List.of("score", "--lake", lake.root()));
        score.addAll(List.of(trial));
        solvens.output(score.toArray(String[]::new));
        Map<String, Integer> policies = new LinkedHashMap<>();
        Decisions table = table(lake);
        for (int i = 0; i < table.size(); i++) {
            policies.merge(table.at(i).policy(), 1, Integer::sum);
        }
        assertThat(policies).hasSize(2);
        assertThat(policies.values()).allMatch(cases -> cases > 100);

        Commands.Serving serving = solvens.serve(lake.root(), trial);
        try {
            scoresOfHistoriesEqualTheBatch(serving.address());
            assertThat(get(serving.address() + "/health/ready").body()).contains("\"events\":\"on\"");
        } finally {
            serving.stop();
        }
        decisionsFromTheIndexEqualTheTable(
                lake, Deciders.of(PolicyText.standard(), Challenger.read(Path.of(CAUTIOUS), 0.4, 7)));
    }

    /// What came in never falls from one period to the next, and nothing is known after a censored period.
    private static void snapshotsFollowWhatComesIn(Lake lake) {
        List<String> columns = List.of(
                "recovered_30d",
                "recovered_60d",
                "recovered_90d",
                "recovered_120d",
                "recovered_150d",
                "recovered_180d");
        int[] known = new int[columns.size()];
        lake.tables().open(lake.snapshots()).scan(columns, row -> {
            double before = 0;
            boolean censored = false;
            for (int period = 0; period < known.length; period++) {
                censored |= row.isNull(period);
                assertThat(row.isNull(period)).isEqualTo(censored);
                if (!censored) {
                    assertThat(row.getDouble(period)).isBetween(before, 1.0);
                    before = row.getDouble(period);
                    known[period]++;
                }
            }
        });
        assertThat(known[0]).isGreaterThan(known[5]);
        assertThat(known[5]).isGreaterThan(1000);
    }

    /// The samples' debtors are simulated: estimates go with the trait they speak of, and not with the other.
    private static void modelsKnowTheDebtors(Commands solvens, Lake lake) throws Exception {
        JsonNode report = JSON.readTree(solvens.output(
                "evaluate", "--truth", HOME.resolve("data-samples/truth").toString(), "--lake", lake.root(), "--json"));
        assertThat(report.path("held_out").asInt()).isGreaterThan(200);
        int measured = 0;
        for (JsonNode line : report.path("models")) {
            double willingness = line.path("willingness").asDouble();
            double ability = line.path("ability").asDouble();
            String score =
                    line.path("axis").asString() + " by " + line.path("model").asString();
            boolean feature = line.path("family").asString().equals("feature");
            if (line.path("axis").asString().equals("ability")) {
                // The best feature may fall with ability, such as what is owed.
                assertThat(feature ? Math.abs(ability) : ability).as(score).isGreaterThan(0.5);
                assertThat(Math.abs(willingness)).as(score).isLessThan(0.25);
                measured++;
            } else if (line.path("axis").asString().equals("willingness")) {
                // Scorecard, trees, and the feature next to them. Of two hundred debtors chance makes 0.05.
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
        lake.tables()
                .open(lake.scores())
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

    /// Decided again from the histories on disk as of the same moment, every open case gives the row of the table, to
    /// the last bit.
    private void decisionsFromTheIndexEqualTheTable(Lake lake, Deciders deciders) throws Exception {
        HistoryIndex index = HistoryIndex.newest(lake, folder.resolve("histories"));
        HistoryScoring scoring = HistoryScoring.read(lake, FeatureCatalogue.standard(OtherCases.SEEN), deciders, 1);
        Decisions table = table(lake);
        long asOf = table.asOf().atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
        Set<String> debtors = new HashSet<>();
        for (int i = 0; i < table.size(); i++) {
            debtors.add(table.at(i).debtorId());
            assertThat(index.debtorOf(table.at(i).caseId()))
                    .isEqualTo(table.at(i).debtorId());
        }
        int cases = 0;
        for (String debtor : debtors) {
            List<ScoreRow> open = scoring.decide(History.decode(index.ofDebtor(debtor)), asOf, null)
                    .open();
            assertThat(open).containsExactlyInAnyOrderElementsOf(table.ofDebtor(debtor));
            cases += open.size();
        }
        assertThat(cases).isEqualTo(table.size()).isPositive();
    }

    private static Decisions table(Lake lake) {
        return Decisions.read(
                        lake.tables().open(lake.scores()),
                        lake.tables().lastCommit(lake.scores()).orElseThrow())
                .orElseThrow();
    }

    /// The history of a debtor, sent as the records of the sample feeds, gives the answer of the look-up. Debtors
    /// of a record that a correction moved are left out: a request has the history of one debtor only.
    private void scoresOfHistoriesEqualTheBatch(String address) throws Exception {
        Map<String, String> debtorOf = new LinkedHashMap<>();
        Map<String, List<Map<String, Object>>> histories = new LinkedHashMap<>();
        Map<String, Set<String>> ownersOf = new LinkedHashMap<>();
        for (Feed feed : Feed.values()) {
            if (feed == Feed.MANDATES) {
                continue;
            }
            try (CsvSource rows = new CsvSource(
                    new CsvLines(
                            Files.newInputStream(HOME.resolve("data-samples/feeds/" + feed.label() + ".csv")),
                            StandardCharsets.UTF_8,
                            ','),
                    feed.label())) {
                while (rows.next()) {
                    Map<String, String> record = new LinkedHashMap<>();
                    for (int i = 0; i < rows.columns().size(); i++) {
                        record.put(
                                rows.columns().get(i),
                                rows.get(i) == null ? "" : rows.get(i).toString());
                    }
                    if (feed == Feed.CASES) {
                        debtorOf.put(record.get("case_id"), record.get("debtor_id"));
                    }
                    String debtor = record.getOrDefault("debtor_id", debtorOf.get(record.get("case_id")));
                    String key = feed.label() + "/" + record.get(rows.columns().getFirst());
                    if (debtor == null) {
                        continue;
                    }
                    if (feed != Feed.TAX_ASSESSMENTS) {
                        ownersOf.computeIfAbsent(key, _ -> new HashSet<>()).add(debtor);
                    }
                    histories
                            .computeIfAbsent(debtor, _ -> new ArrayList<>())
                            .add(Map.of("feed", feed.label(), "record", record));
                }
            }
        }
        Set<String> ofMoved = new HashSet<>();
        ownersOf.values().stream().filter(owners -> owners.size() > 1).forEach(ofMoved::addAll);
        int compared = 0;
        for (Map.Entry<String, List<Map<String, Object>>> history : histories.entrySet()) {
            HttpResponse<String> batch = get(address + "/v1/debtors/" + history.getKey() + "/segments");
            if (batch.statusCode() == 404 || ofMoved.contains(history.getKey())) {
                continue;
            }
            Map<String, JsonNode> expected = new LinkedHashMap<>();
            String asOf = "";
            for (JsonNode each : JSON.readTree(batch.body()).get("cases")) {
                asOf = each.get("as_of").asString();
                expected.put(each.get("case_id").asString(), comparable(each));
            }
            HttpResponse<String> scored = client.send(
                    HttpRequest.newBuilder(URI.create(address + "/v1/score"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(
                                    JSON.writeValueAsString(Map.of("as_of", asOf, "records", history.getValue()))))
                            .build(),
                    BodyHandlers.ofString());
            if (scored.statusCode() == 400) {
                // The samples have rows that an ingest refuses on purpose.
                assertThat(scored.body()).contains("SCORE-");
                continue;
            }
            assertThat(scored.statusCode()).as(scored.body()).isEqualTo(200);
            Map<String, JsonNode> computed = new LinkedHashMap<>();
            for (JsonNode each : JSON.readTree(scored.body()).get("cases")) {
                assertThat(each.get("features").size()).isPositive();
                computed.put(each.at("/decision/case_id").asString(), comparable(each.get("decision")));
            }
            assertThat(computed).as(history.getKey()).isEqualTo(expected);
            compared += expected.size();
        }
        assertThat(compared).isGreaterThan(400);
    }

    /// What-if on a stored case, with no change, gives the answer of the look-up; and another income moves what is
    /// computed from the income.
    private void storedCasesWithoutChangesEqualTheBatch(String address) throws Exception {
        int compared = 0;
        int moved = 0;
        for (JsonNode batch :
                JSON.readTree(get(address + "/v1/segments?limit=300").body()).get("cases")) {
            String caseId = batch.get("case_id").asString();
            String asOf = batch.get("as_of").asString();
            JsonNode same = whatIf(address, caseId, asOf, "");
            for (JsonNode each : same.get("cases")) {
                assertThat(each.get("before")).isEqualTo(each.get("decision"));
                if (each.at("/decision/case_id").asString().equals(caseId)) {
                    assertThat(comparable(each.get("decision"))).as(caseId).isEqualTo(comparable(batch));
                    reasonsAreOfEstimatesThatThereAre(caseId, each);
                    compared++;
                }
            }
            JsonNode features = same.at("/cases/0/features");
            if (features.has("net_income") && batch.get("currency").asString().equals("SEK")) {
                JsonNode richer = whatIf(address, caseId, asOf, """
                    {"feed":"tax_assessments","record":{"debtor_id":"%s","income_year":%d,"net_income":"987654",
                    "currency":"SEK","source":"TAX_AUTHORITY","purpose":"COLLECTION_SCORING","assessed_on":"%s"}}\
                    """.formatted(
                                batch.get("debtor_id").asString(),
                                LocalDate.parse(asOf).getYear() - 1,
                                LocalDate.parse(asOf).minusDays(1)));
                double income = richer.at("/cases/0/features/net_income").asDouble();
                moved += income != features.get("net_income").asDouble() ? 1 : 0;
            }
        }
        assertThat(compared).isGreaterThan(250);
        assertThat(moved).isPositive();
    }

    /// An estimate that was made has up to three reasons, the strongest first; one that was not made has none.
    /// Means is the model of ability on another claim, so a feature that no claim changes moves both by the
    /// same points.
    private static void reasonsAreOfEstimatesThatThereAre(String caseId, JsonNode each) {
        for (Map.Entry<String, JsonNode> estimate :
                each.at("/decision/estimates").properties()) {
            JsonNode reasons = each.get("estimate_reasons").get(estimate.getKey());
            if (!estimate.getValue().get("status").asString().equals("scored")) {
                assertThat(reasons).as(caseId).isEmpty();
                continue;
            }
            assertThat(reasons.size()).as(caseId + " " + estimate.getKey()).isBetween(1, 3);
            double before = Double.POSITIVE_INFINITY;
            for (JsonNode reason : reasons) {
                double points = reason.get("points").asDouble();
                assertThat(Math.abs(points)).as(caseId).isLessThanOrEqualTo(before);
                assertThat(reason.get("effect").asString()).isEqualTo(points < 0 ? "lowers" : "raises");
                assertThat(reason.get("value").isNull())
                        .as(caseId + " " + reason)
                        .isEqualTo(each.get("missing").has(reason.get("feature").asString()));
                before = Math.abs(points);
            }
        }
        for (JsonNode ofAbility : each.at("/decision/reasons")) {
            for (JsonNode ofMeans : each.at("/estimate_reasons/means")) {
                if (ofAbility.get("code").asString().equals("A+net_wealth")
                        && ofMeans.get("feature").asString().equals("net_wealth")) {
                    assertThat(ofMeans.get("points")).as(caseId).isEqualTo(ofAbility.get("points"));
                }
            }
        }
    }

    private JsonNode whatIf(String address, String caseId, String asOf, String change) throws Exception {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(address + "/v1/score"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"case_id\":\"" + caseId + "\",\"as_of\":\"" + asOf
                                + "\",\"changes\":[" + change + "]}"))
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static JsonNode comparable(JsonNode decision) {
        return ((ObjectNode) decision).remove(List.of("decision_id", "basis", "scored_at"));
    }

    /// The values, lows and highs of an estimate in the scores table, by case.
    private static Map<String, List<Double>> curves(Lake lake, String estimate) {
        Map<String, List<Double>> curves = new LinkedHashMap<>();
        List<String> columns = new ArrayList<>(List.of("case_id"));
        for (String by : List.of("30d", "90d", "180d")) {
            String column = estimate + "_" + by;
            columns.addAll(List.of(column, column + "_low", column + "_high"));
        }
        lake.tables().open(lake.scores()).scan(columns, row -> {
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

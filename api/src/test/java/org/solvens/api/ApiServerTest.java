package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampMilliTZVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.history.HoldKind;
import org.solvens.history.Route;
import org.solvens.history.Stage;
import org.solvens.policy.Flag;
import org.solvens.policy.Segment;
import org.solvens.problem.Problem;
import org.solvens.report.RecoveryRow;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

class ApiServerTest {
    private static final String CASE = "/v1/cases/{caseId}/segment";
    private static final String DEBTOR = "/v1/debtors/{debtorId}/segments";
    private static final String RECOVERY = "/v1/reports/recovery";
    private static final String QUALITY = "/v1/reports/quality";
    private static final String QUARANTINE = "/v1/reports/quarantine";
    private static final Duration NEVER = Duration.ofDays(1);

    @TempDir
    static Path folder;

    private static ApiServer server;
    private static Contract api;

    @BeforeAll
    static void start() {
        SampleLake lake = new SampleLake(folder).withScores().withRecovery();
        server = start(lake);
        api = new Contract(server);
    }

    @AfterAll
    static void stop() {
        api.close();
        server.close();
    }

    private static ApiServer start(SampleLake lake) {
        return ApiServer.start(lake.lake(), SampleLake.CATALOGUE, "127.0.0.1", 0, List.of(), NEVER);
    }

    @Test
    void aRefusedRecordThatProtectsTheDebtorIsFlagged() {
        JsonNode segment = api.ask(200, CASE, "/v1/cases/C-2/segment");
        assertThat(segment.get("route").asString()).isEqualTo("HOLD");
        assertThat(segment.get("flags").toString()).isEqualTo("[\"PROTECTION_PENDING\"]");
        assertThat(segment.get("holds").toString()).isEqualTo("[\"DISPUTE\",\"PENDING_PROTECTION\"]");
    }

    @Test
    void theDescriptionKnowsEveryFlagHoldRouteAndSegment() {
        assertThat(Contract.symbols("Flag")).isEqualTo(names(Flag.values()));
        assertThat(Contract.symbols("Hold")).isEqualTo(names(HoldKind.values()));
        assertThat(Contract.symbols("Segment/properties/stage")).isEqualTo(names(Stage.values()));
        assertThat(Contract.symbols("Route")).containsExactlyInAnyOrderElementsOf(names(Route.values()));
        assertThat(Contract.symbols("Segment/properties/segment"))
                .containsExactlyInAnyOrderElementsOf(names(Segment.values()));
    }

    /// The page for case systems explains every member of an answer but the two that the request names.
    @Test
    void thePageExplainsEveryMemberOfAnAnswer() throws IOException {
        String page =
                Files.readString(Path.of(System.getProperty("solvens.home")).resolve("docs/case-systems.md"));
        String section =
                page.substring(page.indexOf("\n## An answer\n"), page.indexOf("\n## How a decision is taken\n"));
        String explained = section.lines()
                .filter(line -> line.startsWith("| "))
                .map(line -> line.split("\\|")[1])
                .collect(Collectors.joining());
        for (String member : Contract.members("Segment")) {
            boolean named = member.equals("case_id") || member.equals("debtor_id");
            assertThat(named || explained.contains("`" + member + "`"))
                    .as(member)
                    .isTrue();
        }
    }

    private static List<String> names(Enum<?>[] values) {
        return Stream.of(values).map(Enum::name).toList();
    }

    @Test
    void aCaseIsAnsweredFromTheNewestDateWithEverythingThatDecidedIt() {
        JsonNode segment = api.ask(200, CASE, "/v1/cases/C-1/segment");
        assertThat(segment.get("decision_id").stringValue()).hasSize(36);
        assertThat(Instant.parse(segment.get("scored_at").stringValue())).isAfter(Instant.EPOCH);
        assertThat(segment.get("basis").stringValue()).isEqualTo("batch");
        assertThat(segment.get("known_before").stringValue()).isEqualTo("2026-10-01T00:00:00Z");
        assertThat(((ObjectNode) segment).remove(List.of("decision_id", "basis", "known_before", "scored_at")))
                .isEqualTo(new JsonMapper().readTree("""
                    {"case_id":"C-1","debtor_id":"D-1","as_of":"2026-10-01","creditor_id":"K-1","country":"SE","currency":"SEK",
                     "stage":"COLLECTION","days_past_due":40,"balance":"1200.00","balance_principal":"1000.00",
                     "balance_interest":"150.00","balance_costs":"50.00","placed_on":"2026-01-15","segment":"WILLING_UNABLE",
                     "flags":["BROKEN_PROMISES","INCOME_UNKNOWN"],"route":"PLAN","second_route":"TRIAL_PLAN","route_probability":0.9,
                     "needs_human":false,"review_on":"2026-11-01","team":"north","call_value":12.5,
                     "promise_due_on":"2026-10-01","promise_broken_on":null,"limitation_on":null,"claim_type":"LOAN","rule":"segment","trace":["data.valid","segment"],
                     "holds":[],
                     "scores":{
                       "willingness":{"probability":0.62,"points":541,"status":"scored","model":"w-7"},
                       "ability":{"probability":0.5,"points":null,"status":"scored","model":"a-3"},
                       "reachability":{"probability":null,"points":null,"status":"insufficient_data","model":null}},
                     "estimates":{
                       "promise_kept":{"probability":0.7,"points":610,"status":"scored","model":"p-1"},
                       "self_cure":{"probability":0.05,"points":380,"status":"scored","model":"s-1"},
                       "means":{"probability":0.31,"points":455,"status":"scored","model":"a-3"},
                       "expected_recovery":{
                         "points":[
                           {"days":30,"share":0.1,"low":0.08,"high":0.13},
                           {"days":90,"share":0.25,"low":0.2,"high":0.3},
                           {"days":180,"share":0.4,"low":0.3,"high":0.5}],
                         "status":"scored","model":"e-1"},
                       "payment_probability":{
                         "points":[
                           {"days":30,"probability":0.2,"low":0.15,"high":0.25},
                           {"days":90,"probability":0.45,"low":0.4,"high":0.5},
                           {"days":180,"probability":0.6,"low":0.55,"high":0.65}],
                         "status":"scored","model":"f-1"}},
                     "reasons":[
                       {"code":"W-broken_promises_365d","axis":"willingness","effect":"lowers",
                        "feature":"broken_promises_365d","value":2.0,"points":-12.346,"text":"Promises to pay of the last 365 days that were not kept"},
                       {"code":"A+net_income","axis":"ability","effect":"raises","feature":"net_income","value":null,"points":-11.346,
                        "text":"net_income"}],
                     "versions":{"policy":"standard@1","features_version":"1",
                       "models":{"willingness":"w-7","ability":"a-3","reachability":null}}}
                    """));
    }

    @Test
    void anIdMayHoldAnyCharacter() {
        JsonNode segment = api.ask(200, CASE, "/v1/cases/%C3%96%2F3%20x/segment");
        assertThat(segment.get("case_id").stringValue()).isEqualTo("Ö/3 x");
    }

    @Test
    void aDebtorIsAnsweredWithAllCases() {
        JsonNode answer = api.ask(200, DEBTOR, "/v1/debtors/D-1/segments");
        assertThat(answer.get("debtor_id").stringValue()).isEqualTo("D-1");
        assertThat(answer.get("cases")
                        .valueStream()
                        .map(each -> each.get("case_id").stringValue()))
                .containsExactlyInAnyOrder("C-1", "Ö/3 x");
        assertThat(api.ask(200, DEBTOR, "/v1/debtors/D-2/segments").get("cases"))
                .hasSize(1);
    }

    @Test
    void whatIsUnknownIsAProblemThatNamesItsCode() {
        assertThat(code(api.ask(404, CASE, "/v1/cases/C-9/segment"))).isEqualTo("CASE-UNKNOWN");
        assertThat(code(api.ask(404, DEBTOR, "/v1/debtors/D-9/segments"))).isEqualTo("DEBTOR-UNKNOWN");
        assertThat(code(api.problem(404, "GET", "/v2"))).isEqualTo("HTTP-404");
        assertThat(code(api.problem(404, "GET", "/assets/secret.txt"))).isEqualTo("HTTP-404");
        assertThat(api.problem(404, "GET", "/v1/cases/C-9/segment")
                        .get("instance")
                        .stringValue())
                .isEqualTo("/v1/cases/C-9/segment");
    }

    @Test
    void aWrongMethodIsToldWhichOneIsRight() {
        assertThat(code(api.problem(405, "DELETE", "/v1/cases/C-1/segment"))).isEqualTo("HTTP-405");
        HttpResponse<byte[]> response = api.send("GET", "/v1/segments:batch", null);
        assertThat(response.headers().firstValue("Allow")).contains("POST");
    }

    @Test
    void headSaysWhatGetWouldSay() {
        HttpResponse<byte[]> known = api.send("HEAD", "/v1/cases/C-1/segment", null);
        assertThat(known.statusCode()).isEqualTo(200);
        assertThat(known.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(known.headers().firstValue("ETag")).isPresent();
        assertThat(known.body()).isEmpty();
        assertThat(api.send("HEAD", "/v1/cases/C-9/segment", null).statusCode()).isEqualTo(404);
    }

    @Test
    void anUnacceptableAcceptHeaderIsRefused() {
        String[] image = {"Accept", "image/png"};
        assertThat(code(api.ask(406, CASE, "/v1/cases/C-1/segment", image))).isEqualTo("HTTP-406");
        api.ask(406, DEBTOR, "/v1/debtors/D-1/segments", image);
        api.ask(406, RECOVERY, RECOVERY, image);
        api.ask(406, "/reports/{name}", "/reports/recovery", image);
        api.batch(406, "{\"case_ids\":[]}", image);
        api.ask(200, CASE, "/v1/cases/C-1/segment", "Accept", "text/html;q=0.9, application/*;q=0.1");
    }

    @Test
    void anUnchangedAnswerIsNotSentAgain() {
        for (String path : List.of(
                "/v1/cases/C-1/segment",
                "/v1/debtors/D-1/segments",
                "/v1/segments?limit=2",
                "/v1/policies",
                "/v1/catalogue",
                RECOVERY)) {
            String tag =
                    api.send("GET", path, null).headers().firstValue("ETag").orElseThrow();
            HttpResponse<byte[]> again = api.send("GET", path, null, "If-None-Match", "\"other\", W/" + tag);
            assertThat(again.statusCode()).isEqualTo(304);
            assertThat(again.body()).isEmpty();
            assertThat(again.headers().firstValue("ETag")).contains(tag);
            assertThat(api.send("GET", path, null, "If-None-Match", "\"other\"").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void answersAreCompressedForWhoeverTakesThat() throws IOException {
        String path = "/v1/cases/C-1/segment";
        HttpResponse<byte[]> answer = api.send("GET", path, null, "Accept-Encoding", "gzip");
        assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            assertThat(in.readAllBytes()).isEqualTo(api.send("GET", path, null).body());
        }
    }

    @Test
    void aBatchAnswersInTheOrderAskedAndListsWhatItLacks() {
        JsonNode answer = api.batch(200, "{\"case_ids\":[\"C-2\",\"C-9\",\"C-1\"]}");
        assertThat(answer.get("cases")
                        .valueStream()
                        .map(each -> each.get("case_id").stringValue()))
                .containsExactly("C-2", "C-1");
        assertThat(answer.get("not_found")).isEqualTo(new JsonMapper().readTree("[\"C-9\"]"));
        assertThat(answer.get("cases").get(1)).isEqualTo(api.ask(200, CASE, "/v1/cases/C-1/segment"));
    }

    @Test
    void aBatchThatIsNotUnderstoodIsRefusedWithoutRepeatingIt() {
        for (String body : List.of(
                "",
                "C-77",
                "{\"case_ids\":[\"C-77\"",
                "[]",
                "{}",
                "{\"case_ids\":\"C-77\"}",
                "{\"case_ids\":[77]}",
                "{\"case_ids\":[\"C-77\"],\"more\":1}",
                "{\"case_ids\":[]} x",
                "{\"case_ids\":[null]}")) {
            JsonNode problem = api.batch(400, body);
            assertThat(problem.get("detail").stringValue()).as(body).doesNotContain("77");
        }
    }

    @Test
    void aBatchHasALimit() {
        assertThat(api.batch(200, ids(BatchRequest.MOST)).get("not_found")).hasSize(BatchRequest.MOST);
        assertThat(code(api.batch(413, ids(BatchRequest.MOST + 1)))).isEqualTo("BATCH-SIZE");
        assertThat(code(api.batch(413, "{\"case_ids\":[\"" + "x".repeat(4_000_000) + "\"]}")))
                .isEqualTo("BATCH-SIZE");
    }

    private static String ids(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"X-" + i + "\"")
                .collect(Collectors.joining(",", "{\"case_ids\":[", "]}"));
    }

    @Test
    void anArrowBatchSaysTheSameAsJson() throws IOException {
        String body = "{\"case_ids\":[\"C-2\",\"C-9\",\"C-1\",\"Ö/3 x\"]}";
        JsonNode json = api.batch(200, body);
        HttpResponse<byte[]> response = api.send(
                "POST", "/v1/segments:batch", body, "Accept", "application/json;q=0.5, " + ArrowAnswer.MEDIA_TYPE);
        assertThat(response.headers().firstValue("Content-Type")).contains(ArrowAnswer.MEDIA_TYPE);
        try (RootAllocator memory = new RootAllocator();
                ArrowStreamReader reader = new ArrowStreamReader(new ByteArrayInputStream(response.body()), memory)) {
            assertThat(reader.loadNextBatch()).isTrue();
            VectorSchemaRoot root = reader.getVectorSchemaRoot();
            assertThat(new JsonMapper()
                            .readTree(root.getSchema().getCustomMetadata().get("not_found")))
                    .isEqualTo(json.get("not_found"));
            assertThat(root.getRowCount()).isEqualTo(3);
            for (int row = 0; row < 3; row++) {
                JsonNode segment = json.get("cases").get(row);
                for (FieldVector vector : root.getFieldVectors()) {
                    assertThat(text(vector, row))
                            .as(vector.getName())
                            .isEqualTo(text(inJson(segment, vector.getName())));
                }
            }
            assertThat(reader.loadNextBatch()).isFalse();
        }
    }

    @Test
    void whereNothingWasEstimatedTheAnswerSaysSo() {
        JsonNode without = api.ask(200, CASE, "/v1/cases/C-2/segment").get("estimates");
        assertThat(without.at("/promise_kept/status").asString()).isEqualTo("insufficient_data");
        assertThat(without.at("/expected_recovery/status").asString()).isEqualTo("outside_population");
        assertThat(without.at("/expected_recovery/points")).isEmpty();
        assertThat(without.at("/payment_probability/status").asString()).isEqualTo("insufficient_data");
        assertThat(without.at("/payment_probability/points")).isEmpty();
    }

    @Test
    void aTableWithoutAColumnIsRefusedWithItsCause(@TempDir Path earlier) {
        try (ApiServer old = start(new SampleLake(earlier).withScoresWithoutPayment());
                Contract asked = new Contract(old)) {
            JsonNode problem = asked.ask(503, CASE, "/v1/cases/C-1/segment");
            assertThat(code(problem)).isEqualTo("LAKE-COLUMN");
            assertThat(problem.get("detail").stringValue())
                    .contains("the table has no column payment_probability_30d", "write the table again");
        }
    }

    private static JsonNode inJson(JsonNode segment, String column) {
        JsonNode estimates = segment.get("estimates");
        for (String score : List.of("promise_kept", "self_cure", "means")) {
            if (column.startsWith(score)) {
                return estimates
                        .get(score)
                        .get(column.equals(score) ? "probability" : column.substring(score.length() + 1));
            }
        }
        for (Map.Entry<String, String> curve : Map.of(
                        "expected_recovery", "share", "payment_probability", "probability")
                .entrySet()) {
            if (column.startsWith(curve.getKey() + "_")) {
                String[] by = column.substring(curve.getKey().length() + 1).split("_");
                JsonNode estimate = estimates.get(curve.getKey());
                if (estimate.has(by[0])) {
                    return estimate.get(by[0]);
                }
                for (JsonNode point : estimate.get("points")) {
                    if (by[0].equals(point.get("days").asString() + "d")) {
                        return point.get(by.length == 1 ? curve.getValue() : by[1]);
                    }
                }
                return new JsonMapper().nullNode();
            }
        }
        String[] parts = column.split("_", 2);
        if (segment.get("scores").has(parts[0])) {
            return segment.get("scores").get(parts[0]).get(parts.length == 1 ? "probability" : parts[1]);
        }
        return switch (column) {
            case "policy", "features_version" -> segment.get("versions").get(column);
            case "reasons_values", "reasons_points" ->
                new JsonMapper()
                        .valueToTree(segment.get("reasons")
                                .valueStream()
                                .map(each -> each.get(column.equals("reasons_values") ? "value" : "points"))
                                .toList());
            default -> segment.get(column);
        };
    }

    private static String text(JsonNode node) {
        if (node.isNull()) {
            return "null";
        }
        if (node.isArray()) {
            return node.valueStream()
                    .map(each -> each.isObject() ? each.get("code").stringValue() : each.asString("null"))
                    .toList()
                    .toString();
        }
        return node.asString();
    }

    private static String text(FieldVector vector, int row) {
        Object value = vector.getObject(row);
        return switch (value) {
            case null -> "null";
            case Integer day
            when vector instanceof DateDayVector -> LocalDate.ofEpochDay(day).toString();
            case List<?> list -> list.stream().map(String::valueOf).toList().toString();
            case Long millis
            when vector instanceof TimeStampMilliTZVector ->
                Instant.ofEpochMilli(millis).toString();
            // Thousandths in the table, the currency's decimals in the JSON.
            case BigDecimal amount ->
                amount.setScale(2, RoundingMode.UNNECESSARY).toString();
            default -> value.toString();
        };
    }

    @Test
    void theRecoveryReportGivesCurvesAndTotals() {
        JsonNode report = api.ask(200, RECOVERY, RECOVERY);
        assertThat(report.get("currency").stringValue()).isEqualTo("SEK");
        assertThat(report.get("segment").stringValue()).isEqualTo("ALL");
        assertThat(report.get("currencies")).hasSize(2);
        assertThat(report.get("vintages")).hasSize(8);
        JsonNode first = report.get("vintages").get(0);
        assertThat(first.get("placed_month").stringValue()).isEqualTo("2026-02");
        assertThat(first.get("placed").stringValue()).isEqualTo("500000.00");
        assertThat(first.get("points")
                        .valueStream()
                        .map(point -> point.get("months_since").intValue()))
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
        JsonNode point = first.get("points").get(8);
        assertThat(point.get("mature").booleanValue()).isFalse();
        assertThat(point.get("rate").doubleValue())
                .isCloseTo(Double.parseDouble(point.get("recovered").stringValue()) / 500_000, Offset.offset(5e-7));
        JsonNode all = report.get("by_segment").get(0);
        assertThat(all.get("segment").stringValue()).isEqualTo("ALL");
        assertThat(all.get("cases").longValue()).isEqualTo(1_600);
        assertThat(all.get("placed").stringValue()).isEqualTo("4000000.00");
        double recovered = report.get("vintages")
                .valueStream()
                .mapToDouble(vintage -> Double.parseDouble(vintage.get("points")
                        .get(vintage.get("points").size() - 1)
                        .get("recovered")
                        .stringValue()))
                .sum();
        assertThat(Double.parseDouble(all.get("recovered").stringValue())).isCloseTo(recovered, Offset.offset(0.001));
    }

    @Test
    void theRecoveryReportHasWhatWasAddedOwedAndOverpaid() {
        JsonNode report = api.ask(200, RECOVERY, RECOVERY);
        JsonNode first = report.get("vintages").get(0);
        assertThat(first.get("added").stringValue()).isEqualTo("8000.00");
        assertThat(first.get("owed").stringValue()).isEqualTo("508000.00");
        assertThat(first.at("/points/0/overpaid").stringValue()).isEqualTo("0.00");
        assertThat(first.at("/points/8/overpaid").stringValue()).isEqualTo("1200.00");
        JsonNode waived = report.get("vintages").get(3);
        assertThat(waived.get("added").stringValue()).isEqualTo("-2500.00");
        assertThat(waived.get("owed").stringValue()).isEqualTo("497500.00");
        JsonNode all = report.get("by_segment").get(0);
        assertThat(all.get("added").stringValue()).isEqualTo("58500.00");
        assertThat(all.get("owed").stringValue()).isEqualTo("4058500.00");
        assertThat(all.get("overpaid").stringValue()).isEqualTo("5400.00");
    }

    @Test
    void theTotalsOfTheRecoveryReportAreTheSumsOfItsRows() {
        for (JsonNode total : api.ask(200, RECOVERY, RECOVERY).get("by_segment")) {
            String segment = total.get("segment").stringValue();
            BigDecimal placed = summed(segment, RecoveryRow::placed);
            BigDecimal added = summed(segment, RecoveryRow::added);
            BigDecimal recovered = summed(segment, RecoveryRow::recovered);
            assertThat(money(total, "placed")).isEqualByComparingTo(placed);
            assertThat(money(total, "added")).isEqualByComparingTo(added);
            assertThat(money(total, "owed")).isEqualByComparingTo(placed.add(added));
            assertThat(money(total, "recovered")).isEqualByComparingTo(recovered);
            assertThat(money(total, "overpaid")).isEqualByComparingTo(summed(segment, RecoveryRow::overpaid));
            assertThat(money(total, "cost")).isEqualByComparingTo(summed(segment, RecoveryRow::cost));
            assertThat(total.get("rate").doubleValue())
                    .as("recovered over placed, whatever was added")
                    .isCloseTo(recovered.doubleValue() / placed.doubleValue(), Offset.offset(5e-7));
        }
    }

    private static BigDecimal money(JsonNode row, String name) {
        return new BigDecimal(row.get(name).stringValue());
    }

    /// The sum over the last rows of the sample's vintages in kronor.
    private static BigDecimal summed(String segment, Function<RecoveryRow, BigDecimal> column) {
        Map<LocalDate, BigDecimal> last = new HashMap<>();
        // The rows of a vintage are in the order of their ages.
        for (RecoveryRow row : SampleLake.recoveryRows()) {
            if (row.currency().equals("SEK") && row.segment().equals(segment)) {
                last.put(row.placedMonth(), column.apply(row));
            }
        }
        return last.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Test
    void theRecoveryReportIsChosenByCurrencyAndSegment() {
        JsonNode report = api.ask(200, RECOVERY, RECOVERY + "?currency=SEK&segment=FORGETFUL");
        assertThat(report.get("vintages").get(0).get("cases").longValue()).isEqualTo(120);
        assertThat(api.ask(200, RECOVERY, RECOVERY + "?currency=EUR&segment=").get("vintages"))
                .hasSize(1);
        assertThat(code(api.ask(400, RECOVERY, RECOVERY + "?currency=XXX"))).isEqualTo("REPORT-CURRENCY");
        JsonNode problem = api.ask(400, RECOVERY, RECOVERY + "?segment=XXX");
        assertThat(code(problem)).isEqualTo("REPORT-SEGMENT");
        assertThat(problem.get("detail").stringValue()).contains("ALL, ABLE_UNWILLING, FORGETFUL");
    }

    @Test
    void healthSaysWhatIsLoaded() {
        api.ask(200, "/health/live", "/health/live");
        JsonNode ready = api.ask(200, "/health/ready", "/health/ready");
        assertThat(ready.get("as_of").stringValue()).isEqualTo("2026-10-01");
        assertThat(ready.get("scores_version").longValue()).isEqualTo(1);
        assertThat(ready.get("cases").intValue()).isEqualTo(3);
        assertThat(ready.get("events").stringValue()).isEqualTo("off");
    }

    @Test
    void theRootLeadsToTheReportsWhichRunNothingAndLoadNothing() {
        HttpResponse<byte[]> root = api.send("GET", "/", null);
        assertThat(root.statusCode()).isEqualTo(302);
        assertThat(root.headers().firstValue("Location").orElseThrow()).endsWith("/reports/today");
        HttpResponse<byte[]> page =
                api.send("GET", "/reports/today", null, "Accept-Language", "fr, nn;q=0.8, sv;q=0.3");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
        assertThat(page.headers().firstValue("Vary").orElseThrow()).contains("Accept-Language");
        assertThat(page.headers().allValues("Content-Security-Policy"))
                .singleElement()
                .asString()
                .contains("default-src 'none'", "style-src 'sha256-", "form-action 'self'")
                .doesNotContain("script-src", "unsafe-inline");
        String html = new String(page.body(), StandardCharsets.UTF_8);
        assertThat(html)
                .contains("<html lang=\"nb\"", "href=\"/reports/quarantine\"")
                .doesNotContain("http://", "https://", "<script", "style=", "src=");
        assertThat(api.send("GET", "/reports/nothing", null).statusCode()).isEqualTo(404);
        assertThat(api.send("GET", "/reports/today", null, "Accept-Language", ";;q=9")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aReportIsAnsweredAsJsonAndItsTablesAsCsv() {
        String report = "/v1/reports/{name}";
        JsonNode today = api.ask(200, report, "/v1/reports/today?currency=SEK&creditor=K-1&lang=sv");
        assertThat(today.get("report").stringValue()).isEqualTo("today");
        assertThat(today.get("view").get("creditor").stringValue()).isEqualTo("K-1");
        assertThat(today.get("tables").get(0).get("id").stringValue()).isEqualTo("periods");
        for (String name : List.of("flow", "contact", "agreements", "segments", "creditors", "care")) {
            api.ask(200, report, "/v1/reports/" + name);
        }
        HttpResponse<byte[]> csv = api.send("GET", "/v1/reports/recovery?table=gross&currency=SEK&format=csv", null);
        assertThat(csv.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/csv");
        assertThat(csv.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"recovery-gross.csv\"");
        assertThat(new String(csv.body(), StandardCharsets.UTF_8)).startsWith("month,cases,after_0,");
        assertThat(code(api.ask(400, report, "/v1/reports/flow?table=nothing"))).isEqualTo("REPORT-TABLE");
        JsonNode problem = api.ask(400, report, "/v1/reports/flow?creditor=secret");
        assertThat(code(problem)).isEqualTo("REPORT-FILTER");
        assertThat(problem.get("detail").stringValue()).contains("K-1").doesNotContain("secret");
        api.ask(404, report, "/v1/reports/nothing");
    }

    @Test
    void theDescriptionIsServedAndItsExampleFits() {
        HttpResponse<byte[]> response = api.send("GET", "/openapi.yaml", null);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).startsWith("openapi: 3.1.0");
        Contract.fits(Contract.schema("Segment"), Contract.example("Segment"));
        assertThat(new TreeSet<>(Contract.paths()))
                .containsExactlyInAnyOrder(
                        CASE,
                        DEBTOR,
                        "/v1/segments:batch",
                        "/v1/segments",
                        "/v1/changes",
                        "/v1/events",
                        "/v1/score",
                        "/v1/models",
                        "/v1/policies",
                        "/v1/catalogue",
                        "/v1/schemas/{name}",
                        "/reports/cases",
                        RECOVERY,
                        QUALITY,
                        QUARANTINE,
                        "/v1/reports/{name}",
                        "/reports/{name}",
                        "/reports/quarantine",
                        "/health/live",
                        "/health/ready",
                        "/metrics",
                        "/docs",
                        "/openapi.yaml",
                        "/asyncapi.yaml");
    }

    @Test
    void theMessagesOfWebhooksAreDescribed() {
        HttpResponse<byte[]> response = api.send("GET", "/asyncapi.yaml", null);
        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode description = new YAMLMapper().readTree(response.body());
        assertThat(description.get("asyncapi").stringValue()).isEqualTo("3.0.0");
        assertThat(description
                        .at("/components/messages")
                        .valueStream()
                        .map(each -> each.get("name").stringValue()))
                .containsExactly(ChangeEvent.DECISION, ChangeEvent.SCORES);
        assertThat(code(api.ask(503, "/v1/changes", "/v1/changes"))).isEqualTo("NO-STORE");
    }

    @Test
    void withoutScoresTheServerStandsButIsNotReady(@TempDir Path empty) {
        SampleLake lake = new SampleLake(empty);
        try (ApiServer bare = start(lake);
                Contract client = new Contract(bare)) {
            client.ask(200, "/health/live", "/health/live");
            JsonNode problem = client.ask(503, "/health/ready", "/health/ready");
            assertThat(code(problem)).isEqualTo("NO-SCORES");
            assertThat(problem.get("detail").stringValue())
                    .contains("./solvens run")
                    .contains("./solvens score");
            client.ask(503, CASE, "/v1/cases/C-1/segment");
            client.ask(503, DEBTOR, "/v1/debtors/D-1/segments");
            client.batch(503, "{\"case_ids\":[]}");
            assertThat(code(client.ask(503, RECOVERY, RECOVERY))).isEqualTo("NO-REPORT");

            assertThat(code(client.ask(503, QUALITY, QUALITY))).isEqualTo("NO-QUALITY");

            lake.withScores().withRecovery().withQuality();
            bare.refresh();
            client.ask(200, "/health/ready", "/health/ready");
            client.ask(200, RECOVERY, RECOVERY);
            JsonNode quality = client.ask(200, QUALITY, QUALITY);
            assertThat(quality.path("checks").asInt()).isEqualTo(3);
            assertThat(quality.at("/failed/0/level").asString()).isEqualTo("ERROR");
            assertThat(quality.at("/failed/0/column").isNull()).isTrue();
            assertThat(quality.at("/failed/1/column").asString()).isEqualTo("cost");
            assertThat(quality.path("failed")).hasSize(2);
        }
    }

    @Test
    void aReportOfAnEarlierVersionIsRefusedWithItsCause(@TempDir Path older) {
        SampleLake lake = new SampleLake(older).withScores().withOlderRecovery();
        try (ApiServer outdated = start(lake);
                Contract client = new Contract(outdated)) {
            JsonNode problem = client.ask(503, RECOVERY, RECOVERY);
            assertThat(code(problem)).isEqualTo("LAKE-COLUMN");
            assertThat(problem.get("detail").stringValue())
                    .contains("the table has no column added", "write the table again");
            client.ask(200, CASE, "/v1/cases/C-1/segment");
        }
    }

    @Test
    void newerScoresReplaceOlderOnesWhileTheServerRuns(@TempDir Path changing) {
        SampleLake lake = new SampleLake(changing).withScores();
        try (ApiServer watching = ApiServer.start(
                        lake.lake(), SampleLake.CATALOGUE, "127.0.0.1", 0, List.of(), Duration.ofMillis(20));
                Contract client = new Contract(watching)) {
            String path = "/v1/cases/C-1/segment";
            String tag =
                    client.send("GET", path, null).headers().firstValue("ETag").orElseThrow();
            lake.appendScores(SampleLake.NOVEMBER, Segment.OVER_INDEBTED, Route.REDUCTION);
            while (client.send("GET", path, null, "If-None-Match", tag).statusCode() == 304) {
                Thread.onSpinWait();
            }
            JsonNode segment = client.ask(200, CASE, path);
            assertThat(segment.get("as_of").stringValue()).isEqualTo("2026-11-01");
            assertThat(segment.get("segment").stringValue()).isEqualTo("OVER_INDEBTED");
        }
    }

    @Test
    void scoresThatCannotBeReadLeaveTheLastGoodOnes(@TempDir Path damaged) throws IOException {
        SampleLake lake = new SampleLake(damaged).withScores();
        try (ApiServer standing = start(lake);
                Contract client = new Contract(standing)) {
            Files.writeString(Path.of(lake.lake().scores(), "_delta_log", "%020d.json".formatted(2)), "{\"add\":");
            standing.refresh();
            assertThatThrownBy(() -> lake.lake().tables().open(lake.lake().scores()))
                    .isInstanceOfSatisfying(
                            Problem.class, problem -> assertThat(problem.code()).isEqualTo("LAKE-READ"));
            JsonNode ready = client.ask(200, "/health/ready", "/health/ready");
            assertThat(ready.get("scores_version").longValue()).isEqualTo(1);
        }
    }

    @Test
    void aPortInUseIsAProblem(@TempDir Path other) {
        assertThatThrownBy(() -> ApiServer.start(
                        new SampleLake(other).lake(),
                        SampleLake.CATALOGUE,
                        "127.0.0.1",
                        server.port(),
                        List.of(),
                        NEVER))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.code()).isEqualTo("API-PORT");
                    assertThat(problem.subject()).isEqualTo("127.0.0.1:" + server.port());
                });
    }

    @Test
    void noIdIsLogged(@TempDir Path odd) {
        SampleLake lake = new SampleLake(odd);
        lake.appendScores(SampleLake.OCTOBER, Segment.FORGETFUL, Route.CALL, List.of("no reason code"));
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try (ApiServer logging = start(lake);
                Contract client = new Contract(logging)) {
            client.ask(404, CASE, "/v1/cases/SECRET-1/segment");
            client.ask(404, DEBTOR, "/v1/debtors/SECRET-1/segments");
            client.batch(400, "SECRET-1");
            client.problem(404, "GET", "/v1/SECRET-1");
            client.problem(405, "PUT", "/v1/cases/SECRET-1/segment");
            assertThat(code(client.problem(500, "GET", "/v1/cases/C-1/segment")))
                    .isEqualTo("HTTP-500");
        } finally {
            System.setErr(before);
        }
        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains(" failed: java.lang.IllegalArgumentException at org.solvens.api.SegmentAnswer")
                .doesNotContain("SECRET-1", "C-1", "no reason code");
    }

    private static String code(JsonNode problem) {
        return problem.get("code").stringValue();
    }
}

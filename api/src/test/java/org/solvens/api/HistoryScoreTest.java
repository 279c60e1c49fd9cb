package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.facts.OtherCases;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.intake.StoreAddress;
import org.solvens.store.Scope;
import org.solvens.store.Store;
import tools.jackson.databind.JsonNode;

/// Histories that a request brings.
class HistoryScoreTest {
    private static final String SCORE = "/v1/score";
    private static final String CASE = """
        {"feed":"cases","record":{"case_id":"C-1","debtor_id":"D-1","creditor_id":"%s","country":"SE","currency":"SEK",
        "debtor_kind":"PERSON","claim_type":"INVOICE","principal":"1000.00","interest":"20.00","costs":"60.00",
        "due_date":"2026-08-01","arose_on":"2026-07-01","placed_on":"2026-09-01","stage":"COLLECTION",
        "reminder_fee_agreed":true,"known_at":"2026-09-01T08:00:00Z"}}\
        """;
    private static final String PAYMENT = """
        {"feed":"payments","record":{"payment_id":"P-1","case_id":"%s","amount":%s,"paid_on":"2026-10-01",
        "booked_on":"2026-10-01","source":"DEBTOR","known_at":"2026-10-01T20:00:00Z"}}\
        """;
    private static final String OBJECTION = """
        {"feed":"holds","record":{"hold_id":"H-1","debtor_id":"D-1","kind":"OBJECTED_TO_PROFILING",
        "opened_on":"2026-10-01","known_at":"2026-10-01T20:00:00Z"}}\
        """;

    @TempDir
    Path folder;

    private Store store;
    private ApiServer server;
    private Contract agency;

    @BeforeEach
    void start() {
        store = Store.open(StoreAddress.of(null, folder.toString()), Clock.systemUTC());
        server = ApiServer.start(
                new SampleLake(folder).withScores().lake(),
                FeatureCatalogue.standard(OtherCases.SEEN),
                new ApiServer.Address("127.0.0.1", 0, AllowedHosts.of("127.0.0.1", List.of())),
                Duration.ofDays(1),
                new Access(store, false, Clock.systemUTC()));
        agency = new Contract(server, key(null));
    }

    @AfterEach
    void stop() {
        agency.close();
        server.close();
    }

    private String key(Set<String> creditors) {
        return store.keys()
                .create("test", Set.of(Scope.SCORE_READ), creditors, 60_000, null, "anna")
                .text();
    }

    private static String history(String asOf, String... records) {
        return "{\"as_of\":\"" + asOf + "\",\"records\":[" + String.join(",", records) + "]}";
    }

    private static String code(JsonNode problem) {
        return problem.get("code").stringValue();
    }

    @Test
    void aHistoryIsScoredAsOfADay() {
        String one = CASE.formatted("K-1");
        String paid = PAYMENT.formatted("C-1", "\"80.00\"");
        JsonNode before = agency.post(200, SCORE, history("2026-10-01", one, paid));
        JsonNode after = agency.post(200, SCORE, history("2026-10-02", one, paid));
        assertThat(before.at("/cases/0/decision/balance").stringValue()).isEqualTo("1080.00");
        assertThat(after.at("/cases/0/decision/balance").stringValue()).isEqualTo("1000.00");
        assertThat(after.at("/cases/0/decision/as_of").stringValue()).isEqualTo("2026-10-02");
        assertThat(after.at("/cases/0/decision/decision_id").isNull()).isTrue();
        assertThat(after.at("/cases/0/decision/scores/willingness/status").stringValue())
                .isEqualTo("no_model");
        assertThat(after.at("/cases/0/decision/route").stringValue()).isNotEmpty();
        assertThat(after.at("/cases/0/missing").size()
                        + after.at("/cases/0/features").size())
                .isEqualTo(FeatureCatalogue.standard(OtherCases.SEEN).features().size());
        assertThat(agency.post(200, SCORE, history("2026-10-02", one, PAYMENT.formatted("C-1", "1080")))
                        .get("cases"))
                .isEmpty();
    }

    @Test
    void whoObjectedToProfilingIsNeitherScoredNorMeasured() {
        JsonNode answer = agency.post(200, SCORE, history("2026-10-02", CASE.formatted("K-1"), OBJECTION));
        assertThat(answer.at("/cases/0/decision/scores/willingness/status").stringValue())
                .isEqualTo("outside_population");
        assertThat(answer.at("/cases/0/features")).isEmpty();
        assertThat(answer.at("/cases/0/missing")).isEmpty();
    }

    /// Ingest refuses these records, so the lake would never hold such a history.
    @Test
    void whatIngestWouldRefuseOfRecordsTogetherIsRefused() {
        String one = CASE.formatted("K-1");
        String paid = PAYMENT.formatted("C-1", "\"300.00\"");
        String back = paid.replace("P-1", "P-2")
                .replace("\"source\"", "\"kind\":\"REVERSAL\",\"reversal_of\":\"P-1\",\"source\"");
        agency.post(200, SCORE, history("2026-10-03", one, paid, back));
        for (Map.Entry<String, List<String>> refused : Map.of(
                        "Record 2 is refused: REVERSAL-EXCEEDS",
                        List.of(one, paid, back.replace("300.00", "400.00")),
                        "Record 1 is refused: REVERSAL-UNPLACED",
                        List.of(one, back, paid.replace("P-1", "P-3").replace("300.00", "200.00")),
                        "Record 2 is refused: REFUND-EXCEEDS",
                        List.of(
                                one,
                                paid,
                                paid.replace("P-1", "P-4")
                                        .replace("300.00", "300.01")
                                        .replace("\"source\"", "\"kind\":\"REFUND\",\"source\"")),
                        "Record 1 is refused: DECIMALS",
                        List.of(one, paid.replace("300.00", "300.005")))
                .entrySet()) {
            JsonNode answer = agency.post(
                    400, SCORE, history("2026-10-03", refused.getValue().toArray(String[]::new)));
            assertThat(code(answer)).isEqualTo("SCORE-RECORD");
            assertThat(answer.get("detail").stringValue()).startsWith(refused.getKey());
        }
    }

    @Test
    void whatIsNoHistoryOfOneDebtorIsRefused() {
        String one = CASE.formatted("K-1");
        assertThat(code(agency.post(400, SCORE, "SECRET"))).isEqualTo("SCORE-JSON");
        for (String body : List.of(
                "[]",
                "{}",
                "{\"records\":[],\"more\":1}",
                history("soon", one),
                history("2026-10-02"),
                history("2026-10-02", PAYMENT.formatted("C-1", "1")),
                history("2026-10-02", one, PAYMENT.formatted("C-2", "1")),
                history("2026-10-02", one, one.replace("D-1", "D-2").replace("C-1", "C-2")),
                history("2026-10-02", one, "{\"feed\":\"mandates\",\"record\":{}}"))) {
            assertThat(code(agency.post(400, SCORE, body))).as(body).isEqualTo("SCORE-BODY");
        }
        JsonNode refused = agency.post(400, SCORE, history("2026-10-02", one, PAYMENT.formatted("C-1", "\"SECRET\"")));
        assertThat(code(refused)).isEqualTo("SCORE-RECORD");
        assertThat(refused.get("detail").stringValue())
                .contains("Record 1", "TYPE")
                .doesNotContain("SECRET");
        try (Contract bank = new Contract(server, key(Set.of("K-2")))) {
            assertThat(code(bank.post(403, SCORE, history("2026-10-02", one)))).isEqualTo("SCORE-CREDITOR");
            bank.post(200, SCORE, history("2026-10-02", CASE.formatted("K-2")));
        }
    }
}

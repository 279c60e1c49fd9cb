package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.solvens.api.OnlineLake.hold;
import static org.solvens.api.OnlineLake.payment;
import static org.solvens.api.OnlineLake.placed;
import static org.solvens.api.OnlineServers.CASE;
import static org.solvens.api.OnlineServers.eventually;
import static org.solvens.api.OnlineServers.member;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.store.Store;
import tools.jackson.databind.JsonNode;

/// What changes to a history would do. D-1 has C-1 of K-1 and C-2 of K-2; D-2 has C-3 of K-1.
class WhatIfTest {
    private static final String SCORE = "/v1/score";
    private static final String INCOME = """
        {"feed":"tax_assessments","record":{"debtor_id":"D-1","income_year":2025,"net_income":"%s","net_wealth":"0",
        "tax":"60000","currency":"SEK","source":"BUREAU","purpose":"COLLECTION_SCORING","assessed_on":"2026-09-01"}}\
        """;

    @TempDir
    Path folder;

    private OnlineServers servers;
    private Contract agency;
    private Contract bank;

    @BeforeEach
    void start() throws Exception {
        servers = new OnlineServers(folder);
        ApiServer server = servers.start();
        agency = servers.client(server, null);
        bank = servers.client(server, Set.of("K-1"));
    }

    @AfterEach
    void stop() throws Exception {
        servers.close();
    }

    private static String stored(String caseId, String... changes) {
        return "{\"case_id\":\"" + caseId + "\",\"changes\":[" + String.join(",", changes) + "]}";
    }

    private static String brought(List<String> records, String... changes) {
        return "{\"as_of\":\"2026-11-02\",\"records\":[" + String.join(",", records) + "],\"changes\":["
                + String.join(",", changes) + "]}";
    }

    private static JsonNode of(JsonNode answer, String caseId) {
        return answer.get("cases")
                .valueStream()
                .filter(each -> each.at("/decision/case_id").asString().equals(caseId))
                .findFirst()
                .orElseThrow(() -> new AssertionError(answer.toString()));
    }

    private static List<String> cases(JsonNode answer) {
        return answer.get("cases")
                .valueStream()
                .map(each -> each.at("/decision/case_id").asString())
                .toList();
    }

    private static String code(JsonNode problem) {
        return problem.get("code").stringValue();
    }

    @Test
    void aChangeToAStoredCaseIsAnsweredAndNotKept() throws Exception {
        JsonNode before = agency.ask(200, CASE, "/v1/cases/C-1/segment");
        JsonNode answer = agency.post(200, SCORE, stored("C-1", payment("P-1", "C-1", "80")));
        assertThat(answer.get("debtor_id").stringValue()).isEqualTo("D-1");
        assertThat(cases(answer)).containsExactlyInAnyOrder("C-1", "C-2");
        JsonNode paid = of(answer, "C-1");
        assertThat(paid.at("/decision/balance").stringValue()).isEqualTo("1000.00");
        assertThat(paid.at("/before/balance").stringValue()).isEqualTo("1080.00");
        assertThat(paid.at("/decision/basis").stringValue()).isEqualTo("request");
        assertThat(paid.get("missing")).isNotEmpty();
        assertThat(of(answer, "C-2").at("/decision/balance").stringValue()).isEqualTo("1080.00");
        assertThat(answer.get("closed")).isEmpty();

        JsonNode closed = agency.post(200, SCORE, stored("C-1", payment("P-1", "C-1", "1080")));
        assertThat(cases(closed)).containsExactly("C-2");
        assertThat(closed.at("/closed/0").stringValue()).isEqualTo("C-1");

        JsonNode held = agency.post(200, SCORE, stored("C-1", hold("H-1", "D-1")));
        assertThat(of(held, "C-1").at("/decision/route").stringValue()).isEqualTo("HOLD");
        assertThat(of(held, "C-1").at("/before/route").stringValue()).isNotEqualTo("HOLD");

        JsonNode more = agency.post(200, SCORE, stored("C-1", placed("C-9", "D-1", "K-3")));
        assertThat(of(more, "C-9").get("before").isNull()).isTrue();

        // Nothing was stored.
        assertThat(agency.ask(200, CASE, "/v1/cases/C-1/segment")).isEqualTo(before);
        assertThat(Store.look(servers.address()).waiting()).isZero();
        assertThat(cases(agency.post(200, SCORE, stored("C-2")))).containsExactlyInAnyOrder("C-1", "C-2");
    }

    @Test
    void acceptedEventsArePartOfTheStoredHistory() throws Exception {
        servers.deliver(agency, payment("P-1", "C-1", "80"));
        eventually(agency, "C-1", member("basis", "online"));
        JsonNode answer = agency.post(200, SCORE, stored("C-1", payment("P-2", "C-1", "100")));
        assertThat(of(answer, "C-1").at("/before/balance").stringValue()).isEqualTo("1000.00");
        assertThat(of(answer, "C-1").at("/decision/balance").stringValue()).isEqualTo("900.00");
        // A change with the key of a record takes its place.
        JsonNode replaced = agency.post(200, SCORE, stored("C-1", payment("P-1", "C-1", "180")));
        assertThat(of(replaced, "C-1").at("/decision/balance").stringValue()).isEqualTo("900.00");
        JsonNode gone = agency.post(
                200,
                SCORE,
                stored("C-1", payment("P-1", "C-1", "80").replace("\"source\"", "\"retracted\":true,\"source\"")));
        assertThat(of(gone, "C-1").at("/decision/balance").stringValue()).isEqualTo("1080.00");
        // A reversal of an accepted payment, and one of more than was paid.
        String back = payment("P-3", "C-1", "80").replace("\"source\"", "\"reversal_of\":\"P-1\",\"source\"");
        assertThat(of(agency.post(200, SCORE, stored("C-1", back)), "C-1")
                        .at("/decision/balance")
                        .stringValue())
                .isEqualTo("1080.00");
        JsonNode refused = agency.post(400, SCORE, stored("C-1", back.replace("\"80\"", "\"81\"")));
        assertThat(code(refused)).isEqualTo("SCORE-RECORD");
        assertThat(refused.get("detail").stringValue()).startsWith("Change 0 is refused: REVERSAL-EXCEEDS");
    }

    @Test
    void changesToAHistoryOfTheRequestAreComparedWithIt() {
        List<String> history = List.of(
                placed("C-1", "D-1", "K-1"),
                INCOME.formatted("240000")
                        .replace("\"assessed_on\"", "\"known_at\":\"2026-09-02T00:00:00Z\",\"assessed_on\""));
        JsonNode answer = agency.post(200, SCORE, brought(history, INCOME.formatted("480000")));
        JsonNode one = of(answer, "C-1");
        JsonNode without = agency.post(200, SCORE, brought(history).replace(",\"changes\":[]", ""));
        assertThat(one.get("before")).isEqualTo(of(without, "C-1").get("decision"));
        assertThat(without.has("closed")).isFalse();
        assertThat(one.get("missing")).isEqualTo(of(without, "C-1").get("missing"));
        // What happens later is tried with a later as-of date.
        String later =
                payment("P-1", "C-1", "80").replace("2026-10-30", "2026-12-20").replace("2026-10-31", "2026-12-20");
        assertThat(of(agency.post(200, SCORE, brought(history, later).replace("2026-11-02", "2027-01-01")), "C-1")
                        .at("/decision/balance")
                        .stringValue())
                .isEqualTo("1000.00");
    }

    @Test
    void whatIsNoChangeIsRefused() {
        String paid = payment("P-1", "C-1", "1");
        for (String body : List.of(
                "{\"case_id\":\"C-1\"}",
                "{\"case_id\":7,\"changes\":[]}",
                "{\"case_id\":\"C-1\",\"changes\":{}}",
                "{\"case_id\":\"C-1\",\"changes\":[],\"records\":[]}",
                "{\"case_id\":\"C-1\",\"changes\":[],\"more\":1}",
                "{\"changes\":[]}",
                stored("C-1", "7"),
                stored("C-1", "{\"feed\":\"mandates\",\"record\":{}}"),
                stored("C-1", payment("P-1", "C-3", "1")),
                stored("C-1", payment("P-1", "C-99", "1")),
                stored("C-1", hold("H-1", "D-2")),
                stored("C-1", placed("C-9", "D-2", "K-1")),
                brought(List.of(placed("C-1", "D-1", "K-1")), payment("P-1", "C-2", "1")))) {
            assertThat(code(agency.post(400, SCORE, body))).as(body).isEqualTo("SCORE-BODY");
        }
        JsonNode refused = agency.post(400, SCORE, stored("C-1", paid, payment("P-2", "C-1", "SECRET")));
        assertThat(code(refused)).isEqualTo("SCORE-RECORD");
        assertThat(refused.get("detail").stringValue())
                .contains("Change 1", "TYPE")
                .doesNotContain("SECRET");
        JsonNode decimals = agency.post(400, SCORE, stored("C-1", payment("P-1", "C-1", "1.005")));
        assertThat(decimals.get("detail").stringValue()).startsWith("Change 0 is refused: DECIMALS");
        String many = String.join(",", Collections.nCopies(ScoreRequest.MOST + 1, "1"));
        assertThat(code(agency.post(413, SCORE, stored("C-1", many)))).isEqualTo("SCORE-SIZE");
        assertThat(code(agency.post(404, SCORE, stored("C-99", paid)))).isEqualTo("CASE-UNKNOWN");
    }

    /// Whatever K-1 tries on its own case, the answer is the one that there would be if C-2 did not exist.
    @Test
    void aCreditorsKeyLearnsNothingOfOthersCases() throws Exception {
        String unknown = text(bank, stored("C-99", payment("P-1", "C-99", "1")));
        for (String others : List.of(
                stored("C-2", payment("P-1", "C-2", "1")), stored("C-2"), stored("C-2", placed("C-2", "D-1", "K-1")))) {
            assertThat(text(bank, others)).isEqualTo(unknown);
        }
        JsonNode own = bank.post(200, SCORE, stored("C-1", payment("P-1", "C-1", "80")));
        assertThat(cases(own)).containsExactly("C-1");
        assertThat(own.toString()).doesNotContain("C-2", "K-2");
        assertThat(of(own, "C-1").get("features")).isEmpty();
        assertThat(of(own, "C-1").get("missing")).isEmpty();
        assertThat(of(own, "C-1").get("estimate_reasons").propertyNames())
                .containsExactlyInAnyOrder(
                        "promise_kept", "self_cure", "means", "expected_recovery", "payment_probability");
        for (JsonNode reason : of(own, "C-1").at("/decision/reasons")) {
            assertThat(reason.get("value").isNull()).isTrue();
        }

        // A change about another creditor's case is one about a case that does not exist.
        assertThat(text(bank, stored("C-1", payment("P-1", "C-2", "1"))))
                .isEqualTo(text(bank, stored("C-1", payment("P-1", "C-99", "1"))));
        assertThat(code(bank.post(403, SCORE, stored("C-1", placed("C-9", "D-1", "K-2")))))
                .isEqualTo("SCORE-CREDITOR");

        // Records of other cases change nothing, whether they are paid, reversed, held or moved.
        List<String> tried = List.of(
                stored("C-1", payment("P-1", "C-1", "80")),
                stored("C-1", payment("P-8", "C-1", "80").replace("\"source\"", "\"reversal_of\":\"P-9\",\"source\"")),
                stored("C-1", payment("P-9", "C-1", "80")),
                stored("C-1", payment("P-9", "C-1", "80").replace("\"source\"", "\"retracted\":true,\"source\"")),
                stored("C-1", hold("H-9", "D-1")));
        List<String> before = tried.stream().map(body -> text(bank, body)).toList();
        servers.deliver(
                agency,
                payment("P-9", "C-2", "500"),
                hold("H-9", "D-1").replace("\"debtor_id\"", "\"case_id\":\"C-2\",\"debtor_id\""),
                placed("C-7", "D-1", "K-2").replace("1000.00", "900000.00"));
        eventually(agency, "C-2", answer -> answer.path("basis").asString("").equals("online"));
        eventually(agency, "C-7", answer -> answer.path("basis").asString("").equals("online"));
        assertThat(tried.stream().map(body -> text(bank, body)).toList()).isEqualTo(before);
        // A record that moves to another creditor's case is gone from the own one.
        servers.deliver(agency, payment("P-6", "C-1", "80"));
        eventually(agency, "C-1", member("balance", "1000.00"));
        assertThat(own(stored("C-1")).get("balance").stringValue()).isEqualTo("1000.00");
        servers.moveTo(OnlineServers.NOW.plusSeconds(60));
        servers.deliver(agency, payment("P-6", "C-2", "80"));
        eventually(agency, "C-1", member("balance", "1080.00"));
        assertThat(own(stored("C-1")).get("balance").stringValue()).isEqualTo("1080.00");
        // What is about the debtor as a person counts.
        servers.deliver(agency, hold("H-1", "D-1"));
        eventually(agency, "C-1", member("route", "HOLD"));
        // The agency's decision may have been on hold before, so it does not tell that this hold is read.
        String route = own(stored("C-1")).get("route").stringValue();
        for (int i = 0; i < 600 && !route.equals("HOLD"); i++) {
            Thread.sleep(20);
            route = own(stored("C-1")).get("route").stringValue();
        }
        assertThat(route).isEqualTo("HOLD");
    }

    private JsonNode own(String body) {
        return of(bank.post(200, SCORE, body), "C-1").get("decision");
    }

    /// The answer without what differs from request to request.
    private static String text(Contract client, String body) {
        HttpResponse<byte[]> answer = client.send("POST", SCORE, body, Exchange.ID_HEADER, "one");
        return answer.statusCode()
                + Stream.of(new String(answer.body(), StandardCharsets.UTF_8))
                        .findFirst()
                        .orElseThrow();
    }

    @Test
    void withoutHistoriesStoredCasesAreNotScored() {
        SampleLake lake = new SampleLake(folder.resolve("other")).withScores();
        try (ApiServer server = ApiServer.start(
                        lake.lake(), SampleLake.CATALOGUE, "127.0.0.1", 0, List.of(), Duration.ofDays(1));
                Contract client = new Contract(server)) {
            assertThat(code(client.post(503, SCORE, stored("C-1")))).isEqualTo("HISTORIES-AWAY");
        }
    }
}

package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.feed.Feed;
import org.solvens.intake.AcceptedEvents;
import org.solvens.intake.StoreAddress;
import org.solvens.store.Scope;
import org.solvens.store.Store;
import tools.jackson.databind.JsonNode;

class EventsTest {
    private static final String EVENTS = "/v1/events";
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    @TempDir
    Path folder;

    private StoreAddress address;
    private Store store;
    private ApiServer server;
    private Contract agency;
    private Contract bank;

    @BeforeEach
    void start() {
        SampleLake lake = new SampleLake(folder).withScores();
        address = StoreAddress.of(null, folder.toString());
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        store = Store.open(address, clock);
        server = ApiServer.start(
                lake.lake(),
                SampleLake.CATALOGUE,
                new ApiServer.Address("127.0.0.1", 0, AllowedHosts.of("127.0.0.1", List.of())),
                Duration.ofDays(1),
                new Access(store, false, clock));
        agency = new Contract(server, key(null, Scope.EVENTS_WRITE));
        bank = new Contract(server, key(Set.of("K-1"), Scope.EVENTS_WRITE));
    }

    @AfterEach
    void stop() {
        agency.close();
        bank.close();
        server.close();
    }

    private String key(Set<String> creditors, Scope scope) {
        return store.keys()
                .create("test", Set.of(scope), creditors, 60_000, null, "anna")
                .text();
    }

    private static String payment(String id, String caseId, String amount) {
        return """
            {"feed":"payments","record":{"payment_id":"%s","case_id":"%s","amount":%s,"paid_on":"2026-10-30",
            "booked_on":"2026-10-31","source":"DEBTOR"}}\
            """.formatted(id, caseId, amount);
    }

    private static String all(String... events) {
        return "{\"events\":[" + String.join(",", events) + "]}";
    }

    private static List<String> statuses(JsonNode answer) {
        return answer.get("results")
                .valueStream()
                .map(each -> each.get("status").stringValue()
                        + (each.get("code").isNull()
                                ? ""
                                : " " + each.get("code").stringValue()))
                .toList();
    }

    private static String code(JsonNode problem) {
        return problem.get("code").stringValue();
    }

    @Test
    void eachEventIsAcceptedOrRefusedByItself() throws Exception {
        JsonNode answer = agency.post(
                200,
                EVENTS,
                all(
                        payment("P-1", "C-1", "250"),
                        payment("P-2", "C-1", "\"1250.50\""),
                        payment("P-3", "C-1", "\"much\""),
                        payment("P-4", "C-1", "[1]"),
                        "{\"feed\":\"letters\",\"record\":{}}",
                        "{\"feed\":\"payments\",\"record\":[]}",
                        "{\"feed\":\"payments\",\"record\":{\"payment\":1}}",
                        payment("", "C-1", "1"),
                        payment("P-9", "C-1", "1")
                                .replace("\"source\"", "\"known_at\":\"2026-11-03T00:00:00Z\",\"source\""),
                        "7"),
                "Idempotency-Key",
                "a");
        assertThat(statuses(answer))
                .containsExactly(
                        "accepted",
                        "accepted",
                        "refused TYPE",
                        "refused TYPE",
                        "refused FEED",
                        "refused RECORD",
                        "refused FIELD",
                        "refused MISSING",
                        "refused KNOWN-LATER",
                        "refused FEED");
        assertThat(answer.get("accepted").intValue()).isEqualTo(2);
        assertThat(answer.get("refused").intValue()).isEqualTo(8);
        assertThat(answer.at("/results/0/known_at").stringValue()).isEqualTo("2026-11-01T12:00:00Z");
        assertThat(answer.toString()).doesNotContain("much", "letters");

        assertThat(statuses(agency.post(200, EVENTS, payment("P-5", "C-9", "10"), "Idempotency-Key", "b")))
                .containsExactly("accepted");

        try (AcceptedEvents events = AcceptedEvents.open(address)) {
            AcceptedEvents.Fold fold = events.begin("lake", NOW).orElseThrow();
            StringWriter csv = new StringWriter();
            events.write(fold, Feed.PAYMENTS, csv);
            assertThat(csv.toString().lines().toList())
                    .hasSize(4)
                    .contains("\"P-2\",\"C-1\",\"1250.5\",\"2026-10-30\",\"2026-10-31\",\"DEBTOR\",,"
                            + "\"2026-11-01T12:00:00Z\",,,");
        }
    }

    @Test
    void aRepeatedRequestIsAnsweredAsTheFirstTime() {
        String body = all(payment("P-1", "C-1", "250"), payment("P-2", "C-1", "\"x\""));
        HttpResponse<byte[]> first = agency.send("POST", EVENTS, body, "Idempotency-Key", "a");
        HttpResponse<byte[]> again = agency.send("POST", EVENTS, body, "Idempotency-Key", "a");
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
        assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(code(agency.post(422, EVENTS, payment("P-3", "C-1", "1"), "Idempotency-Key", "a")))
                .isEqualTo("IDEMPOTENCY-REUSED");
        // The name belongs to the key: another client may use it too.
        assertThat(statuses(bank.post(200, EVENTS, payment("P-3", "C-1", "1"), "Idempotency-Key", "a")))
                .containsExactly("accepted");
        assertThat(Store.look(address).waiting()).isEqualTo(2);
    }

    @Test
    void whatIsNoRequestIsRefusedAsAWhole() {
        String event = payment("P-1", "C-1", "1");
        assertThat(code(agency.post(400, EVENTS, event))).isEqualTo("IDEMPOTENCY-KEY");
        assertThat(code(agency.post(400, EVENTS, event, "Idempotency-Key", "x".repeat(256))))
                .isEqualTo("IDEMPOTENCY-KEY");
        for (String body : List.of("SECRET", "{\"events\":[", all(event) + "x", "{\"feed\":\"a\",\"feed\":\"b\"}")) {
            JsonNode problem = agency.post(400, EVENTS, body, "Idempotency-Key", "a");
            assertThat(code(problem)).as(body).isEqualTo("EVENTS-JSON");
            assertThat(problem.toString()).doesNotContain("SECRET");
        }
        for (String body : List.of("", "[]", "{}", "7", "{\"events\":{}}", "{\"events\":[],\"more\":1}")) {
            assertThat(code(agency.post(400, EVENTS, body, "Idempotency-Key", "a")))
                    .as(body)
                    .isEqualTo("EVENTS-BODY");
        }
        String many =
                IntStream.rangeClosed(0, EventRequest.MOST).mapToObj(_ -> "1").collect(Collectors.joining(","));
        assertThat(code(agency.post(413, EVENTS, all(many), "Idempotency-Key", "a")))
                .isEqualTo("EVENTS-SIZE");
        assertThat(Store.look(address).waiting()).isZero();
        try (Contract reader = new Contract(server, key(null, Scope.SCORE_READ))) {
            assertThat(code(reader.post(403, EVENTS, event, "Idempotency-Key", "a")))
                    .isEqualTo("SCOPE");
        }
    }

    @Test
    void aCreditorsKeyDeliversForItsOwnCasesOnly() {
        String hold = """
            {"feed":"holds","record":{"hold_id":"H-%s","debtor_id":"%s","kind":"DISPUTE","opened_on":"2026-10-30"}}\
            """;
        JsonNode answer = bank.post(
                200,
                EVENTS,
                all(
                        payment("P-1", "C-1", "1"),
                        payment("P-2", "Ö/3 x", "1"),
                        payment("P-3", "C-9", "1"),
                        hold.formatted("1", "D-1"),
                        hold.formatted("2", "D-9")),
                "Idempotency-Key",
                "a");
        assertThat(statuses(answer))
                .containsExactly(
                        "accepted", "refused CASE-UNKNOWN", "refused CASE-UNKNOWN", "accepted", "refused CASE-UNKNOWN");
        // A case of another creditor and one that does not exist are the same to it.
        assertThat(answer.at("/results/1/reason")).isEqualTo(answer.at("/results/2/reason"));
    }

    @Test
    void tenThousandEventsAreOneRequest() {
        String[] events = IntStream.range(0, EventRequest.MOST)
                .mapToObj(i -> payment("P-" + i, "C-1", "1"))
                .toArray(String[]::new);
        JsonNode answer = agency.post(200, EVENTS, all(events), "Idempotency-Key", "a");
        assertThat(answer.get("accepted").intValue()).isEqualTo(EventRequest.MOST);
        assertThat(Store.look(address).waiting()).isEqualTo(EventRequest.MOST);
    }
}

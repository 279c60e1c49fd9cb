package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.solvens.api.OnlineLake.hold;
import static org.solvens.api.OnlineLake.payment;
import static org.solvens.api.OnlineLake.piece;
import static org.solvens.api.OnlineLake.placed;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.solvens.intake.AcceptedEvents;
import org.solvens.intake.FoldedInto;
import org.solvens.intake.StoreAddress;
import org.solvens.policy.Policy;
import org.solvens.scoring.ScoreRow;
import org.solvens.store.Databases;
import org.solvens.store.Scope;
import org.solvens.store.Store;
import tools.jackson.databind.JsonNode;

/// Decisions that accepted events change.
class OnlineScoresTest {
    private static final String CASE = "/v1/cases/{caseId}/segment";
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final LocalDate AS_OF = LocalDate.of(2026, 11, 1);
    private static final Instant BEFORE = Instant.parse("2026-10-01T00:00:00Z");

    /// A clock that a test moves.
    private static final class Moving extends Clock {
        private volatile Instant now = NOW;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    @TempDir
    Path folder;

    private final Moving clock = new Moving();
    private final List<AutoCloseable> open = new ArrayList<>();
    private OnlineLake lake;
    private StoreAddress address;
    private int requests;

    /// D-1 has C-1 of K-1 and C-2 of K-2; D-2 has C-3 of K-1.
    private ApiServer start() throws Exception {
        if (lake == null) {
            lake = new OnlineLake(folder)
                    .with("D-1", BEFORE, placed("C-1", "D-1", "K-1"), placed("C-2", "D-1", "K-2"))
                    .with("D-2", BEFORE, placed("C-3", "D-2", "K-1"))
                    .scored(AS_OF);
        }
        if (address == null) {
            address = StoreAddress.of(null, folder.toString());
        }
        return serve(Policy.standard());
    }

    private ApiServer serve(Policy policy) {
        ApiServer server = ApiServer.start(
                lake.lake(),
                OnlineLake.CATALOGUE,
                new ApiServer.Address("127.0.0.1", 0, AllowedHosts.of("127.0.0.1", List.of())),
                Duration.ofDays(1),
                new Access(Store.open(address, clock), false, clock),
                new ApiServer.Scoring(policy, folder.resolve("index")));
        open.addFirst(server);
        return server;
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private Contract client(ApiServer server, Set<String> creditors) {
        try (Store store = Store.open(address, clock)) {
            Contract client = new Contract(
                    server,
                    store.keys()
                            .create(
                                    "test",
                                    Set.of(Scope.SCORE_READ, Scope.EVENTS_WRITE),
                                    creditors,
                                    60_000,
                                    null,
                                    "anna")
                            .text());
            open.addFirst(client);
            return client;
        }
    }

    private void deliver(Contract client, String... events) {
        JsonNode answer = client.post(
                200,
                "/v1/events",
                "{\"events\":[" + String.join(",", events) + "]}",
                "Idempotency-Key",
                "request-" + requests++);
        assertThat(answer.get("accepted").intValue()).as(answer.toString()).isEqualTo(events.length);
    }

    /// Asks until the answer is as wanted. The events are applied by another thread.
    private static JsonNode eventually(Contract client, String caseId, Predicate<JsonNode> wanted) throws Exception {
        JsonNode answer = null;
        for (int i = 0; i < 600; i++) {
            HttpResponse<byte[]> response = client.send("GET", "/v1/cases/" + caseId + "/segment", null);
            answer = new tools.jackson.databind.json.JsonMapper().readTree(response.body());
            if (wanted.test(answer)) {
                return client.ask(response.statusCode(), CASE, "/v1/cases/" + caseId + "/segment");
            }
            Thread.sleep(20);
        }
        throw new AssertionError("not as wanted: " + answer);
    }

    private static Predicate<JsonNode> member(String name, String value) {
        return answer -> answer.path(name).asString("").equals(value);
    }

    private static List<String> cases(JsonNode answer) {
        return answer.get("cases")
                .valueStream()
                .map(each -> each.get("case_id").stringValue())
                .toList();
    }

    /// The team gave its only call to C-1.
    @Test
    void whereCallsAreScarceAnEventGivesNobodyAnotherOne() throws Exception {
        lake = new OnlineLake(folder)
                .with("D-1", BEFORE, placed("C-1", "D-1", "K-1"), placed("C-2", "D-1", "K-2"))
                .scored(AS_OF, new HistoryScoring.Calls() {
                    @Override
                    public boolean given(String caseId) {
                        return caseId.equals("C-1");
                    }

                    @Override
                    public String team(String caseId) {
                        return "all";
                    }
                });
        Contract agency = client(start(), null);
        assertThat(agency.ask(200, CASE, "/v1/cases/C-1/segment").get("route").stringValue())
                .isEqualTo("CALL");
        assertThat(agency.ask(200, CASE, "/v1/cases/C-2/segment").get("route").stringValue())
                .isEqualTo("REMINDER");

        deliver(agency, payment("P-1", "C-1", "80"), payment("P-2", "C-2", "80"), placed("C-4", "D-4", "K-1"));
        JsonNode called = eventually(agency, "C-1", member("basis", "online"));
        assertThat(called.get("route").stringValue()).isEqualTo("CALL");
        assertThat(called.get("team").stringValue()).isEqualTo("all");
        for (String other : List.of("C-2", "C-4")) {
            JsonNode without = eventually(agency, other, member("basis", "online"));
            assertThat(without.get("route").stringValue()).as(other).isEqualTo("REMINDER");
            assertThat(without.get("flags").toString()).as(other).contains("NO_CALL_LEFT");
        }
    }

    @Test
    void anEventCountsInEveryAnswer() throws Exception {
        Contract agency = client(start(), null);
        JsonNode before = agency.ask(200, CASE, "/v1/cases/C-1/segment");
        assertThat(before.get("basis").stringValue()).isEqualTo("batch");
        assertThat(before.get("known_before").stringValue()).isEqualTo("2026-11-01T00:00:00Z");
        assertThat(before.get("balance").stringValue()).isEqualTo("1080.00");

        deliver(agency, payment("P-1", "C-1", "80"));
        JsonNode after = eventually(agency, "C-1", member("basis", "online"));
        assertThat(after.get("balance").stringValue()).isEqualTo("1000.00");
        assertThat(after.get("as_of").stringValue()).isEqualTo("2026-11-01");
        assertThat(after.get("known_before").stringValue()).isEqualTo("2026-11-01T12:00:00.001Z");
        assertThat(after.get("scored_at").stringValue()).isEqualTo("2026-11-01T12:00:00Z");
        assertThat(after.get("decision_id")).isNotEqualTo(before.get("decision_id"));

        // As batch would decide on the history with the payment at that moment.
        ScoreRow row = lake.scoring()
                .decide(
                        lake.history("D-1", List.of(piece(payment("P-1", "C-1", "80"), NOW))),
                        NOW.toEpochMilli() + 1,
                        null)
                .open()
                .getFirst();
        assertThat(after.get("route").stringValue()).isEqualTo(row.route().name());
        assertThat(after.get("rule").stringValue()).isEqualTo(row.rule());
        assertThat(after.get("segment").stringValue()).isEqualTo(row.segment().name());

        // The other case of the debtor is decided again too; another debtor is not.
        assertThat(agency.ask(200, CASE, "/v1/cases/C-2/segment").get("basis").stringValue())
                .isEqualTo("online");
        assertThat(agency.ask(200, CASE, "/v1/cases/C-3/segment").get("basis").stringValue())
                .isEqualTo("batch");
        JsonNode list = agency.ask(200, "/v1/segments", "/v1/segments?creditor=K-1");
        assertThat(list.at("/cases/0")).isEqualTo(after);
        assertThat(cases(list)).containsExactly("C-1", "C-3");
        assertThat(agency.ask(200, "/v1/debtors/{debtorId}/segments", "/v1/debtors/D-1/segments")
                        .at("/cases/0"))
                .isEqualTo(after);
        assertThat(agency.batch(200, "{\"case_ids\":[\"C-1\"]}").at("/cases/0")).isEqualTo(after);
        String csv = new String(
                agency.send("GET", "/v1/segments", null, "Accept", "text/csv").body(), StandardCharsets.UTF_8);
        assertThat(csv).contains(",online,2026-11-01T12:00:00.001Z,2026-11-01T12:00:00Z");
    }

    @Test
    void aCaseThatIsPaidIsClosed() throws Exception {
        Contract agency = client(start(), null);
        deliver(agency, payment("P-1", "C-1", "1080"));
        JsonNode closed = eventually(agency, "C-1", member("code", "CASE-CLOSED"));
        assertThat(closed.get("status").intValue()).isEqualTo(404);
        assertThat(cases(agency.ask(200, "/v1/segments", "/v1/segments"))).containsExactly("C-2", "C-3");
        assertThat(cases(agency.ask(200, "/v1/debtors/{debtorId}/segments", "/v1/debtors/D-1/segments")))
                .containsExactly("C-2");
        JsonNode batch = agency.batch(200, "{\"case_ids\":[\"C-1\",\"C-2\"]}");
        assertThat(cases(batch)).containsExactly("C-2");
        assertThat(batch.get("not_found").toString()).isEqualTo("[\"C-1\"]");
        // A reversal of the payment opens it again.
        deliver(
                agency,
                payment("P-2", "C-1", "1080")
                        .replace("\"source\"", "\"kind\":\"REVERSAL\",\"reversal_of\":\"P-1\",\"source\""));
        assertThat(eventually(agency, "C-1", member("basis", "online"))
                        .get("balance")
                        .stringValue())
                .isEqualTo("1080.00");
    }

    @Test
    void casesThatEventsPlaceAreDecidedWithWhatCameBefore() throws Exception {
        Contract agency = client(start(), null);
        deliver(agency, payment("P-1", "C-9", "100"));
        deliver(agency, placed("C-9", "D-9", "K-1"));
        assertThat(eventually(agency, "C-9", member("basis", "online"))
                        .get("balance")
                        .stringValue())
                .isEqualTo("980.00");
        // A creditor's key may deliver events for a case that an event placed.
        Contract bank = client((ApiServer) open.get(1), Set.of("K-1"));
        deliver(bank, payment("P-2", "C-9", "80"));
        eventually(agency, "C-9", member("balance", "900.00"));
    }

    /// What another creditor's event changes is not shown to a creditor: not by a value, a time, or a tag.
    @Test
    void anEventOfOneCreditorShowsNothingToAnother() throws Exception {
        ApiServer server = start();
        Contract agency = client(server, null);
        Contract bank = client(server, Set.of("K-1"));
        Contract other = client(server, Set.of("K-2"));
        HttpResponse<byte[]> before = bank.send("GET", "/v1/cases/C-1/segment", null);
        HttpResponse<byte[]> debtor = bank.send("GET", "/v1/debtors/D-1/segments", null);
        deliver(other, payment("P-1", "C-2", "500"));
        eventually(agency, "C-1", member("basis", "online"));
        eventually(other, "C-2", member("balance", "580.00"));
        HttpResponse<byte[]> after = bank.send("GET", "/v1/cases/C-1/segment", null);
        assertThat(after.body()).isEqualTo(before.body());
        assertThat(after.headers().firstValue("ETag"))
                .isEqualTo(before.headers().firstValue("ETag"));
        assertThat(bank.send("GET", "/v1/debtors/D-1/segments", null).body()).isEqualTo(debtor.body());
        assertThat(bank.ask(404, CASE, "/v1/cases/C-2/segment").get("code").stringValue())
                .isEqualTo("CASE-UNKNOWN");

        // Its own event shows the decision on everything that is known, as batch scoring does.
        deliver(bank, payment("P-2", "C-1", "80"));
        JsonNode own = eventually(bank, "C-1", member("basis", "online"));
        eventually(agency, "C-1", member("balance", "1000.00"));
        assertThat(own.get("decision_id"))
                .isEqualTo(agency.ask(200, CASE, "/v1/cases/C-1/segment").get("decision_id"));
        // The other creditor still sees the state of its own event.
        assertThat(other.ask(200, CASE, "/v1/cases/C-2/segment").get("decision_id"))
                .isNotEqualTo(agency.ask(200, CASE, "/v1/cases/C-2/segment").get("decision_id"));

        // Another creditor's closed case is answered as one that does not exist.
        deliver(other, payment("P-3", "C-2", "580"));
        eventually(other, "C-2", member("code", "CASE-CLOSED"));
        assertThat(bank.ask(404, CASE, "/v1/cases/C-2/segment").get("code").stringValue())
                .isEqualTo("CASE-UNKNOWN");

        // A hold of the person protects on all cases at once.
        deliver(agency, hold("H-1", "D-1"));
        assertThat(eventually(bank, "C-1", member("route", "HOLD")).get("holds").toString())
                .contains("DECEASED");
    }

    @Test
    void eventsThatIngestWillRefuseDoNotCount() throws Exception {
        Contract agency = client(start(), null);
        deliver(
                agency,
                payment("P-1", "C-1", "300"),
                payment("P-2", "C-1", "400")
                        .replace("\"source\"", "\"kind\":\"REVERSAL\",\"reversal_of\":\"P-1\",\"source\""),
                payment("P-3", "C-1", "5000").replace("\"source\"", "\"kind\":\"REFUND\",\"source\""),
                payment("P-4", "C-1", "0.005"));
        assertThat(eventually(agency, "C-1", member("basis", "online"))
                        .get("balance")
                        .stringValue())
                .isEqualTo("780.00");
    }

    @Test
    void anEventThatBecomesKnownLaterCountsFromThenOn() throws Exception {
        Contract agency = client(start(), null);
        deliver(
                agency,
                payment("P-1", "C-1", "80").replace("\"source\"", "\"known_at\":\"2026-11-01T13:00:00Z\",\"source\""),
                payment("P-2", "C-3", "80"));
        eventually(agency, "C-3", member("basis", "online"));
        assertThat(agency.ask(200, CASE, "/v1/cases/C-1/segment").get("basis").stringValue())
                .isEqualTo("batch");
        clock.now = NOW.plus(Duration.ofHours(1));
        assertThat(eventually(agency, "C-1", member("basis", "online"))
                        .get("known_before")
                        .stringValue())
                .isEqualTo("2026-11-01T13:00:00.001Z");
    }

    @Test
    void aRestartedServerSaysTheSame() throws Exception {
        ApiServer server = start();
        Contract agency = client(server, null);
        deliver(agency, payment("P-1", "C-1", "80"));
        deliver(agency, payment("P-2", "C-1", "100"));
        JsonNode before = eventually(agency, "C-1", member("balance", "900.00"));
        server.close();
        open.remove(server);
        clock.now = NOW.plus(Duration.ofDays(2));
        Contract again = client(start(), null);
        assertThat(again.ask(200, CASE, "/v1/cases/C-1/segment")).isEqualTo(before);
        assertThat(again.ask(200, "/health/ready", "/health/ready")
                        .get("events")
                        .stringValue())
                .isEqualTo("on");
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void anEventThatOneServerAcceptsCountsOnTheOther(Databases database) throws Exception {
        address = database.fresh(folder);
        Contract one = client(start(), null);
        Contract two = client(start(), null);
        deliver(one, payment("P-1", "C-1", "80"));
        JsonNode first = eventually(one, "C-1", member("basis", "online"));
        assertThat(eventually(two, "C-1", member("basis", "online"))).isEqualTo(first);
        deliver(two, payment("P-2", "C-1", "1000"));
        eventually(one, "C-1", member("code", "CASE-CLOSED"));
    }

    /// The events that the scores have are dropped with them, and the others stay.
    @Test
    void newScoresTakeThePlaceOfTheEventsThatTheyKnow() throws Exception {
        ApiServer server = start();
        Contract agency = client(server, null);
        deliver(agency, payment("P-1", "C-1", "80"));
        eventually(agency, "C-1", member("basis", "online"));
        try (AcceptedEvents events = AcceptedEvents.open(address)) {
            AcceptedEvents.Fold fold = events.begin("lake", NOW).orElseThrow();
            events.end(fold, new FoldedInto(new TreeMap<>(lake.folded())), NOW);
        }
        deliver(agency, payment("P-2", "C-3", "80"));
        eventually(agency, "C-3", member("basis", "online"));

        // The histories have the event, but no scores were made from them yet.
        lake.with("D-1", NOW, payment("P-1", "C-1", "80"));
        server.refresh();
        assertThat(agency.ask(200, CASE, "/v1/cases/C-1/segment").get("basis").stringValue())
                .isEqualTo("online");
        assertThat(agency.ask(200, CASE, "/v1/cases/C-1/segment").get("balance").stringValue())
                .isEqualTo("1000.00");

        lake.scored(AS_OF.plusDays(1));
        server.refresh();
        JsonNode batch = agency.ask(200, CASE, "/v1/cases/C-1/segment");
        assertThat(batch.get("basis").stringValue()).isEqualTo("batch");
        assertThat(batch.get("balance").stringValue()).isEqualTo("1000.00");
        assertThat(agency.ask(200, CASE, "/v1/cases/C-2/segment").get("basis").stringValue())
                .isEqualTo("batch");
        JsonNode online = agency.ask(200, CASE, "/v1/cases/C-3/segment");
        assertThat(online.get("basis").stringValue()).isEqualTo("online");
        // Never as of an earlier moment than the scores.
        assertThat(online.get("known_before").stringValue()).isEqualTo("2026-11-02T00:00:00Z");
    }

    @Test
    void withoutThePolicyOfTheScoresOrHistoriesTheScoresAreAnswered() throws Exception {
        start().close();
        open.clear();
        Contract other = client(
                serve(Policy.parse(Policy.standardText().replaceFirst("(?m)^name: .*$", "name: other"), "other.yaml")),
                null);
        deliver(other, payment("P-1", "C-1", "1080"));
        assertThat(other.ask(200, "/health/ready", "/health/ready")
                        .get("events")
                        .stringValue())
                .isEqualTo("off");
        assertThat(other.ask(200, CASE, "/v1/cases/C-1/segment").get("basis").stringValue())
                .isEqualTo("batch");
        Contract standard = client(serve(Policy.standard()), null);
        eventually(standard, "C-1", member("code", "CASE-CLOSED"));

        Files.move(Path.of(lake.lake().histories()), folder.resolve("away"));
        Contract without = client(serve(Policy.standard()), null);
        assertThat(without.ask(200, "/health/ready", "/health/ready")
                        .get("events")
                        .stringValue())
                .isEqualTo("off");
        without.ask(200, CASE, "/v1/cases/C-1/segment");
    }
}

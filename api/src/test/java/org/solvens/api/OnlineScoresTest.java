package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.solvens.api.OnlineLake.hold;
import static org.solvens.api.OnlineLake.payment;
import static org.solvens.api.OnlineLake.piece;
import static org.solvens.api.OnlineLake.placed;
import static org.solvens.api.OnlineServers.AS_OF;
import static org.solvens.api.OnlineServers.CASE;
import static org.solvens.api.OnlineServers.NOW;
import static org.solvens.api.OnlineServers.eventually;
import static org.solvens.api.OnlineServers.member;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.solvens.history.History;
import org.solvens.policy.Challenger;
import org.solvens.policy.Deciders;
import org.solvens.policy.Policy;
import org.solvens.policy.PolicyText;
import org.solvens.policy.PolicyTrial;
import org.solvens.scoring.ScoreRow;
import org.solvens.store.Databases;
import tools.jackson.databind.JsonNode;

/// Decisions that accepted events change.
class OnlineScoresTest {
    @TempDir
    Path folder;

    private OnlineServers servers;

    @BeforeEach
    void make() throws Exception {
        servers = new OnlineServers(folder);
    }

    @AfterEach
    void stop() throws Exception {
        servers.close();
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
        servers.close();
        servers = new OnlineServers(Files.createDirectory(folder.resolve("scarce")), null, new HistoryScoring.Calls() {
            @Override
            public boolean given(String caseId) {
                return caseId.equals("C-1");
            }

            @Override
            public String team(String caseId) {
                return "all";
            }
        });
        Contract agency = servers.client(servers.start(), null);
        assertThat(agency.ask(200, CASE, "/v1/cases/C-1/segment").get("route").stringValue())
                .isEqualTo("CALL");
        assertThat(agency.ask(200, CASE, "/v1/cases/C-2/segment").get("route").stringValue())
                .isEqualTo("REMINDER");

        servers.deliver(agency, payment("P-1", "C-1", "80"), payment("P-2", "C-2", "80"), placed("C-4", "D-4", "K-1"));
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
        Contract agency = servers.client(servers.start(), null);
        JsonNode before = agency.ask(200, CASE, "/v1/cases/C-1/segment");
        assertThat(before.get("basis").stringValue()).isEqualTo("batch");
        assertThat(before.get("known_before").stringValue()).isEqualTo("2026-11-01T00:00:00Z");
        assertThat(before.get("balance").stringValue()).isEqualTo("1080.00");

        servers.deliver(agency, payment("P-1", "C-1", "80"));
        JsonNode after = eventually(agency, "C-1", member("basis", "online"));
        assertThat(after.get("balance").stringValue()).isEqualTo("1000.00");
        assertThat(after.get("as_of").stringValue()).isEqualTo("2026-11-01");
        assertThat(after.get("known_before").stringValue()).isEqualTo("2026-11-01T12:00:00.001Z");
        assertThat(after.get("scored_at").stringValue()).isEqualTo("2026-11-01T12:00:00Z");
        assertThat(after.get("decision_id")).isNotEqualTo(before.get("decision_id"));

        // As batch would decide on the history with the payment at that moment.
        ScoreRow row = servers.lake()
                .scoring()
                .decide(
                        servers.lake().history("D-1", List.of(piece(payment("P-1", "C-1", "80"), NOW))),
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
        Contract agency = servers.client(servers.start(), null);
        servers.deliver(agency, payment("P-1", "C-1", "1080"));
        JsonNode closed = eventually(agency, "C-1", member("code", "CASE-CLOSED"));
        assertThat(closed.get("status").intValue()).isEqualTo(404);
        assertThat(cases(agency.ask(200, "/v1/segments", "/v1/segments"))).containsExactly("C-2", "C-3");
        assertThat(cases(agency.ask(200, "/v1/debtors/{debtorId}/segments", "/v1/debtors/D-1/segments")))
                .containsExactly("C-2");
        JsonNode batch = agency.batch(200, "{\"case_ids\":[\"C-1\",\"C-2\"]}");
        assertThat(cases(batch)).containsExactly("C-2");
        assertThat(batch.get("not_found").toString()).isEqualTo("[\"C-1\"]");
        // A reversal of the payment opens it again.
        servers.deliver(
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
        ApiServer server = servers.start();
        Contract agency = servers.client(server, null);
        servers.deliver(agency, payment("P-1", "C-9", "100"));
        servers.deliver(agency, placed("C-9", "D-9", "K-1"));
        assertThat(eventually(agency, "C-9", member("basis", "online"))
                        .get("balance")
                        .stringValue())
                .isEqualTo("980.00");
        // A creditor's key may deliver events for a case that an event placed.
        Contract bank = servers.client(server, Set.of("K-1"));
        servers.deliver(bank, payment("P-2", "C-9", "80"));
        eventually(agency, "C-9", member("balance", "900.00"));
    }

    /// What another creditor's event changes is not shown to a creditor: not by a value, a time, or a tag.
    @Test
    void anEventOfOneCreditorShowsNothingToAnother() throws Exception {
        ApiServer server = servers.start();
        Contract agency = servers.client(server, null);
        Contract bank = servers.client(server, Set.of("K-1"));
        Contract other = servers.client(server, Set.of("K-2"));
        HttpResponse<byte[]> before = bank.send("GET", "/v1/cases/C-1/segment", null);
        HttpResponse<byte[]> debtor = bank.send("GET", "/v1/debtors/D-1/segments", null);
        servers.deliver(other, payment("P-1", "C-2", "500"));
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
        servers.deliver(bank, payment("P-2", "C-1", "80"));
        JsonNode own = eventually(bank, "C-1", member("basis", "online"));
        eventually(agency, "C-1", member("balance", "1000.00"));
        assertThat(own.get("decision_id"))
                .isEqualTo(agency.ask(200, CASE, "/v1/cases/C-1/segment").get("decision_id"));
        // The other creditor still sees the state of its own event.
        assertThat(other.ask(200, CASE, "/v1/cases/C-2/segment").get("decision_id"))
                .isNotEqualTo(agency.ask(200, CASE, "/v1/cases/C-2/segment").get("decision_id"));

        // Another creditor's closed case is answered as one that does not exist.
        servers.deliver(other, payment("P-3", "C-2", "580"));
        eventually(other, "C-2", member("code", "CASE-CLOSED"));
        assertThat(bank.ask(404, CASE, "/v1/cases/C-2/segment").get("code").stringValue())
                .isEqualTo("CASE-UNKNOWN");

        // A hold of the person protects on all cases at once.
        servers.deliver(agency, hold("H-1", "D-1"));
        assertThat(eventually(bank, "C-1", member("route", "HOLD")).get("holds").toString())
                .contains("DECEASED");
    }

    @Test
    void eventsThatIngestWillRefuseDoNotCount() throws Exception {
        Contract agency = servers.client(servers.start(), null);
        servers.deliver(
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
        Contract agency = servers.client(servers.start(), null);
        servers.deliver(
                agency,
                payment("P-1", "C-1", "80").replace("\"source\"", "\"known_at\":\"2026-11-01T13:00:00Z\",\"source\""),
                payment("P-2", "C-3", "80"));
        eventually(agency, "C-3", member("basis", "online"));
        assertThat(agency.ask(200, CASE, "/v1/cases/C-1/segment").get("basis").stringValue())
                .isEqualTo("batch");
        servers.moveTo(NOW.plus(Duration.ofHours(1)));
        assertThat(eventually(agency, "C-1", member("basis", "online"))
                        .get("known_before")
                        .stringValue())
                .isEqualTo("2026-11-01T13:00:00.001Z");
    }

    @Test
    void aRestartedServerSaysTheSame() throws Exception {
        ApiServer server = servers.start();
        Contract agency = servers.client(server, null);
        servers.deliver(agency, payment("P-1", "C-1", "80"));
        servers.deliver(agency, payment("P-2", "C-1", "100"));
        JsonNode before = eventually(agency, "C-1", member("balance", "900.00"));
        servers.stop(server);
        servers.moveTo(NOW.plus(Duration.ofDays(2)));
        Contract again = servers.client(servers.start(), null);
        assertThat(again.ask(200, CASE, "/v1/cases/C-1/segment")).isEqualTo(before);
        assertThat(again.ask(200, "/health/ready", "/health/ready")
                        .get("events")
                        .stringValue())
                .isEqualTo("on");
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void anEventThatOneServerAcceptsCountsOnTheOther(Databases database) throws Exception {
        servers.on(database);
        Contract one = servers.client(servers.start(), null);
        Contract two = servers.client(servers.start(), null);
        servers.deliver(one, payment("P-1", "C-1", "80"));
        JsonNode first = eventually(one, "C-1", member("basis", "online"));
        assertThat(eventually(two, "C-1", member("basis", "online"))).isEqualTo(first);
        servers.deliver(two, payment("P-2", "C-1", "1000"));
        eventually(one, "C-1", member("code", "CASE-CLOSED"));
    }

    /// The events that the scores have are dropped with them, and the others stay.
    @Test
    void newScoresTakeThePlaceOfTheEventsThatTheyKnow() throws Exception {
        ApiServer server = servers.start();
        Contract agency = servers.client(server, null);
        servers.deliver(agency, payment("P-1", "C-1", "80"));
        eventually(agency, "C-1", member("basis", "online"));
        servers.fold();
        servers.deliver(agency, payment("P-2", "C-3", "80"));
        eventually(agency, "C-3", member("basis", "online"));

        // The histories have the event, but no scores were made from them yet.
        servers.lake().with("D-1", NOW, payment("P-1", "C-1", "80"));
        server.refresh();
        assertThat(agency.ask(200, CASE, "/v1/cases/C-1/segment").get("basis").stringValue())
                .isEqualTo("online");
        assertThat(agency.ask(200, CASE, "/v1/cases/C-1/segment").get("balance").stringValue())
                .isEqualTo("1000.00");

        servers.lake().scored(AS_OF.plusDays(1));
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
        Contract other = servers.client(servers.start(other("route: wait", "route: wait"), null), null);
        servers.deliver(other, payment("P-1", "C-1", "1080"));
        assertThat(other.ask(200, "/health/ready", "/health/ready")
                        .get("events")
                        .stringValue())
                .isEqualTo("off");
        assertThat(other.ask(200, CASE, "/v1/cases/C-1/segment").get("basis").stringValue())
                .isEqualTo("batch");
        Contract standard = servers.client(servers.start(), null);
        eventually(standard, "C-1", member("code", "CASE-CLOSED"));

        Files.move(Path.of(servers.lake().lake().histories()), folder.resolve("away"));
        Contract without = servers.client(servers.start(), null);
        assertThat(without.ask(200, "/health/ready", "/health/ready")
                        .get("events")
                        .stringValue())
                .isEqualTo("off");
        without.ask(200, CASE, "/v1/cases/C-1/segment");
    }

    /// A policy of another name, with one more difference.
    private static PolicyText other(String before, String after) {
        String text = Policy.standardText();
        assertThat(text).contains(before);
        return PolicyText.of(text.replaceFirst("(?m)^name: .*$", "name: other").replace(before, after), "other.yaml");
    }

    /// In a trial an event is decided by the policy that batch scoring takes for its debtor.
    @Test
    void anEventDuringATrialIsDecidedByThePolicyOfItsDebtor() throws Exception {
        servers.close();
        PolicyText text = other(
                "    route: call\n    second: reminder\n    options: [wait, plan, trial_plan, deferral, costs_only,"
                        + " trace_address]",
                "    route: wait");
        PolicyTrial trial = LongStream.range(0, 1_000)
                .mapToObj(seed -> new PolicyTrial(0.3, seed))
                .filter(drawn -> drawn.challenges("D-1") && !drawn.challenges("D-2"))
                .findFirst()
                .orElseThrow();
        Challenger challenger = new Challenger(text, trial);
        servers = new OnlineServers(folder.resolve("trial"), challenger);
        Contract agency = servers.client(servers.start(), null);
        servers.deliver(agency, payment("P-1", "C-1", "80"), payment("P-2", "C-3", "80"));
        Set<String> routes = new HashSet<>();
        for (var arm : Map.of("C-1", text, "C-3", PolicyText.standard()).entrySet()) {
            JsonNode online = eventually(agency, arm.getKey(), member("basis", "online"));
            String debtorId = online.get("debtor_id").stringValue();
            History history = servers.lake()
                    .history(
                            debtorId,
                            List.of(piece(payment(debtorId.equals("D-1") ? "P-1" : "P-2", arm.getKey(), "80"), NOW)));
            long asOf = NOW.toEpochMilli() + 1;
            ScoreRow batch =
                    servers.lake().scoring().decide(history, asOf, null).open().getFirst();
            ScoreRow alone = HistoryScoring.read(
                            servers.lake().lake(),
                            OnlineLake.CATALOGUE,
                            Deciders.of(arm.getValue().policy()),
                            1)
                    .decide(history, asOf, null)
                    .open()
                    .getFirst();
            assertThat(batch).isEqualTo(alone);
            assertThat(online.at("/versions/policy").stringValue()).isEqualTo(batch.policy());
            assertThat(online.get("route").stringValue())
                    .isEqualTo(batch.route().name());
            assertThat(online.get("rule").stringValue()).isEqualTo(batch.rule());
            assertThat(online.get("trace").valueStream().map(JsonNode::stringValue))
                    .isEqualTo(batch.trace());
            routes.add(batch.policy() + " " + batch.route());
        }
        assertThat(routes).containsExactlyInAnyOrder("other@8 WAIT", "default@8 CALL");
        assertThat(agency.ask(200, "/v1/policies", "/v1/policies")
                        .at("/policies/1/text")
                        .stringValue())
                .isEqualTo(text.text());

        // A server without the trial, or with another draw, leaves the scores as they are.
        for (Challenger wrong : Arrays.asList(null, new Challenger(text, new PolicyTrial(0.3, trial.seed() + 1)))) {
            assertThat(servers.client(servers.start(PolicyText.standard(), wrong), null)
                            .ask(200, "/health/ready", "/health/ready")
                            .get("events")
                            .stringValue())
                    .isEqualTo("off");
        }
    }

    @Test
    void whatWasSaidBeforeIsAnsweredAgain() throws Exception {
        ApiServer server = servers.start();
        Contract agency = servers.client(server, null);
        Contract other = servers.client(server, Set.of("K-2"));
        JsonNode said = agency.ask(200, CASE, "/v1/cases/C-1/segment");
        servers.lake().with("D-1", NOW, payment("P-1", "C-1", "80")).scored(AS_OF.plusDays(1));
        server.refresh();
        assertThat(agency.ask(200, CASE, "/v1/cases/C-1/segment").get("balance").stringValue())
                .isEqualTo("1000.00");
        JsonNode again = agency.ask(200, CASE, "/v1/cases/C-1/segment?as_of=" + AS_OF);
        assertThat(again).isEqualTo(said);
        assertThat(again.get("balance_principal").stringValue()).isEqualTo("1000.00");
        assertThat(again.get("balance_interest").stringValue()).isEqualTo("20.00");
        assertThat(again.get("balance_costs").stringValue()).isEqualTo("60.00");
        // Another creditor's case is one that does not exist, at any date.
        for (String caseId : List.of("C-1", "C-9")) {
            assertThat(other.ask(404, CASE, "/v1/cases/" + caseId + "/segment?as_of=" + AS_OF)
                            .get("code")
                            .stringValue())
                    .isEqualTo("CASE-UNKNOWN");
        }
        for (Contract each : List.of(agency, other)) {
            assertThat(each.ask(404, CASE, "/v1/cases/C-1/segment?as_of=2026-10-01")
                            .get("code")
                            .stringValue())
                    .isEqualTo("AS-OF-UNKNOWN");
            assertThat(each.ask(400, CASE, "/v1/cases/C-1/segment?as_of=yesterday")
                            .get("code")
                            .stringValue())
                    .isEqualTo("FILTER");
        }
    }
}

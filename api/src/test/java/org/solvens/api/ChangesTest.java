package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.solvens.api.OnlineLake.hold;
import static org.solvens.api.OnlineLake.payment;
import static org.solvens.api.OnlineServers.AS_OF;
import static org.solvens.api.OnlineServers.NOW;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.solvens.store.Databases;
import org.solvens.store.Scope;
import tools.jackson.databind.JsonNode;

/// The changes of decisions that clients follow.
class ChangesTest {
    private static final String CHANGES = "/v1/changes";

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

    private static String cursor(Contract client) {
        JsonNode page = client.ask(200, CHANGES, CHANGES);
        assertThat(page.get("changes")).isEmpty();
        return page.get("next").stringValue();
    }

    /// Follows until as many changes came as wanted.
    private static List<JsonNode> follow(Contract client, String from, int wanted) {
        List<JsonNode> found = new ArrayList<>();
        String cursor = from;
        for (int i = 0; i < 20 && found.size() < wanted; i++) {
            JsonNode page = client.ask(200, CHANGES, CHANGES + "?wait=10&limit=2&cursor=" + cursor);
            page.get("changes").forEach(found::add);
            cursor = page.get("next").stringValue();
        }
        assertThat(client.ask(200, CHANGES, CHANGES + "?cursor=" + cursor).get("changes"))
                .isEmpty();
        return found;
    }

    private static String summary(JsonNode change) {
        JsonNode data = change.get("data");
        return change.path("subject").asString("-") + " " + data.path("cause").asString("-") + " "
                + data.path("before").path("route").asString("-") + " "
                + data.path("after").path("route").asString("-");
    }

    @Test
    void aChangeByAnEventIsTold() throws Exception {
        Contract agency = servers.client(servers.start(), null);
        String cursor = cursor(agency);
        String route = agency.ask(200, "/v1/cases/{caseId}/segment", "/v1/cases/C-3/segment")
                .get("route")
                .stringValue();
        CompletableFuture<List<JsonNode>> reported = CompletableFuture.supplyAsync(() -> follow(agency, cursor, 1));
        servers.deliver(agency, payment("P-1", "C-3", "1080"));
        JsonNode change = reported.join().getFirst();
        assertThat(reported.join()).hasSize(1);
        assertThat(summary(change)).isEqualTo("C-3 event " + route + " -");
        assertThat(change.get("specversion").stringValue()).isEqualTo("1.0");
        assertThat(change.get("type").stringValue()).isEqualTo("org.solvens.decision.changed");
        assertThat(change.at("/data/debtor_id").stringValue()).isEqualTo("D-2");
        assertThat(change.at("/data/after").isNull()).isTrue();

        servers.deliver(agency, hold("H-1", "D-1"));
        List<JsonNode> held = follow(agency, change.get("id").stringValue(), 2);
        assertThat(held.stream().map(ChangesTest::summary))
                .containsExactlyInAnyOrder("C-1 event " + route + " HOLD", "C-2 event " + route + " HOLD");
        assertThat(held.getFirst().at("/data/after/decision_id"))
                .isEqualTo(agency.ask(
                                200,
                                "/v1/cases/{caseId}/segment",
                                "/v1/cases/" + held.getFirst().get("subject").stringValue() + "/segment")
                        .get("decision_id"));
    }

    /// A creditor follows its own cases. What happens to others is no change, and no gap that it could see.
    @Test
    void aCreditorsKeyFollowsItsOwnCases() throws Exception {
        ApiServer server = servers.start();
        Contract agency = servers.client(server, null);
        Contract bank = servers.client(server, Set.of("K-1"));
        String all = cursor(agency);
        String own = cursor(bank);
        servers.deliver(agency, payment("P-1", "C-2", "1080"));
        assertThat(follow(agency, all, 1)).hasSize(1);
        JsonNode nothing = bank.ask(200, CHANGES, CHANGES + "?cursor=" + own);
        assertThat(nothing.get("changes")).isEmpty();
        assertThat(nothing.get("next").stringValue()).isEqualTo(own);
        assertThat(cursor(bank)).isEqualTo(own);
        // The cursor of another is not one of its own.
        assertThat(bank.ask(410, CHANGES, CHANGES + "?cursor=" + cursor(agency))
                        .get("code")
                        .stringValue())
                .isEqualTo("CURSOR-GONE");
        servers.deliver(agency, payment("P-2", "C-1", "1080"));
        assertThat(follow(bank, own, 1).stream()
                        .map(change -> change.get("subject").stringValue()))
                .containsExactly("C-1");
        Contract reports = servers.client(server, null, Scope.REPORTS_READ);
        assertThat(reports.ask(403, CHANGES, CHANGES).get("code").stringValue()).isEqualTo("SCOPE");
    }

    @Test
    void whatScoresChangeIsToldOnceWhoeverTellsIt() throws Exception {
        ApiServer server = servers.start();
        Contract agency = servers.client(server, null);
        String cursor = cursor(agency);
        servers.deliver(agency, hold("H-1", "D-2"));
        assertThat(follow(agency, cursor, 1)).hasSize(1);
        String last = cursor(agency);
        servers.fold();
        // No server is there while scores are published that know the hold, and a payment that came by a feed.
        servers.stop(server);
        servers.lake()
                .with("D-2", NOW, hold("H-1", "D-2"))
                .with("D-1", NOW, payment("P-9", "C-1", "1080"))
                .scored(AS_OF.plusDays(1));
        Contract again = servers.client(servers.start(), null);
        List<JsonNode> reported = follow(again, last, 2);
        assertThat(reported.stream().map(change -> change.get("type").stringValue()))
                .containsExactly("org.solvens.decision.changed", "org.solvens.scores.published");
        // The hold was reported before: scores that know it change nothing.
        assertThat(reported.getFirst().get("subject").stringValue()).isEqualTo("C-1");
        assertThat(reported.getFirst().at("/data/cause").stringValue()).isEqualTo("scoring");
        assertThat(reported.getFirst().at("/data/after").isNull()).isTrue();
        assertThat(reported.getLast().at("/data/as_of").stringValue()).isEqualTo("2026-11-02");
        assertThat(reported.getLast().at("/data/complete").booleanValue()).isTrue();
        // Another server finds the same, and reports nothing more.
        Contract other = servers.client(servers.start(), null);
        assertThat(follow(other, last, 2)).isEqualTo(reported);
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void twoServersTellEachChangeOnce(Databases database) throws Exception {
        servers.on(database);
        Contract one = servers.client(servers.start(), null);
        Contract two = servers.client(servers.start(), null);
        String cursor = cursor(one);
        servers.deliver(one, payment("P-1", "C-1", "1080"));
        servers.deliver(two, payment("P-2", "C-3", "1080"));
        List<JsonNode> reported = follow(two, cursor, 2);
        assertThat(reported.stream().map(change -> change.get("subject").stringValue()))
                .containsExactlyInAnyOrder("C-1", "C-3");
        assertThat(follow(one, cursor, 2)).isEqualTo(reported);
    }

    @Test
    void whatIsNoCursorIsRefused() throws Exception {
        Contract agency = servers.client(servers.start(), null);
        for (String wrong : List.of("limit=0", "limit=1001", "wait=21", "wait=x", "since=1", "limit=1&limit=2")) {
            assertThat(agency.ask(400, CHANGES, CHANGES + "?" + wrong)
                            .get("code")
                            .stringValue())
                    .as(wrong)
                    .isEqualTo("FILTER");
        }
        assertThat(agency.ask(410, CHANGES, CHANGES + "?cursor=1").get("code").stringValue())
                .isEqualTo("CURSOR-GONE");
    }
}

package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.solvens.api.OnlineLake.payment;
import static org.solvens.api.OnlineServers.NOW;
import static org.solvens.api.OnlineServers.eventually;
import static org.solvens.api.OnlineServers.member;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.store.Scope;
import org.solvens.store.Store;
import tools.jackson.databind.JsonNode;

/// The clock of the machine is moved, forward and back, by hours and days.
class ClockMovedTest {
    private static final String EVENTS = "/v1/events";

    @TempDir
    Path folder;

    private OnlineServers servers;
    private ApiServer server;
    private Contract agency;

    @BeforeEach
    void make() throws Exception {
        servers = new OnlineServers(folder);
        server = servers.start();
        agency = servers.client(server, null);
    }

    @AfterEach
    void stop() throws Exception {
        servers.close();
    }

    private boolean replayed(String name, String event) {
        HttpResponse<byte[]> answer = agency.send("POST", EVENTS, event, "Idempotency-Key", name);
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.headers().firstValue("Idempotency-Replayed").isPresent();
    }

    @Test
    void movedBackACorrectionCountsAndNothingThatCountedIsForgotten() throws Exception {
        servers.deliver(agency, payment("P-1", "C-1", "80"));
        eventually(agency, "C-1", member("balance", "1000.00"));

        servers.moveTo(NOW.minus(Duration.ofHours(5)));
        servers.pass(Duration.ofSeconds(10));
        servers.deliver(agency, payment("P-2", "C-2", "50"));
        eventually(agency, "C-2", member("basis", "online"));
        assertThat(agency.ask(200, OnlineServers.CASE, "/v1/cases/C-1/segment")
                        .get("balance")
                        .stringValue())
                .as("the payment from before is not in the future")
                .isEqualTo("1000.00");

        servers.pass(Duration.ofSeconds(10));
        servers.deliver(agency, payment("P-1", "C-1", "30"));
        eventually(agency, "C-1", member("balance", "1050.00"));
    }

    @Test
    void aServerThatStartsAfterTheClockWasMovedBackGoesOn() throws Exception {
        ApiServer first = servers.start();
        Contract client = servers.client(first, null);
        servers.deliver(client, payment("P-1", "C-1", "80"));
        servers.stop(first);

        servers.moveTo(NOW.minus(Duration.ofHours(5)));
        Contract again = servers.client(servers.start(), null);
        servers.pass(Duration.ofSeconds(10));
        servers.deliver(again, payment("P-1", "C-1", "30"));
        eventually(again, "C-1", member("balance", "1050.00"));
    }

    @Test
    void aRepeatedRequestIsKnownForSevenDaysWhateverTheClockDoes() throws Exception {
        String event = payment("P-1", "C-1", "80");
        assertThat(replayed("a", event)).isFalse();
        servers.moveTo(NOW.minus(Duration.ofDays(3)));
        assertThat(replayed("a", event)).isTrue();
        servers.moveTo(NOW.plus(Duration.ofDays(6)));
        assertThat(replayed("b", payment("P-2", "C-1", "1"))).isFalse();
        assertThat(replayed("a", event)).isTrue();
        servers.moveTo(NOW);
        assertThat(replayed("a", event)).isTrue();

        // Forgotten, the same record becomes known again. It does not count twice.
        servers.moveTo(NOW.plus(Duration.ofDays(8)));
        assertThat(replayed("c", payment("P-3", "C-1", "1"))).isFalse();
        assertThat(replayed("a", event)).isFalse();
        eventually(agency, "C-1", member("balance", "998.00"));
    }

    @Test
    void aCursorMissesNothing() throws Exception {
        String cursor =
                agency.ask(200, "/v1/changes", "/v1/changes").get("next").stringValue();
        for (int hours : new int[] {-5, 72, -30, 0}) {
            servers.moveTo(NOW.plus(Duration.ofHours(hours)));
            servers.pass(Duration.ofMinutes(1));
            String hold = """
                {"feed":"holds","record":{"hold_id":"H-%d","debtor_id":"D-1","case_id":"C-1","kind":"DISPUTE",
                "opened_on":"2026-10-30"%s}}\
                """;
            servers.deliver(agency, hold.formatted(hours, ""));
            JsonNode changes = agency.ask(200, "/v1/changes", "/v1/changes?wait=20&cursor=" + cursor);
            assertThat(changes.toString()).as("%d hours", hours).contains("\"C-1\"");
            servers.pass(Duration.ofMinutes(1));
            servers.deliver(agency, hold.formatted(hours, ",\"closed_on\":\"2026-10-31\",\"outcome\":\"WITHDRAWN\""));
            cursor = changes.get("next").stringValue();
            changes = agency.ask(200, "/v1/changes", "/v1/changes?wait=20&cursor=" + cursor);
            assertThat(changes.toString()).as("%d hours", hours).contains("\"C-1\"");
            cursor = changes.get("next").stringValue();
        }
    }

    @Test
    void aKeyExpiresByTheClock() {
        String key;
        try (Store store = Store.open(servers.address(), new MovedClock(NOW))) {
            key = store.keys()
                    .create("short", Set.of(Scope.SCORE_READ), null, 60_000, NOW.plus(Duration.ofDays(1)), "anna")
                    .text();
        }
        try (Contract client = new Contract(server, key)) {
            client.ask(200, OnlineServers.CASE, "/v1/cases/C-1/segment");
            servers.moveTo(NOW.plus(Duration.ofDays(2)));
            client.problem(401, "GET", "/v1/cases/C-1/segment");
            servers.moveTo(NOW);
            client.ask(200, OnlineServers.CASE, "/v1/cases/C-1/segment");
        }
    }
}

package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.lake.Lake;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Events from the request to the lake, by the commands of the README, with servers and ingests that are killed.
@Tag("slow")
class EventsIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int EVENTS_OF_A_REQUEST = 20;

    @TempDir
    Path folder;

    private Commands solvens;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Random random = new Random(1);
    private String lake;
    private String key;
    private int requests;

    private static String body(int request) {
        StringBuilder events = new StringBuilder("{\"events\":[");
        for (int i = 0; i < EVENTS_OF_A_REQUEST; i++) {
            events.append(i == 0 ? "" : ",").append("""
                {"feed":"payments","record":{"payment_id":"E-%d-%d","case_id":"D0-1","amount":"1.00",\
                "paid_on":"2026-06-01","booked_on":"2026-06-01","source":"DEBTOR"}}\
                """.formatted(request, i));
        }
        return events.append("]}").toString();
    }

    private HttpResponse<String> post(Commands.Serving serving, int request) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(serving.address() + "/v1/events"))
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", "request-" + request)
                        .POST(BodyPublishers.ofString(body(request)))
                        .build(),
                BodyHandlers.ofString());
    }

    /// Sends requests until the server is killed at a random moment. The request that failed is sent again to the
    /// next server, as a client would.
    private void sendUntilKilled() throws Exception {
        Commands.Serving serving = solvens.serve(lake);
        assertThat(post(serving, requests).statusCode()).isEqualTo(200);
        requests++;
        int wait = 20 + random.nextInt(600);
        Thread killer = Thread.startVirtualThread(() -> {
            try {
                Thread.sleep(wait);
                serving.kill();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        try {
            while (true) {
                assertThat(post(serving, requests).statusCode()).isEqualTo(200);
                requests++;
            }
        } catch (java.io.IOException e) {
            killer.join();
        }
    }

    private void killIngest() throws Exception {
        Process ingest = solvens.start("ingest", "--lake", lake);
        ingest.waitFor(4_000 + random.nextInt(8_000), TimeUnit.MILLISECONDS);
        Commands.kill(ingest);
    }

    @Test
    void noEventIsLostAndNoneCountsTwiceWhoeverIsKilled() throws Exception {
        solvens = new Commands(folder);
        lake = folder.resolve("lake").toString();
        solvens.output(
                "ingest",
                "--lake",
                lake,
                Commands.HOME.resolve("data-samples/feeds/cases.csv").toString());
        key = JSON.readTree(solvens.output(
                        "key", "create", "--lake", lake, "--name", "it", "--scope", "events:write", "--json"))
                .get("key")
                .stringValue();

        sendUntilKilled();
        sendUntilKilled();
        assertThat(requests).as("requests answered before the kills").isGreaterThan(2);
        killIngest();
        // A server runs while the ingest reads its store.
        Commands.Serving serving = solvens.serve(lake);
        assertThat(post(serving, requests).statusCode()).isEqualTo(200);
        requests++;
        killIngest();
        solvens.output("ingest", "--lake", lake);
        for (int request = 0; request < requests; request++) {
            JsonNode again = JSON.readTree(post(serving, request).body());
            assertThat(again.get("accepted").intValue()).isEqualTo(EVENTS_OF_A_REQUEST);
        }
        solvens.output("ingest", "--lake", lake);

        Map<String, Integer> times = new TreeMap<>();
        new Lake(lake)
                .tables()
                .open(new Lake(lake).feed("payments"))
                .scan(List.of("payment_id"), row -> times.merge(row.getString(0), 1, Integer::sum));
        assertThat(times).hasSize(requests * EVENTS_OF_A_REQUEST);
        assertThat(times.values()).containsOnly(1);
        JsonNode state = JSON.readTree(solvens.output("store", "check", "--lake", lake, "--json"));
        assertThat(state.get("waiting").intValue()).isZero();
        assertThat(state.at("/rows/event").intValue()).isEqualTo(requests * EVENTS_OF_A_REQUEST);

        // The killed servers are in the audit log as servers that did not stop; the chain is whole.
        serving.stop();
        JsonNode audit = JSON.readTree(solvens.output("audit", "verify", "--lake", lake, "--json"));
        assertThat(audit.get("broken")).isEmpty();
        assertThat(audit.get("unfinished")).hasSize(2);
    }
}

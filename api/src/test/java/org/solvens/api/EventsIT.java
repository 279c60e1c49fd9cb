package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
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
    private static final Path HOME = Path.of(System.getProperty("solvens.home"));
    private static final JsonMapper JSON = new JsonMapper();
    private static final int EVENTS_OF_A_REQUEST = 20;

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Random random = new Random(1);
    private String lake;
    private String key;
    private int requests;

    private Process solvens(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(HOME.resolve("solvens").toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(folder.resolve("err").toFile())
                .start();
    }

    private String output(Process process) throws Exception {
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return said;
    }

    /// A server, and the address at which it answers.
    private record Serving(Process process, String address) {
        private void kill() throws Exception {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
    }

    private Serving serve() throws Exception {
        Process process = solvens("serve", "--lake", lake, "--port", "0");
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        return new Serving(process, out.readLine().replaceFirst(".*(http://\\S+)/ .*", "$1"));
    }

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

    private HttpResponse<String> post(Serving serving, int request) throws Exception {
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
        Serving serving = serve();
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
        Process ingest = solvens("ingest", "--lake", lake);
        ingest.waitFor(4_000 + random.nextInt(8_000), TimeUnit.MILLISECONDS);
        ingest.descendants().forEach(ProcessHandle::destroyForcibly);
        ingest.destroyForcibly().waitFor();
    }

    @Test
    void noEventIsLostAndNoneCountsTwiceWhoeverIsKilled() throws Exception {
        lake = folder.resolve("lake").toString();
        output(solvens(
                "ingest",
                "--lake",
                lake,
                HOME.resolve("data-samples/feeds/cases.csv").toString()));
        key = JSON.readTree(output(
                        solvens("key", "create", "--lake", lake, "--name", "it", "--scope", "events:write", "--json")))
                .get("key")
                .stringValue();

        sendUntilKilled();
        sendUntilKilled();
        assertThat(requests).as("requests answered before the kills").isGreaterThan(2);
        killIngest();
        // A server runs while the ingest reads its store.
        Serving serving = serve();
        assertThat(post(serving, requests).statusCode()).isEqualTo(200);
        requests++;
        killIngest();
        output(solvens("ingest", "--lake", lake));
        for (int request = 0; request < requests; request++) {
            JsonNode again = JSON.readTree(post(serving, request).body());
            assertThat(again.get("accepted").intValue()).isEqualTo(EVENTS_OF_A_REQUEST);
        }
        output(solvens("ingest", "--lake", lake));

        Map<String, Integer> times = new TreeMap<>();
        new Lake(lake)
                .tables()
                .open(new Lake(lake).feed("payments"))
                .scan(List.of("payment_id"), row -> times.merge(row.getString(0), 1, Integer::sum));
        assertThat(times).hasSize(requests * EVENTS_OF_A_REQUEST);
        assertThat(times.values()).containsOnly(1);
        JsonNode state = JSON.readTree(output(solvens("store", "check", "--lake", lake, "--json")));
        assertThat(state.get("waiting").intValue()).isZero();
        assertThat(state.at("/rows/event").intValue()).isEqualTo(requests * EVENTS_OF_A_REQUEST);

        // The killed servers are in the audit log as servers that did not stop; the chain is whole.
        serving.process().destroy();
        serving.process().waitFor();
        JsonNode audit = JSON.readTree(output(solvens("audit", "verify", "--lake", lake, "--json")));
        assertThat(audit.get("broken")).isEmpty();
        assertThat(audit.get("unfinished")).hasSize(2);
    }
}

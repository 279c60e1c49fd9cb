package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.intake.StoreAddress;
import org.solvens.store.Scope;
import org.solvens.store.Store;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The disk of the operational store is full for a while. It is a small file system in memory.
class DiskFullTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int EVENTS_OF_A_REQUEST = 200;
    private static final int BALLAST = 3_000_000;

    @TempDir
    Path folder;

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void whatCannotBeKeptIsRefusedAndLaterAccepted() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk.toString()),
                "a small file system cannot be mounted: this needs Linux and its administrator");
        try {
            onDisk(disk);
        } finally {
            assertThat(run("umount", "-l", disk.toString())).isTrue();
        }
    }

    private void onDisk(Path disk) throws Exception {
        Path ballast = Files.write(disk.resolve("ballast"), new byte[BALLAST]);
        StoreAddress address = StoreAddress.of("jdbc:h2:file:" + disk.resolve("store"), folder.toString());
        SampleLake lake = new SampleLake(Files.createDirectory(folder.resolve("lake"))).withScores();
        Store store = Store.open(address, Clock.systemUTC());
        String key = store.keys()
                .create("test", Set.of(Scope.EVENTS_WRITE, Scope.SCORE_READ), null, 1_000_000, null, "anna")
                .text();
        Map<Integer, JsonNode> answered = new LinkedHashMap<>();
        List<Integer> refused = new ArrayList<>();
        try (ApiServer server = ApiServer.start(
                        lake.lake(),
                        SampleLake.CATALOGUE,
                        new ApiServer.Address("127.0.0.1", 0, AllowedHosts.of("127.0.0.1", List.of())),
                        Duration.ofDays(1),
                        new Access(store, false, Clock.systemUTC()));
                Contract client = new Contract(server, key)) {
            int request = 0;
            while (refused.size() < 3) {
                HttpResponse<byte[]> answer = post(client, request);
                if (answer.statusCode() == 200) {
                    answered.put(request, JSON.readTree(answer.body()));
                } else {
                    assertThat(answer.statusCode()).isEqualTo(503);
                    assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                            .contains("STORE-AWAY", "full");
                    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                    refused.add(request);
                }
                request++;
            }
            assertThat(answered).isNotEmpty();
            assertThat(client.send("GET", "/v1/cases/C-1/segment", null).statusCode())
                    .as("the scores are in memory")
                    .isEqualTo(200);

            Files.delete(ballast);
            for (int again : refused) {
                HttpResponse<byte[]> answer = post(client, again);
                while (answer.statusCode() == 503) {
                    Thread.sleep(100);
                    answer = post(client, again);
                }
                assertThat(answer.statusCode()).isEqualTo(200);
                answered.put(again, JSON.readTree(answer.body()));
            }
            // What was answered before is answered again, so it was kept.
            for (Map.Entry<Integer, JsonNode> each : answered.entrySet()) {
                HttpResponse<byte[]> answer = post(client, each.getKey());
                assertThat(answer.headers().firstValue("Idempotency-Replayed")).contains("true");
                assertThat(JSON.readTree(answer.body())).isEqualTo(each.getValue());
            }
        }
        assertThat(Store.look(address).waiting()).isEqualTo((long) answered.size() * EVENTS_OF_A_REQUEST);
        try (Store again = Store.open(address, Clock.systemUTC())) {
            assertThat(again.audit().verify(null).broken()).isEmpty();
        }
    }

    private static HttpResponse<byte[]> post(Contract client, int request) {
        String events = IntStream.range(0, EVENTS_OF_A_REQUEST)
                .mapToObj(i -> OnlineLake.payment("P-" + request + "-" + i, "C-1", "1"))
                .collect(Collectors.joining(",", "{\"events\":[", "]}"));
        return client.send("POST", "/v1/events", events, "Idempotency-Key", "request-" + request);
    }
}

package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.solvens.api.OnlineLake.payment;
import static org.solvens.api.OnlineServers.NOW;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.solvens.store.Databases;
import org.solvens.store.Scope;
import org.solvens.store.Store;
import tools.jackson.databind.JsonNode;

/// Two servers of one store and one lake, while clients deliver to both and others look up.
class TwoServersTest {
    private static final int CLIENTS = 4;
    private static final int REQUESTS = 30;
    private static final List<String> CASES = List.of("C-1", "C-2", "C-3");

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void underLoadBothAnswerAlike(Databases database) throws Exception {
        OnlineServers servers = new OnlineServers(folder);
        servers.on(database);
        ApiServer first = servers.start();
        ApiServer second = servers.start();
        String key;
        try (Store store = Store.open(servers.address(), new MovedClock(NOW))) {
            key = store.keys()
                    .create("test", Set.of(Scope.SCORE_READ, Scope.EVENTS_WRITE), null, Integer.MAX_VALUE, null, "anna")
                    .text();
        }
        try (Contract one = new Contract(first, key);
                Contract other = new Contract(second, key)) {
            String cursor =
                    one.ask(200, "/v1/changes", "/v1/changes").get("next").stringValue();
            AtomicInteger replayed = new AtomicInteger();
            AtomicBoolean done = new AtomicBoolean();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<?>> readers = new ArrayList<>();
                for (Contract each : List.of(one, other)) {
                    readers.add(threads.submit(() -> look(each, done)));
                }
                List<Future<?>> writers = new ArrayList<>();
                for (int i = 0; i < CLIENTS; i++) {
                    int number = i;
                    // The same requests to both, as a client that got no answer sends them.
                    writers.add(threads.submit(() -> deliver(one, number, replayed)));
                    writers.add(threads.submit(() -> deliver(other, number, replayed)));
                }
                for (Future<?> each : writers) {
                    each.get();
                }
                done.set(true);
                for (Future<?> each : readers) {
                    each.get();
                }
            }
            assertThat(replayed.get()).as("each request was accepted once").isEqualTo(CLIENTS * REQUESTS);
            assertThat(Store.look(servers.address()).waiting()).isEqualTo(CLIENTS * REQUESTS);

            for (int i = 0; i < CASES.size(); i++) {
                String balance = 1080 - CLIENTS * REQUESTS / CASES.size() + ".00";
                for (Contract each : List.of(one, other)) {
                    OnlineServers.eventually(each, CASES.get(i), OnlineServers.member("balance", balance));
                }
            }
            for (String caseId : CASES) {
                HttpResponse<byte[]> answer = one.send("GET", "/v1/cases/" + caseId + "/segment", null);
                HttpResponse<byte[]> same = other.send("GET", "/v1/cases/" + caseId + "/segment", null);
                assertThat(text(same)).isEqualTo(text(answer));
                assertThat(same.headers().firstValue("ETag"))
                        .isEqualTo(answer.headers().firstValue("ETag"));
            }
            assertThat(changes(other, cursor)).isEqualTo(changes(one, cursor));
        } finally {
            servers.close();
        }
    }

    private static boolean look(Contract client, AtomicBoolean done) {
        for (int i = 0; !done.get(); i++) {
            HttpResponse<byte[]> answer =
                    client.send("GET", "/v1/cases/" + CASES.get(i % CASES.size()) + "/segment", null);
            assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
        }
        return true;
    }

    private static boolean deliver(Contract client, int number, AtomicInteger replayed) {
        for (int i = 0; i < REQUESTS; i++) {
            String event = payment("P-" + number + "-" + i, CASES.get(i % CASES.size()), "1");
            HttpResponse<byte[]> answer = client.send("POST", "/v1/events", event, "Idempotency-Key", number + "-" + i);
            assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
            assertThat(text(answer)).contains("\"accepted\":1");
            if (answer.headers().firstValue("Idempotency-Replayed").isPresent()) {
                replayed.incrementAndGet();
            }
        }
        return true;
    }

    private static JsonNode changes(Contract client, String cursor) {
        return client.ask(200, "/v1/changes", "/v1/changes?limit=1000&cursor=" + cursor);
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}

package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clients that send or read slowly take nothing from the others.
class SlowClientsTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    private SampleLake lake;
    private final List<RawClient> clients = new ArrayList<>();

    @BeforeEach
    void fill() {
        lake = new SampleLake(folder).withScores();
    }

    @AfterEach
    void hangUp() throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
    }

    private ApiServer start(Limits limits) {
        ApiServer.Address address = new ApiServer.Address("127.0.0.1", 0, AllowedHosts.of("127.0.0.1", List.of()));
        ApiServer server = ApiServer.listening(lake.lake(), SampleLake.CATALOGUE, address, limits, Duration.ofDays(1));
        server.refresh();
        return server;
    }

    private RawClient connect(ApiServer server, int receiveBuffer) throws IOException {
        RawClient client = new RawClient(server.port(), receiveBuffer);
        clients.add(client);
        return client;
    }

    private static void lookUp(ApiServer server) throws IOException {
        assertThat(RawClient.ask(server.port(), RawClient.get("/v1/cases/C-1/segment"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void hundredsOfSlowBodiesKeepNobodyFromBeingAnswered() throws IOException {
        int bodies = 400;
        int refused = 100;
        try (ApiServer server = start(new Limits(LONG, 4_096, bodies, 64_000_000, 4))) {
            for (int i = 0; i < bodies + refused; i++) {
                connect(server, 0).send(RawClient.post("Content-Length: 1000") + "{");
            }
            List<RawClient> answered = List.of();
            while (answered.size() < refused) {
                Thread.onSpinWait();
                answered = answered();
            }
            lookUp(server);
            for (RawClient client : clients) {
                if (!answered.contains(client)) {
                    client.send(" ");
                }
            }
            lookUp(server);
            assertThat(answered()).hasSize(refused);
            for (RawClient client : answered) {
                RawClient.Answer answer = client.answer();
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.header("Retry-After")).isEqualTo("2");
                assertThat(answer.body()).contains("\"code\":\"BUSY\"");
            }
            hangUp();
        }
    }

    private List<RawClient> answered() throws IOException {
        List<RawClient> answered = new ArrayList<>();
        for (RawClient client : clients) {
            if (client.hasAnswer()) {
                answered.add(client);
            }
        }
        return answered;
    }

    @Test
    void aBodyThatArrivesByteByByteHasADeadline() throws IOException {
        try (ApiServer server = start(new Limits(Duration.ofMillis(300), 100, 4, 1_000_000, 4))) {
            RawClient slow = connect(server, 0).send(RawClient.post("Content-Length: 1000000000"));
            assertThat(slow.answer().status()).isEqualTo(413);
            RawClient dripping = connect(server, 0).send(RawClient.post("Content-Length: 1000000"));
            while (!dripping.hasAnswer()) {
                dripping.send(" ");
            }
            RawClient.Answer answer = dripping.answer();
            assertThat(answer.status()).isIn(408, 503);
        }
    }

    @Test
    void bodiesHaveAShareOfTheMemoryAndGiveItBack() throws IOException {
        try (ApiServer server = start(new Limits(LONG, 100, 4, 100, 4))) {
            String large = "{\"case_ids\":[\"" + "x".repeat(200) + "\"]}";
            String small = "{\"case_ids\":[\"C-1\"]}";
            for (int i = 0; i < 10; i++) {
                assertThat(RawClient.ask(server.port(), RawClient.post("Content-Length: " + large.length()) + large)
                                .status())
                        .isEqualTo(503);
                assertThat(RawClient.ask(server.port(), RawClient.post("Content-Length: " + small.length()) + small)
                                .status())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void aHeadThatArrivesByteByByteHasADeadline() throws IOException {
        try (ApiServer server = start(new Limits(Duration.ofMillis(300), 100, 4, 1_000_000, 4))) {
            RawClient slow = connect(server, 0).send("GET / HTTP/1.1\r\nHost: localhost\r\nX: ");
            boolean open = true;
            while (open) {
                try {
                    slow.send("x");
                    Thread.onSpinWait();
                    open = !slow.hasAnswer();
                } catch (IOException e) {
                    open = false;
                }
            }
            lookUp(server);
        }
    }

    @Test
    void readersWhoDoNotReadAreFewAndHaveADeadline() throws IOException {
        String body = IntStream.range(0, 9_000)
                .mapToObj(i -> "\"" + "x".repeat(400) + i + "\"")
                .collect(Collectors.joining(",", "{\"case_ids\":[", "]}"));
        String request = RawClient.post("Content-Length: " + body.length()) + body;
        int held = 3;
        try (ApiServer server = start(new Limits(Duration.ofSeconds(3), 100, 100, 64_000_000, held))) {
            for (int i = 0; i < 20; i++) {
                try {
                    connect(server, 2_048).send(request);
                } catch (IOException e) {
                    // The server closed the connection before it had the whole request.
                    assertThat(e.getMessage()).containsAnyOf("reset", "Broken pipe");
                }
            }
            lookUp(server);
            // The first ones are let go at their deadline; then there is room again.
            String small = "{\"case_ids\":[\"C-1\"]}";
            int status;
            do {
                status = RawClient.ask(server.port(), RawClient.post("Content-Length: " + small.length()) + small)
                        .status();
                assertThat(status).isIn(200, 503);
            } while (status != 200);
            hangUp();
        }
    }
}

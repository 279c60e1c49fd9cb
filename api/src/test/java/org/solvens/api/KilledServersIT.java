package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.lake.Lake;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Servers are killed at random moments while clients deliver events to them, and in some rounds an ingest is too.
/// Clients send what was not answered again under the same Idempotency-Key. In the end every event is in the lake once.
///
/// `-Dkill.seed=N` repeats the moments; `-Dkill.count=N` asks for another number of kills than 100.
@Tag("slow")
class KilledServersIT {
    private static final int KILLS = Integer.getInteger("kill.count", 100);
    private static final long SEED = Long.getLong("kill.seed", System.nanoTime());
    private static final int CLIENTS = 3;
    private static final int MOST_EVENTS = 40;

    /// In one round of so many an ingest runs while the server is killed.
    private static final int ROUNDS_WITH_INGEST = 10;

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);
    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicInteger replayed = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger sentAgain = new AtomicInteger();
    private String key;

    /// Somebody who delivers one request after the other.
    private final class Client {
        private final int number;
        private final Random events;
        private final Map<Integer, Integer> answered = new TreeMap<>();
        private int next;
        private int size;
        private boolean unanswered;

        private Client(int number) {
            this.number = number;
            this.events = new Random(SEED + number);
        }

        /// Delivers until the server is gone.
        private void deliver(String address) throws InterruptedException {
            try {
                while (true) {
                    deliverOne(address);
                }
            } catch (IOException e) {
                assertThat(unanswered).isTrue();
            }
        }

        private void deliverOne(String address) throws IOException, InterruptedException {
            if (unanswered) {
                sentAgain.incrementAndGet();
            } else {
                size = 1 + events.nextInt(MOST_EVENTS);
                unanswered = true;
            }
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(address + "/v1/events"))
                            .header("Authorization", "Bearer " + key)
                            .header("Content-Type", "application/json")
                            .header("Idempotency-Key", number + "-" + next)
                            .POST(BodyPublishers.ofString(body()))
                            .build(),
                    BodyHandlers.ofString());
            if (answer.statusCode() == 503) {
                // The store was in the hands of an ingest that was killed.
                assertThat(answer.body()).contains("STORE-AWAY");
                refused.incrementAndGet();
                Thread.sleep(20);
                return;
            }
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(JSON.readTree(answer.body()).get("accepted").intValue()).isEqualTo(size);
            if (answer.headers().firstValue("Idempotency-Replayed").isPresent()) {
                replayed.incrementAndGet();
            }
            answered.put(next, size);
            next++;
            unanswered = false;
        }

        private String body() {
            return IntStream.range(0, size)
                    .mapToObj(i -> """
                        {"feed":"payments","record":{"payment_id":"%s","case_id":"D0-1","amount":"1.00",\
                        "paid_on":"2026-06-01","booked_on":"2026-06-01","source":"DEBTOR"}}\
                        """.formatted(id(next, i)))
                    .collect(Collectors.joining(",", "{\"events\":[", "]}"));
        }

        private String id(int request, int event) {
            return "E-" + number + "-" + request + "-" + event;
        }

        private List<String> ids() {
            return answered.entrySet().stream()
                    .flatMap(request ->
                            IntStream.range(0, request.getValue()).mapToObj(event -> id(request.getKey(), event)))
                    .toList();
        }
    }

    @Test
    void everyEventIsInTheLakeOnceHoweverOftenServersAreKilled() throws Exception {
        System.out.println("kill.seed=" + SEED + ", " + KILLS + " kills");
        Commands solvens = new Commands(folder);
        String lake = folder.resolve("lake").toString();
        solvens.output(
                "ingest",
                "--lake",
                lake,
                Commands.HOME.resolve("data-samples/feeds/cases.csv").toString());
        key = JSON.readTree(solvens.output(
                        "key",
                        "create",
                        "--lake",
                        lake,
                        "--name",
                        "it",
                        "--scope",
                        "events:write",
                        "--rate",
                        "1000000",
                        "--json"))
                .get("key")
                .stringValue();
        List<Client> clients = IntStream.range(0, CLIENTS).mapToObj(Client::new).toList();
        int killedIngests = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            boolean withIngest = kill % ROUNDS_WITH_INGEST == ROUNDS_WITH_INGEST / 2;
            killedIngests += withIngest && killed(solvens, lake, clients) ? 1 : 0;
            if (!withIngest) {
                killed(solvens, lake, clients, 0);
            }
            System.out.println("kill " + (kill + 1) + " of " + KILLS + ": "
                    + clients.stream()
                            .mapToInt(client -> client.answered.size())
                            .sum() + " requests answered");
        }
        Commands.Serving last = solvens.serve(lake);
        for (Client client : clients) {
            do {
                client.deliverOne(last.address());
            } while (client.unanswered);
        }
        last.stop();
        // The first one completes what a killed ingest had begun, if there is that; the second one takes the rest.
        solvens.output("ingest", "--lake", lake);
        solvens.output("ingest", "--lake", lake);

        List<String> accepted =
                clients.stream().flatMap(client -> client.ids().stream()).toList();
        System.out.println(accepted.size() + " events of "
                + clients.stream().mapToInt(client -> client.answered.size()).sum() + " requests; " + sentAgain
                + " requests were sent again, of which " + replayed + " were on disk already, and " + refused
                + " were answered with 503; " + killedIngests
                + " ingests were killed");
        assertThat(sentAgain.get()).as("requests that a kill left unanswered").isPositive();
        List<String> inLake = new ArrayList<>();
        new Lake(lake)
                .tables()
                .open(new Lake(lake).feed("payments"))
                .scan(List.of("payment_id"), row -> inLake.add(row.getString(0)));
        assertThat(inLake).containsExactlyInAnyOrderElementsOf(accepted);
        JsonNode state = JSON.readTree(solvens.output("store", "check", "--lake", lake, "--json"));
        assertThat(state.get("waiting").intValue()).isZero();
        assertThat(state.at("/rows/event").intValue()).isEqualTo(accepted.size());
        JsonNode audit = JSON.readTree(solvens.output("audit", "verify", "--lake", lake, "--json"));
        assertThat(audit.get("broken")).isEmpty();
        assertThat(audit.get("unfinished").size()).isPositive().isLessThanOrEqualTo(KILLS);
    }

    /// The same while an ingest takes what was accepted so far, and is killed too.
    ///
    /// @return whether it was not over before
    private boolean killed(Commands solvens, String lake, List<Client> clients) throws Exception {
        Process ingest = solvens.start("ingest", "--lake", lake);
        int moment = random.nextInt(15_000);
        killed(solvens, lake, clients, moment / 2);
        boolean over = ingest.waitFor(moment / 2, TimeUnit.MILLISECONDS);
        Commands.kill(ingest);
        return !over;
    }

    /// Starts a server, and kills it at a random moment: before it answers, or while clients deliver.
    ///
    /// @param later milliseconds by which it is killed later
    private void killed(Commands solvens, String lake, List<Client> clients, int later) throws Exception {
        Process process = solvens.start("serve", "--lake", lake, "--port", "0");
        if (random.nextInt(10) == 0) {
            process.waitFor(random.nextInt(3_000), TimeUnit.MILLISECONDS);
            Commands.kill(process);
            return;
        }
        String address = Commands.address(process);
        assertThat(address).as("the server said where it answers").isNotNull();
        int wait = later + random.nextInt(1_000);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> delivering = new ArrayList<>();
            for (Client client : clients) {
                delivering.add(threads.submit(() -> {
                    client.deliver(address);
                    return true;
                }));
            }
            Thread.sleep(wait);
            Commands.kill(process);
            for (Future<?> each : delivering) {
                each.get();
            }
        }
    }
}

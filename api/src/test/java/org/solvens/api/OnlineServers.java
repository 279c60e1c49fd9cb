package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.solvens.api.OnlineLake.placed;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.solvens.intake.AcceptedEvents;
import org.solvens.intake.FoldedInto;
import org.solvens.intake.StoreAddress;
import org.solvens.policy.Challenger;
import org.solvens.policy.Deciders;
import org.solvens.policy.PolicyText;
import org.solvens.store.Databases;
import org.solvens.store.Scope;
import org.solvens.store.Store;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Servers on one store and one lake, with a clock that a test moves. D-1 has C-1 of K-1 and C-2 of K-2; D-2 has C-3 of
/// K-1.
final class OnlineServers {
    static final String CASE = "/v1/cases/{caseId}/segment";
    static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    static final LocalDate AS_OF = LocalDate.of(2026, 11, 1);
    private static final Instant BEFORE = Instant.parse("2026-10-01T00:00:00Z");

    private final Path folder;
    private final PolicyText policy = PolicyText.standard();
    private final @Nullable Challenger challenger;
    private final OnlineLake lake;
    private final List<AutoCloseable> open = new ArrayList<>();
    private final MovedClock clock = new MovedClock(NOW);
    private volatile long nanos;
    private StoreAddress address;
    private int requests;

    OnlineServers(Path folder) throws InterruptedException {
        this(folder, null, null);
    }

    /// @param challenger that the scores and the servers have on trial; null for none
    OnlineServers(Path folder, @Nullable Challenger challenger) throws InterruptedException {
        this(folder, challenger, null);
    }

    /// @param calls that teams have given to cases; null if they are not scarce
    OnlineServers(Path folder, @Nullable Challenger challenger, HistoryScoring.@Nullable Calls calls)
            throws InterruptedException {
        this.folder = folder;
        this.challenger = challenger;
        lake = new OnlineLake(folder, Deciders.of(policy, challenger))
                .with("D-1", BEFORE, placed("C-1", "D-1", "K-1"), placed("C-2", "D-1", "K-2"))
                .with("D-2", BEFORE, placed("C-3", "D-2", "K-1"))
                .scored(AS_OF, calls);
        address = StoreAddress.of(null, folder.toString());
    }

    OnlineLake lake() {
        return lake;
    }

    StoreAddress address() {
        return address;
    }

    /// Uses a fresh store in a database.
    void on(Databases database) {
        address = database.fresh(folder);
    }

    /// Lets time pass.
    void pass(Duration time) {
        clock.moveTo(clock.instant().plus(time));
        nanos += time.toNanos();
    }

    /// Moves the clock of the machine.
    void moveTo(Instant instant) {
        clock.moveTo(instant);
    }

    /// A server with the policies of the scores.
    ApiServer start() {
        return start(policy, challenger);
    }

    ApiServer start(PolicyText by, @Nullable Challenger on) {
        // As Serve does, but no time passes by itself.
        SteadyClock steady = new SteadyClock(clock, () -> nanos);
        Store store = Store.open(address, steady);
        store.events().lastAccepted().ifPresent(steady::notBefore);
        ApiServer server = ApiServer.start(
                lake.lake(),
                OnlineLake.CATALOGUE,
                new ApiServer.Address("127.0.0.1", 0, AllowedHosts.of("127.0.0.1", List.of())),
                Duration.ofDays(1),
                new Access(store, false, steady),
                new ApiServer.Scoring(by, on, folder.resolve("index")));
        open.addFirst(server);
        return server;
    }

    void stop(ApiServer server) {
        server.close();
        open.remove(server);
    }

    /// A client that reads scores and delivers events.
    Contract client(ApiServer server, @Nullable Set<String> creditors) {
        return client(server, creditors, Scope.SCORE_READ, Scope.EVENTS_WRITE);
    }

    Contract client(ApiServer server, @Nullable Set<String> creditors, Scope... scopes) {
        try (Store store = Store.open(address, clock)) {
            Contract client = new Contract(
                    server,
                    store.keys()
                            .create("test", Set.of(scopes), creditors, 60_000, null, "anna")
                            .text());
            open.addFirst(client);
            return client;
        }
    }

    void deliver(Contract client, String... events) {
        JsonNode answer = client.post(
                200,
                "/v1/events",
                "{\"events\":[" + String.join(",", events) + "]}",
                "Idempotency-Key",
                "request-" + requests++);
        assertThat(answer.get("accepted").intValue()).as(answer.toString()).isEqualTo(events.length);
    }

    /// Takes the accepted events out of the store, as an ingest does.
    void fold() {
        try (AcceptedEvents events = AcceptedEvents.open(address)) {
            AcceptedEvents.Fold fold = events.begin("lake", NOW).orElseThrow();
            events.end(fold, new FoldedInto(new TreeMap<>(lake.folded())), NOW);
        }
    }

    /// Asks until the answer is as wanted. The events are applied by another thread.
    static JsonNode eventually(Contract client, String caseId, Predicate<JsonNode> wanted) throws Exception {
        JsonNode answer = null;
        for (int i = 0; i < 600; i++) {
            HttpResponse<byte[]> response = client.send("GET", "/v1/cases/" + caseId + "/segment", null);
            answer = new JsonMapper().readTree(response.body());
            if (wanted.test(answer)) {
                return client.ask(response.statusCode(), CASE, "/v1/cases/" + caseId + "/segment");
            }
            Thread.sleep(20);
        }
        throw new AssertionError("not as wanted: " + answer);
    }

    static Predicate<JsonNode> member(String name, String value) {
        return answer -> answer.path(name).asString("").equals(value);
    }

    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }
}

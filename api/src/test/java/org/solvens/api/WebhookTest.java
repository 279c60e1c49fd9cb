package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.solvens.history.Route;
import org.solvens.intake.StoreAddress;
import org.solvens.policy.Segment;
import org.solvens.store.Changes.Audience;
import org.solvens.store.Changes.Change;
import org.solvens.store.Databases;
import org.solvens.store.Store;
import org.solvens.store.Webhooks;
import org.solvens.store.Webhooks.Wanted;
import org.solvens.store.Webhooks.Webhook;
import tools.jackson.databind.json.JsonMapper;

/// Changes that are sent to subscribers.
class WebhookTest {
    private static final WebhookSender.Patience QUICK =
            new WebhookSender.Patience(Duration.ofMillis(5), Duration.ofMillis(20), 4, Duration.ofSeconds(10));

    /// What a receiver got.
    private record Got(String id, String timestamp, String signatures, String type, String body) {}

    @TempDir
    Path folder;

    private final BlockingQueue<Got> got = new LinkedBlockingQueue<>();
    private final AtomicInteger status = new AtomicInteger(200);
    private final Metrics metrics = new Metrics();
    private final List<AutoCloseable> open = new ArrayList<>();
    private HttpServer receiver;
    private Store store;
    private String url;
    private int changes;

    @BeforeEach
    void receive() throws Exception {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            var headers = exchange.getRequestHeaders();
            got.add(new Got(
                    headers.getFirst("webhook-id"),
                    headers.getFirst("webhook-timestamp"),
                    headers.getFirst("webhook-signature"),
                    headers.getFirst("Content-Type"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        receiver.start();
        url = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/in";
        use(StoreAddress.of(null, folder.toString()));
    }

    private void use(StoreAddress address) {
        store = Store.open(address, Clock.systemUTC());
        open.addFirst(store);
        store.changes().mark(null, 1, 1);
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        receiver.stop(0);
    }

    private WebhookSender serve(Store from) {
        WebhookSender sender = new WebhookSender(from, QUICK, Instant::now, metrics);
        open.addFirst(sender);
        sender.start();
        return sender;
    }

    private Webhook subscribe(Set<String> types, Set<String> routes, Set<String> creditors) {
        return store.webhooks().create(new Wanted(url, types, routes, creditors, true), "anna");
    }

    private static String state(Route route) {
        return DecisionState.json(new DecisionState("d", Segment.FORGETFUL, route, List.of(), false));
    }

    private String change(String caseId, String creditor, Audience audience, Route before, Route after) {
        String id = "change-" + changes++;
        store.changes()
                .add(
                        "1|1",
                        List.of(new Change(
                                0,
                                id,
                                "1|1",
                                changes,
                                caseId,
                                "D-1",
                                creditor,
                                "event",
                                audience,
                                Instant.now(),
                                state(before),
                                state(after))));
        return id;
    }

    private Got next() throws Exception {
        return got.take();
    }

    private Map<String, Long> counts(Webhook webhook, String state, long wanted) throws Exception {
        Map<String, Long> counts = Map.of();
        for (int i = 0; i < 600 && counts.getOrDefault(state, 0L) != wanted; i++) {
            Thread.sleep(20);
            counts = store.webhooks().counts().getOrDefault(webhook.id(), Map.of());
        }
        return counts;
    }

    private static boolean signed(Got message, String secret) {
        String text = message.id() + "." + message.timestamp() + "." + message.body();
        return Arrays.stream(message.signatures().split(" "))
                .anyMatch(each -> MessageDigest.isEqual(
                        each.getBytes(StandardCharsets.UTF_8),
                        WebhookSender.signature(secret, text).getBytes(StandardCharsets.UTF_8)));
    }

    /// The example of the Standard Webhooks specification's reference libraries.
    @Test
    void signaturesAreThoseOfTheSpecification() {
        assertThat(WebhookSender.signature(
                        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                        "msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{\"test\": 2432232314}"))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void aChangeIsSentSignedToThoseWhoWantIt(Databases database) throws Exception {
        use(database.fresh(folder));
        change("C-0", "K-1", Audience.ALL, Route.CALL, Route.PLAN);
        Webhook all = subscribe(null, null, null);
        Webhook calls = subscribe(Set.of("org.solvens.decision.changed"), Set.of("HOLD"), null);
        Webhook none = subscribe(Set.of("org.solvens.scores.published"), null, null);
        Webhook bank = subscribe(null, null, Set.of("K-1"));
        serve(store);
        String plan = change("C-1", "K-2", Audience.ALL, Route.CALL, Route.PLAN);
        Got message = next();
        // What was before the subscription is not sent.
        assertThat(message.id()).isEqualTo(plan);
        assertThat(message.type()).isEqualTo("application/cloudevents+json");
        assertThat(signed(message, all.secret())).isTrue();
        assertThat(signed(message, calls.secret())).isFalse();
        Contract.fits(Contract.schema("Change"), new JsonMapper().readTree(message.body()));
        String hold = change("C-2", "K-1", Audience.OWN, Route.HOLD, Route.PLAN);
        message = next();
        assertThat(message.id()).isEqualTo(hold);
        assertThat(signed(message, bank.secret())).isTrue();
        String both = change("C-3", "K-2", Audience.BOTH, Route.PLAN, Route.HOLD);
        Set<Boolean> whose = new TreeSet<>();
        for (int i = 0; i < 2; i++) {
            message = next();
            assertThat(message.id()).isEqualTo(both);
            whose.add(signed(message, calls.secret()));
        }
        assertThat(whose).containsExactly(false, true);
        counts(all, "DONE", 2);
        counts(calls, "DONE", 1);
        assertThat(counts(bank, "DONE", 1)).containsOnlyKeys("DONE");
        assertThat(store.webhooks().counts()).doesNotContainKey(none.id());
        assertThat(got).isEmpty();
    }

    @Test
    void whatIsNotTakenIsTriedAgainAndDeadAtLast() throws Exception {
        Webhook webhook = subscribe(null, null, null);
        status.set(500);
        serve(store);
        String id = change("C-1", "K-1", Audience.ALL, Route.CALL, Route.PLAN);
        assertThat(counts(webhook, "DEAD", 1)).containsOnlyKeys("DEAD");
        assertThat(got.stream().map(Got::id)).containsExactly(id, id, id, id);
        got.clear();
        status.set(204);
        assertThat(store.webhooks().replay(webhook.id(), null, "anna")).isEqualTo(1);
        assertThat(counts(webhook, "DONE", 1)).containsOnlyKeys("DONE");
        assertThat(store.webhooks().replay(webhook.id(), null, "anna")).isZero();
        assertThat(store.webhooks().replay(webhook.id(), Instant.EPOCH, "anna")).isEqualTo(1);
        assertThat(next().id()).isEqualTo(id);
        assertThat(next().id()).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 307, 410})
    void redirectsAreNotFollowedAndGoneIsTheEnd(int answer) throws Exception {
        Webhook webhook = subscribe(null, null, null);
        status.set(answer);
        serve(store);
        change("C-1", "K-1", Audience.ALL, Route.CALL, Route.PLAN);
        counts(webhook, "DEAD", 1);
        assertThat(got).hasSize(answer == 410 ? 1 : 4);
    }

    @Test
    void afterARotationBothSecretsSign() throws Exception {
        Webhook first = subscribe(null, null, null);
        Webhook second = store.webhooks().rotate(first.id(), Duration.ofHours(1), "anna");
        assertThat(second.secret()).isNotEqualTo(first.secret());
        serve(store);
        change("C-1", "K-1", Audience.ALL, Route.CALL, Route.PLAN);
        Got message = next();
        assertThat(signed(message, first.secret())).isTrue();
        assertThat(signed(message, second.secret())).isTrue();
        counts(first, "DONE", 1);
        Webhook third = store.webhooks().rotate(first.id(), Duration.ZERO, "anna");
        change("C-2", "K-1", Audience.ALL, Route.CALL, Route.PLAN);
        message = next();
        assertThat(signed(message, third.secret())).isTrue();
        assertThat(signed(message, second.secret())).isFalse();
    }

    @Test
    void privateAddressesAreRefusedUnlessAllowed() throws Exception {
        Webhook webhook =
                store.webhooks().create(new Wanted(url.replace("http:", "https:"), null, null, null, false), "anna");
        serve(store);
        change("C-1", "K-1", Audience.ALL, Route.CALL, Route.PLAN);
        assertThat(counts(webhook, "DEAD", 1)).containsOnlyKeys("DEAD");
        assertThat(got).isEmpty();
        for (String address : List.of(
                "127.0.0.1",
                "10.1.2.3",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "0.0.0.0",
                "198.18.0.1",
                "192.0.0.8",
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "fe80::1",
                "fd00::1",
                "::ffff:10.0.0.1",
                "64:ff9b::a00:1",
                "2002:a00:1::")) {
            assertThat(WebhookSender.isPrivate(InetAddress.getByName(address)))
                    .as(address)
                    .isTrue();
        }
        for (String address : List.of("8.8.8.8", "172.32.0.1", "100.128.0.1", "192.1.0.1", "2a00:1450::1")) {
            assertThat(WebhookSender.isPrivate(InetAddress.getByName(address)))
                    .as(address)
                    .isFalse();
        }
    }

    /// As after a kill between the attempt and its note: the message is there, and is sent again once its
    /// lease ended.
    @Test
    void nothingIsLostWithAServer() throws Exception {
        Webhook webhook = subscribe(null, null, null);
        String id = change("C-1", "K-1", Audience.ALL, Route.CALL, Route.PLAN);
        assertThat(store.webhooks().deliver(webhook, Map.of(id, "{}"), 1)).isTrue();
        assertThat(store.webhooks().deliver(webhook, Map.of(id, "{}"), 1)).isFalse();
        assertThat(store.webhooks().lease(webhook.id(), 9, Duration.ofMillis(300)))
                .hasSize(1);
        assertThat(store.webhooks().lease(webhook.id(), 9, Duration.ofMillis(300)))
                .isEmpty();
        serve(store);
        serve(store);
        assertThat(next().id()).isEqualTo(id);
        counts(webhook, "DONE", 1);
        assertThat(got).isEmpty();
    }

    @Test
    void waitsGrowAndDiffer() {
        WebhookSender.Patience patience = WebhookSender.Patience.STANDARD;
        List<Duration> waits = IntStream.range(1, patience.attempts())
                .mapToObj(tried -> patience.after(tried, "a"))
                .toList();
        assertThat(waits.subList(0, 9)).isSorted();
        assertThat(waits.getFirst()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(7));
        assertThat(waits.getLast()).isBetween(Duration.ofHours(12), Duration.ofHours(15));
        assertThat(patience.after(3, "a")).isNotEqualTo(patience.after(3, "b"));
        assertThat(Webhooks.KEPT).isGreaterThan(waits.stream().reduce(Duration.ZERO, Duration::plus));
    }
}

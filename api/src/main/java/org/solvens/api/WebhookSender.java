package org.solvens.api;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.solvens.store.Changes;
import org.solvens.store.Changes.Change;
import org.solvens.store.Store;
import org.solvens.store.Webhooks;
import org.solvens.store.Webhooks.Attempt;
import org.solvens.store.Webhooks.Delivery;
import org.solvens.store.Webhooks.Webhook;

/// Sends the changes that subscriptions want, signed by the Standard Webhooks specification, at least once
/// each.
///
/// What is to be sent is in the store before it is sent, and stays there until its receiver took it. A
/// message that is not taken is tried again after growing waits, and is dead after the last one. Each
/// subscription is served by itself, so a slow receiver keeps no other waiting.
final class WebhookSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
    private static final int CHANGES_AT_ONCE = 500;
    private static final int MESSAGES_AT_ONCE = 16;
    private static final int GONE = 410;

    /// When messages are tried again.
    ///
    /// @param first wait after the first attempt; each next one is three times as long
    /// @param longest no wait is longer
    /// @param attempts until a message is dead
    /// @param timeout of one attempt
    record Patience(Duration first, Duration longest, int attempts, Duration timeout) {
        /// Eleven waits, of 5 seconds up to 12 hours: almost two days.
        static final Patience STANDARD =
                new Patience(Duration.ofSeconds(5), Duration.ofHours(12), 12, Duration.ofSeconds(15));

        /// The wait after some attempts, with up to a quarter more, by the message, so that not all come
        /// back at once.
        Duration after(int tried, String messageId) {
            double wait = first.toMillis() * Math.pow(3, tried - 1.0);
            double spread = 1 + Math.floorMod((messageId + tried).hashCode(), 250) / 1_000.0;
            return Duration.ofMillis((long) (Math.min(wait, longest.toMillis()) * spread));
        }
    }

    private final Store store;
    private final Patience patience;
    private final Supplier<Instant> now;
    private final Metrics metrics;
    private final HttpClient client;
    private final Map<String, Thread> running = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile boolean closing;

    WebhookSender(Store store, Patience patience, Supplier<Instant> now, Metrics metrics) {
        this.store = store;
        this.patience = patience;
        this.now = now;
        this.metrics = metrics;
        this.client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(patience.timeout())
                .build();
        this.thread = Thread.ofVirtual().name("webhooks").unstarted(this::serve);
    }

    void start() {
        thread.start();
    }

    private void serve() {
        boolean failing = false;
        while (!closing) {
            try {
                for (Webhook webhook : store.webhooks().list()) {
                    running.computeIfAbsent(
                            webhook.id(),
                            id -> Thread.ofVirtual().name("webhook").start(() -> {
                                try {
                                    serve(webhook);
                                } catch (JdbiException | IllegalStateException e) {
                                    LOG.warn(
                                            "the store does not take deliveries: {}",
                                            e.getClass().getName());
                                } finally {
                                    running.remove(id);
                                }
                            }));
                }
                failing = false;
                Thread.sleep(BETWEEN_LOOKS);
            } catch (JdbiException e) {
                if (!failing) {
                    LOG.warn(
                            "the store does not answer; webhooks wait: {}",
                            e.getClass().getName());
                }
                failing = true;
                if (!pause()) {
                    return;
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(BETWEEN_LOOKS);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    /// Makes the deliveries of a subscription, and sends those that are due.
    private void serve(Webhook webhook) {
        List<Change> changes =
                store.changes().since(webhook.seq(), webhook.wanted().creditors(), CHANGES_AT_ONCE);
        if (!changes.isEmpty()) {
            Map<String, String> contents = new LinkedHashMap<>();
            for (Change change : changes) {
                if (wanted(webhook.wanted(), change)) {
                    contents.put(change.id(), Json.MAPPER.writeValueAsString(ChangeEvent.of(change)));
                }
            }
            store.webhooks().deliver(webhook, contents, changes.getLast().seq());
        }
        List<Delivery> due = store.webhooks()
                .lease(webhook.id(), MESSAGES_AT_ONCE, patience.timeout().multipliedBy(MESSAGES_AT_ONCE + 1L));
        for (Delivery delivery : due) {
            if (closing) {
                return;
            }
            Attempt attempt = attempt(webhook, delivery);
            metrics.webhook(attempt.delivered() ? "delivered" : attempt.next() == null ? "dead" : "failed");
            store.webhooks().tried(List.of(attempt));
        }
    }

    private static boolean wanted(Webhooks.Wanted wanted, Change change) {
        boolean published = change.cause().equals(Changes.PUBLISHED);
        Set<String> types = wanted.types();
        if (types != null && !types.contains(published ? ChangeEvent.SCORES : ChangeEvent.DECISION)) {
            return false;
        }
        Set<String> routes = wanted.routes();
        return published
                || routes == null
                || Stream.of(change.before(), change.after())
                        .map(DecisionState::parse)
                        .anyMatch(state ->
                                state != null && routes.contains(state.route().name()));
    }

    private Attempt attempt(Webhook webhook, Delivery delivery) {
        int tried = delivery.attempts() + 1;
        String outcome;
        boolean last = tried >= patience.attempts();
        try {
            int status = send(webhook, delivery);
            if (status / 100 == 2) {
                return new Attempt(delivery, true, null, "status " + status);
            }
            outcome = "status " + status;
            last |= status == GONE;
        } catch (RefusedAddress e) {
            outcome = String.valueOf(e.getMessage());
        } catch (IOException | IllegalArgumentException e) {
            outcome = e.getClass().getSimpleName();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            outcome = "the server stopped";
        }
        Instant next = last ? null : now.get().plus(patience.after(tried, delivery.changeId()));
        return new Attempt(delivery, false, next, outcome);
    }

    private static final class RefusedAddress extends IOException {
        private static final long serialVersionUID = 1L;

        private RefusedAddress(String message) {
            super(message);
        }
    }

    private int send(Webhook webhook, Delivery delivery) throws IOException, InterruptedException {
        URI address = URI.create(webhook.wanted().url());
        if (!webhook.wanted().allowPrivate()) {
            requirePublic(address);
        }
        long timestamp = now.get().getEpochSecond();
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(patience.timeout())
                .header("Content-Type", "application/cloudevents+json")
                .header("webhook-id", delivery.changeId())
                .header("webhook-timestamp", Long.toString(timestamp))
                .header("webhook-signature", signatures(webhook, delivery, timestamp))
                .POST(HttpRequest.BodyPublishers.ofString(delivery.content()))
                .build();
        HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        // What the receiver says is not read: it could go on for ever.
        response.body().close();
        return response.statusCode();
    }

    /// The JDK keeps what a name resolved to for some seconds, so the connection goes to the addresses
    /// checked here.
    private static void requirePublic(URI address) throws RefusedAddress {
        if (!"https".equals(address.getScheme())) {
            throw new RefusedAddress("the address is not https");
        }
        try {
            for (InetAddress each : InetAddress.getAllByName(address.getHost())) {
                if (isPrivate(each)) {
                    throw new RefusedAddress("the address is of a private network");
                }
            }
        } catch (UnknownHostException e) {
            throw new RefusedAddress("the name is unknown");
        }
    }

    /// Whether an address is not one of the public internet.
    static boolean isPrivate(InetAddress address) {
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        boolean four = bytes.length == 4;
        return address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()
                // Unique local addresses; networks of providers, of tests, and those reserved; addresses of IPv4 in
                // IPv6.
                || (!four && (first & 0xfe) == 0xfc)
                || (!four && first == 0 && second == 0x64)
                || (!four && first == 0x20 && second == 0x02)
                || (four && first == 100 && (second & 0xc0) == 64)
                || (four && first == 198 && (second & 0xfe) == 18)
                || (four && first == 192 && second == 0)
                || (four && (first == 0 || first >= 240));
    }

    private String signatures(Webhook webhook, Delivery delivery, long timestamp) {
        String signed = delivery.changeId() + '.' + timestamp + '.' + delivery.content();
        String one = signature(webhook.secret(), signed);
        String previous = webhook.previousSecret();
        Instant until = webhook.previousUntil();
        return previous == null || until == null || !now.get().isBefore(until)
                ? one
                : one + ' ' + signature(previous, signed);
    }

    /// The signature of a text: `v1,` and the HMAC-SHA256 in Base64.
    static String signature(String secret, String signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Webhooks.key(secret), "HmacSHA256"));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        closing = true;
        if (thread.getState() != Thread.State.NEW) {
            thread.interrupt();
        }
        for (Thread each : List.copyOf(running.values())) {
            each.interrupt();
        }
        client.shutdownNow();
    }
}

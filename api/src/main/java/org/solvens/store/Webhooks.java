package org.solvens.store;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;
import org.solvens.problem.Problem;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Subscriptions of webhooks, and what is delivered to them.
public final class Webhooks {
    /// How long deliveries are kept, whatever became of them.
    public static final Duration KEPT = Duration.ofDays(14);

    private static final JsonMapper JSON = new JsonMapper();
    private static final String PREFIX = "whsec_";
    private static final int SECRET_BYTES = 32;
    private static final int ID_BYTES = 4;
    private static final String COLUMNS = "id, url, types, routes, creditors, private, secret, previous_secret,"
            + " previous_until, created_at, created_by, seq";

    private final Jdbi jdbi;
    private final Journal journal;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private volatile Instant swept = Instant.MIN;

    Webhooks(Jdbi jdbi, Journal journal, Clock clock) {
        this.jdbi = jdbi;
        this.journal = journal;
        this.clock = clock;
    }

    /// What a subscription wants.
    ///
    /// @param types of events; null for all
    /// @param routes a change is wanted if one of them is the route before or after it; null for all
    /// @param creditors whose cases; null for all
    /// @param allowPrivate whether the address may be of a private network, and without TLS
    public record Wanted(
            String url,
            @Nullable Set<String> types,
            @Nullable Set<String> routes,
            @Nullable Set<String> creditors,
            boolean allowPrivate) {}

    /// A subscription.
    ///
    /// @param secret begins with `whsec_`
    /// @param previousSecret also signs until `previousUntil`; null if there is none
    /// @param seq number of the last change for which deliveries were made
    public record Webhook(
            String id,
            Wanted wanted,
            String secret,
            @Nullable String previousSecret,
            @Nullable Instant previousUntil,
            Instant createdAt,
            String createdBy,
            long seq) {}

    /// A message that waits for its next attempt.
    ///
    /// @param changeId id of the message
    /// @param content its body
    /// @param attempts so far
    public record Delivery(String webhookId, String changeId, String content, int attempts) {}

    /// What an attempt ended with.
    ///
    /// @param next when to try again; null if it is delivered, or dead
    /// @param delivered whether it was taken
    /// @param outcome in a few words, without anything that the receiver sent
    public record Attempt(
            Delivery delivery, boolean delivered, @Nullable Instant next, String outcome) {}

    /// Makes a subscription for changes from now on.
    public Webhook create(Wanted wanted, String user) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        String name = HexFormat.of().formatHex(id);
        journal.change((handle, audit) -> {
            handle.createUpdate("""
                INSERT INTO webhook (id, url, types, routes, creditors, private, secret, created_at, created_by, seq)
                SELECT :id, :url, :types, :routes, :creditors, :private, :secret, :now, :user, COALESCE(MAX(seq), 0)
                FROM decision_change
                """)
                    .bind("id", name)
                    .bind("url", wanted.url())
                    .bind("types", json(wanted.types()))
                    .bind("routes", json(wanted.routes()))
                    .bind("creditors", json(wanted.creditors()))
                    .bind("private", wanted.allowPrivate())
                    .bind("secret", secret())
                    .bind("now", Store.time(clock.instant()))
                    .bind("user", user)
                    .execute();
            audit.accept(new AuditEntry(clock.instant(), user, "webhook.created", Map.of("webhook", name)));
            return true;
        });
        return find(name);
    }

    private String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return PREFIX + Base64.getEncoder().encodeToString(bytes);
    }

    /// The key that a secret stands for.
    public static byte[] key(String secret) {
        return Base64.getDecoder().decode(secret.substring(PREFIX.length()));
    }

    private static @Nullable String json(@Nullable Set<String> texts) {
        return texts == null ? null : JSON.writeValueAsString(new TreeSet<>(texts));
    }

    private static @Nullable Set<String> parse(@Nullable String json) {
        return json == null ? null : JSON.readValue(json, new TypeReference<TreeSet<String>>() {});
    }

    /// All subscriptions, the oldest first.
    public List<Webhook> list() {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT " + COLUMNS + " FROM webhook ORDER BY created_at, id")
                        .map(WEBHOOK)
                        .list());
    }

    /// @throws Problem `WEBHOOK-UNKNOWN` if there is none
    public Webhook find(String id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT " + COLUMNS + " FROM webhook WHERE id = :id")
                        .bind("id", id)
                        .map(WEBHOOK)
                        .findOne())
                .orElseThrow(() -> new Problem(
                        "WEBHOOK-UNKNOWN",
                        id,
                        "there is no such webhook",
                        "the store has none with this id",
                        "see ./solvens webhook list"));
    }

    /// How many deliveries of each subscription there are, by state.
    public Map<String, Map<String, Long>> counts() {
        Map<String, Map<String, Long>> counts = new TreeMap<>();
        jdbi.useHandle(handle -> handle.createQuery(
                        "SELECT webhook_id, state, COUNT(*) FROM webhook_delivery GROUP BY webhook_id, state")
                .map((row, _) -> counts.computeIfAbsent(row.getString(1), _ -> new TreeMap<>())
                        .put(row.getString(2), row.getLong(3)))
                .list());
        return counts;
    }

    /// Gives a subscription a new secret. The old one also signs for a while.
    public Webhook rotate(String id, Duration grace, String user) {
        find(id);
        journal.change((handle, audit) -> {
            handle.createUpdate("""
                UPDATE webhook SET previous_secret = secret, previous_until = :until, secret = :secret WHERE id = :id
                """)
                    .bind("until", Store.time(clock.instant().plus(grace)))
                    .bind("secret", secret())
                    .bind("id", id)
                    .execute();
            audit.accept(new AuditEntry(clock.instant(), user, "webhook.rotated", Map.of("webhook", id)));
            return true;
        });
        return find(id);
    }

    /// Deletes a subscription with its deliveries.
    public void delete(String id, String user) {
        find(id);
        journal.change((handle, audit) -> {
            handle.execute("DELETE FROM webhook_delivery WHERE webhook_id = ?", id);
            handle.execute("DELETE FROM webhook WHERE id = ?", id);
            audit.accept(new AuditEntry(clock.instant(), user, "webhook.deleted", Map.of("webhook", id)));
            return true;
        });
    }

    /// Has messages delivered again.
    ///
    /// @param from those made since then, delivered or dead; null for the dead ones only
    /// @return how many
    public int replay(String id, @Nullable Instant from, String user) {
        find(id);
        return journal.change((handle, audit) -> {
            int messages = handle.createUpdate("""
                UPDATE webhook_delivery SET state = 'WAITING', attempts = 0, next_at = :now, leased_until = NULL
                WHERE webhook_id = :id AND made_at >= :from AND state IN (<states>)
                """)
                    .bind("now", Store.time(clock.instant()))
                    .bind("id", id)
                    .bind("from", Store.time(from == null ? Instant.EPOCH : from))
                    .bindList("states", from == null ? List.of("DEAD") : List.of("DEAD", "DONE"))
                    .execute();
            audit.accept(new AuditEntry(
                    clock.instant(), user, "webhook.replayed", Map.of("webhook", id, "messages", messages)));
            return messages;
        });
    }

    /// Makes deliveries of the changes that follow the last ones.
    ///
    /// @param webhook as it was read
    /// @param contents bodies by the ids of the changes
    /// @param seq number of the last change that was looked at
    /// @return false, and nothing was made, if another server was first
    public boolean deliver(Webhook webhook, Map<String, String> contents, long seq) {
        return journal.change((handle, _) -> {
            int first = handle.createUpdate("UPDATE webhook SET seq = :seq WHERE id = :id AND seq = :before")
                    .bind("seq", seq)
                    .bind("id", webhook.id())
                    .bind("before", webhook.seq())
                    .execute();
            if (first == 0) {
                return false;
            }
            contents.forEach((changeId, content) -> handle.createUpdate("""
                INSERT INTO webhook_delivery (webhook_id, change_id, content, state, attempts, made_at, next_at)
                VALUES (:webhook, :change, :content, 'WAITING', 0, :now, :now)
                """)
                    .bind("webhook", webhook.id())
                    .bind("change", changeId)
                    .bind("content", content)
                    .bind("now", Store.time(clock.instant()))
                    .execute());
            sweep(handle);
            return true;
        });
    }

    private void sweep(Handle handle) {
        Instant now = clock.instant();
        if (swept.isBefore(now.minus(Duration.ofHours(1)))) {
            swept = now;
            handle.createUpdate("DELETE FROM webhook_delivery WHERE made_at < :before")
                    .bind("before", Store.time(now.minus(KEPT)))
                    .execute();
        }
    }

    /// Takes messages that are due. No other server takes them until the lease ends, so one that a killed
    /// server had is sent again then.
    public List<Delivery> lease(String webhookId, int most, Duration lease) {
        Instant now = clock.instant();
        // Looked at before, so that nothing is written while nothing is due.
        if (due(webhookId, now).isEmpty()) {
            return List.of();
        }
        return journal.change((handle, _) -> {
            List<Delivery> due = handle.createQuery("""
                SELECT webhook_id, change_id, content, attempts FROM webhook_delivery
                WHERE webhook_id = :id AND state = 'WAITING' AND next_at <= :now
                  AND (leased_until IS NULL OR leased_until <= :now)
                ORDER BY next_at, made_at FETCH FIRST :most ROWS ONLY
                """)
                    .bind("id", webhookId)
                    .bind("now", Store.time(now))
                    .bind("most", most)
                    .map((row, _) -> new Delivery(row.getString(1), row.getString(2), row.getString(3), row.getInt(4)))
                    .list();
            for (Delivery delivery : due) {
                handle.createUpdate("""
                    UPDATE webhook_delivery SET leased_until = :until
                    WHERE webhook_id = :id AND change_id = :change
                    """)
                        .bind("until", Store.time(now.plus(lease)))
                        .bind("id", webhookId)
                        .bind("change", delivery.changeId())
                        .execute();
            }
            return due;
        });
    }

    private Optional<Integer> due(String webhookId, Instant now) {
        return jdbi.withHandle(handle -> handle.createQuery("""
            SELECT 1 FROM webhook_delivery
            WHERE webhook_id = :id AND state = 'WAITING' AND next_at <= :now
              AND (leased_until IS NULL OR leased_until <= :now)
            FETCH FIRST 1 ROWS ONLY
            """)
                .bind("id", webhookId)
                .bind("now", Store.time(now))
                .mapTo(Integer.class)
                .findOne());
    }

    /// Notes what attempts ended with.
    public void tried(Collection<Attempt> attempts) {
        journal.change((handle, audit) -> {
            for (Attempt attempt : attempts) {
                String state = attempt.delivered() ? "DONE" : attempt.next() == null ? "DEAD" : "WAITING";
                handle.createUpdate("""
                    UPDATE webhook_delivery SET state = :state, attempts = attempts + 1, next_at = :next,
                      leased_until = NULL, outcome = :outcome
                    WHERE webhook_id = :id AND change_id = :change
                    """)
                        .bind("state", state)
                        .bind("next", Store.time(attempt.next() == null ? clock.instant() : attempt.next()))
                        .bind("outcome", attempt.outcome())
                        .bind("id", attempt.delivery().webhookId())
                        .bind("change", attempt.delivery().changeId())
                        .execute();
                if (state.equals("DEAD")) {
                    audit.accept(new AuditEntry(
                            clock.instant(),
                            "-",
                            "webhook.dead",
                            Map.of(
                                    "webhook",
                                    attempt.delivery().webhookId(),
                                    "message",
                                    attempt.delivery().changeId(),
                                    "outcome",
                                    attempt.outcome())));
                }
            }
            return true;
        });
    }

    private static final RowMapper<Webhook> WEBHOOK = (row, _) -> {
        OffsetDateTime until = row.getObject(9, OffsetDateTime.class);
        return new Webhook(
                row.getString(1),
                new Wanted(
                        row.getString(2),
                        parse(row.getString(3)),
                        parse(row.getString(4)),
                        parse(row.getString(5)),
                        row.getBoolean(6)),
                row.getString(7),
                row.getString(8),
                until == null ? null : until.toInstant(),
                row.getObject(10, OffsetDateTime.class).toInstant(),
                row.getString(11),
                row.getLong(12));
    };
}

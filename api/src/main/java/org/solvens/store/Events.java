package org.solvens.store;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.feed.FieldType;
import org.solvens.feed.Money;
import org.solvens.intake.FoldedInto;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The events that were accepted.
public final class Events {
    /// How long the answer to a request with an Idempotency-Key is kept.
    public static final Duration KEPT = Duration.ofDays(7);

    private static final JsonMapper JSON = new JsonMapper();
    private static final int KEYS_AT_ONCE = 500;

    private final Jdbi jdbi;
    private final Journal journal;
    private final Clock clock;
    private volatile Instant swept = Instant.MIN;

    Events(Jdbi jdbi, Journal journal, Clock clock) {
        this.jdbi = jdbi;
        this.journal = journal;
        this.clock = clock;
    }

    /// An item of a request.
    public sealed interface Item {
        /// An item that fits the feed contract.
        ///
        /// @param key of the record
        /// @param knownAt milliseconds UTC
        /// @param content JSON object of its values as texts
        record Fits(Feed feed, String key, long knownAt, String content) implements Item {
            /// The item of values that the contract has accepted.
            public static Fits of(FeedContract contract, Object[] values) {
                Map<String, String> content = new LinkedHashMap<>();
                for (int i = 0; i < values.length; i++) {
                    if (values[i] != null) {
                        FeedContract.Field field = contract.fields().get(i);
                        content.put(field.name(), text(field.type(), values[i]));
                    }
                }
                return new Fits(
                        contract.feed(),
                        contract.key(values),
                        contract.knownAt(values),
                        JSON.writeValueAsString(content));
            }

            private static String text(FieldType type, Object value) {
                return switch (type) {
                    case STRING, ENUM, INT, DOUBLE, BOOLEAN -> value.toString();
                    case DECIMAL ->
                        BigDecimal.valueOf((Long) value, Money.SCALE)
                                .stripTrailingZeros()
                                .toPlainString();
                    case DATE -> LocalDate.ofEpochDay((Integer) value).toString();
                    case TIMESTAMP -> Instant.ofEpochMilli((Long) value).toString();
                };
            }
        }

        /// An item that was refused.
        record Refused(String code, String reason) implements Item {}
    }

    /// What became of an item.
    public sealed interface Outcome {
        /// It is stored.
        record Accepted(String key, long knownAt) implements Outcome {}

        /// The same record was accepted before; nothing was stored.
        record Known(String key, long knownAt) implements Outcome {}

        /// It is not stored.
        record Refused(String code, String reason) implements Outcome {}
    }

    /// The answer to a request.
    public sealed interface Answer {
        /// @param body as it is, or was, sent
        /// @param replayed whether the request had been answered before
        record Given(byte[] body, boolean replayed) implements Answer {}

        /// The Idempotency-Key was used for another request.
        record OtherRequest() implements Answer {}
    }

    /// Stores the items that fit. They are on disk when this returns.
    ///
    /// @param keyId id of the API key, or `-`
    /// @param idempotencyKey names the request among those of the key; at most 255 characters
    /// @param requestHash of the body
    /// @param answer makes the body of the answer from the outcomes, in the order of the items
    public Answer accept(
            String keyId,
            String idempotencyKey,
            byte[] requestHash,
            List<Item> items,
            Function<List<Outcome>, byte[]> answer) {
        return journal.change((handle, audit) -> {
            Optional<Map.Entry<byte[], byte[]>> before = handle.createQuery("""
                SELECT request_hash, answer FROM idempotency
                WHERE key_id = :key AND idempotency_key = :name
                """)
                    .bind("key", keyId)
                    .bind("name", idempotencyKey)
                    .map((row, _) -> Map.entry(row.getBytes(1), row.getBytes(2)))
                    .findOne();
            if (before.isPresent()) {
                return Arrays.equals(before.get().getKey(), requestHash)
                        ? new Answer.Given(Deflated.inflate(before.get().getValue()), true)
                        : new Answer.OtherRequest();
            }
            List<Outcome> outcomes = store(handle, keyId, items);
            byte[] body = answer.apply(outcomes);
            handle.createUpdate("""
                INSERT INTO idempotency (key_id, idempotency_key, request_hash, answer, answered_at)
                VALUES (:key, :name, :hash, :answer, :now)
                """)
                    .bind("key", keyId)
                    .bind("name", idempotencyKey)
                    .bind("hash", requestHash)
                    .bind("answer", Deflated.deflate(body))
                    .bind("now", Store.time(clock.instant()))
                    .execute();
            sweep(handle);
            long accepted = outcomes.stream()
                    .filter(outcome -> outcome instanceof Outcome.Accepted)
                    .count();
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("items", items.size());
            details.put("accepted", accepted);
            details.put("request_sha256", HexFormat.of().formatHex(requestHash));
            audit.accept(new AuditEntry(clock.instant(), keyId, "events.accepted", details));
            return new Answer.Given(body, false);
        });
    }

    /// When the last event was accepted; empty if there is none.
    public Optional<Instant> lastAccepted() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT accepted_at FROM event ORDER BY seq DESC FETCH FIRST ROW ONLY")
                .map((row, _) -> row.getObject(1, OffsetDateTime.class).toInstant())
                .findOne());
    }

    /// An event as the store has it.
    ///
    /// @param seq counts the events in the order in which they were accepted, with gaps
    /// @param values of the feed contract, in inside form
    public record Stored(long seq, Feed feed, @Nullable Object[] values, Instant acceptedAt) {
        /// A value; null if there is none, or the feed has no such field.
        public @Nullable Object get(String field) {
            FeedContract contract = FeedContract.of(feed);
            return contract.has(field) ? values[contract.position(field)] : null;
        }

        /// When it became known, in milliseconds UTC.
        public long knownAt() {
            return FeedContract.of(feed).knownAt(values);
        }
    }

    /// The set of events that an ingest took.
    ///
    /// @param endedAt null if they are not known to be in the lake yet
    /// @param into null if they are not, or an earlier Solvens took them
    public record Folded(
            long id, @Nullable Instant endedAt, @Nullable FoldedInto into) {}

    /// The folds after one, in their order.
    public List<Folded> folds(long after) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT id, ended_at, tables FROM fold WHERE id > :after ORDER BY id")
                .bind("after", after)
                .map((row, _) -> {
                    OffsetDateTime ended = row.getObject(2, OffsetDateTime.class);
                    String tables = row.getString(3);
                    return new Folded(
                            row.getLong(1),
                            ended == null ? null : ended.toInstant(),
                            tables == null ? null : FoldedInto.parse(tables));
                })
                .list());
    }

    /// Some events in their order.
    ///
    /// @param events without those that the contract of this version refuses, as ingest will
    /// @param last number of the last event that was read; that of the call if there was none
    /// @param more whether there may be more
    public record Part(List<Stored> events, long last, boolean more) {}

    /// The events after one that no fold up to one has, or that became known at or after an instant.
    ///
    /// @param after number of an event; 0 for all
    /// @param fold number of a fold; 0 for none
    /// @param knownFrom milliseconds UTC
    /// @param most how many at most
    public Part since(long after, long fold, long knownFrom, int most) {
        List<Stored> events = new ArrayList<>();
        long[] last = {after};
        int read = jdbi.withHandle(handle -> handle.createQuery("""
            SELECT seq, feed, content, accepted_at FROM event
            WHERE seq > :after AND (fold IS NULL OR fold > :fold OR known_at >= :known)
            ORDER BY seq FETCH FIRST :most ROWS ONLY
            """)
                .bind("after", after)
                .bind("fold", fold)
                .bind("known", knownFrom)
                .bind("most", most)
                .map((row, _) -> {
                    last[0] = row.getLong(1);
                    stored(
                                    last[0],
                                    row.getString(2),
                                    row.getString(3),
                                    row.getObject(4, OffsetDateTime.class).toInstant())
                            .ifPresent(events::add);
                    return last[0];
                })
                .list()
                .size());
        return new Part(List.copyOf(events), last[0], read == most);
    }

    private static Optional<Stored> stored(long seq, String label, String content, Instant acceptedAt) {
        Feed feed = Objects.requireNonNull(Feed.ofLabel(label), label);
        FeedContract contract = FeedContract.of(feed);
        @Nullable Object[] raw = new Object[contract.fields().size()];
        for (Map.Entry<String, JsonNode> member : JSON.readTree(content).properties()) {
            raw[contract.position(member.getKey())] = member.getValue().asString();
        }
        return switch (contract.check(raw)) {
            case FeedContract.Checked.Accepted(Object[] values) ->
                Optional.of(new Stored(seq, feed, values, acceptedAt));
            case FeedContract.Checked.Refused _ -> Optional.empty();
        };
    }

    private record Version(Feed feed, String key, long knownAt) {}

    private List<Outcome> store(Handle handle, String keyId, List<Item> items) {
        Map<Version, String> there = stored(handle, items);
        List<Outcome> outcomes = new ArrayList<>(items.size());
        List<Item.Fits> fresh = new ArrayList<>();
        for (Item item : items) {
            switch (item) {
                case Item.Refused(String code, String reason) -> outcomes.add(new Outcome.Refused(code, reason));
                case Item.Fits fits -> {
                    Version version = new Version(fits.feed(), fits.key(), fits.knownAt());
                    String same = there.putIfAbsent(version, fits.content());
                    if (same == null) {
                        fresh.add(fits);
                        outcomes.add(new Outcome.Accepted(fits.key(), fits.knownAt()));
                    } else if (same.equals(fits.content())) {
                        outcomes.add(new Outcome.Known(fits.key(), fits.knownAt()));
                    } else {
                        outcomes.add(new Outcome.Refused(
                                "KEY-CONFLICT",
                                "a record with this key and this known_at was accepted before with other content;"
                                        + " a correction needs a later known_at"));
                    }
                }
            }
        }
        if (!fresh.isEmpty()) {
            PreparedBatch batch = handle.prepareBatch("""
                INSERT INTO event (feed, record_key, known_at, content, accepted_at, key_id)
                VALUES (:feed, :key, :knownAt, :content, :now, :keyId)
                """);
            for (Item.Fits fits : fresh) {
                batch.bind("feed", fits.feed().label())
                        .bind("key", fits.key())
                        .bind("knownAt", fits.knownAt())
                        .bind("content", fits.content())
                        .bind("now", Store.time(clock.instant()))
                        .bind("keyId", keyId)
                        .add();
            }
            batch.execute();
        }
        return outcomes;
    }

    /// The content of the versions that are stored under the keys of items.
    private static Map<Version, String> stored(Handle handle, List<Item> items) {
        Map<Feed, Set<String>> keys = new HashMap<>();
        for (Item item : items) {
            if (item instanceof Item.Fits fits) {
                keys.computeIfAbsent(fits.feed(), _ -> new HashSet<>()).add(fits.key());
            }
        }
        Map<Version, String> found = new HashMap<>();
        keys.forEach((feed, all) -> {
            List<String> list = List.copyOf(all);
            for (int from = 0; from < list.size(); from += KEYS_AT_ONCE) {
                handle.createQuery(
                                "SELECT record_key, known_at, content FROM event WHERE feed = :feed AND record_key IN"
                                        + " (<keys>)")
                        .bind("feed", feed.label())
                        .bindList("keys", list.subList(from, Math.min(list.size(), from + KEYS_AT_ONCE)))
                        .map((row, _) ->
                                Map.entry(new Version(feed, row.getString(1), row.getLong(2)), row.getString(3)))
                        .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
            }
        });
        return found;
    }

    private void sweep(Handle handle) {
        Instant now = clock.instant();
        if (swept.isBefore(now.minus(Duration.ofHours(1)))) {
            swept = now;
            handle.createUpdate("DELETE FROM idempotency WHERE answered_at < :before")
                    .bind("before", Store.time(now.minus(KEPT)))
                    .execute();
        }
    }
}

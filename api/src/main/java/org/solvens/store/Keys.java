package org.solvens.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.solvens.problem.Problem;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The API keys of a store.
///
/// A key is `solvens_ID_SECRET`. The secret has 256 random bits, so that its plain SHA-256 hides it: there is
/// nothing to guess. Only the hash is stored.
public final class Keys {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String PREFIX = "solvens";
    private static final String LETTERS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final int ID_LETTERS = 12;
    private static final int SECRET_LETTERS = 43;

    private final Jdbi jdbi;
    private final Journal journal;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Keys(Jdbi jdbi, Journal journal, Clock clock) {
        this.jdbi = jdbi;
        this.journal = journal;
        this.clock = clock;
    }

    /// A new secret, the only time that it is known.
    ///
    /// @param text what a client sends
    public record Issued(ApiKey key, String text) {}

    /// The keys at one moment, found without the database.
    public static final class Ring {
        private record Kept(
                ApiKey key,
                byte[] hash,
                byte @Nullable [] previous,
                @Nullable Instant previousUntil) {}

        private final Map<String, Kept> byId = new HashMap<>();

        /// Whether no key was ever made.
        public boolean empty() {
            return byId.isEmpty();
        }

        /// Whether some key is accepted now.
        public boolean usable(Instant now) {
            return byId.values().stream().anyMatch(kept -> kept.key().usable(now));
        }

        /// Whether there is a key of the id that a text names.
        public boolean knows(String text) {
            String[] parts = text.split("_", -1);
            return parts.length == 3 && byId.containsKey(parts[1]);
        }

        /// The key of a text that a client sent; empty if there is none, or if it is not accepted any more.
        public Optional<ApiKey> find(String text, Instant now) {
            String[] parts = text.split("_", -1);
            if (parts.length != 3 || !parts[0].equals(PREFIX)) {
                return Optional.empty();
            }
            Kept kept = byId.get(parts[1]);
            if (kept == null || !kept.key().usable(now)) {
                return Optional.empty();
            }
            byte[] hash = hash(parts[2]);
            boolean right = MessageDigest.isEqual(hash, kept.hash());
            boolean before = kept.previous() != null
                    && kept.previousUntil() != null
                    && now.isBefore(kept.previousUntil())
                    && MessageDigest.isEqual(hash, kept.previous());
            return right || before ? Optional.of(kept.key()) : Optional.empty();
        }
    }

    /// Makes a key.
    ///
    /// @param creditors ids of those whose cases it sees; null for all
    /// @param rate requests a minute, at least 1
    /// @param by name of the user
    /// @throws Problem `KEY-SCOPE` if a scope about all creditors is limited to some
    public Issued create(
            String name,
            Set<Scope> scopes,
            @Nullable Set<String> creditors,
            int rate,
            @Nullable Instant expiresAt,
            String by) {
        if (creditors != null) {
            for (Scope scope : scopes) {
                if (!scope.ofCreditors()) {
                    throw new Problem(
                            "KEY-SCOPE",
                            scope.label(),
                            "a key with this scope cannot be limited to creditors",
                            "models and administration are about all creditors",
                            "leave --creditor out, or give the key score:read, protected:read, events:write and"
                                    + " reports:read only");
                }
            }
        }
        ApiKey key = new ApiKey(
                letters(ID_LETTERS), name, scopes, creditors, rate, clock.instant(), by, expiresAt, null, null);
        String secret = letters(SECRET_LETTERS);
        return journal.change((handle, audit) -> {
            handle.createUpdate("""
                INSERT INTO api_key (id, name, secret_hash, scopes, creditors, rate, created_at, created_by,
                    expires_at)
                VALUES (:id, :name, :hash, :scopes, :creditors, :rate, :createdAt, :createdBy, :expiresAt)
                """)
                    .bind("id", key.id())
                    .bind("name", name)
                    .bind("hash", hash(secret))
                    .bind("scopes", labels(scopes))
                    .bind("creditors", creditors == null ? null : JSON.writeValueAsString(creditors))
                    .bind("rate", rate)
                    .bind("createdAt", Store.time(key.createdAt()))
                    .bind("createdBy", by)
                    .bind("expiresAt", expiresAt == null ? null : Store.time(expiresAt))
                    .execute();
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("key", key.id());
            details.put("scopes", labels(scopes));
            details.put("creditors", creditors == null ? "all" : List.copyOf(creditors));
            audit.accept(new AuditEntry(clock.instant(), by, "key.created", details));
            return new Issued(key, PREFIX + "_" + key.id() + "_" + secret);
        });
    }

    /// Gives a key a new secret.
    ///
    /// @param grace how long the old secret is still accepted
    /// @throws Problem `KEY-UNKNOWN` if there is no such key, or it was revoked
    public Issued rotate(String id, Duration grace, String by) {
        String secret = letters(SECRET_LETTERS);
        return journal.change((handle, audit) -> {
            ApiKey key = required(handle, id);
            handle.createUpdate("""
                UPDATE api_key SET previous_hash = secret_hash, previous_until = :until, secret_hash = :hash
                WHERE id = :id
                """)
                    .bind("until", Store.time(clock.instant().plus(grace)))
                    .bind("hash", hash(secret))
                    .bind("id", id)
                    .execute();
            audit.accept(new AuditEntry(clock.instant(), by, "key.rotated", Map.of("key", id)));
            return new Issued(key, PREFIX + "_" + id + "_" + secret);
        });
    }

    /// Ends a key. It is not accepted again.
    ///
    /// @throws Problem `KEY-UNKNOWN` if there is no such key, or it was revoked already
    public ApiKey revoke(String id, String by) {
        return journal.change((handle, audit) -> {
            ApiKey key = required(handle, id);
            handle.createUpdate("UPDATE api_key SET revoked_at = :now WHERE id = :id")
                    .bind("now", Store.time(clock.instant()))
                    .bind("id", id)
                    .execute();
            audit.accept(new AuditEntry(clock.instant(), by, "key.revoked", Map.of("key", id)));
            return key;
        });
    }

    private static ApiKey required(Handle handle, String id) {
        return handle.createQuery("SELECT * FROM api_key WHERE id = :id AND revoked_at IS NULL")
                .bind("id", id)
                .map((row, _) -> key(row))
                .findOne()
                .orElseThrow(() -> new Problem(
                        "KEY-UNKNOWN",
                        id,
                        "there is no such key",
                        "no key of the store has this id, or it was revoked",
                        "see ./solvens key list"));
    }

    /// All keys, the oldest first; revoked ones too.
    public List<ApiKey> list() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM api_key ORDER BY created_at, id")
                .map((row, _) -> key(row))
                .list());
    }

    /// The keys as they are now.
    public Ring ring() {
        Ring ring = new Ring();
        jdbi.useHandle(handle -> handle.createQuery("SELECT * FROM api_key")
                .map((row, _) -> {
                    OffsetDateTime until = row.getObject("previous_until", OffsetDateTime.class);
                    return new Ring.Kept(
                            key(row),
                            row.getBytes("secret_hash"),
                            row.getBytes("previous_hash"),
                            until == null ? null : until.toInstant());
                })
                .forEach(kept -> ring.byId.put(kept.key().id(), kept)));
        return ring;
    }

    /// Notes when keys were last used, by their ids.
    public void used(Map<String, Instant> at) {
        if (!at.isEmpty()) {
            jdbi.useTransaction(handle ->
                    at.forEach((id, when) -> handle.createUpdate("UPDATE api_key SET last_used_at = :at WHERE id = :id")
                            .bind("at", Store.time(when))
                            .bind("id", id)
                            .execute()));
        }
    }

    private static ApiKey key(ResultSet row) throws SQLException {
        String creditors = row.getString("creditors");
        return new ApiKey(
                row.getString("id"),
                row.getString("name"),
                Arrays.stream(row.getString("scopes").split(" "))
                        .map(Scope::of)
                        .flatMap(Optional::stream)
                        .collect(Collectors.toCollection(LinkedHashSet::new)),
                creditors == null
                        ? null
                        : new HashSet<>(JSON.readValue(creditors, new TypeReference<List<String>>() {})),
                row.getInt("rate"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getString("created_by"),
                instant(row, "expires_at"),
                instant(row, "revoked_at"),
                instant(row, "last_used_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static String labels(Set<Scope> scopes) {
        return scopes.stream().sorted().map(Scope::label).collect(Collectors.joining(" "));
    }

    private String letters(int count) {
        StringBuilder text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    private static byte[] hash(String secret) {
        return Journal.sha256().digest(secret.getBytes(StandardCharsets.UTF_8));
    }
}

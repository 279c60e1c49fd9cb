package org.solvens.api;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.javalin.http.Context;
import io.javalin.http.Header;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.solvens.store.ApiKey;
import org.solvens.store.AuditEntry;
import org.solvens.store.AuditLog;
import org.solvens.store.Keys;
import org.solvens.store.Scope;
import org.solvens.store.Store;

/// Admits requests by their API key, or by a token of an identity provider, limits them by key or subject, and notes
/// what they read.
///
/// The keys are in memory and read again every second, so that a request asks no database. A new key is found
/// at once, because an unknown one makes the keys be read again.
final class Access implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Access.class);
    private static final Duration BETWEEN_RELOADS = Duration.ofSeconds(1);
    private static final long RELOAD_AT_MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int RELOADS_PER_NOTE_OF_USE = 30;

    /// Tokens that are remembered as noted in the audit log; beyond that they are noted again.
    private static final int MOST_NOTED = 10_000;

    private final @Nullable Store store;
    private final boolean openWithoutKeys;
    private final Clock clock;
    private final @Nullable Tokens tokens;
    private final Set<Tokens.Admitted> noted = ConcurrentHashMap.newKeySet();
    private final String run = UUID.randomUUID().toString();
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();
    private final Map<String, Instant> used = new ConcurrentHashMap<>();
    private final @Nullable Thread reload;
    private volatile Keys.Ring ring;
    private volatile long reloadedAt;
    private volatile boolean failing;

    /// @param store null for a server without one, which admits everybody
    /// @param openWithoutKeys whether everybody is admitted until the first key is made
    Access(@Nullable Store store, boolean openWithoutKeys, Clock clock) {
        this(store, openWithoutKeys, clock, null);
    }

    /// @param tokens are closed with this; null if none are accepted. With tokens nobody is admitted without one, or a
    ///     key
    Access(@Nullable Store store, boolean openWithoutKeys, Clock clock, @Nullable Tokens tokens) {
        this.store = store;
        this.openWithoutKeys = openWithoutKeys && tokens == null;
        this.clock = clock;
        this.tokens = tokens;
        this.ring = store == null ? new Keys.Ring() : store.keys().ring();
        this.reloadedAt = System.nanoTime();
        if (store == null) {
            reload = null;
        } else {
            note(store, AuditLog.STARTED);
            reload = Thread.ofVirtual().name("keys").start(this::reloadAgainAndAgain);
        }
    }

    private void note(Store of, String action) {
        of.journal().change((_, audit) -> {
            audit.accept(new AuditEntry(clock.instant(), Caller.ANYONE.id(), action, Map.of("run", run)));
            return true;
        });
    }

    private void reloadAgainAndAgain() {
        try {
            for (int i = 1; ; i++) {
                Thread.sleep(BETWEEN_RELOADS);
                reload();
                if (i % RELOADS_PER_NOTE_OF_USE == 0) {
                    noteUse();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void reload() {
        long began = System.nanoTime();
        try {
            ring = Objects.requireNonNull(store, "the reloading thread runs only with a store")
                    .keys()
                    .ring();
            failing = false;
        } catch (JdbiException e) {
            if (!failing) {
                LOG.warn(
                        "the store does not answer; the keys known so far are used: {}",
                        e.getClass().getName());
            }
            failing = true;
        }
        reloadedAt = began;
    }

    private void noteUse() {
        Map<String, Instant> now = new HashMap<>(used);
        try {
            Objects.requireNonNull(store, "keys are used only with a store")
                    .keys()
                    .used(now);
            now.forEach(used::remove);
        } catch (JdbiException e) {
            LOG.warn(
                    "the store does not answer; the use of keys is noted later: {}",
                    e.getClass().getName());
        }
    }

    /// Admits a request that needs one of the scopes, or any key or token if none is named.
    ///
    /// @throws ApiProblem 401 without a key or token that is accepted, 403 if it lacks the scope, 429 past
    ///     its limit
    Caller admit(Context context, Scope... scopes) {
        if (store == null || (openWithoutKeys && ring.empty())) {
            return Caller.ANYONE;
        }
        String text = text(context.header(Header.AUTHORIZATION));
        if (text == null) {
            throw ApiProblem.keyMissing();
        }
        if (tokens != null && Tokens.isToken(text) && isBearer(context.header(Header.AUTHORIZATION))) {
            return admitted(context, tokens, text, scopes);
        }
        Instant now = clock.instant();
        ApiKey key = find(text, now).orElseThrow(ApiProblem::keyInvalid);
        used.put(key.id(), now);
        limit(context, key.id(), key.rate());
        if (scopes.length > 0 && Arrays.stream(scopes).noneMatch(key::may)) {
            throw missing(scopes);
        }
        return new Caller(key.id(), key.creditors(), key.may(Scope.PROTECTED_READ), key.may(Scope.SCORE_READ));
    }

    private Caller admitted(Context context, Tokens by, String token, Scope... scopes) {
        Tokens.Admitted admitted = by.admit(token);
        limit(context, admitted.id(), admitted.rate());
        Set<Scope> may = admitted.scopes();
        if (scopes.length > 0
                && !may.contains(Scope.ADMIN)
                && Arrays.stream(scopes).noneMatch(may::contains)) {
            throw missing(scopes);
        }
        Caller caller = new Caller(
                admitted.id(),
                admitted.creditors(),
                may.contains(Scope.ADMIN) || may.contains(Scope.PROTECTED_READ),
                may.contains(Scope.ADMIN) || may.contains(Scope.SCORE_READ));
        // The log has a short id in every other entry.
        if (!noted.contains(admitted)) {
            note(
                    caller,
                    "token.seen",
                    Map.of(
                            "issuer",
                            by.issuer().issuer(),
                            "subject",
                            admitted.subject(),
                            "scopes",
                            may.stream().map(Scope::label).sorted().toList(),
                            "creditors",
                            admitted.creditors() == null
                                    ? "all"
                                    : admitted.creditors().stream().sorted().toList()));
            if (noted.size() >= MOST_NOTED) {
                noted.clear();
            }
            noted.add(admitted);
        }
        return caller;
    }

    private static ApiProblem missing(Scope... scopes) {
        return ApiProblem.scopeMissing(Arrays.stream(scopes).map(Scope::label).collect(Collectors.joining(" or ")));
    }

    private Optional<ApiKey> find(String text, Instant now) {
        Optional<ApiKey> found = ring.find(text, now);
        if (found.isEmpty()) {
            reloadSince(System.nanoTime());
            found = ring.find(text, now);
        }
        return found;
    }

    /// Reads the keys again if that was not done since an instant. Requests with unknown keys
    /// share a reading, and there are few of them a second.
    private synchronized void reloadSince(long instant) {
        if (reloadedAt - instant < 0) {
            LockSupport.parkNanos(RELOAD_AT_MOST_NANOS - (System.nanoTime() - reloadedAt));
            reload();
        }
    }

    private void limit(Context context, String id, int rate) {
        Bucket bucket = buckets.computeIfAbsent(
                id,
                // By default Bucket4j goes by the clock of the machine: moved back, it would fill no bucket for as
                // long.
                _ -> Bucket.builder()
                        .withNanosecondPrecision()
                        .addLimit(limit -> limit.capacity(rate).refillGreedy(rate, Duration.ofMinutes(1)))
                        .build());
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        long reset = TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForReset()) + 1;
        context.header("RateLimit-Policy", "\"minute\";q=" + rate + ";w=60");
        context.header("RateLimit", "\"minute\";r=" + probe.getRemainingTokens() + ";t=" + reset);
        if (!probe.isConsumed()) {
            throw ApiProblem.tooMany((int) TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()) + 1);
        }
    }

    private static boolean isBearer(@Nullable String header) {
        return header != null && header.strip().regionMatches(true, 0, "bearer ", 0, "bearer ".length());
    }

    /// The key in a header: as a bearer token, or as the password of a browser; null if there is
    /// none.
    private static @Nullable String text(@Nullable String header) {
        if (header == null) {
            return null;
        }
        String[] parts = header.strip().split(" +", 2);
        if (parts.length < 2) {
            return null;
        }
        return switch (parts[0].toLowerCase(Locale.ROOT)) {
            case "bearer" -> parts[1].strip();
            case "basic" -> password(parts[1].strip());
            default -> null;
        };
    }

    private static @Nullable String password(String base64) {
        try {
            String pair = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? null : pair.substring(colon + 1);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /// Notes a read for the audit log, before it is answered.
    ///
    /// @throws ApiProblem 503 if the log cannot take it
    void note(Caller caller, String action, Map<String, ?> details) {
        if (store != null && !store.journal().note(new AuditEntry(clock.instant(), caller.id(), action, details))) {
            throw ApiProblem.auditFull();
        }
    }

    /// The time by the server's clock.
    Instant now() {
        return clock.instant();
    }

    /// Whether the server has a store.
    boolean hasStore() {
        return store != null;
    }

    /// The store, which the server has.
    ///
    /// @throws ApiProblem 503 on a server without one
    Store store() {
        if (store == null) {
            throw ApiProblem.noStore();
        }
        return store;
    }

    @Override
    public void close() {
        if (tokens != null) {
            tokens.close();
        }
        if (store != null) {
            Objects.requireNonNull(reload, "with a store there is a reloading thread")
                    .interrupt();
            try {
                note(store, AuditLog.STOPPED);
                noteUse();
            } finally {
                store.close();
            }
        }
    }
}

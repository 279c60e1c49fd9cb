package org.solvens.store;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An API key, without its secret.
///
/// @param id the part of the key that may be shown
/// @param name what people call it
/// @param creditors ids of those whose cases it sees; null for all
/// @param rate requests a minute
/// @param createdBy name of the user
/// @param expiresAt null if it does not expire
/// @param revokedAt null if it was not revoked
/// @param lastUsedAt to about a minute; null if it was never used
public record ApiKey(
        String id,
        String name,
        Set<Scope> scopes,
        @Nullable Set<String> creditors,
        int rate,
        Instant createdAt,
        String createdBy,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable Instant lastUsedAt) {
    public ApiKey {
        scopes = Set.copyOf(scopes);
        creditors = creditors == null ? null : Set.copyOf(creditors);
    }

    /// Whether it is accepted at a time.
    public boolean usable(Instant now) {
        return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
    }

    /// Whether it may do something.
    public boolean may(Scope scope) {
        return scopes.contains(scope) || scopes.contains(Scope.ADMIN);
    }
}

package org.solvens.quality;

import org.jspecify.annotations.Nullable;

/// What came of a constraint on a feed.
///
/// @param feed label of the feed
/// @param check name of the check, such as `null_rate`
/// @param column the column concerned; null where the check is of the feed as a whole
/// @param value what was measured, the larger the worse; null where it was not judged
/// @param limit what it may be at most, sampling noise apart
/// @param noise what chance alone may add to it; 0 for exact counts; null where it was not judged
/// @param message in words; names no record
public record Result(
        String feed,
        String check,
        @Nullable String column,
        Level level,
        Status status,
        @Nullable Double value,
        double limit,
        @Nullable Double noise,
        String message) {
    /// Whether the feed cannot be trusted for it.
    public boolean error() {
        return status == Status.FAILED && level == Level.ERROR;
    }
}

package org.solvens.pipelines;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The current time for a command that compares data with it.
final class TimeOption {
    @Option(
            names = "--now",
            paramLabel = "INSTANT",
            description = "current time, for replays, such as 2026-07-01T06:00:00Z (default: the system's clock)")
    private @Nullable Instant now;

    Instant now() {
        return now == null ? Instant.now() : now;
    }
}

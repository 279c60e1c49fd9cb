package org.solvens.pipelines;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What time it is for a command that compares data with now.
final class TimeOption {
    @Option(
            names = "--now",
            paramLabel = "INSTANT",
            description = "what time it is, for replays, such as 2026-07-01T06:00:00Z (default: the system's clock)")
    private @Nullable Instant now;

    Instant now() {
        return now == null ? Instant.now() : now;
    }
}

package org.solvens.command;

import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The day whose knowledge a command uses.
public final class AsOfOption {
    @Option(
            names = "--as-of",
            paramLabel = "DATE",
            description = "what was known before this day, UTC (default: the day after the newest record)")
    private @Nullable LocalDate day;

    /// The day that was given; null where none was.
    public @Nullable LocalDate day() {
        return day;
    }

    /// The beginning of the day that was given, or another instant where none was.
    ///
    /// @param otherwise milliseconds since 1970, UTC
    /// @return milliseconds since 1970, UTC
    public long orElse(long otherwise) {
        return day == null
                ? otherwise
                : day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }
}

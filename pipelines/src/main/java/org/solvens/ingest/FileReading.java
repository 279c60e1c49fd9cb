package org.solvens.ingest;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.FeedContract;
import org.solvens.feed.FeedContract.Checked;
import org.solvens.mapping.Mapping;

/// How the files of one ingest are read. Every reading of a file must refuse the same records, so the time of
/// the ingest is part of this.
///
/// @param mapping of foreign columns; null if the files have the feeds' columns
/// @param latest the latest `known_at` that is accepted, in milliseconds UTC
record FileReading(@Nullable Mapping mapping, long latest) implements Serializable {
    /// How far `known_at` may be after the time of the ingest: clocks differ, and times without a zone are
    /// read as UTC.
    static final Duration TOLERANCE = Duration.ofHours(24);

    static FileReading at(@Nullable Mapping mapping, Instant now) {
        return new FileReading(mapping, now.plus(TOLERANCE).toEpochMilli());
    }

    /// Refuses a record with a `known_at` in the future: it would count only from then on, and would move the
    /// as-of date of every run before.
    Checked judged(FeedContract contract, Checked checked) {
        return checked instanceof Checked.Accepted(Object[] values) && contract.knownAt(values) > latest
                ? new Checked.Refused(
                        "KNOWN-LATER",
                        "known_at is later than the time of this ingest by more than " + TOLERANCE.toHours() + " hours")
                : checked;
    }
}

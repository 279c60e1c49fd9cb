package org.solvens.api;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.solvens.lake.DeltaTable.Commit;
import org.solvens.scoring.ScoreRow;

/// A decision on a case, with what it was made from.
///
/// @param id names the decision: the same decision from the same source has the same id on every server. A case
///     system that takes the route returns it as `decision_id` of the decisions feed. Null if it was not published
/// @param scoredAt when its scores were published, or the last event that it knows was accepted
/// @param knownBefore nothing that was learned at or after this moment was used
record Decided(ScoreRow row, Basis basis, @Nullable String id, Instant scoredAt, Instant knownBefore) {
    /// Name of the id in Arrow and CSV.
    static final String ID_COLUMN = "decision_id";

    /// A decision of the scores table.
    static Decided batch(ScoreRow row, Commit commit) {
        return new Decided(
                row,
                Basis.BATCH,
                id(row, commit.version() + "|" + commit.writtenAt()),
                Instant.ofEpochMilli(commit.writtenAt()),
                row.asOf().atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    /// A decision on a history that a request brought.
    static Decided request(ScoreRow row, Instant now) {
        return new Decided(
                row,
                Basis.REQUEST,
                null,
                now,
                row.asOf().atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    /// A decision that events changed.
    ///
    /// @param source names what made it among all that decided on the case
    static Decided online(ScoreRow row, String source, Instant scoredAt, Instant knownBefore) {
        return new Decided(row, Basis.ONLINE, id(row, source), scoredAt, knownBefore);
    }

    /// A name-based UUID.
    private static String id(ScoreRow row, String source) {
        String name = row.caseId() + '|' + row.asOf() + '|' + source;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}

package org.solvens.api;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.solvens.lake.DeltaTable.Commit;
import org.solvens.scoring.ScoreRow;
import org.solvens.table.StoredRow;

/// A decision on a case, with what it was made from. That of the scores table stays as it is stored until somebody asks
/// for the row: a look-up is written from the stored columns.
final class Decided {
    /// Name of the id in Arrow and CSV.
    static final String ID_COLUMN = "decision_id";

    private static final int AS_OF = SegmentColumns.of("as_of");
    private static final int CASE_ID = SegmentColumns.of("case_id");
    private static final int CREDITOR_ID = SegmentColumns.of("creditor_id");

    private final StoredRow stored;
    private volatile @Nullable ScoreRow row;
    private final Basis basis;
    private final @Nullable String id;
    private final Instant scoredAt;
    private final Instant knownBefore;

    private Decided(
            StoredRow stored,
            @Nullable ScoreRow row,
            Basis basis,
            @Nullable String id,
            Instant scoredAt,
            Instant knownBefore) {
        this.stored = stored;
        this.row = row;
        this.basis = basis;
        this.id = id;
        this.scoredAt = scoredAt;
        this.knownBefore = knownBefore;
    }

    /// A decision of the scores table.
    static Decided batch(StoredRow stored, Commit commit) {
        return new Decided(
                stored,
                null,
                Basis.BATCH,
                id(stored, commit.version() + "|" + commit.writtenAt()),
                Instant.ofEpochMilli(commit.writtenAt()),
                midnight(stored));
    }

    /// A decision on a history that a request brought.
    static Decided request(ScoreRow row, Instant now) {
        StoredRow stored = ScoreRow.TABLE.stored(row);
        return new Decided(stored, row, Basis.REQUEST, null, now, midnight(stored));
    }

    /// A decision that events changed.
    ///
    /// @param source names what made it among all that decided on the case
    static Decided online(ScoreRow row, String source, Instant scoredAt, Instant knownBefore) {
        StoredRow stored = ScoreRow.TABLE.stored(row);
        return new Decided(stored, row, Basis.ONLINE, id(stored, source), scoredAt, knownBefore);
    }

    private static LocalDate asOf(StoredRow stored) {
        return LocalDate.ofEpochDay(stored.getDate(AS_OF));
    }

    private static Instant midnight(StoredRow stored) {
        return asOf(stored).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /// A name-based UUID.
    private static String id(StoredRow stored, String source) {
        String name = stored.getString(CASE_ID) + '|' + asOf(stored) + '|' + source;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    String caseId() {
        return stored.getString(CASE_ID);
    }

    String creditorId() {
        return stored.getString(CREDITOR_ID);
    }

    LocalDate asOf() {
        return asOf(stored);
    }

    /// The columns of the scores table.
    StoredRow stored() {
        return stored;
    }

    /// The same as a record.
    ScoreRow row() {
        ScoreRow made = row;
        if (made == null) {
            made = ScoreRow.TABLE.row(stored);
            row = made;
        }
        return made;
    }

    Basis basis() {
        return basis;
    }

    /// Names the decision: the same decision from the same source has the same id on every server. A case system that
    /// takes the route returns it as `decision_id` of the decisions feed. Null if it was not published.
    @Nullable
    String id() {
        return id;
    }

    /// When its scores were published, or the last event that it knows was accepted.
    Instant scoredAt() {
        return scoredAt;
    }

    /// Nothing that was learned at or after this moment was used.
    Instant knownBefore() {
        return knownBefore;
    }
}

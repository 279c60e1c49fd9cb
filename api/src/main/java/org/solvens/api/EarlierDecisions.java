package org.solvens.api;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.solvens.lake.DeltaTable.Commit;
import org.solvens.lake.DeltaTable.Filter;
import org.solvens.lake.Lake;
import org.solvens.lake.Published;
import org.solvens.problem.Problem;
import org.solvens.scoring.ScoreRow;

/// Decisions of the scores as of an earlier date, read from the lake for each request.
///
/// The scores of a date are read whole, whether they have the case or not, so the time that an answer takes shows
/// nothing. That costs seconds where they have a million cases, so few are read at once.
final class EarlierDecisions {
    private static final int AT_ONCE = 2;
    private static final int CASE_ID = ScoreRow.TABLE.names().indexOf("case_id");

    private final Lake lake;
    private final Semaphore reading = new Semaphore(AT_ONCE);

    EarlierDecisions(Lake lake) {
        this.lake = lake;
    }

    /// The day that a parameter names.
    ///
    /// @throws ApiProblem 400 `FILTER` if it is no day
    static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw ApiProblem.badRequest("FILTER", "The parameter as_of is a day, such as 2026-11-30.");
        }
    }

    /// The decision on a case that the scores of a date made, if the caller may see it; null if there is none.
    ///
    /// @throws ApiProblem 404 `AS-OF-UNKNOWN` if there are no scores of that date, 503 if too many are read at once
    @Nullable
    Decided ofCase(String caseId, LocalDate asOf, Caller caller) {
        if (!reading.tryAcquire()) {
            throw ApiProblem.busy();
        }
        try {
            Commit commit = Published.commit(lake.tables(), lake.scores(), asOf).orElseThrow(ApiProblem::unknownDate);
            AtomicReference<@Nullable ScoreRow> found = new AtomicReference<>();
            lake.tables().open(lake.scores()).scan(ScoreRow.TABLE.names(), Filter.equal("as_of", asOf), row -> {
                if (row.getString(CASE_ID).equals(caseId)) {
                    found.set(ScoreRow.TABLE.row(row));
                }
            });
            ScoreRow row = found.get();
            return row != null && caller.sees(row.creditorId())
                    ? Decided.batch(ScoreRow.TABLE.stored(row), commit)
                    : null;
        } catch (Problem e) {
            throw ApiProblem.notReady(e);
        } finally {
            reading.release();
        }
    }
}

package org.solvens.api;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.solvens.scoring.ScoreRow;
import org.solvens.table.StoredRow;

/// What lists are filtered by: what many decisions share, and days that differ from case to case.
///
/// @param promiseDueOn days since 1970-01-01, as are the other days; {@link #NONE} if there is none
record Listed(Facet facet, int promiseDueOn, int promiseBrokenOn, int limitationOn) {
    /// No day.
    static final int NONE = Integer.MIN_VALUE;

    private static final int PROMISE_DUE_ON = SegmentColumns.of("promise_due_on");
    private static final int PROMISE_BROKEN_ON = SegmentColumns.of("promise_broken_on");
    private static final int LIMITATION_ON = SegmentColumns.of("limitation_on");

    /// The same of a row as it is stored.
    ///
    /// @param facet of the row
    static Listed of(Facet facet, StoredRow row) {
        return new Listed(facet, day(row, PROMISE_DUE_ON), day(row, PROMISE_BROKEN_ON), day(row, LIMITATION_ON));
    }

    static Listed of(ScoreRow row) {
        return new Listed(Facet.of(row), day(row.promiseDueOn()), day(row.promiseBrokenOn()), day(row.limitationOn()));
    }

    private static int day(StoredRow row, int column) {
        return row.isNull(column) ? NONE : row.getDate(column);
    }

    private static int day(@Nullable LocalDate day) {
        return day == null ? NONE : Math.toIntExact(day.toEpochDay());
    }
}

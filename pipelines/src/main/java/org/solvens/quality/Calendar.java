package org.solvens.quality;

import java.io.Serializable;
import java.time.LocalDate;

/// The thirteen months before an as-of date, and its days counted backwards: 0 is the day before.
///
/// @param asOf a day, UTC; records known on it or later are ignored
record Calendar(LocalDate asOf) implements Serializable {
    /// The last month, and twelve to compare it with.
    static final int MONTHS = 13;

    private static final long DAY = 86_400_000L;

    /// Milliseconds at which the as-of date begins.
    long end() {
        return asOf.toEpochDay() * DAY;
    }

    /// Days in the last months.
    int days(int months) {
        return (int) (asOf.toEpochDay() - asOf.minusMonths(months).toEpochDay());
    }

    /// Days from an instant's day to the as-of date, 0 for the day before it.
    long back(long millis) {
        return asOf.toEpochDay() - 1 - Math.floorDiv(millis, DAY);
    }
}

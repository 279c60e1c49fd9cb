package org.solvens.simulation;

import java.time.LocalDate;

/// The time from one instalment to the next.
enum Interval {
    WEEK,
    FORTNIGHT,
    MONTH;

    /// The day on which an instalment is due. A monthly one is due on the same day of each month, or on the last
    /// day of a shorter month.
    ///
    /// @param firstDue day of the first instalment
    /// @param number of instalments before it
    int due(int firstDue, int number) {
        return switch (this) {
            case WEEK -> firstDue + 7 * number;
            case FORTNIGHT -> firstDue + 14 * number;
            case MONTH ->
                (int) LocalDate.ofEpochDay(firstDue).plusMonths(number).toEpochDay();
        };
    }

    /// How many instalments a month holds.
    double ofMonth() {
        return switch (this) {
            case WEEK -> 52 / 12.0;
            case FORTNIGHT -> 26 / 12.0;
            case MONTH -> 1;
        };
    }

    /// What is paid each time where so much is paid each month.
    long share(long monthly) {
        return (long) Math.ceil(monthly / ofMonth());
    }
}

package org.solvens.facts;

import java.time.LocalDate;
import org.solvens.history.ArrangementKind;
import org.solvens.history.Event;
import org.solvens.history.Event.Arrangement;

/// When the instalments of an arrangement fall due.
///
/// Monthly means the same day of each month, and the last day of a month that is shorter. A missing interval
/// is monthly. Without a unit, 30 and 31 days are monthly, 60 to 62 every second month, 90 to 92 every third,
/// 180 to 184 every sixth and 365 or 366 yearly, because that is how case systems write it; exact days need
/// the unit DAYS. A missing first day is one interval after the agreement. A plan without a number of
/// instalments runs until the debt is paid; any other arrangement without one has a single instalment.
///
/// @param firstDue day of the first instalment
/// @param step days or months between instalments
/// @param inMonths whether the step counts months
/// @param count how many instalments
record Schedule(int firstDue, int step, boolean inMonths, int count) {
    /// More instalments than any plan has.
    static final int ENDLESS = 100_000;

    private static final double DAYS_A_MONTH = 365.25 / 12;

    static Schedule of(Arrangement arrangement) {
        int step = step(arrangement);
        boolean months = inMonths(arrangement);
        int first = arrangement.firstDue();
        if (first == Event.NONE) {
            first = new Schedule(arrangement.agreedOn(), step, months, 2).due(1);
        }
        return new Schedule(first, step, months, count(arrangement));
    }

    private static int count(Arrangement arrangement) {
        if (arrangement.instalments() != Event.NONE) {
            return arrangement.instalments();
        }
        boolean plan = arrangement.kind() == ArrangementKind.PLAN || arrangement.kind() == ArrangementKind.TRIAL_PLAN;
        return plan && arrangement.instalment() != Event.NO_AMOUNT ? ENDLESS : 1;
    }

    private static int step(Arrangement arrangement) {
        int count = arrangement.intervalCount() == Event.NONE ? 1 : arrangement.intervalCount();
        int days = arrangement.intervalDays();
        return switch (arrangement.intervalUnit()) {
            case DAYS -> days == Event.NONE ? count : days;
            case WEEKS -> 7 * count;
            case MONTHS -> count;
            case null -> days == Event.NONE ? 1 : months(days) > 0 ? months(days) : days;
        };
    }

    private static boolean inMonths(Arrangement arrangement) {
        return switch (arrangement.intervalUnit()) {
            case DAYS, WEEKS -> false;
            case MONTHS -> true;
            case null -> arrangement.intervalDays() == Event.NONE || months(arrangement.intervalDays()) > 0;
        };
    }

    /// The months that a number of days means; 0 if it means days.
    private static int months(int days) {
        return switch (days) {
            case 30, 31 -> 1;
            case 60, 61, 62 -> 2;
            case 90, 91, 92 -> 3;
            case 180, 181, 182, 183, 184 -> 6;
            case 365, 366 -> 12;
            default -> 0;
        };
    }

    /// The day on which an instalment is due.
    ///
    /// @param index from 0
    int due(int index) {
        return inMonths
                ? (int) LocalDate.ofEpochDay(firstDue)
                        .plusMonths((long) index * step)
                        .toEpochDay()
                : (int) Math.min(Integer.MAX_VALUE / 2, firstDue + (long) index * step);
    }

    /// Instalments with a last day in time, by a country's calendar, before a day.
    int dueBefore(int day, CountryCalendar calendar) {
        if (day <= firstDue) {
            return 0;
        }
        if (step <= 0) {
            return calendar.lastDayInTime(firstDue) < day ? count : 0;
        }
        // An estimate that is at most a few instalments off, because computing a due day is the most expensive
        // part.
        double days = inMonths ? step * DAYS_A_MONTH : step;
        int due = (int) Math.max(0, Math.min(count, ((long) day - firstDue) / days));
        while (due > 0 && calendar.lastDayInTime(due(due - 1)) >= day) {
            due--;
        }
        while (due < count && calendar.lastDayInTime(due(due)) < day) {
            due++;
        }
        return due;
    }

    /// Instalments a year.
    double perYear() {
        return inMonths ? 12.0 / step : 365.0 / step;
    }
}

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
/// the unit DAYS. Without a first day all instalments are counted from the agreement, and the first is due one
/// interval after it: agreed on 31 January, the second monthly one is due on 31 March. A plan without a number
/// of instalments runs until the debt is paid; any other arrangement without one has a single instalment.
///
/// @param start the day from which the instalments are counted
/// @param before intervals from that day to the first instalment
/// @param step days or months between instalments
/// @param inMonths whether the step counts months
/// @param count how many instalments
record Schedule(int start, int before, int step, boolean inMonths, int count) {
    /// More instalments than any plan has.
    static final int ENDLESS = 100_000;

    /// Days or months after which a day is later than any record. Intervals are cut there, so that no day is too
    /// large for an int.
    private static final int FAR = 1_000_000;

    private static final double DAYS_A_MONTH = 365.25 / 12;

    static Schedule of(Arrangement arrangement) {
        int step = (int) Math.min(FAR, step(arrangement));
        boolean stated = arrangement.firstDue() != Event.NONE;
        return new Schedule(
                stated ? arrangement.firstDue() : arrangement.agreedOn(),
                stated ? 0 : 1,
                step,
                inMonths(arrangement),
                count(arrangement));
    }

    private static int count(Arrangement arrangement) {
        if (arrangement.instalments() != Event.NONE) {
            return arrangement.instalments();
        }
        boolean plan = arrangement.kind() == ArrangementKind.PLAN || arrangement.kind() == ArrangementKind.TRIAL_PLAN;
        return plan && arrangement.instalment() != Event.NO_AMOUNT ? ENDLESS : 1;
    }

    private static long step(Arrangement arrangement) {
        int count = arrangement.intervalCount() == Event.NONE ? 1 : arrangement.intervalCount();
        int days = arrangement.intervalDays();
        return switch (arrangement.intervalUnit()) {
            case DAYS -> days == Event.NONE ? count : days;
            case WEEKS -> 7L * count;
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
        long after = Math.min(FAR, ((long) before + index) * step);
        return (int) (inMonths ? LocalDate.ofEpochDay(start).plusMonths(after).toEpochDay() : start + after);
    }

    /// The day of the first instalment.
    int firstDue() {
        return before == 0 ? start : due(0);
    }

    /// Instalments with a last day in time, by a country's calendar, before a day.
    int dueBefore(int day, CountryCalendar calendar) {
        int first = firstDue();
        if (day <= first) {
            return 0;
        }
        // An estimate that is at most a few instalments off, because computing a due day is the most expensive
        // part.
        double days = inMonths ? step * DAYS_A_MONTH : step;
        int due = (int) Math.max(0, Math.min(count, ((long) day - first) / days));
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

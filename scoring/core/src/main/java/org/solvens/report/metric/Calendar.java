package org.solvens.report.metric;

import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// The days that the figures of a report are about.
///
/// @param day the as-of day
/// @param firstDay from which figures of single days are kept
/// @param firstOfYear from which hours of weekdays are counted
/// @param monthEnds instants UTC between which flows are counted, the as-of instant last
/// @param scored instants UTC of the scoring dates before the as-of date whose estimates are compared with what came in
public record Calendar(
        LocalDate day, LocalDate firstDay, LocalDate firstOfYear, List<Long> monthEnds, List<Long> scored)
        implements Serializable {
    /// Months whose flows are counted.
    public static final int MONTHS = 13;

    /// Days for which figures of single days are kept: more than a year, so that a day has the same day of last year.
    public static final int DAYS = 400;

    /// Days ahead of the as-of day for which promises due are counted.
    public static final int AHEAD = 31;

    /// Months of placement before that of the as-of day whose recovery is counted by route and size.
    public static final int VINTAGES = 25;

    /// Ages in months at which these are counted.
    public static final List<Integer> AGES = List.of(1, 3, 6, 12);

    /// Whether every case that was placed in a month has reached an age.
    ///
    /// @param month its first day
    /// @param age months since the day of placement
    public static boolean mature(LocalDate month, int age, LocalDate asOf) {
        return !month.plusMonths(age + 1L).isAfter(asOf);
    }

    /// @param asOf milliseconds UTC
    /// @param scored scoring dates; those on or after the as-of date are left out
    public static Calendar of(long asOf, List<LocalDate> scored) {
        LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(asOf), ZoneOffset.UTC);
        List<Long> ends = new ArrayList<>();
        for (int back = MONTHS; back >= 0; back--) {
            long end = millis(day.withDayOfMonth(1).minusMonths(back));
            if (end < asOf) {
                ends.add(end);
            }
        }
        ends.add(asOf);
        return new Calendar(
                day,
                day.minusDays(DAYS),
                day.minusYears(1),
                List.copyOf(ends),
                scored.stream()
                        .filter(each -> each.isBefore(day))
                        .map(Calendar::millis)
                        .sorted()
                        .toList());
    }

    private static long millis(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }

    /// Whether the figures of a single day are kept.
    boolean keeps(int epochDay) {
        return epochDay >= firstDay.toEpochDay() && epochDay <= day.toEpochDay() + AHEAD;
    }
}

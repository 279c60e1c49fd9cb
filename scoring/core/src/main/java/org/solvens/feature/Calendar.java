package org.solvens.feature;

import java.time.DayOfWeek;
import java.time.LocalDate;

/// What the calendar says of an as-of day.
final class Calendar {
    private Calendar() {}

    /// 0 for December to February, 1 to May, 2 to August, 3 to November.
    static int season(int day) {
        return LocalDate.ofEpochDay(day).getMonthValue() % 12 / 3;
    }

    /// Days to the next usual payday, 0 on the day itself: the 25th in Sweden, the last day of the month in
    /// Denmark, the 15th in Norway and Finland; on a Friday where that falls on a weekend. Public holidays
    /// are not looked at. Not applicable elsewhere.
    static double daysToPayday(String country, int day) {
        int payday = switch (country) {
            case "SE" -> 25;
            case "DK" -> 31;
            case "NO", "FI" -> 15;
            default -> 0;
        };
        if (payday == 0) {
            return Missing.NOT_APPLICABLE.code();
        }
        LocalDate today = LocalDate.ofEpochDay(day);
        int next = paidOn(today, payday);
        return (next >= day ? next : paidOn(today.plusMonths(1), payday)) - day;
    }

    private static int paidOn(LocalDate inMonth, int payday) {
        LocalDate date = inMonth.withDayOfMonth(Math.min(payday, inMonth.lengthOfMonth()));
        int early = date.getDayOfWeek() == DayOfWeek.SATURDAY ? 1 : date.getDayOfWeek() == DayOfWeek.SUNDAY ? 2 : 0;
        return (int) date.toEpochDay() - early;
    }
}

package org.solvens.feature;

import static org.solvens.feature.Values.NOT_APPLICABLE;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import org.solvens.feed.Feed;

/// What the calendar says about an as-of day.
final class CalendarFeatures {
    private CalendarFeatures() {}

    /// The features of the family, in catalogue order.
    static List<Feature> list() {
        FamilyFeatures features = new FamilyFeatures(Family.CALENDAR);
        features.feature("season")
                .code("code")
                .description("Season of the as-of day: 0 December to February, 1 to May, 2 to August, 3 to November")
                .source(Feed.CASES)
                .axis(Axis.CLAIM, Direction.FREE)
                .value(v -> season(v.today()));
        features.feature("days_to_payday")
                .whole("days")
                .description("Days from the as-of day to the next usual payday of the claim's country")
                .source(Feed.CASES)
                .axis(Axis.ROUTING, Direction.FREE)
                .value(v -> daysToPayday(v.placed().country(), v.today()));
        return features.list();
    }

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
            return NOT_APPLICABLE;
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

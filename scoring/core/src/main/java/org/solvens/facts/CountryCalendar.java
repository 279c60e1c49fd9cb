package org.solvens.facts;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.solvens.config.StrictYaml;

/// The days of a country: on which day an instant falls there, when its banks are open, and how many days of grace
/// a payment has. Read from `zones.properties` and `calendars.yaml`.
///
/// Days are days since 1970-01-01.
public final class CountryCalendar {
    private static final long DAY = 86_400_000L;
    private static final int FIRST_YEAR = 1970;
    private static final int LAST_YEAR = 2200;
    private static final int TABLE_DAYS =
            (int) LocalDate.of(LAST_YEAR + 1, 1, 1).toEpochDay();

    /// A day on which the offset from UTC changes: the zone itself must be asked.
    private static final int CHANGES = Integer.MIN_VALUE;

    private static final Pattern HOLIDAY =
            Pattern.compile("(?:(easter)([+-]\\d+)|(?:([a-z]+)>=)?(\\d\\d-\\d\\d))(?:\\[(\\d{4})?\\.\\.(\\d{4})?])?");
    private static final Properties ZONES = zones();
    private static final Calendars CALENDARS = calendars();
    private static final Map<String, CountryCalendar> BY_COUNTRY = new ConcurrentHashMap<>();

    private final ZoneRules zone;
    private final int graceDays;
    private final int[] offsets = new int[TABLE_DAYS];
    private final BitSet closed;

    /// The form of `calendars.yaml`.
    record Calendars(String version, Entry otherwise, Map<String, Entry> countries) {
        /// The rules of one country; an absent value is that of the default.
        record Entry(
                @Nullable List<String> weekend,
                @Nullable Integer graceDays,
                @Nullable List<String> holidays,
                String source) {}
    }

    private CountryCalendar(ZoneId zone, Calendars.Entry rules, Calendars.Entry otherwise) {
        this.zone = zone.getRules();
        Integer days = rules.graceDays() == null ? otherwise.graceDays() : rules.graceDays();
        this.graceDays = days == null ? 0 : days;
        List<String> weekend = rules.weekend() == null ? otherwise.weekend() : rules.weekend();
        Set<DayOfWeek> ends = EnumSet.noneOf(DayOfWeek.class);
        if (weekend != null) {
            weekend.forEach(name -> ends.add(DayOfWeek.valueOf(name.toUpperCase(Locale.ROOT))));
        }
        this.closed = new BitSet(TABLE_DAYS);
        for (int day = 0; day < TABLE_DAYS; day++) {
            closed.set(day, ends.contains(DayOfWeek.of(1 + Math.floorMod(day + 3, 7))));
            int before = offset(day * DAY);
            offsets[day] = before == offset((day + 1) * DAY - 1) ? before : CHANGES;
        }
        List<String> holidays = rules.holidays() == null ? otherwise.holidays() : rules.holidays();
        if (holidays != null) {
            holidays.forEach(this::close);
        }
    }

    private static final class Holder {
        private static final CountryCalendar UTC =
                new CountryCalendar(ZoneOffset.UTC, CALENDARS.otherwise(), CALENDARS.otherwise());
    }

    /// The calendar of a country; of UTC and ordinary weekends where the country is not known.
    ///
    /// @param country ISO 3166, two letters
    public static CountryCalendar of(String country) {
        CountryCalendar known = BY_COUNTRY.get(country);
        return known != null ? known : BY_COUNTRY.computeIfAbsent(country, CountryCalendar::read);
    }

    private static CountryCalendar read(String country) {
        String zone = ZONES.getProperty(country);
        if (zone == null) {
            return Holder.UTC;
        }
        return new CountryCalendar(
                ZoneId.of(zone),
                CALENDARS.countries().getOrDefault(country, CALENDARS.otherwise()),
                CALENDARS.otherwise());
    }

    /// UTC with ordinary weekends: where no case says which country.
    public static CountryCalendar utc() {
        return Holder.UTC;
    }

    /// The day on which an instant falls in the country.
    ///
    /// @param millis since 1970-01-01T00:00Z
    public int dayOf(long millis) {
        long day = Math.floorDiv(millis, DAY);
        if (day < 0 || day >= TABLE_DAYS) {
            // Beyond any record; an as-of so far off means everything that is known.
            return Math.clamp(day, Integer.MIN_VALUE / 2, Integer.MAX_VALUE / 2);
        }
        // No offset is as long as a day, so a comparison replaces a second division.
        long since = millis - day * DAY + offset(millis, (int) day);
        return (int) (since < 0 ? day - 1 : since >= DAY ? day + 1 : day);
    }

    /// The hour of the day, 0 to 23, in which an instant falls in the country.
    public int hourOf(long millis) {
        long day = Math.floorDiv(millis, DAY);
        boolean inTable = day >= 0 && day < TABLE_DAYS;
        long local = millis + (inTable ? offset(millis, (int) day) : offset(millis));
        return (int) (Math.floorMod(local, DAY) / 3_600_000L);
    }

    /// The instant at which a day begins in the country, in milliseconds UTC.
    public long beginningOf(int day) {
        long guess = day * DAY - offset(day * DAY);
        return day * DAY - offset(guess);
    }

    /// Whether banks are open.
    public boolean bankDay(int day) {
        return day < 0 || day >= TABLE_DAYS || !closed.get(day);
    }

    /// The day itself if banks are open, else the next on which they are.
    public int nextBankDay(int day) {
        return day < 0 || day >= TABLE_DAYS ? day : closed.nextClearBit(day);
    }

    /// The last day on which money due on a day is still in time: the next bank day, and the country's days of
    /// grace.
    public int lastDayInTime(int due) {
        return nextBankDay(due) + graceDays;
    }

    /// Days of grace after the day on which money is due.
    public int graceDays() {
        return graceDays;
    }

    /// @param day of the instant, in UTC
    private int offset(long millis, int day) {
        int offset = offsets[day];
        return offset == CHANGES ? offset(millis) : offset;
    }

    private int offset(long millis) {
        return zone.getOffset(Instant.ofEpochMilli(millis)).getTotalSeconds() * 1000;
    }

    private void close(String rule) {
        Matcher parts = HOLIDAY.matcher(rule);
        if (!parts.matches()) {
            throw new IllegalStateException("calendars.yaml has a holiday that cannot be read: " + rule);
        }
        IntFunction<LocalDate> of = dayIn(parts);
        int first = parts.group(5) == null ? FIRST_YEAR : Integer.parseInt(parts.group(5));
        int last = parts.group(6) == null ? LAST_YEAR : Integer.parseInt(parts.group(6));
        for (int year = Math.max(first, FIRST_YEAR); year <= Math.min(last, LAST_YEAR); year++) {
            closed.set((int) of.apply(year).toEpochDay());
        }
    }

    private static IntFunction<LocalDate> dayIn(Matcher parts) {
        if (parts.group(1) != null) {
            int after = Integer.parseInt(parts.group(2));
            return year -> easter(year).plusDays(after);
        }
        MonthDay date = MonthDay.parse("--" + parts.group(4));
        if (parts.group(3) == null) {
            return date::atYear;
        }
        DayOfWeek weekday = DayOfWeek.valueOf(parts.group(3).toUpperCase(Locale.ROOT));
        return year -> date.atYear(year).with(java.time.temporal.TemporalAdjusters.nextOrSame(weekday));
    }

    /// Easter Sunday of the Gregorian calendar, by the rule of Meeus, Jones and Butcher.
    static LocalDate easter(int year) {
        int a = year % 19;
        int b = year / 100;
        int c = year % 100;
        int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
        int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
        int m = (a + 11 * h + 22 * l) / 451;
        int n = h + l - 7 * m + 114;
        return LocalDate.of(year, n / 31, n % 31 + 1);
    }

    private static Properties zones() {
        Properties zones = new Properties();
        try (InputStream in = CountryCalendar.class.getResourceAsStream("zones.properties")) {
            zones.load(in);
            return zones;
        } catch (IOException e) {
            throw new IllegalStateException("the build lacks zones.properties", e);
        }
    }

    private static Calendars calendars() {
        try (InputStream in = CountryCalendar.class.getResourceAsStream("calendars.yaml")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Calendars read = StrictYaml.parse(text, "calendars.yaml", Calendars.class, "CALENDARS");
            return new Calendars(read.version(), read.otherwise(), new HashMap<>(read.countries()));
        } catch (IOException e) {
            throw new IllegalStateException("the build lacks calendars.yaml", e);
        }
    }
}

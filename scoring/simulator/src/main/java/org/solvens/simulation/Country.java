package org.solvens.simulation;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/// What differs between the countries. Amounts are in the country's own currency.
enum Country {
    SE("SEK", 26_000, 60_00, 180_00, 1.0),
    NO("NOK", 31_000, 38_00, 150_00, 0.98),
    DK("DKK", 19_500, 100_00, 130_00, 1.5);

    private final String currency;
    private final double income;
    private final long reminderFee;
    private final long demandFee;
    private final double inKronor;

    Country(String currency, double income, long reminderFee, long demandFee, double inKronor) {
        this.currency = currency;
        this.income = income;
        this.reminderFee = reminderFee;
        this.demandFee = demandFee;
        this.inKronor = inKronor;
    }

    String currency() {
        return currency;
    }

    /// Median net income of a month.
    double income() {
        return income;
    }

    long reminderFee() {
        return reminderFee;
    }

    long demandFee() {
        return demandFee;
    }

    /// Swedish kronor for one unit, to add amounts across countries.
    double inKronor() {
        return inKronor;
    }

    /// Whether banks move money on a day: not at weekends and not on the country's bank holidays. Sources:
    /// lag (1989:253) om allmänna helgdagar for SE, helligdagsfredloven and lov om 1 og 17 mai for NO, the list of
    /// Danmarks Nationalbank for DK, without Store bededag, which Denmark gave up in 2024.
    boolean bankDay(LocalDate date) {
        if (date.getDayOfWeek().getValue() > 5) {
            return false;
        }
        int sinceEaster = (int) ChronoUnit.DAYS.between(easter(date.getYear()), date);
        boolean goodFriday = sinceEaster == -2;
        boolean easterMonday = sinceEaster == 1;
        boolean ascension = sinceEaster == 39;
        if (goodFriday || easterMonday || ascension) {
            return false;
        }
        int monthDay = date.getMonthValue() * 100 + date.getDayOfMonth();
        boolean everywhere = monthDay == 101 || monthDay == 1225 || monthDay == 1226;
        return !everywhere
                && switch (this) {
                    case SE -> {
                        boolean midsummerEve =
                                monthDay >= 619 && monthDay <= 625 && date.getDayOfWeek() == DayOfWeek.FRIDAY;
                        yield monthDay != 106
                                && monthDay != 501
                                && monthDay != 606
                                && !midsummerEve
                                && monthDay != 1224
                                && monthDay != 1231;
                    }
                    case NO -> monthDay != 501 && monthDay != 517 && sinceEaster != -3 && sinceEaster != 50;
                    case DK ->
                        monthDay != 605
                                && monthDay != 1224
                                && monthDay != 1231
                                && sinceEaster != -3
                                && sinceEaster != 40
                                && sinceEaster != 50;
                };
    }

    /// Easter Sunday of the Gregorian calendar, by the rule of Meeus, Jones and Butcher.
    static LocalDate easter(int year) {
        int a = year % 19;
        int b = year / 100;
        int c = year % 100;
        int d = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
        int e = (32 + 2 * (b % 4) + 2 * (c / 4) - d - c % 4) % 7;
        int f = (a + 11 * d + 22 * e) / 451;
        int month = (d + e - 7 * f + 114) / 31;
        return LocalDate.of(year, month, (d + e - 7 * f + 114) % 31 + 1);
    }

    /// Most wages come on the 25th in Sweden, on the 15th in Norway, on the last day in Denmark.
    boolean payday(LocalDate date) {
        return switch (this) {
            case SE -> date.getDayOfMonth() == 25;
            case NO -> date.getDayOfMonth() == 15;
            case DK -> date.getDayOfMonth() == date.lengthOfMonth();
        };
    }
}

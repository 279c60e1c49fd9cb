package org.solvens.simulation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/// What is the same for every debtor: the calendar, the economy, the creditors, the staff on hand.
final class World {
    private static final double[] SEASON = {0.82, 0.97, 1.03, 1.06, 1.02, 1.12, 0.95, 0.98, 1.04, 1.05, 1.02, 0.86};
    private static final int BEFORE = 4 * 366;
    private static final int AFTER = 400;

    private final long seed;
    private final LocalDate from;
    private final LocalDate to;
    private final int first;
    private final int recessionFrom;
    private final int recessionTo;
    private final byte[][] sincePayday;
    private final boolean[][] bankDay;
    private final float[] season;
    private final float[] staff;
    private final List<Creditor> creditors;

    World(long seed, LocalDate from, LocalDate to) {
        this.seed = seed;
        this.from = from;
        this.to = to;
        this.first = (int) from.toEpochDay() - BEFORE;
        SplittableRandom random = new SplittableRandom(Chance.mix(seed ^ 0x5f0e11d5L));
        int days = (int) (to.toEpochDay() - from.toEpochDay());
        this.recessionFrom = (int) from.toEpochDay() + (int) (days * (0.25 + 0.3 * random.nextDouble()));
        this.recessionTo = recessionFrom + 150 + random.nextInt(120);
        int length = BEFORE + days + AFTER;
        this.sincePayday = new byte[Country.values().length][length];
        this.bankDay = new boolean[Country.values().length][length];
        this.season = new float[length];
        this.staff = new float[length];
        int[] since = {9, 9, 9};
        for (int i = 0; i < length; i++) {
            LocalDate date = LocalDate.ofEpochDay(first + (long) i);
            for (Country country : Country.values()) {
                int c = country.ordinal();
                since[c] = country.payday(date) ? 0 : Math.min(since[c] + 1, 100);
                sincePayday[c][i] = (byte) since[c];
                bankDay[c][i] = country.bankDay(date);
            }
            int day = first + i;
            season[i] = (float) (SEASON[date.getMonthValue() - 1] * (recession(day) ? 0.85 : 1));
            boolean open = date.getDayOfWeek().getValue() <= 5;
            boolean holiday = date.getMonthValue() == 7;
            staff[i] = open ? (float) ((holiday ? 0.45 : 0.85) + 0.3 * random.nextDouble()) : 0.2f;
        }
        this.creditors = creditors(random);
    }

    private static List<Creditor> creditors(SplittableRandom random) {
        List<Creditor> list = new ArrayList<>();
        String[] types = {
            "INVOICE", "UTILITY", "SUBSCRIPTION", "INVOICE", "PARKING", "CREDIT_CARD", "LOAN", "RENT", "PUBLIC",
                    "UTILITY",
            "INVOICE", "SUBSCRIPTION", "DAMAGES", "OTHER", "LOAN", "CREDIT_CARD", "PARKING", "RENT", "INVOICE", "OTHER"
        };
        for (int i = 0; i < types.length; i++) {
            String type = types[i];
            double median = switch (type) {
                case "PARKING" -> 900;
                case "SUBSCRIPTION" -> 1_300;
                case "UTILITY" -> 2_900;
                case "RENT" -> 8_500;
                case "CREDIT_CARD" -> 12_000;
                case "LOAN" -> 22_000;
                case "DAMAGES" -> 6_000;
                case "PUBLIC" -> 2_500;
                case "INVOICE" -> 2_200;
                default -> 1_800;
            };
            double sigma = switch (type) {
                case "PARKING" -> 0.35;
                case "SUBSCRIPTION", "RENT" -> 0.6;
                case "UTILITY", "PUBLIC" -> 0.75;
                default -> 1.05;
            };
            int months = 6 + 6 * random.nextInt(5);
            long legal = 1_000_00L + 500_00L * random.nextInt(5);
            list.add(new Creditor(
                    String.format(Locale.ROOT, "CR%02d", i + 1),
                    type,
                    median,
                    sigma,
                    months,
                    legal,
                    random.nextInt(4) != 0,
                    CaseSystem.ofCreditor(i)));
        }
        return List.copyOf(list);
    }

    long seed() {
        return seed;
    }

    LocalDate from() {
        return from;
    }

    LocalDate to() {
        return to;
    }

    int firstDay() {
        return (int) from.toEpochDay();
    }

    int lastDay() {
        return (int) to.toEpochDay();
    }

    List<Creditor> creditors() {
        return creditors;
    }

    boolean recession(int day) {
        return day >= recessionFrom && day < recessionTo;
    }

    /// Days since the last payday of the country.
    int sincePayday(Country country, int day) {
        return sincePayday[country.ordinal()][day - first];
    }

    /// Days from a day on until the next payday, the day itself included.
    int untilPayday(Country country, int day) {
        int until = 0;
        while (sincePayday(country, day + until) != 0) {
            until++;
        }
        return until;
    }

    /// Whether banks move money on a day.
    boolean bankDay(Country country, int day) {
        return bankDay[country.ordinal()][day - first];
    }

    /// The first bank day after a day.
    int nextBankDay(Country country, int day) {
        int next = day + 1;
        while (!bankDay(country, next)) {
            next++;
        }
        return next;
    }

    /// Factor on the urge to pay: the month and the economy.
    double season(int day) {
        return season[day - first];
    }

    /// Callers on hand, 1 for a full house; weekends and July are thin.
    double staff(int day) {
        return staff[day - first];
    }
}

package org.solvens.simulation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/// What is the same for every debtor: the calendar, the economy, the creditors, the staff.
final class World {
    private static final double[] SEASON = {0.82, 0.97, 1.03, 1.06, 1.02, 1.12, 0.95, 0.98, 1.04, 1.05, 1.02, 0.86};
    private static final int BEFORE = 4 * 366;

    private final Scenario scenario;
    private final double[] assumptions;
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

    /// A world as its scenario has it.
    World(Scenario scenario, long seed, LocalDate from, LocalDate to) {
        this(scenario, seed, from, to, scenario.value(Assumption.EXPLORED));
    }

    /// @param explored share of the old policy's decisions that are drawn evenly
    World(Scenario scenario, long seed, LocalDate from, LocalDate to, double explored) {
        this.scenario = scenario;
        this.assumptions =
                Arrays.stream(Assumption.values()).mapToDouble(scenario::value).toArray();
        assumptions[Assumption.EXPLORED.ordinal()] = explored;
        this.seed = seed;
        this.from = from;
        this.to = to;
        this.first = (int) from.toEpochDay() - BEFORE;
        SplittableRandom random = new SplittableRandom(Chance.mix(seed ^ 0x5f0e11d5L));
        int days = (int) (to.toEpochDay() - from.toEpochDay());
        double recession = 0.25 + 0.3 * random.nextDouble();
        if (of(Assumption.RECESSION_AT) >= 0) {
            recession = of(Assumption.RECESSION_AT);
        }
        this.recessionFrom = (int) from.toEpochDay() + (int) (days * recession);
        this.recessionTo = recessionFrom + 150 + random.nextInt(120);
        // The last decision is followed to its end, and longer arrangements have due dates after it.
        int length = BEFORE + days + Math.max(400, (int) of(Assumption.LONG_DAYS) + 100);
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
            season[i] =
                    (float) (SEASON[date.getMonthValue() - 1] * (recession(day) ? of(Assumption.RECESSION_DEPTH) : 1));
            boolean open = date.getDayOfWeek().getValue() <= 5;
            boolean holiday = date.getMonthValue() == 7;
            staff[i] = open ? (float) ((holiday ? 0.45 : 0.85) + 0.3 * random.nextDouble()) : 0.2f;
            if (day > from.toEpochDay() + of(Assumption.PROCESS_CHANGES_AT) * days) {
                staff[i] /= 2;
            }
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

    Scenario scenario() {
        return scenario;
    }

    /// The value of an assumption in this world.
    double of(Assumption assumption) {
        return assumptions[assumption.ordinal()];
    }

    /// An assumed amount, in minor units.
    long minor(Assumption assumption) {
        return Math.round(100 * of(assumption));
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

    /// Share of the callers who are at work, 1 for all; few work on weekends and in July.
    double staff(int day) {
        return staff[day - first];
    }
}

package org.solvens.api;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.solvens.report.metric.FigureRow;
import org.solvens.report.metric.Grain;
import org.solvens.report.metric.Metric;

/// Figures for every part of every report page, of two creditors in kronor and one in euro.
final class SampleFigures {
    private final LocalDate asOf;
    private final List<FigureRow> rows = new ArrayList<>();

    private SampleFigures(LocalDate asOf) {
        this.asOf = asOf;
    }

    static List<FigureRow> rows(LocalDate asOf) {
        SampleFigures made = new SampleFigures(asOf);
        made.of("K-1", "SE", "SEK", 40);
        made.of("K-2", "SE", "SEK", 11);
        made.of("K-3", "FI", "EUR", 3);
        return made.rows;
    }

    private void of(String creditor, String country, String currency, int scale) {
        Cells cells = new Cells(creditor, country, currency);
        for (int back = -20; back < 395; back++) {
            LocalDate day = asOf.minusDays(back);
            if (back > 0) {
                cells.add(Metric.RECEIVED, Grain.DAY, day, scale * (100 + back % 7 * 10));
                cells.add(Metric.PLACED_CASES, Grain.DAY, day, scale / 5 + 1);
                cells.add(Metric.PLACED, Grain.DAY, day, scale * 500);
            }
            cells.with(null, null, back > 0 ? "KEPT" : "OPEN", null)
                    .add(Metric.PROMISES_DUE, Grain.DAY, day, scale / 4 + 1);
            cells.with(null, null, "BROKEN", null).add(Metric.PROMISES_ENDED, Grain.DAY, day, scale / 8 + 1);
        }
        for (int back = 0; back < 13; back++) {
            LocalDate month = asOf.withDayOfMonth(1).minusMonths(back + 1L);
            cells.add(Metric.PLACED_CASES, Grain.MONTH, month, scale * 5);
            cells.add(Metric.PLACED, Grain.MONTH, month, scale * 15_000);
            contacts(cells, month, scale);
            flow(cells, month, scale);
            vintages(cells, month, back, scale);
            for (String state : List.of("KEPT", "PARTLY", "BROKEN", "OPEN")) {
                cells.with("CALL", "OUTBOUND", state, "UP_TO_25")
                        .add(Metric.PROMISES, Grain.MONTH, month, scale / 3 + 1);
                cells.with("CALL", "OUTBOUND", state, "UP_TO_25").add(Metric.PROMISED, Grain.MONTH, month, scale * 700);
                cells.with("SMS", "OUTBOUND", state, "UP_TO_50").add(Metric.PROMISES, Grain.MONTH, month, scale / 6);
            }
            cells.with(null, "PLAN", "RUNNING", null).add(Metric.AGREEMENTS, Grain.MONTH, month, scale / 2);
            cells.with(null, "DISPUTE", back > 2 ? "ENDED" : "OPEN", "D15_30")
                    .add(Metric.HOLDS, Grain.MONTH, month, scale / 3);
        }
        for (int age = 0; age < 12; age++) {
            cells.aged(age).with(null, "PLAN", "NOT_MISSED", null).add(Metric.PLAN_LIFE, Grain.TO_DATE, null, scale);
            cells.aged(age)
                    .with(null, "PLAN", "MISSED_STOPPED", null)
                    .add(Metric.PLAN_LIFE, Grain.TO_DATE, null, scale / 4);
        }
        for (String size : List.of("C0", "C1", "C2_3", "C4_7", "C8")) {
            cells.with(null, null, null, size).add(Metric.CASE_CONTACTS, Grain.TO_DATE, null, scale * 3);
        }
        for (String size : List.of("BARRED", "LEFT_0_30", "LEFT_31_90", "LEFT_91_180", "LEFT_181")) {
            cells.with(null, null, null, size).add(Metric.LIMITATION_CASES, Grain.TO_DATE, null, scale * 2);
            cells.with(null, null, null, size).add(Metric.LIMITATION_BALANCE, Grain.TO_DATE, null, scale * 2_000);
        }
        for (String team : List.of("north", "south")) {
            Cells served = cells.with(null, "WILLING_ABLE", null, "COLLECTION").of(team);
            served.add(Metric.TEAM_CASES, Grain.DAY, asOf.minusDays(35), scale * 6);
            served.aged(30)
                    .add(Metric.TEAM_PAYING, Grain.DAY, asOf.minusDays(35), scale * (team.equals("north") ? 3 : 1));
        }
        scores(cells, scale);
    }

    private static void contacts(Cells cells, LocalDate month, int scale) {
        for (String channel : List.of("LETTER", "SMS", "CALL")) {
            for (String outcome : List.of("DELIVERED", "NO_ANSWER", "REACHED", "PROMISED")) {
                cells.with(channel, null, outcome, null).add(Metric.OUTBOUND_CONTACTS, Grain.MONTH, month, scale * 2);
            }
            cells.with(channel, null, null, null).add(Metric.CONTACT_COST, Grain.MONTH, month, scale * 90);
            cells.with(channel, null, null, null).add(Metric.RECEIVED_AFTER_CONTACT, Grain.MONTH, month, scale * 900);
        }
        for (int hour = 9; hour < 18; hour++) {
            for (String outcome : List.of("NO_ANSWER", "REACHED")) {
                cells.hour(1 + hour % 5, hour)
                        .with("CALL", null, outcome, null)
                        .add(Metric.OUTBOUND_CONTACTS, Grain.WEEK_HOUR, null, scale + hour);
            }
        }
    }

    private void flow(Cells cells, LocalDate month, int scale) {
        Cells moved = cells.with(null, "COLLECTION", "COLLECTION", null);
        moved.add(Metric.FLOW_CASES, Grain.MONTH, month, scale * 20);
        moved.add(Metric.FLOW_OPENING, Grain.MONTH, month, scale * 9_000);
        moved.add(Metric.FLOW_PAID, Grain.MONTH, month, scale * 1_000);
        moved.add(Metric.FLOW_ADDED, Grain.MONTH, month, scale * 1_000);
        moved.add(Metric.FLOW_CLOSING, Grain.MONTH, month, scale * 9_000);
        cells.with(null, null, "PAID_SOME", "D31_60").add(Metric.CURES, Grain.MONTH, month, scale * 20);
        cells.with(null, "COLLECTION", null, "D31_60").add(Metric.STOCK_CASES, Grain.MONTH, asOf, scale);
        cells.with(null, "COLLECTION", null, "D31_60").add(Metric.STOCK, Grain.MONTH, asOf, scale * 800);
    }

    private void vintages(Cells cells, LocalDate month, int back, int scale) {
        for (String route : List.of("CALL", "PLAN", "REMINDER", "UNDECIDED")) {
            for (String size : List.of("UP_TO_500", "UP_TO_2_000", "UP_TO_10_000")) {
                int placed = scale * (900 + (route + size + back).hashCode() % 400);
                Cells of = cells.with(null, route, null, size);
                of.add(Metric.VINTAGE_CASES, Grain.MONTH, month, scale);
                of.add(Metric.VINTAGE_PLACED, Grain.MONTH, month, placed);
                for (int age : List.of(1, 3, 6, 12)) {
                    if (!month.plusMonths(age + 1L).isAfter(asOf)) {
                        int recovered = placed * (10 + 2 * age + route.length() + back % 3) / 100;
                        of.aged(age).add(Metric.VINTAGE_RECOVERED, Grain.MONTH, month, recovered);
                        cells.aged(age)
                                .with(null, "RECOVERED_RECOVERED", null, null)
                                .add(Metric.VINTAGE_SQUARES, Grain.MONTH, month, recovered * 100L);
                        cells.aged(age)
                                .with(null, "RECOVERED_PLACED", null, null)
                                .add(Metric.VINTAGE_SQUARES, Grain.MONTH, month, recovered * 100L);
                        cells.aged(age)
                                .with(null, "PLACED_PLACED", null, null)
                                .add(Metric.VINTAGE_SQUARES, Grain.MONTH, month, placed * 100L);
                    }
                }
            }
        }
    }

    private void scores(Cells cells, int scale) {
        Cells decided = cells.with(null, "WILLING_ABLE", "CALL", null);
        for (LocalDate day :
                List.of(asOf, asOf.minusDays(35), asOf.minusDays(65), asOf.minusDays(95), asOf.minusDays(185))) {
            decided.add(Metric.OPEN_CASES, Grain.DAY, day, scale * 12);
            decided.add(Metric.ESTIMATED_CASES, Grain.DAY, day, scale * 11);
            decided.add(Metric.OPEN_BALANCE, Grain.DAY, day, scale * 9_000);
            for (int days : List.of(30, 90, 180)) {
                decided.aged(days).add(Metric.EXPECTED_RECOVERY, Grain.DAY, day, scale * 10L * days);
                decided.aged(days).add(Metric.EXPECTED_SPREAD, Grain.DAY, day, scale * 9_000L * days);
                if (day.isBefore(asOf)) {
                    decided.aged(days)
                            .add(Metric.ACTUAL_RECOVERY, Grain.DAY, day, scale * (8L + day.getDayOfMonth() % 4) * days);
                }
            }
        }
        decided.add(Metric.CASES_FOR_A_PERSON, Grain.DAY, asOf, scale / 10);
        cells.add(Metric.REVIEWS_DUE, Grain.DAY, asOf.plusDays(3), scale);
    }

    /// Rows of one creditor, with some of the dimensions set.
    private final class Cells {
        private final String creditor;
        private final String country;
        private final String currency;
        private @Nullable String channel;
        private @Nullable String kind;
        private @Nullable String state;
        private @Nullable String size;
        private @Nullable Integer weekday;
        private @Nullable Integer hour;
        private @Nullable Integer age;
        private @Nullable String team;

        Cells(String creditor, String country, String currency) {
            this.creditor = creditor;
            this.country = country;
            this.currency = currency;
        }

        private Cells copy() {
            Cells copy = new Cells(creditor, country, currency);
            copy.channel = channel;
            copy.kind = kind;
            copy.state = state;
            copy.size = size;
            copy.weekday = weekday;
            copy.hour = hour;
            copy.age = age;
            copy.team = team;
            return copy;
        }

        Cells with(@Nullable String a, @Nullable String b, @Nullable String c, @Nullable String d) {
            Cells copy = copy();
            copy.channel = a;
            copy.kind = b;
            copy.state = c;
            copy.size = d;
            return copy;
        }

        Cells hour(int day, int clock) {
            Cells copy = copy();
            copy.weekday = day;
            copy.hour = clock;
            return copy;
        }

        Cells aged(int value) {
            Cells copy = copy();
            copy.age = value;
            return copy;
        }

        Cells of(String one) {
            Cells copy = copy();
            copy.team = one;
            return copy;
        }

        void add(Metric metric, Grain grain, @Nullable LocalDate period, long value) {
            rows.add(new FigureRow(
                    asOf,
                    metric.label(),
                    grain,
                    creditor,
                    country,
                    currency,
                    "INVOICE",
                    period,
                    channel,
                    kind,
                    state,
                    size,
                    weekday,
                    hour,
                    age,
                    team,
                    BigDecimal.valueOf(value)));
        }
    }
}

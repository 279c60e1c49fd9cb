package org.solvens.reports;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.solvens.report.MonitoringRow;
import org.solvens.report.RecoveryRow;
import org.solvens.report.metric.FigureRow;
import org.solvens.report.metric.Grain;
import org.solvens.report.metric.Metric;
import org.solvens.stability.Level;

/// Figures of two creditors in kronor and one in euro, for tests: small numbers that can be added up by hand.
final class SampleFigures {
    static final LocalDate AS_OF = LocalDate.of(2026, 7, 1);

    private final List<FigureRow> figures = new ArrayList<>();
    private final List<RecoveryRow> recovery = new ArrayList<>();

    ReportData data() {
        for (int back = 1; back <= 30; back++) {
            add(Metric.RECEIVED, Grain.DAY, "K-1", "SEK", AS_OF.minusDays(back), null, null, null, null, 100 * back);
        }
        add(Metric.RECEIVED, Grain.DAY, "K-2", "SEK", AS_OF.minusDays(1), null, null, null, null, 7);
        add(Metric.RECEIVED, Grain.DAY, "K-9", "EUR", AS_OF.minusDays(1), null, null, null, null, 5000);
        LocalDate june = LocalDate.of(2026, 6, 1);
        LocalDate may = june.minusMonths(1);
        add(Metric.PLACED_CASES, Grain.MONTH, "K-1", "SEK", june, null, null, null, null, 100);
        add(Metric.PLACED_CASES, Grain.MONTH, "K-2", "SEK", june, null, null, null, null, 40);
        add(Metric.PLACED_CASES, Grain.MONTH, "K-9", "EUR", june, null, null, null, null, 30);
        add(Metric.PROMISES_DUE, Grain.DAY, "K-1", "SEK", AS_OF, null, null, "OPEN", null, 3);
        add(Metric.PROMISES_ENDED, Grain.DAY, "K-1", "SEK", AS_OF, null, null, "BROKEN", null, 2);
        add(Metric.PROMISES_ENDED, Grain.DAY, "K-1", "SEK", AS_OF, null, null, "KEPT", null, 5);
        add(Metric.PROMISES, Grain.MONTH, "K-1", "SEK", june, "CALL", "OUTBOUND", "KEPT", "UP_TO_25", 30);
        add(Metric.PROMISES, Grain.MONTH, "K-1", "SEK", june, "CALL", "OUTBOUND", "BROKEN", "UP_TO_25", 10);
        add(Metric.PROMISES, Grain.MONTH, "K-1", "SEK", june, "SMS", "OUTBOUND", "KEPT", "UP_TO_50", 5);
        add(Metric.PROMISES, Grain.MONTH, "K-1", "SEK", june, "SMS", "OUTBOUND", "OPEN", "UP_TO_50", 50);
        for (String outcome : List.of("NO_ANSWER", "REACHED", "PROMISED")) {
            add(Metric.OUTBOUND_CONTACTS, Grain.MONTH, "K-1", "SEK", june, "CALL", null, outcome, null, 40);
        }
        add(Metric.CONTACT_COST, Grain.MONTH, "K-1", "SEK", june, "CALL", null, null, null, 2400);
        add(Metric.RECEIVED_AFTER_CONTACT, Grain.MONTH, "K-1", "SEK", june, "CALL", null, null, null, 12_000);
        for (LocalDate month : List.of(may, june)) {
            move(month, "COLLECTION", "COLLECTION", 60, 6000, 0, 500, 0);
            move(month, "COLLECTION", "PAID", 30, 3000, 0, 3000, 0);
            move(month, "COLLECTION", "CLOSED", 10, 1000, 0, 100, 900);
            move(month, "NEW", "COLLECTION", 40, 0, 4500, 0, 0);
        }
        figures.add(new FigureRow(
                AS_OF,
                Metric.PLAN_LIFE.label(),
                Grain.TO_DATE,
                "K-1",
                "SE",
                "SEK",
                "LOAN",
                null,
                null,
                "PLAN",
                "NOT_MISSED",
                null,
                null,
                null,
                4,
                null,
                BigDecimal.valueOf(40)));
        figures.add(new FigureRow(
                AS_OF,
                Metric.PLAN_LIFE.label(),
                Grain.TO_DATE,
                "K-1",
                "SE",
                "SEK",
                "LOAN",
                null,
                null,
                "PLAN",
                "MISSED_STOPPED",
                null,
                null,
                null,
                2,
                null,
                BigDecimal.valueOf(10)));
        add(Metric.OPEN_CASES, Grain.DAY, "K-1", "SEK", AS_OF, null, "FORGETFUL", "REMINDER", null, 70);
        add(Metric.OPEN_BALANCE, Grain.DAY, "K-1", "SEK", AS_OF, null, "FORGETFUL", "REMINDER", null, 70_000);
        add(Metric.CASES_FOR_A_PERSON, Grain.DAY, "K-1", "SEK", AS_OF, null, "FORGETFUL", "REMINDER", null, 4);
        // Scores of an earlier version, without the type of the claim.
        team(Metric.OPEN_CASES, AS_OF.minusDays(92), "FORGETFUL", "north", null, 50);
        add(Metric.REVIEWS_DUE, Grain.DAY, "K-1", "SEK", AS_OF.plusDays(2), null, null, null, null, 6);
        for (String left : List.of("BARRED", "LEFT_0_30", "LEFT_31_90", "LEFT_181")) {
            int cases = left.equals("LEFT_181") ? 50 : 5;
            add(Metric.LIMITATION_CASES, Grain.TO_DATE, "K-1", "SEK", null, null, null, null, left, cases);
            add(Metric.LIMITATION_BALANCE, Grain.TO_DATE, "K-1", "SEK", null, null, null, null, left, 100L * cases);
        }
        add(Metric.FEE_CASES, Grain.TO_DATE, "K-1", "SEK", null, null, null, "OPEN", "ABOVE_LIMIT", 3);
        add(Metric.FEE_CASES, Grain.TO_DATE, "K-1", "SEK", null, null, null, "CLOSED", "ABOVE_LIMIT", 1);
        add(Metric.FEE_CASES, Grain.TO_DATE, "K-1", "SEK", null, null, null, "OPEN", "WITHIN_LIMIT", 60);
        add(Metric.FEES_CHARGED, Grain.TO_DATE, "K-1", "SEK", null, null, null, "OPEN", "ABOVE_LIMIT", 900);
        add(Metric.FEES_ABOVE, Grain.TO_DATE, "K-1", "SEK", null, null, null, "OPEN", null, 180);
        add(Metric.FEES_ABOVE, Grain.TO_DATE, "K-1", "SEK", null, null, null, "CLOSED", null, 60);
        LocalDate scored = AS_OF.minusDays(31);
        for (String team : List.of("north", "south")) {
            team(Metric.TEAM_CASES, scored, "FORGETFUL", team, null, 100);
            team(Metric.TEAM_PAYING, scored, "FORGETFUL", team, 30, team.equals("north") ? 40 : 20);
            team(Metric.TEAM_RECEIVED, scored, "FORGETFUL", team, 30, team.equals("north") ? 4_000 : 2_000);
            // These days are not over.
            team(Metric.TEAM_CASES, AS_OF, "FORGETFUL", team, null, 100);
        }
        team(Metric.TEAM_CASES, scored, "WILLING_ABLE", "south", null, 30);
        team(Metric.TEAM_PAYING, scored, "WILLING_ABLE", "south", 30, 30);
        for (int back : new int[] {0, 31, 61, 92}) {
            scored(AS_OF.minusDays(back), back);
        }
        placed(LocalDate.of(2026, 2, 1), "CALL", 100, 10_000, 2_000);
        placed(LocalDate.of(2026, 3, 1), "CALL", 50, 5_000, 1_000);
        placed(LocalDate.of(2026, 3, 1), "PLAN", 50, 5_000, 500);
        placed(LocalDate.of(2026, 5, 1), "PLAN", 50, 5_000, 500);
        vintage("K-1", LocalDate.of(2026, 2, 1), 100, 10_000, 20, 2_500);
        vintage("K-1", LocalDate.of(2026, 3, 1), 100, 10_000, 20, 1_800);
        vintage("K-1", june, 100, 100_000, 20, 25_000);
        vintage("K-2", june, 40, 20_000, 20, 9_000);
        return ReportData.of(AS_OF, figures, recovery, Optional.of(new ReportData.Notices(9, 1, 2)))
                .with(health())
                .with(new Rates("policy@1", Map.of("SEK", BigDecimal.ONE, "EUR", BigDecimal.valueOf(11))));
    }

    private static ReportData.Health health() {
        return new ReportData.Health(
                List.of(
                        measured(MonitoringRow.Kind.SCORE, "ability", 0.012, Level.QUIET),
                        measured(MonitoringRow.Kind.CALIBRATION, "ability", 0.33, Level.NOTICE),
                        measured(MonitoringRow.Kind.FEATURE, "income_per_year", 0.4, Level.ALARM)),
                List.of(),
                List.of(
                        new ReportData.Serving(
                                "ability",
                                "ability-7",
                                Instant.parse("2026-05-03T10:00:00Z"),
                                "anna",
                                "bo",
                                "the gate is too strict",
                                1),
                        new ReportData.Serving("willingness", null, null, null, null, null, 0)));
    }

    private static MonitoringRow measured(MonitoringRow.Kind kind, String subject, double value, Level level) {
        return new MonitoringRow(AS_OF, kind, "ability", subject, "ability-7", value, 0.3, 0.05, 900, 700, level);
    }

    /// Scores with expectations of 300, 600 and 900 kronor, of which nine tenths came in.
    private void scored(LocalDate date, int back) {
        add(Metric.ESTIMATED_CASES, Grain.DAY, "K-1", "SEK", date, null, "FORGETFUL", "REMINDER", null, 70);
        for (int days : List.of(30, 90, 180)) {
            aged(
                    Metric.EXPECTED_RECOVERY,
                    Grain.DAY,
                    date,
                    "FORGETFUL",
                    null,
                    days,
                    10L * (days == 30 ? 30 : days == 90 ? 60 : 90));
            aged(Metric.EXPECTED_SPREAD, Grain.DAY, date, "FORGETFUL", null, days, 100);
            if (back > 0) {
                aged(
                        Metric.ACTUAL_RECOVERY,
                        Grain.DAY,
                        date,
                        "FORGETFUL",
                        null,
                        days,
                        9L * (days == 30 ? 30 : days == 90 ? 60 : 90));
            }
        }
    }

    /// A month of placement at one month and, if it is old enough, at three.
    private void placed(LocalDate month, String route, long cases, long placed, long recovered) {
        add(Metric.VINTAGE_CASES, Grain.MONTH, "K-1", "SEK", month, null, route, null, "UP_TO_500", cases);
        add(Metric.VINTAGE_PLACED, Grain.MONTH, "K-1", "SEK", month, null, route, null, "UP_TO_500", placed);
        for (int age : List.of(1, 3)) {
            if (org.solvens.report.metric.Calendar.mature(month, age, AS_OF)) {
                aged(Metric.VINTAGE_RECOVERED, Grain.MONTH, month, route, "UP_TO_500", age, recovered);
                aged(Metric.VINTAGE_SQUARES, Grain.MONTH, month, "RECOVERED_RECOVERED", null, age, recovered * 100);
                aged(Metric.VINTAGE_SQUARES, Grain.MONTH, month, "RECOVERED_PLACED", null, age, recovered * 100);
                aged(Metric.VINTAGE_SQUARES, Grain.MONTH, month, "PLACED_PLACED", null, age, placed * 100);
            }
        }
    }

    private void aged(
            Metric metric,
            Grain grain,
            LocalDate period,
            @Nullable String kind,
            @Nullable String size,
            int age,
            long value) {
        figures.add(new FigureRow(
                AS_OF,
                metric.label(),
                grain,
                "K-1",
                "SE",
                "SEK",
                "LOAN",
                period,
                null,
                kind,
                null,
                size,
                null,
                null,
                age,
                null,
                BigDecimal.valueOf(value)));
    }

    private void team(Metric metric, LocalDate date, String segment, String team, @Nullable Integer age, long value) {
        figures.add(new FigureRow(
                AS_OF,
                metric.label(),
                Grain.DAY,
                "K-1",
                "SE",
                "SEK",
                null,
                date,
                null,
                segment,
                null,
                "COLLECTION",
                null,
                null,
                age,
                team,
                BigDecimal.valueOf(value)));
    }

    private void move(
            LocalDate month, String from, String to, int cases, int opening, int added, int paid, int released) {
        add(Metric.FLOW_CASES, Grain.MONTH, "K-1", "SEK", month, null, from, to, null, cases);
        add(Metric.FLOW_OPENING, Grain.MONTH, "K-1", "SEK", month, null, from, to, null, opening);
        add(Metric.FLOW_ADDED, Grain.MONTH, "K-1", "SEK", month, null, from, to, null, added);
        add(Metric.FLOW_PAID, Grain.MONTH, "K-1", "SEK", month, null, from, to, null, paid);
        add(Metric.FLOW_RELEASED, Grain.MONTH, "K-1", "SEK", month, null, from, to, null, released);
        add(
                Metric.FLOW_CLOSING,
                Grain.MONTH,
                "K-1",
                "SEK",
                month,
                null,
                from,
                to,
                null,
                opening + added - paid - released);
    }

    private void vintage(String creditor, LocalDate month, long cases, long placed, long paying, long recovered) {
        for (int age = 0; age <= 1; age++) {
            recovery.add(new RecoveryRow(
                    AS_OF,
                    creditor,
                    "SE",
                    "SEK",
                    "LOAN",
                    RecoveryRow.ALL,
                    month,
                    age,
                    cases,
                    paying * age,
                    BigDecimal.valueOf(placed),
                    BigDecimal.ZERO,
                    BigDecimal.valueOf(recovered * age),
                    BigDecimal.ZERO,
                    BigDecimal.valueOf(1_000L * age),
                    age == 0));
        }
    }

    private void add(
            Metric metric,
            Grain grain,
            String creditor,
            String currency,
            @Nullable LocalDate period,
            @Nullable String channel,
            @Nullable String kind,
            @Nullable String state,
            @Nullable String size,
            long value) {
        figures.add(new FigureRow(
                AS_OF,
                metric.label(),
                grain,
                creditor,
                currency.equals("SEK") ? "SE" : "FI",
                currency,
                "LOAN",
                period,
                channel,
                kind,
                state,
                size,
                null,
                null,
                null,
                null,
                BigDecimal.valueOf(value)));
    }
}

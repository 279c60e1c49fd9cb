package org.solvens.api;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.solvens.feature.Axis;
import org.solvens.feature.Direction;
import org.solvens.feature.Feature;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.feature.Missing;
import org.solvens.feed.Feed;
import org.solvens.lake.DeltaFixture;
import org.solvens.lake.Lake;

/// A small lake: scores of three cases of two debtors at two as-of dates, and a recovery report.
record SampleLake(Path folder) {
    static final LocalDate SEPTEMBER = LocalDate.of(2026, 9, 1);
    static final LocalDate OCTOBER = LocalDate.of(2026, 10, 1);
    static final LocalDate NOVEMBER = LocalDate.of(2026, 11, 1);

    static final FeatureCatalogue CATALOGUE = new FeatureCatalogue(List.of(Feature.named("broken_promises_365d")
            .decimal("count")
            .description("Promises to pay of the last 365 days that were not kept")
            .source(Feed.CONTACTS)
            .window(365)
            .axis(Axis.WILLINGNESS, Direction.FALLING)
            .value(_ -> Missing.NO_FEED.code())));

    /// Columns of the scores table.
    private static final List<String> SCORES = List.of(
            "as_of date",
            "case_id string",
            "debtor_id string",
            "creditor_id string",
            "country string",
            "currency string",
            "stage string",
            "days_past_due int",
            "balance decimal(14,2)",
            "placed_on date",
            "willingness double",
            "willingness_points int",
            "willingness_status string",
            "willingness_model string",
            "ability double",
            "ability_points int",
            "ability_status string",
            "ability_model string",
            "reachability double",
            "reachability_points int",
            "reachability_status string",
            "reachability_model string",
            "segment string",
            "flags array<string>",
            "route string",
            "second_route string",
            "rule string",
            "trace array<string>",
            "needs_human boolean",
            "review_on date",
            "holds array<string>",
            "reasons array<string>",
            "policy string",
            "features_version string",
            "route_probability double",
            "promise_kept double",
            "promise_kept_points int",
            "promise_kept_status string",
            "promise_kept_model string",
            "self_cure double",
            "self_cure_points int",
            "self_cure_status string",
            "self_cure_model string",
            "expected_recovery_30d double",
            "expected_recovery_30d_low double",
            "expected_recovery_30d_high double",
            "expected_recovery_90d double",
            "expected_recovery_90d_low double",
            "expected_recovery_90d_high double",
            "expected_recovery_180d double",
            "expected_recovery_180d_low double",
            "expected_recovery_180d_high double",
            "expected_recovery_status string",
            "expected_recovery_model string",
            "payment_probability_30d double",
            "payment_probability_30d_low double",
            "payment_probability_30d_high double",
            "payment_probability_90d double",
            "payment_probability_90d_low double",
            "payment_probability_90d_high double",
            "payment_probability_180d double",
            "payment_probability_180d_low double",
            "payment_probability_180d_high double",
            "payment_probability_status string",
            "payment_probability_model string");

    /// How many of them came last, with the probability of payment.
    private static final int PAYMENT_COLUMNS = 11;

    Lake lake() {
        return new Lake(folder.toString());
    }

    private DeltaFixture scores() {
        return scores(SCORES);
    }

    private DeltaFixture scores(List<String> columns) {
        return DeltaFixture.table(Path.of(lake().scores()), columns.toArray(String[]::new))
                .partitionedBy("as_of");
    }

    /// Scores of September and October.
    SampleLake withScores() {
        appendScores(SEPTEMBER, "FORGETFUL", "REMINDER");
        appendScores(OCTOBER, "WILLING_UNABLE", "PLAN");
        return this;
    }

    /// Scores of one date, where the first case has the given segment and route.
    void appendScores(LocalDate asOf, String segment, String route) {
        appendScores(asOf, segment, route, List.of("W-broken_promises_365d", "A+net_income"));
    }

    /// The same where the first case has the given reasons.
    void appendScores(LocalDate asOf, String segment, String route, List<String> reasons) {
        scores().append(rows(asOf, segment, route, reasons));
    }

    /// Scores of October in a table that was written before there was a probability of payment.
    SampleLake withScoresBeforePayment() {
        int columns = SCORES.size() - PAYMENT_COLUMNS;
        scores(SCORES.subList(0, columns))
                .append(rows(OCTOBER, "WILLING_UNABLE", "PLAN", List.of()).stream()
                        .map(row -> row.subList(0, columns))
                        .toList());
        return this;
    }

    private static List<List<Object>> rows(LocalDate asOf, String segment, String route, List<String> reasons) {
        return List.of(
                row(
                        asOf,
                        "C-1",
                        "D-1",
                        0.62,
                        541,
                        "scored",
                        "w-7",
                        segment,
                        List.of("BROKEN_PROMISES", "INCOME_UNKNOWN"),
                        route,
                        "TRIAL_PLAN",
                        List.of("data.valid", "segment"),
                        false,
                        List.of(),
                        reasons,
                        0.9),
                row(
                        asOf,
                        "C-2",
                        "D-2",
                        null,
                        null,
                        "no_model",
                        null,
                        "PROTECTED",
                        List.of("PROTECTION_PENDING"),
                        "HOLD",
                        null,
                        List.of("default"),
                        true,
                        List.of("DISPUTE", "PENDING_PROTECTION"),
                        List.of(),
                        1.0),
                row(
                        asOf,
                        "Ö/3 x",
                        "D-1",
                        0.25,
                        400,
                        "scored",
                        "w-7",
                        "ABLE_UNWILLING",
                        List.of(),
                        "LEGAL_REVIEW",
                        null,
                        List.of("gate"),
                        true,
                        List.of(),
                        List.of("R-days_since_contact"),
                        1.0));
    }

    private static List<Object> row(
            LocalDate asOf,
            String caseId,
            String debtorId,
            Double willingness,
            Integer points,
            String status,
            String model,
            String segment,
            List<String> flags,
            String route,
            String secondRoute,
            List<String> trace,
            boolean needsHuman,
            List<String> holds,
            List<String> reasons,
            double routeProbability) {
        List<Object> row = new ArrayList<>(Arrays.asList(
                asOf,
                caseId,
                debtorId,
                "K-1",
                "SE",
                "SEK",
                "collection",
                40,
                new BigDecimal("1200.00"),
                LocalDate.of(2026, 1, 15),
                willingness,
                points,
                status,
                model,
                0.5,
                null,
                "scored",
                "a-3",
                null,
                null,
                "insufficient_data",
                null,
                segment,
                flags,
                route,
                secondRoute,
                trace.getLast(),
                trace,
                needsHuman,
                needsHuman ? null : asOf.plusMonths(1),
                holds,
                reasons,
                "standard@1",
                "1",
                routeProbability));
        row.addAll(ESTIMATES.get(caseId));
        return row;
    }

    /// One with everything, one without, and one as before there were estimates.
    private static final Map<String, List<Object>> ESTIMATES = Map.of(
            "C-1",
            Arrays.asList(
                    0.7, 610, "scored", "p-1", 0.05, 380, "scored", "s-1", 0.1, 0.08, 0.13, 0.25, 0.2, 0.3, 0.4, 0.3,
                    0.5, "scored", "e-1", 0.2, 0.15, 0.25, 0.45, 0.4, 0.5, 0.6, 0.55, 0.65, "scored", "f-1"),
            "C-2",
            Arrays.asList(
                    null,
                    null,
                    "insufficient_data",
                    null,
                    null,
                    null,
                    "no_model",
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    "outside_population",
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    "insufficient_data",
                    null),
            "Ö/3 x",
            Collections.nCopies(19 + PAYMENT_COLUMNS, null));

    /// Columns of the table of the recovery report.
    static final List<String> RECOVERY = List.of(
            "as_of date",
            "currency string",
            "segment string",
            "placed_month date",
            "months_since int",
            "cases long",
            "paid_cases long",
            "placed decimal(14,2)",
            "added decimal(14,2)",
            "recovered decimal(14,2)",
            "overpaid decimal(14,2)",
            "cost decimal(14,2)",
            "mature boolean");

    /// Eight monthly vintages in kronor and one in euro, in all and in two segments.
    SampleLake withRecovery() {
        DeltaFixture.table(Path.of(lake().recovery()), RECOVERY.toArray(String[]::new))
                .append(recoveryRows());
        return this;
    }

    /// The same report as Solvens wrote it before it told apart what was added and what was overpaid.
    SampleLake withOlderRecovery() {
        List<Integer> kept = IntStream.range(0, RECOVERY.size())
                .filter(i -> !RECOVERY.get(i).matches("(added|overpaid) .*"))
                .boxed()
                .toList();
        DeltaFixture.table(
                        Path.of(lake().recovery()),
                        kept.stream().map(RECOVERY::get).toArray(String[]::new))
                .append(recoveryRows().stream()
                        .map(row -> kept.stream().map(row::get).toList())
                        .toList());
        return this;
    }

    /// The rows of the recovery report.
    static List<List<Object>> recoveryRows() {
        List<List<Object>> rows = new ArrayList<>();
        for (int month = 0; month < 8; month++) {
            vintage(rows, "SEK", "ALL", month, 200, 1.0);
            vintage(rows, "SEK", "FORGETFUL", month, 120, 1.5);
            vintage(rows, "SEK", "ABLE_UNWILLING", month, 80, 0.4);
        }
        vintage(rows, "EUR", "ALL", 7, 10, 1.0);
        return rows;
    }

    /// One check that passed, one warning and one error, and the checks of a date before.
    SampleLake withQuality() {
        List<List<Object>> rows = new ArrayList<>();
        rows.add(Arrays.asList(OCTOBER.minusMonths(1), "cases", "contract", null, "ERROR", "FAILED", "long ago"));
        rows.add(Arrays.asList(OCTOBER, "cases", "contract", null, "ERROR", "PASSED", "all meet the contract"));
        rows.add(Arrays.asList(OCTOBER, "contacts", "null_rate", "cost", "WARNING", "FAILED", "40 % empty"));
        rows.add(Arrays.asList(OCTOBER, "payments", "unique_key", null, "ERROR", "FAILED", "2 rows repeat a key"));
        DeltaFixture.table(
                        Path.of(lake().quality()),
                        "as_of date",
                        "feed string",
                        "check string",
                        "column string",
                        "level string",
                        "status string",
                        "message string")
                .append(rows);
        return this;
    }

    /// A name of a file and a reason that would run as HTML, and what must not leave the server.
    static final String HTML = "<img src=x onerror=document.title='run'>";

    static final String RAW = "P-1;Kalle Anka;19340609-1212";

    /// Refused rows: 1,205 of one file and code, three of others, two files of one name, and one reason that
    /// repeats the value.
    SampleLake withQuarantine() {
        List<List<Object>> rows = new ArrayList<>();
        // Not in the order of the lines.
        for (int i = 0; i < 1_205; i++) {
            rows.add(
                    refused("payments", "p.csv", "a".repeat(64), 2 + i * 7 % 1_205, "TYPE", "amount is not an amount"));
        }
        rows.add(refused("payments", "p.csv", "b".repeat(64), 2, "MISSING", "paid_on is empty"));
        rows.add(refused("contacts", HTML + ".csv", "c".repeat(64), 7, "VALUE", "outcome is none of " + HTML));
        rows.add(refused("payments", "q.csv", "d".repeat(64), 3, "EXPRESSION", "payments: Kalle Anka"));
        DeltaFixture.table(
                        Path.of(lake().quarantine()),
                        "feed string",
                        "file string",
                        "path string",
                        "content string",
                        "line long",
                        "code string",
                        "reason string",
                        "raw string")
                .append(rows);
        return this;
    }

    private static List<Object> refused(
            String feed, String file, String content, long line, String code, String reason) {
        return Arrays.asList(feed, file, "/secret/folder/" + file, content, line, code, reason, RAW);
    }

    /// Added is 40 to 47 a case by the month, and in the fourth month more is waived than charged. Overpaid is
    /// 0.75 a case and month.
    private static void vintage(
            List<List<Object>> rows, String currency, String segment, int month, long cases, double level) {
        BigDecimal placed = BigDecimal.valueOf(cases * 2_500).setScale(2);
        int oldest = 8 - month;
        for (int since = 0; since <= oldest; since++) {
            double share = level * (0.42 + 0.01 * month) * (1 - Math.exp(-0.35 * (since + 0.4)));
            rows.add(Arrays.asList(
                    OCTOBER,
                    currency,
                    segment,
                    LocalDate.of(2026, 2, 1).plusMonths(month),
                    since,
                    cases,
                    Math.round(cases * share),
                    placed,
                    new BigDecimal(month == 3 ? "-12.50" : "" + (40 + month))
                            .multiply(BigDecimal.valueOf(cases))
                            .setScale(2),
                    placed.multiply(BigDecimal.valueOf(share)).setScale(2, java.math.RoundingMode.HALF_EVEN),
                    new BigDecimal("0.75").multiply(BigDecimal.valueOf(cases * since)),
                    new BigDecimal(cases * (since + 1) * 9).setScale(2),
                    since < oldest));
        }
    }
}

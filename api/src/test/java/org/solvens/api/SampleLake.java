package org.solvens.api;

import static org.solvens.report.CheckLevel.ERROR;
import static org.solvens.report.CheckLevel.WARNING;
import static org.solvens.report.CheckStatus.FAILED;
import static org.solvens.report.CheckStatus.PASSED;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.Axis;
import org.solvens.feature.Direction;
import org.solvens.feature.Feature;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.feature.Missing;
import org.solvens.feature.ScoreStatus;
import org.solvens.feed.Feed;
import org.solvens.history.ClaimType;
import org.solvens.history.HoldKind;
import org.solvens.history.Route;
import org.solvens.history.Stage;
import org.solvens.lake.DeltaFixture;
import org.solvens.lake.Lake;
import org.solvens.policy.Flag;
import org.solvens.policy.Segment;
import org.solvens.report.CheckLevel;
import org.solvens.report.CheckStatus;
import org.solvens.report.MonitoringRow;
import org.solvens.report.MonitoringRow.Kind;
import org.solvens.report.QualityRow;
import org.solvens.report.QuarantineRow;
import org.solvens.report.RecoveryRow;
import org.solvens.report.metric.FigureRow;
import org.solvens.scoring.ScoreRow;
import org.solvens.scoring.ScoreRow.Band;
import org.solvens.scoring.ScoreRow.Reasons;
import org.solvens.scoring.ScoreRow.Score;
import org.solvens.scoring.ScoreRow.Values;
import org.solvens.stability.Level;

/// A small lake: scores of three cases of two debtors and two creditors at two as-of dates, and a recovery report.
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

    Lake lake() {
        return new Lake(folder.toString());
    }

    private DeltaFixture scores() {
        return DeltaFixture.table(Path.of(lake().scores()), ScoreRow.TABLE).partitionedBy("as_of");
    }

    /// Scores of September and October.
    SampleLake withScores() {
        appendScores(SEPTEMBER, Segment.FORGETFUL, Route.REMINDER);
        appendScores(OCTOBER, Segment.WILLING_UNABLE, Route.PLAN);
        return this;
    }

    /// Scores of one date, where the first case has the given segment and route.
    void appendScores(LocalDate asOf, Segment segment, Route route) {
        appendScores(asOf, segment, route, List.of("W-broken_promises_365d", "A+net_income"));
    }

    /// The same where the first case has the given reasons.
    void appendScores(LocalDate asOf, Segment segment, Route route, List<String> reasons) {
        scores().append(ScoreRow.TABLE, rows(asOf, segment, route, reasons));
    }

    /// Scores of October, where the debtor of the second case has a protected identity.
    SampleLake withProtectedIdentity() {
        scores().append(
                        ScoreRow.TABLE,
                        rows(OCTOBER, Segment.WILLING_UNABLE, Route.PLAN, List.of()).stream()
                                .map(row -> row.caseId().equals("C-2") ? withProtectedIdentity(row) : row)
                                .toList());
        return this;
    }

    private static ScoreRow withProtectedIdentity(ScoreRow row) {
        return row.with(
                "holds.protected_identity",
                List.of("data.valid", "holds.protected_identity"),
                Set.of(HoldKind.PROTECTED_IDENTITY, HoldKind.DISPUTE),
                new Reasons(
                        List.of("R-identity_protected", "R-days_since_contact"),
                        List.of(1.0, 40.0),
                        List.of(-20.0, -3.0)));
    }

    /// Scores of October in a table that lacks the columns of the probability of payment.
    SampleLake withScoresWithoutPayment() {
        List<Integer> kept = IntStream.range(0, ScoreRow.TABLE.names().size())
                .filter(i -> !ScoreRow.TABLE.names().get(i).startsWith("payment_probability"))
                .boxed()
                .toList();
        DeltaFixture.table(Path.of(lake().scores()), ScoreRow.TABLE)
                .only(kept)
                .append(rows(OCTOBER, Segment.WILLING_UNABLE, Route.PLAN, List.of()).stream()
                        .map(ScoreRow.TABLE::values)
                        .map(row -> kept.stream().map(row::get).toList())
                        .toList());
        return this;
    }

    private static final Score WILLING = new Score(0.62, 541, ScoreStatus.SCORED, "w-7");
    private static final Score UNWILLING = new Score(0.25, 400, ScoreStatus.SCORED, "w-7");
    private static final Band UNKNOWN = new Band(Double.NaN, Double.NaN, Double.NaN);

    private static Score none(ScoreStatus why) {
        return new Score(Double.NaN, null, why, null);
    }

    private static Values nothing(ScoreStatus why) {
        return new Values(UNKNOWN, UNKNOWN, UNKNOWN, why, null);
    }

    /// A case with every estimate, one that is protected and has none, and one of the same debtor as the first.
    private static List<ScoreRow> rows(LocalDate asOf, Segment segment, Route route, List<String> reasons) {
        return List.of(
                row(
                        asOf,
                        "C-1",
                        "D-1",
                        WILLING,
                        segment,
                        Set.of(Flag.BROKEN_PROMISES, Flag.INCOME_UNKNOWN),
                        route,
                        Route.TRIAL_PLAN,
                        List.of("data.valid", "segment"),
                        Set.of(),
                        reasons,
                        0.9,
                        new Score(0.7, 610, ScoreStatus.SCORED, "p-1"),
                        new Score(0.05, 380, ScoreStatus.SCORED, "s-1"),
                        new Values(
                                new Band(0.1, 0.08, 0.13),
                                new Band(0.25, 0.2, 0.3),
                                new Band(0.4, 0.3, 0.5),
                                ScoreStatus.SCORED,
                                "e-1"),
                        new Values(
                                new Band(0.2, 0.15, 0.25),
                                new Band(0.45, 0.4, 0.5),
                                new Band(0.6, 0.55, 0.65),
                                ScoreStatus.SCORED,
                                "f-1")),
                row(
                        asOf,
                        "C-2",
                        "D-2",
                        none(ScoreStatus.NO_MODEL),
                        Segment.PROTECTED,
                        Set.of(Flag.PROTECTION_PENDING),
                        Route.HOLD,
                        null,
                        List.of("default"),
                        Set.of(HoldKind.DISPUTE, HoldKind.PENDING_PROTECTION),
                        List.of(),
                        1.0,
                        none(ScoreStatus.INSUFFICIENT_DATA),
                        none(ScoreStatus.NO_MODEL),
                        nothing(ScoreStatus.OUTSIDE_POPULATION),
                        nothing(ScoreStatus.INSUFFICIENT_DATA)),
                row(
                        asOf,
                        "Ö/3 x",
                        "D-1",
                        UNWILLING,
                        Segment.ABLE_UNWILLING,
                        Set.of(),
                        Route.LEGAL_REVIEW,
                        null,
                        List.of("gate"),
                        Set.of(),
                        List.of("R-days_since_contact"),
                        1.0,
                        none(ScoreStatus.NO_MODEL),
                        none(ScoreStatus.NO_MODEL),
                        nothing(ScoreStatus.NO_MODEL),
                        nothing(ScoreStatus.NO_MODEL)));
    }

    private static ScoreRow row(
            LocalDate asOf,
            String caseId,
            String debtorId,
            Score willingness,
            Segment segment,
            Set<Flag> flags,
            Route route,
            @Nullable Route secondRoute,
            List<String> trace,
            Set<HoldKind> holds,
            List<String> reasons,
            double routeProbability,
            Score promiseKept,
            Score selfCure,
            Values recovery,
            Values payment) {
        return new ScoreRow(
                asOf,
                caseId,
                debtorId,
                caseId.startsWith("C-") ? "K-1" : "K-2",
                "SE",
                "SEK",
                Stage.COLLECTION,
                40,
                1_200_000,
                LocalDate.of(2026, 1, 15),
                willingness,
                new Score(0.5, null, ScoreStatus.SCORED, "a-3"),
                none(ScoreStatus.INSUFFICIENT_DATA),
                segment,
                flags,
                route,
                secondRoute,
                trace.getLast(),
                trace,
                route == Route.HOLD || route == Route.LEGAL_REVIEW,
                asOf.plusMonths(1),
                holds,
                new Reasons(
                        reasons,
                        // The last one has no value.
                        IntStream.range(0, reasons.size())
                                .mapToObj(i -> i == reasons.size() - 1 ? Double.NaN : 2.0 + i)
                                .toList(),
                        IntStream.range(0, reasons.size())
                                .mapToObj(i -> -12.3456 + i)
                                .toList()),
                "standard@1",
                "1",
                routeProbability,
                promiseKept,
                selfCure,
                caseId.equals("C-1") ? new Score(0.31, 455, ScoreStatus.SCORED, "a-3") : none(ScoreStatus.NO_MODEL),
                recovery,
                payment,
                1_000_000,
                150_000,
                50_000,
                caseId.equals("C-1") ? "north" : null,
                caseId.equals("C-1") ? 12.5 : Double.NaN,
                caseId.equals("C-1") ? asOf : null,
                caseId.equals("C-2") ? asOf.minusDays(1) : null,
                caseId.equals("C-2") ? asOf.plusDays(30) : null,
                ClaimType.LOAN);
    }

    /// Eight monthly vintages in kronor and one in euro, in all and in two segments, and the figures of the reports.
    SampleLake withRecovery() {
        DeltaFixture.table(Path.of(lake().recovery()), RecoveryRow.TABLE).append(RecoveryRow.TABLE, recoveryRows());
        DeltaFixture.table(Path.of(lake().figures()), FigureRow.TABLE)
                .append(FigureRow.TABLE, SampleFigures.rows(OCTOBER));
        return this;
    }

    /// The same report as Solvens wrote it before it separated what was added and what was overpaid.
    SampleLake withOlderRecovery() {
        List<Integer> kept = IntStream.range(0, RecoveryRow.TABLE.names().size())
                .filter(i -> !RecoveryRow.TABLE.names().get(i).matches("added|overpaid"))
                .boxed()
                .toList();
        DeltaFixture.table(Path.of(lake().recovery()), RecoveryRow.TABLE)
                .only(kept)
                .append(recoveryRows().stream()
                        .map(RecoveryRow.TABLE::values)
                        .map(row -> kept.stream().map(row::get).toList())
                        .toList());
        return this;
    }

    /// The rows of the recovery report.
    static List<RecoveryRow> recoveryRows() {
        List<RecoveryRow> rows = new ArrayList<>();
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
        DeltaFixture.table(Path.of(lake().quality()), QualityRow.TABLE)
                .append(
                        QualityRow.TABLE,
                        List.of(
                                check(OCTOBER.minusMonths(1), "cases", "contract", null, ERROR, FAILED, "long ago"),
                                check(OCTOBER, "cases", "contract", null, ERROR, PASSED, "all meet the contract"),
                                check(OCTOBER, "contacts", "null_rate", "cost", WARNING, FAILED, "40 % empty"),
                                check(OCTOBER, "payments", "unique_key", null, ERROR, FAILED, "2 rows repeat a key")));
        return this;
    }

    /// Measurements of three months: a score that moved, a feature that did, and a challenger.
    SampleLake withMonitoring() {
        List<MonitoringRow> rows = new ArrayList<>();
        for (int back = 0; back < 3; back++) {
            LocalDate month = OCTOBER.minusMonths(back);
            for (String axis : List.of("willingness", "ability")) {
                rows.add(measured(
                        month, Kind.SCORE, axis, axis, 0.02 + back * 0.04, back == 2 ? Level.NOTICE : Level.QUIET));
                rows.add(measured(month, Kind.CALIBRATION, axis, axis, 0.31 + back * 0.01, Level.QUIET));
            }
            rows.add(measured(month, Kind.FEATURE, "willingness", "promises_kept_365d", 0.31, Level.ALARM));
            rows.add(measured(month, Kind.CHALLENGER, "willingness", "willingness", 0.17, Level.QUIET));
        }
        DeltaFixture.table(Path.of(lake().monitoring()), MonitoringRow.TABLE).append(MonitoringRow.TABLE, rows);
        return this;
    }

    private static MonitoringRow measured(
            LocalDate asOf, Kind kind, String axis, String subject, double value, Level level) {
        return new MonitoringRow(asOf, kind, axis, subject, "willingness-1", value, 0.3, 0.05, 900, 700, level);
    }

    private static QualityRow check(
            LocalDate asOf,
            String feed,
            String check,
            @Nullable String column,
            CheckLevel level,
            CheckStatus status,
            String message) {
        return new QualityRow(asOf, feed, check, column, level, status, 1.0, 0, 0.0, message, null);
    }

    /// A name of a file and a reason that would run as HTML, and what must not leave the server.
    static final String HTML = "<img src=x onerror=document.title='run'>";

    static final String RAW = "P-1;Kalle Anka;19340609-1212";

    /// Refused rows: 1,205 of one file and code, three of others, two files of one name, and one reason that
    /// repeats the value.
    SampleLake withQuarantine() {
        List<QuarantineRow> rows = new ArrayList<>();
        // Not in the order of the lines.
        for (int i = 0; i < 1_205; i++) {
            rows.add(
                    refused("payments", "p.csv", "a".repeat(64), 2 + i * 7 % 1_205, "TYPE", "amount is not an amount"));
        }
        rows.add(refused("payments", "p.csv", "b".repeat(64), 2, "MISSING", "paid_on is empty"));
        rows.add(refused("contacts", HTML + ".csv", "c".repeat(64), 7, "VALUE", "outcome is not one of " + HTML));
        rows.add(refused("payments", "q.csv", "d".repeat(64), 3, "EXPRESSION", "payments: Kalle Anka"));
        DeltaFixture.table(Path.of(lake().quarantine()), QuarantineRow.TABLE).append(QuarantineRow.TABLE, rows);
        return this;
    }

    private static QuarantineRow refused(
            String feed, String file, String content, long line, String code, String reason) {
        return new QuarantineRow(feed, file, "/secret/folder/" + file, content, line, code, reason, RAW);
    }

    /// Added is 40 to 47 a case by the month, and in the fourth month more is waived than charged. Overpaid is
    /// 0.75 a case and month.
    private static void vintage(
            List<RecoveryRow> rows, String currency, String segment, int month, long cases, double level) {
        BigDecimal placed = BigDecimal.valueOf(cases * 2_500).setScale(2);
        int oldest = 8 - month;
        for (int since = 0; since <= oldest; since++) {
            double share = level * (0.42 + 0.01 * month) * (1 - Math.exp(-0.35 * (since + 0.4)));
            rows.add(new RecoveryRow(
                    OCTOBER,
                    "K-1",
                    currency.equals("SEK") ? "SE" : "FI",
                    currency,
                    "INVOICE",
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

package org.solvens.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.facts.FeedStarts;
import org.solvens.facts.OtherCases;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.feature.ScoreStatus;
import org.solvens.ingest.FeedFiles;
import org.solvens.ingest.Ingest;
import org.solvens.ingest.LakeRows;
import org.solvens.inputs.FeedSpans;
import org.solvens.lake.DeltaTable;
import org.solvens.lake.Lake;
import org.solvens.lake.Published;
import org.solvens.lake.Stamp;
import org.solvens.pipelines.histories.Histories;
import org.solvens.pipelines.reports.Recovery;
import org.solvens.pipelines.scores.Scores;
import org.solvens.pipelines.scores.ScoringInputs;
import org.solvens.policy.Capacity;
import org.solvens.policy.Policy;
import org.solvens.policy.PolicyText;
import org.solvens.policy.Segment;
import org.solvens.report.RecoveryRow;
import org.solvens.report.metric.Metric;
import org.solvens.report.metric.RecoveryTotal;
import org.solvens.scoring.ScoreRow;
import org.solvens.settings.Settings;

/// Scores and the recovery report of three cases, where no model was ever trained.
class ScoresAndRecoveryTest {
    private static final LocalDate AS_OF = LocalDate.of(2026, 4, 1);

    @TempDir
    Path folder;

    private Lake lake;
    private FeedSpans spans;
    private ScoringInputs inputs;

    @BeforeEach
    void threeCases() throws Exception {
        FeedFiles files = new FeedFiles(Files.createDirectory(folder.resolve("in")));
        lake = new Lake(folder.resolve("lake").toString());
        files.write(
                "cases.csv",
                FeedFiles.CASES,
                FeedFiles.aCase("C1", "D1"),
                FeedFiles.aCase("C2", "D2"),
                FeedFiles.aCase("C3", "D2"));
        files.write(
                "payments.csv",
                FeedFiles.PAYMENTS,
                FeedFiles.payment("P1", "C1", "12.30", "2026-02-02"),
                FeedFiles.payment("P2", "C2", "1070.00", "2026-01-20").replace("2026-02-01", "2026-01-15"));
        new Ingest(LakeRows.spark(), lake, null, LakeRows.NOW)
                .run(List.of(files.folder().toString()), step -> {});
        new Histories(LakeRows.spark(), lake).update();
        spans = FeedSpans.ofCases(lake);
        inputs = ScoringInputs.of(lake, PolicyText.standard());
    }

    private static long millis(LocalDate day) {
        return day.toEpochDay() * 86_400_000L;
    }

    @Test
    void openCasesAreDecidedOnAndSayThatThereIsNoModel() {
        Scores scores = new Scores(LakeRows.spark(), lake);
        Scores.Result result = scores.write(millis(AS_OF), spans.starts(), inputs);
        assertThat(result.asOf()).isEqualTo(AS_OF);
        assertThat(result.cases()).isEqualTo(2);
        assertThat(LakeRows.table(lake.scores())
                        .selectExpr("case_id", "balance", "willingness", "willingness_status", "segment")
                        .collectAsList()
                        .stream()
                        .map(row -> row.mkString(" "))
                        .sorted())
                .containsExactly("C1 1057.700 null no_model UNSCORED", "C3 1070.000 null no_model UNSCORED");
        assertThat(LakeRows.table(lake.scores())
                        .where("rule is null or rule = ''")
                        .count())
                .isZero();

        assertThat(LakeRows.table(lake.scores())
                        .where("promise_kept_status != 'no_model' or self_cure_status != 'no_model'"
                                + " or expected_recovery_status != 'no_model' or expected_recovery_30d is not null"
                                + " or payment_probability_status != 'no_model'"
                                + " or payment_probability_90d_low is not null")
                        .count())
                .isZero();

        List<ScoreRow> read = new ArrayList<>();
        lake.tables().open(lake.scores()).scan(ScoreRow.TABLE, DeltaTable.Filter.all(), read::add);
        ScoreRow c1 = read.stream()
                .filter(row -> row.caseId().equals("C1"))
                .findFirst()
                .orElseThrow();
        assertThat(read).hasSize(2);
        assertThat(c1.asOf()).isEqualTo(AS_OF);
        assertThat(c1.balance()).isEqualTo(1_057_700);
        assertThat(c1.willingness()).isEqualTo(new ScoreRow.Score(Double.NaN, null, ScoreStatus.NO_MODEL, null));
        assertThat(c1.segment()).isEqualTo(Segment.UNSCORED);
        // No effects of routes are known, so the order of the rule decides.
        assertThat(c1.trace()).endsWith("route." + c1.rule(), "rank.support");
        assertThat(c1.paymentProbability().bands()).noneMatch(ScoreRow.Band::known);

        // Another date is kept next to it; the same date again replaces its own.
        scores.write(millis(AS_OF.minusMonths(1)), spans.starts(), inputs);
        List<String> before = LakeRows.content(lake.scores());
        scores.write(millis(AS_OF), spans.starts(), inputs);
        assertThat(LakeRows.content(lake.scores())).isEqualTo(before).hasSize(4);
    }

    /// Without models the largest case of each team is called, and the others take the second route of the rule.
    @Test
    void callsAndReviewsAreSharedOutByTeam() throws Exception {
        FeedFiles files = new FeedFiles(Files.createDirectory(folder.resolve("teams")));
        files.write(
                "cases.csv",
                FeedFiles.CASES,
                FeedFiles.aCase("C4", "D4").replace("1000.00", "4000.00"),
                FeedFiles.aCase("C5", "D5").replace("1000.00", "3000.00"),
                FeedFiles.aCase("C6", "D6").replace("CR1", "CR2"));
        new Ingest(LakeRows.spark(), lake, null, LakeRows.NOW)
                .run(List.of(files.folder().toString()), step -> {});
        new Histories(LakeRows.spark(), lake).update();
        FeedStarts starts = FeedSpans.ofCases(lake).starts();
        Scores scores = new Scores(LakeRows.spark(), lake);
        String calling = Policy.standardText().replaceFirst("explore: .*\n", "");
        ScoringInputs calls = ScoringInputs.of(lake, PolicyText.of(calling, "calling.yaml"));
        scores.write(millis(AS_OF), starts, calls);
        assertThat(decided()).allMatch(row -> row.endsWith(" CALL null"));

        Capacity capacity = Capacity.parse("""
            - {team: second, creditors: [CR2], calls_per_day: 5, reviews_per_week: 1}
            - {team: first, calls_per_day: 2, reviews_per_week: 1}
            """, "teams.yaml");
        Scores.Result result = scores.write(millis(AS_OF), starts, calls.within(capacity));
        assertThat(decided())
                .containsExactly(
                        "C1 REMINDER first", "C3 REMINDER first", "C4 CALL first", "C5 CALL first", "C6 CALL second");
        assertThat(result.teams())
                .containsExactly(
                        Map.entry("second", new Scores.TeamLoad(1, 1, 0, 0)),
                        Map.entry("first", new Scores.TeamLoad(4, 2, 0, 0)));
        assertThat(RunReport.text(result)).contains("first: 2 of 4 calls, 0 of 0 reviews");

        // A policy under which a person confirms each of these calls: one review a week for each team.
        String confirmed = calling.replace(
                "days_past_due: {max: call_until}}\n    route: call",
                "days_past_due: {max: call_until}}\n    needs_human: true\n    route: call");
        scores.write(
                millis(AS_OF),
                starts,
                ScoringInputs.of(lake, PolicyText.of(confirmed, "confirmed.yaml"))
                        .within(capacity));
        assertThat(LakeRows.table(lake.scores())
                        .where("array_contains(flags, 'REVIEW_QUEUED')")
                        .selectExpr("case_id", "route", "date_diff(review_on, as_of)")
                        .collectAsList()
                        .stream()
                        .map(row -> row.mkString(" "))
                        .sorted())
                .containsExactly("C1 REMINDER 21", "C3 REMINDER 21", "C5 CALL 21");
    }

    private List<String> decided() {
        return LakeRows.table(lake.scores()).selectExpr("case_id", "route", "team").collectAsList().stream()
                .map(row -> row.mkString(" "))
                .sorted()
                .toList();
    }

    @Test
    void whatWasPublishedLastIsServedUntilItIsWithdrawn() {
        Scores scores = new Scores(LakeRows.spark(), lake);
        Recovery recovery = new Recovery(LakeRows.spark(), lake);
        LocalDate far = LocalDate.of(2199, 1, 2);
        scores.write(millis(AS_OF.minusMonths(1)), spans.starts(), inputs);
        scores.write(millis(far), spans.starts(), inputs);
        recovery.write(millis(AS_OF), spans.starts(), inputs);
        scores.write(millis(AS_OF), spans.starts(), inputs);
        assertThat(lake.tables().open(lake.scores()).publishedDay()).contains(AS_OF);
        assertThat(Published.of(lake.tables(), lake.scores()).asOfs())
                .containsExactly(AS_OF, far, AS_OF.minusMonths(1));
        Stamp made =
                Published.of(lake.tables(), lake.scores()).last().orElseThrow().made();
        assertThat(made).isNotNull();
        assertThat(made.features())
                .isEqualTo(FeatureCatalogue.standard(OtherCases.SEEN).version());
        assertThat(made.policy()).isEqualTo(Policy.standard().label());
        assertThat(made.read()).containsAllEntriesOf(Histories.tablesRead(lake)).containsKeys("payments", "cases");
        assertThat(made.newer(lake.tables(), Histories.tables(lake))).isEmpty();

        StringWriter out = new StringWriter();
        PrintWriter printed = new PrintWriter(out, true);
        assertThat(new PipelinesMain()
                        .run(
                                Settings.ofProcess(),
                                printed,
                                printed,
                                "withdraw",
                                "--lake",
                                lake.root(),
                                "--as-of",
                                AS_OF.toString()))
                .isZero();
        assertThat(out.toString())
                .contains("scores as of " + AS_OF + " withdrawn; served now: " + far)
                .contains("reports/recovery as of " + AS_OF + " withdrawn; served now: nothing");
        assertThat(lake.tables().open(lake.scores()).publishedDay()).contains(far);
        assertThat(LakeRows.table(lake.scores())
                        .where("as_of = '" + AS_OF + "'")
                        .count())
                .isZero();
        assertThat(new PipelinesMain()
                        .run(
                                Settings.ofProcess(),
                                printed,
                                printed,
                                "withdraw",
                                "--lake",
                                lake.root(),
                                "--as-of",
                                AS_OF.toString()))
                .as("nothing is there to withdraw")
                .isEqualTo(66);
        assertThat(new PipelinesMain()
                        .run(
                                Settings.ofProcess(),
                                printed,
                                printed,
                                "withdraw",
                                "--lake",
                                lake.root(),
                                "--as-of",
                                far.toString()))
                .isZero();
        assertThat(lake.tables().open(lake.scores()).publishedDay()).contains(AS_OF.minusMonths(1));
    }

    @Test
    void recoveryGrowsWithTheMonthsSincePlacement() {
        Map<String, RecoveryTotal> totals =
                new Recovery(LakeRows.spark(), lake).write(millis(AS_OF), spans.starts(), inputs);
        assertThat(totals.get("SEK").cases()).isEqualTo(3);
        assertThat(totals.get("SEK").paidCases()).isEqualTo(2);
        assertThat(totals.get("SEK").owed()).isEqualByComparingTo("3210.000");
        assertThat(totals.get("SEK").recovered()).isEqualByComparingTo("1082.300");
        assertThat(LakeRows.table(lake.recovery())
                        .selectExpr(
                                "segment",
                                "placed_month",
                                "months_since",
                                "cases",
                                "paid_cases",
                                "placed",
                                "recovered",
                                "mature")
                        .collectAsList()
                        .stream()
                        .map(row -> row.mkString(" "))
                        .sorted())
                .containsExactly(
                        "ALL 2026-01-01 0 3 0 3210.000 0.000 true",
                        "ALL 2026-01-01 1 3 2 3210.000 1082.300 true",
                        "ALL 2026-01-01 2 3 2 3210.000 1082.300 true",
                        "ALL 2026-01-01 3 3 2 3210.000 1082.300 false",
                        "SETTLED_BEFORE_SCORING 2026-01-01 0 1 0 1070.000 0.000 true",
                        "SETTLED_BEFORE_SCORING 2026-01-01 1 1 1 1070.000 1070.000 true",
                        "SETTLED_BEFORE_SCORING 2026-01-01 2 1 1 1070.000 1070.000 true",
                        "SETTLED_BEFORE_SCORING 2026-01-01 3 1 1 1070.000 1070.000 false",
                        "UNSCORED 2026-01-01 0 2 0 2140.000 0.000 true",
                        "UNSCORED 2026-01-01 1 2 1 2140.000 12.300 true",
                        "UNSCORED 2026-01-01 2 2 1 2140.000 12.300 true",
                        "UNSCORED 2026-01-01 3 2 1 2140.000 12.300 false");
    }

    /// A payment, a charge and a contact are corrected to another case, of another debtor: the report counts each once,
    /// as
    /// if it had never been on the first.
    @Test
    void whatMovedToAnotherCaseCountsOnceInTheReport() throws Exception {
        moved("first", lake, "C1", "D1", "2026-02-10T20:00:00Z");
        List<RecoveryRow> before = report(lake);
        moved("corrected", lake, "C3", "D2", "2026-02-20T20:00:00Z");
        List<RecoveryRow> after = report(lake);

        Lake never = new Lake(folder.resolve("never").toString());
        new Ingest(LakeRows.spark(), never, null, LakeRows.NOW)
                .run(List.of(folder.resolve("in").toString()), step -> {});
        moved("only", never, "C3", "D2", "2026-02-20T20:00:00Z");
        assertThat(after).isEqualTo(report(never)).isNotEqualTo(before);
        assertThat(after.stream()
                        .filter(row -> row.segment().equals(RecoveryRow.ALL) && row.monthsSince() == 3)
                        .map(row -> row.paidCases() + " " + row.recovered() + " " + row.added() + " " + row.cost()))
                .containsExactly("3 1382.300 60.000 3.500");
    }

    private void moved(String name, Lake to, String caseId, String debtor, String known) throws Exception {
        FeedFiles files = new FeedFiles(Files.createDirectory(folder.resolve(name)));
        files.write(
                "payments.csv",
                FeedFiles.PAYMENTS,
                FeedFiles.payment("P7", caseId, "300.00", "2026-02-09").replaceFirst("[^,]*$", known));
        files.write(
                "case_events.csv",
                "event_id,case_id,kind,component,amount,happened_on,known_at",
                "E7," + caseId + ",CHARGE_ADDED,COSTS,60.00,2026-02-09," + known);
        files.write(
                "contacts.csv",
                "contact_id,case_id,debtor_id,at,direction,channel,outcome,cost,known_at",
                "K7," + caseId + "," + debtor + ",2026-02-09T10:00:00Z,OUTBOUND,LETTER,DELIVERED,3.50," + known);
        assertThat(new Ingest(LakeRows.spark(), to, null, LakeRows.NOW)
                        .run(List.of(files.folder().toString()), step -> {})
                        .quarantined())
                .isZero();
    }

    private List<RecoveryRow> report(Lake of) {
        new Histories(LakeRows.spark(), of).update();
        new Recovery(LakeRows.spark(), of)
                .write(millis(AS_OF), FeedSpans.ofCases(of).starts(), ScoringInputs.of(of, PolicyText.standard()));
        List<RecoveryRow> rows = new ArrayList<>();
        of.tables().open(of.recovery()).scan(RecoveryRow.TABLE, DeltaTable.Filter.all(), rows::add);
        rows.sort(Comparator.comparing(RecoveryRow::toString));
        return rows;
    }

    /// The figures of a scoring date are those of its scores. What came in since counts on the cases that had an
    /// estimate, under the segment and route of that date.
    @Test
    void theFiguresOfScoresAreTheirSums() {
        LocalDate before = LocalDate.of(2026, 2, 1);
        Scores scores = new Scores(LakeRows.spark(), lake);
        scores.write(millis(before), spans.starts(), inputs);
        scores.write(millis(AS_OF), spans.starts(), inputs);
        new Recovery(LakeRows.spark(), lake).write(millis(AS_OF), spans.starts(), inputs);
        assertThat(LakeRows.table(lake.figures())
                        .where("metric in ('expected_recovery', 'expected_spread', 'actual_recovery',"
                                + " 'estimated_cases')")
                        .count())
                .as("there is no model")
                .isZero();

        LakeRows.spark()
                .sql("update delta.`" + lake.scores()
                        + "` set expected_recovery_30d = 0.25, expected_recovery_90d = 0.5,"
                        + " expected_recovery_180d = 0.5, segment = 'FORGETFUL', route = 'REMINDER'");
        new Recovery(LakeRows.spark(), lake).write(millis(AS_OF), spans.starts(), inputs);
        List<String> found = new ArrayList<>();
        for (Metric metric : List.of(
                Metric.OPEN_CASES,
                Metric.OPEN_BALANCE,
                Metric.EXPECTED_RECOVERY,
                Metric.EXPECTED_SPREAD,
                Metric.ACTUAL_RECOVERY)) {
            LakeRows.table(lake.figures())
                    .where("metric = '" + metric.label() + "'")
                    .groupBy("metric", "period", "kind", "state", "age")
                    .sum("value")
                    .collectAsList()
                    .forEach(row -> found.add(row.mkString(" ")));
        }
        // On the second date 1,057.70 and 1,070.00 are open.
        assertThat(found)
                .contains(
                        "open_cases 2026-04-01 FORGETFUL REMINDER null 2.000",
                        "open_balance 2026-04-01 FORGETFUL REMINDER null 2127.700",
                        "expected_recovery 2026-04-01 FORGETFUL REMINDER 30 531.925",
                        "actual_recovery 2026-02-01 FORGETFUL REMINDER 30 12.300",
                        "actual_recovery 2026-02-01 FORGETFUL REMINDER 180 12.300")
                .noneMatch(figure -> figure.startsWith("actual_recovery 2026-04-01"));
        assertThat(lake.tables().open(lake.figures()).publishedDay()).contains(AS_OF);
    }

    /// A sum is wider than any of its parts: two of the largest amounts stop no report.
    @Test
    void theLargestAmountsAddUp() throws Exception {
        String largest = "999999999999.99";
        FeedFiles files = new FeedFiles(Files.createDirectory(folder.resolve("large")));
        files.write(
                "payments.csv",
                FeedFiles.PAYMENTS,
                FeedFiles.payment("P8", "C1", largest, "2026-02-03"),
                FeedFiles.payment("P9", "C3", largest, "2026-02-03"));
        new Ingest(LakeRows.spark(), lake, null, LakeRows.NOW)
                .run(List.of(files.folder().toString()), step -> {});
        new Histories(LakeRows.spark(), lake).update();
        RecoveryTotal total = new Recovery(LakeRows.spark(), lake)
                .write(millis(AS_OF), FeedSpans.ofCases(lake).starts(), inputs)
                .get("SEK");
        assertThat(total.recovered()).isEqualByComparingTo("3210.00");
        // What was paid, 12.30 and 1,070.00 with it, less what was owed.
        assertThat(total.overpaid()).isEqualByComparingTo("1999999997872.28");
        List<RecoveryRow> rows = new ArrayList<>();
        lake.tables().open(lake.recovery()).scan(RecoveryRow.TABLE, DeltaTable.Filter.all(), rows::add);
        assertThat(rows.stream()
                        .filter(row -> row.segment().equals(RecoveryRow.ALL))
                        .map(RecoveryRow::overpaid))
                .contains(total.overpaid());
    }
}

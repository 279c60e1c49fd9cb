package org.solvens.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.facts.OtherCases;
import org.solvens.feature.Axis;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.ingest.FeedFiles;
import org.solvens.ingest.Ingest;
import org.solvens.ingest.LakeRows;
import org.solvens.inputs.FeedSpans;
import org.solvens.lake.Lake;
import org.solvens.model.Calibration;
import org.solvens.model.ModelFile;
import org.solvens.model.PointsScale;
import org.solvens.model.ScorecardModel;
import org.solvens.model.Scorer;
import org.solvens.model.Term;
import org.solvens.model.Verification;
import org.solvens.monitor.Advice;
import org.solvens.monitor.Monitor;
import org.solvens.monitor.MonitoringPage;
import org.solvens.pipelines.histories.Histories;
import org.solvens.pipelines.scores.Scores;
import org.solvens.pipelines.scores.ScoringInputs;
import org.solvens.pipelines.snapshots.Snapshots;
import org.solvens.plan.TrainingPlan;
import org.solvens.policy.PolicyText;
import org.solvens.registry.ModelRegistry;
import org.solvens.report.MonitoringRow;
import org.solvens.report.MonitoringRow.Kind;
import org.solvens.stability.Level;

/// Three hundred small claims, of which every second is a loan that nobody pays and of the invoices four in five are
/// paid on; then, in May, six hundred large ones.
class MonitorTest {
    private static final LocalDate BEFORE = LocalDate.of(2026, 3, 1);
    private static final LocalDate AFTER = LocalDate.of(2026, 6, 1);
    private static final int SMALL = 300;
    private static final int LARGE = 600;
    private static final String PLAN = """
        plan: monitored
        version: 1
        as_of: {from: 2026-02-01, until: 2026-03-02, max_age_days: 730}
        horizon_days: 28
        late_days: 2
        split: {test_share: 0.3}
        seed: 42
        axes:
          willingness: {minimum_outcomes: 50}
        scorecard: {max_bins: 6, min_bin_share: 0.05, base_points: 600, base_odds: 1.0, points_to_double: 40}
        gate: {min_auc: 0.52, max_auc: 0.95, max_ks: 0.75, max_calibration_error: 0.08}
        """;

    @TempDir
    Path folder;

    private Lake lake;
    private FeedSpans spans;
    private TrainingPlan plan;

    private void feeds() throws Exception {
        FeedFiles files = new FeedFiles(Files.createDirectory(folder.resolve("in")));
        List<String> cases = new ArrayList<>(List.of(FeedFiles.CASES));
        List<String> payments = new ArrayList<>(List.of(FeedFiles.PAYMENTS));
        for (int i = 0; i < SMALL + LARGE; i++) {
            boolean large = i >= SMALL;
            String placed = large ? "2026-05-20" : "2026-01-05";
            cases.add("C" + i + ",D" + i + ",CR1,SE,SEK,PERSON," + (i % 2 == 0 ? "INVOICE" : "LOAN") + ","
                    + (large ? 90_000 : 1_000 + i) + ".00,10.00,60.00,2025-12-01,2025-11-01," + placed
                    + ",COLLECTION,true," + placed + "T20:00:00Z");
            if (!large && i % 2 == 0 && i % 10 != 8) {
                for (String day : List.of("2026-02-10", "2026-03-10")) {
                    payments.add("P" + payments.size() + ",C" + i + ",100.00," + day + "," + day + ",DEBTOR,," + day
                            + "T12:00:00Z");
                }
            }
        }
        files.write("cases.csv", cases.toArray(String[]::new));
        files.write("payments.csv", payments.toArray(String[]::new));
        lake = new Lake(folder.resolve("lake").toString());
        plan = TrainingPlan.read(Files.writeString(folder.resolve("plan.yaml"), PLAN));
        new Ingest(LakeRows.spark(), lake, null, LakeRows.NOW)
                .run(List.of(files.folder().toString()), _ -> {});
        new Histories(LakeRows.spark(), lake).update();
        spans = FeedSpans.ofCases(lake);
        new Snapshots(LakeRows.spark(), lake, plan).write(spans);
    }

    /// A model of one feature: below the cut one log-odds, from it on another.
    /// A scorecard of one feature, as the registry takes it.
    static byte[] model(Axis axis, String feature, double cut, double below, double above) {
        Term term = new Term(feature, List.of(cut), List.of(below, above), List.of(0.0, 0.0, 0.0, 0.0), 0.0, 1.0);
        ScorecardModel draft = model(axis, term, 0.5);
        double expected = Scorer.of(draft, List.of(feature)).probability(new double[] {cut});
        return ModelFile.write(ModelFile.identified(model(axis, term, expected)));
    }

    private static ScorecardModel model(Axis axis, Term term, double expected) {
        return new ScorecardModel(
                "",
                axis,
                "monitored",
                1,
                28,
                730,
                FeatureCatalogue.standard(OtherCases.SEEN).version(),
                List.of(term),
                0.0,
                new PointsScale(600, 1.0, 40),
                new Calibration(Calibration.Interpolation.LINEAR, List.of(-4.0, 4.0), List.of(0.1, 0.9)),
                List.of(new Verification(term.cuts().subList(0, 1), expected)));
    }

    private List<MonitoringRow> monitor(LocalDate from) {
        return new Monitor(
                        LakeRows.spark(),
                        lake,
                        Histories.encoded(LakeRows.spark(), lake),
                        spans.starts(),
                        MonitorCommand.tracked(lake),
                        plan.outcomeDefinition(),
                        plan.asOf().maxAgeDays(),
                        Histories.stamp(lake, FeatureCatalogue.standard(OtherCases.SEEN)))
                .run(from, spans.knownUntil());
    }

    private static MonitoringRow one(List<MonitoringRow> findings, LocalDate month, Kind kind, String subject) {
        List<MonitoringRow> found = findings.stream()
                .filter(f -> f.asOf().equals(month)
                        && f.kind() == kind
                        && f.subject().equals(subject))
                .toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    @Test
    void aChangedPortfolioAlarmsAndAnUnchangedOneDoesNot() throws Exception {
        feeds();
        ModelRegistry registry = new ModelRegistry(lake.registry());
        // The champion says 0.5 of everybody; the challenger separates invoices from loans.
        String champion = registry.publish(model(Axis.WILLINGNESS, "season", 9, 0, 0), "{}", "{}");
        String challenger = registry.publish(model(Axis.WILLINGNESS, "claim_type_code", 0.5, 2, -4), "{}", "{}");
        String able = registry.publish(model(Axis.ABILITY, "balance", 1_200, 1, -1), "{}", "{}");
        registry.promote(champion, "anna", "first", Instant.EPOCH, 0);
        registry.promote(able, "anna", "first", Instant.EPOCH, 1);
        registry.challenge(challenger, "anna", "may be better", Instant.EPOCH, 2);
        ScoringInputs inputs = ScoringInputs.of(lake, PolicyText.standard());
        Scores scores = new Scores(LakeRows.spark(), lake);
        for (LocalDate day : List.of(BEFORE, AFTER)) {
            scores.write(day.toEpochDay() * 86_400_000L, spans.starts(), inputs);
        }

        List<MonitoringRow> findings = monitor(null);

        assertThat(one(findings, BEFORE, Kind.FEATURE, "balance").level()).isEqualTo(Level.QUIET);
        MonitoringRow balance = one(findings, AFTER, Kind.FEATURE, "balance");
        assertThat(balance.level()).isEqualTo(Level.ALARM);
        assertThat(balance.cases()).isEqualTo(SMALL + LARGE);
        assertThat(balance.value()).isGreaterThan(balance.noise());
        // The ages changed, which is no fault of a feed; a feature that only follows them is quiet.
        MonitoringRow age = one(findings, AFTER, Kind.FEATURE, "case_age_days");
        assertThat(age.level()).isEqualTo(Level.NOTICE);
        assertThat(new Advice(findings, FeatureCatalogue.standard(OtherCases.SEEN)).about(age))
                .startsWith("the cases are not as old as in training");
        assertThat(one(findings, AFTER, Kind.SCORE, "ability").level()).isEqualTo(Level.ALARM);
        // No champion reads it: a look, not an alarm.
        assertThat(one(findings, AFTER, Kind.FEATURE, "total_balance").level()).isEqualTo(Level.NOTICE);
        assertThat(findings)
                .noneMatch(f -> f.subject().equals("season") || f.subject().equals("best_channel"));

        // 120 of 300 paid; 0.5 was said of each.
        MonitoringRow calibration = one(findings, BEFORE, Kind.CALIBRATION, "willingness");
        assertThat(calibration.model()).isEqualTo(champion);
        assertThat(calibration.value()).isCloseTo(0.4, within(1e-9));
        assertThat(calibration.expected()).isCloseTo(0.5, within(1e-9));
        assertThat(calibration.noise()).isCloseTo(3.2905 * Math.sqrt(300 * 0.25) / 300, within(1e-4));
        assertThat(calibration.level()).isEqualTo(Level.NOTICE);
        // 150 invoices at 0.7, of which 120 paid, and 150 loans at 0.1.
        MonitoringRow shadow = one(findings, BEFORE, Kind.CHALLENGER, "willingness");
        assertThat(shadow.model()).isEqualTo(challenger);
        assertThat(shadow.expected()).isCloseTo(0.25, within(1e-9));
        assertThat(shadow.value()).isCloseTo((120 * 0.09 + 30 * 0.49 + 150 * 0.01) / 300, within(1e-9));
        assertThat(shadow.level()).isEqualTo(Level.NOTICE);
        assertThat(one(findings, AFTER, Kind.ABSTAINED, "reachability").value()).isEqualTo(1);

        assertThat(MonitorCommand.alarms(findings)).isTrue();
        // Nobody who engaged paid half of the balance, where the champion said 0.6: that alone alarmed before.
        List<MonitoringRow> before =
                findings.stream().filter(f -> f.asOf().equals(BEFORE)).toList();
        MonitoringRow ability = one(findings, BEFORE, Kind.CALIBRATION, "ability");
        assertThat(ability.value()).isZero();
        assertThat(before).filteredOn(f -> f.level() == Level.ALARM).containsExactly(ability);
        assertThat(MonitorCommand.alarms(before)).isTrue();
        assertThat(MonitorCommand.alarms(
                        before.stream().filter(f -> f != ability).toList()))
                .isFalse();

        List<String> table = LakeRows.content(lake.monitoring());
        assertThat(table).hasSameSizeAs(findings);
        assertThat(monitor(AFTER))
                .isEqualTo(findings.stream().filter(f -> f.asOf().equals(AFTER)).toList());
        assertThat(LakeRows.content(lake.monitoring())).isEqualTo(table);
        assertThat(MonitoringPage.of(
                        findings, org.solvens.feature.FeatureCatalogue.standard(org.solvens.facts.OtherCases.SEEN)))
                .startsWith("<!doctype html>")
                .contains("<tr class=\"alarm\"><td>2026-06-01</td><td>stability of a feature</td><td>ability</td>"
                        + "<td>balance</td>")
                .contains("<th>months before</th>")
                .doesNotContain("http");
    }
}

package org.solvens.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.solvens.facts.OtherCases;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.report.MonitoringRow;
import org.solvens.report.MonitoringRow.Kind;
import org.solvens.stability.Level;

class AdviceTest {
    private static final FeatureCatalogue CATALOGUE = FeatureCatalogue.standard(OtherCases.SEEN);

    private static MonitoringRow row(int month, Kind kind, String subject, Level level) {
        return new MonitoringRow(
                LocalDate.of(2026, month, 1),
                kind,
                "ability",
                subject,
                "0123456789abcdef",
                0.3,
                0.1,
                0.2,
                900,
                800,
                level);
    }

    @Test
    void aFeatureNamesItsFeedAndSinceWhen() {
        List<MonitoringRow> findings = List.of(
                row(2, Kind.FEATURE, "net_income", Level.ALARM),
                row(3, Kind.FEATURE, "net_income", Level.QUIET),
                row(4, Kind.FEATURE, "net_income", Level.NOTICE),
                row(5, Kind.FEATURE, "net_income", Level.ALARM),
                row(5, Kind.MISSING, "net_income", Level.ALARM));
        Advice advice = new Advice(findings, CATALOGUE);
        assertThat(advice.about(findings.get(3))).isEqualTo("look at the feed tax_assessments since 2026-04-01");
        assertThat(advice.about(findings.get(0))).isEqualTo("look at the feed tax_assessments since 2026-02-01");
        assertThat(advice.about(findings.get(1))).isEmpty();
        assertThat(advice.about(findings.get(4)))
                .isEqualTo("find out why the feed tax_assessments lacks values since 2026-05-01");
    }

    @Test
    void probabilitiesThatNoLongerFitAreRecalibratedUnlessTheScoreMovedToo() {
        MonitoringRow outcomes = row(5, Kind.CALIBRATION, "ability", Level.ALARM);
        MonitoringRow still = row(5, Kind.SCORE, "ability", Level.QUIET);
        MonitoringRow moved = row(5, Kind.SCORE, "ability", Level.NOTICE);
        assertThat(new Advice(List.of(outcomes, still), CATALOGUE).about(outcomes))
                .startsWith("./solvens recalibrate 0123456789abcdef");
        assertThat(new Advice(List.of(outcomes, moved), CATALOGUE).about(outcomes))
                .startsWith("train again");
        assertThat(new Advice(List.of(outcomes, moved), CATALOGUE).about(moved)).startsWith("train again");
        assertThat(new Advice(List.of(moved), CATALOGUE).about(moved)).startsWith("see which features moved");
    }

    @Test
    void aChallengerWithAHigherBrierScoreIsDismissed() {
        MonitoringRow worse = row(5, Kind.CHALLENGER, "ability", Level.NOTICE);
        assertThat(new Advice(List.of(worse), CATALOGUE).about(worse)).contains("--dismiss");
    }
}

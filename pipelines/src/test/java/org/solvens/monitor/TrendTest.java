package org.solvens.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.solvens.report.MonitoringRow;
import org.solvens.report.MonitoringRow.Kind;
import org.solvens.stability.Level;

class TrendTest {
    private static MonitoringRow row(int month, String subject, double value) {
        return new MonitoringRow(
                LocalDate.of(2026, month, 1),
                Kind.FEATURE,
                "ability",
                subject,
                null,
                value,
                0.01,
                0.02,
                900,
                800,
                Level.QUIET);
    }

    private static String last(double... values) {
        List<MonitoringRow> findings = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            // The newest first, and another feature between them.
            findings.addFirst(row(i + 1, "net_income", values[i]));
            findings.addFirst(row(i + 1, "balance", 9));
        }
        return Trend.of(findings, row(values.length, "net_income", values[values.length - 1]))
                .text();
    }

    @Test
    void theFirstMonthHasNoHistory() {
        assertThat(last(0.3)).isEqualTo("-");
    }

    @Test
    void aJumpShowsTheQuietMonthsBefore() {
        assertThat(last(0.02, 0.01, 0.4)).isEqualTo("0.020 0.010");
        assertThat(last(1, 2, 2, 5, 4, 6, 0.1)).isEqualTo("2.000 2.000 5.000 4.000 6.000");
    }

    @Test
    void aDriftSaysSinceWhen() {
        assertThat(last(0.05, 0.01, 0.02, 0.3)).isEqualTo("0.050 0.010 0.020, rises since 2026-02-01");
        assertThat(last(0.3, 0.2, 0.1)).isEqualTo("0.300 0.200, falls since 2026-01-01");
    }

    @Test
    void laterMonthsDoNotCount() {
        List<MonitoringRow> findings = List.of(row(1, "balance", 0.1), row(2, "balance", 0.2), row(3, "balance", 0.3));
        assertThat(Trend.of(findings, findings.get(1)).text()).isEqualTo("0.100");
    }
}

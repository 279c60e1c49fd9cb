package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.lake.DeltaFixture;
import org.solvens.lake.DeltaTable;
import org.solvens.lake.DeltaTables;
import org.solvens.report.RecoveryRow;
import org.solvens.settings.Settings;

class RecoveryTableTest {
    @TempDir
    Path folder;

    private static RecoveryRow row(String creditor, String type, int age, long cases, String recovered) {
        return new RecoveryRow(
                LocalDate.of(2026, 7, 1),
                creditor,
                "SE",
                "SEK",
                type,
                RecoveryRow.ALL,
                LocalDate.of(2026, 5, 1),
                age,
                cases,
                age,
                new BigDecimal(cases * 100),
                new BigDecimal("-1.50"),
                new BigDecimal(recovered),
                new BigDecimal("0.25"),
                new BigDecimal("2"),
                age < 2);
    }

    @Test
    void theRowsOfCreditorsAndClaimTypesAddUp() {
        List<RecoveryRow> rows = new ArrayList<>();
        for (int age = 2; age >= 0; age--) {
            rows.add(row("K-1", "LOAN", age, 3, "10.10"));
            rows.add(row("K-2", "LOAN", age, 2, "20.20"));
            rows.add(row("K-2", "RENT", age, 5, "30.30"));
        }
        DeltaFixture.table(folder, RecoveryRow.TABLE).append(RecoveryRow.TABLE, rows);
        DeltaTable table = new DeltaTables(Settings.NONE).open(folder.toString());
        RecoveryTable.Report report = RecoveryTable.read(table, new DeltaTable.Commit(0, 0))
                .orElseThrow()
                .report(null, null);
        assertThat(report.vintages()).hasSize(1);
        RecoveryTable.Vintage vintage = report.vintages().getFirst();
        assertThat(vintage.cases()).isEqualTo(10);
        assertThat(vintage.placed()).isEqualByComparingTo("1000");
        assertThat(vintage.added()).isEqualByComparingTo("-4.50");
        assertThat(vintage.points())
                .extracting(RecoveryTable.Point::monthsSince)
                .containsExactly(0, 1, 2);
        RecoveryTable.Point last = vintage.points().getLast();
        assertThat(last.paidCases()).isEqualTo(6);
        assertThat(last.recovered()).isEqualByComparingTo("60.60");
        assertThat(last.overpaid()).isEqualByComparingTo("0.75");
        assertThat(last.rate()).isEqualByComparingTo("0.0606");
        assertThat(last.mature()).isFalse();
        assertThat(report.bySegment().getFirst().cost()).isEqualByComparingTo("6");
    }
}

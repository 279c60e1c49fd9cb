package org.solvens.bench.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.report.metric.FigureRow;
import org.solvens.report.metric.Grain;
import org.solvens.report.metric.Metric;

/// 454 loans, most of them paid at once.
@Tag("slow")
class LoanPaymentsFiguresTest extends AgreedFiguresTest {
    @TempDir
    static Path folder;

    private static Reported loans;

    @BeforeAll
    static void report() throws Exception {
        Path file = Reported.file("SOLVENS_LOAN_PAYMENTS", "loan-payments/loans.csv");
        String from = " from (select *, strptime(effective_date, ['%m/%d/%y', '%m/%d/%Y'])::date as made,"
                + " strptime(due_date, ['%m/%d/%y', '%m/%d/%Y'])::date as due,"
                + " strptime(paid_off_time, ['%m/%d/%y %H:%M', '%m/%d/%Y %H:%M'])::date as paid from read_csv('"
                + file + "', all_varchar = true))";
        loans = new Reported(
                folder,
                file,
                Reported.mapping("loan-payments.yaml"),
                // The day after the export, which the mapping states.
                LocalDate.parse("2016-12-09"),
                null,
                Map.of(
                        "cases",
                        "select Loan_ID as case_id, 'D-' || Loan_ID as debtor_id, 'lender' as creditor_id,"
                                + " 'US' as country, 'USD' as currency, 'PERSON' as debtor_kind,"
                                + " 'LOAN' as claim_type, Principal as principal, 0 as interest, 0 as costs,"
                                + " due as due_date, made as arose_on, made as placed_on, 'REMINDER' as stage,"
                                + " made + 1 as known_at" + from,
                        "payments",
                        "select Loan_ID || '-paid' as payment_id, Loan_ID as case_id, Principal as amount,"
                                + " paid as paid_on, 'DEBTOR' as source, paid + time '23:59' as known_at" + from
                                + " where paid is not null"));
    }

    @AfterAll
    static void close() throws SQLException {
        if (loans != null) {
            loans.close();
        }
    }

    @Override
    Reported reported() {
        return loans;
    }

    /// The file is the one that is known, and every payment of it is counted.
    @Test
    void everyLoanIsCounted() {
        assertThat(figures(Metric.PLACED_CASES, Grain.MONTH, FigureRow::currency))
                .isEqualTo(Map.of("USD", new BigDecimal("454")));
        assertThat(figures(Metric.RECEIVED, Grain.MONTH, FigureRow::currency))
                .isEqualTo(Map.of("USD", new BigDecimal("3.46E+5")));
    }
}

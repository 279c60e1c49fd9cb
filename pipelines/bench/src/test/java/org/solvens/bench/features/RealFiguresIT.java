package org.solvens.bench.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.mapping.Mapping;
import org.solvens.report.metric.FigureRow;
import org.solvens.report.metric.Grain;
import org.solvens.report.metric.Metric;

/// The figures of the reports on real data, where it is at hand. The queries read the foreign files as they are, so the
/// mapping is compared as well.
@Tag("slow")
class RealFiguresIT {
    private static final Path HOME = Path.of(System.getProperty("solvens.home"));

    private static Path file(String variable, String path) {
        String named = System.getenv(variable);
        Path file =
                named != null ? Path.of(named) : HOME.resolve("../shared/data").resolve(path);
        assumeTrue(Files.exists(file), "The real data is not tried: it is not at " + file + ".");
        return file;
    }

    private static Mapping mapping(String name) {
        return Mapping.read(HOME.resolve("data-samples/mappings").resolve(name));
    }

    /// 150,370 fines of an Italian police: events in a log, with appeals, penalties and dismissals.
    @Nested
    class RoadTrafficFines extends AgreedFiguresTest {
        @TempDir
        static Path folder;

        private static Reported fines;

        @BeforeAll
        static void report() throws Exception {
            Path events = file("SOLVENS_ROAD_TRAFFIC_FINES", "road-traffic-fines/events.csv.gz");
            String from = " from (select *, \"timestamp\"[1:10]::date as day, timezone('Europe/Rome',"
                + " (\"timestamp\"[1:10]::date + 1)::timestamp) - interval 1 millisecond as known_at from read_csv('"
                    + events + "', all_varchar = true)) where activity ";
            String event = " as event_id, case_id, day as happened_on, known_at, ";
            fines = new Reported(
                    folder,
                    events,
                    mapping("road-traffic-fines.yaml"),
                    null,
                    Map.of(
                            "cases",
                            "select case_id, 'D-' || case_id as debtor_id, 'local-police' as creditor_id, 'IT' as"
                                + " country, 'EUR' as currency, 'PERSON' as debtor_kind, 'PUBLIC' as claim_type,"
                                + " amount as principal, 0 as interest, 0 as costs, day as due_date, day as arose_on,"
                                + " day as placed_on, 'REMINDER' as stage, known_at" + from
                                    + "= 'Create Fine'",
                            "case_events",
                            "select case_id || '-closed'" + event
                                    + "'CLOSED' as kind, null as component, null as amount,"
                                    + " 'WRONGFUL' as closed_as" + from + "= 'Create Fine' and dismissal <> 'NIL'"
                                    + " union all select case_id || '-expense'" + event
                                    + "'CHARGE_ADDED', 'COSTS', expense, null" + from + "= 'Send Fine'"
                                    + " union all select case_id || '-penalty'" + event
                                    + "'CHARGE_RESTATED', 'PRINCIPAL', amount, null" + from + "= 'Add penalty'",
                            "payments",
                            "select uuid() as payment_id, case_id, paymentAmount as amount, day as paid_on,"
                                    + " 'DEBTOR' as source, known_at" + from + "= 'Payment'",
                            // An appeal, and its result, which does not repeat the day of the appeal.
                            "holds",
                            "select case_id || if(activity = 'Appeal to Judge', '-judge', '-prefecture') as hold_id,"
                                    + " 'D-' || case_id as debtor_id, case_id, 'DISPUTE' as kind, day as opened_on,"
                                    + " if(activity like 'Receive%', day, null) as closed_on, known_at" + from
                                    + "in ('Insert Date Appeal to Prefecture', 'Appeal to Judge',"
                                    + " 'Receive Result Appeal from Prefecture')"));
        }

        @AfterAll
        static void close() throws SQLException {
            if (fines != null) {
                fines.close();
            }
        }

        @Override
        Reported reported() {
            return fines;
        }

        /// The log is the one that is known, and every case of it is counted.
        @Test
        void everyFineIsCounted() {
            assertThat(figures(Metric.PLACED_CASES, Grain.MONTH, FigureRow::currency))
                    .isEqualTo(Map.of("EUR", new BigDecimal("1.5037E+5")));
            assertThat(figures(Metric.HOLDS, Grain.MONTH, FigureRow::state)).containsOnlyKeys("OPEN", "ENDED");
            assertThat(figures(Metric.CLOSED_CASES, Grain.MONTH, FigureRow::kind))
                    .containsOnlyKeys("WRONGFUL");
        }
    }

    /// 454 loans, most of them paid at once.
    @Nested
    class LoanPayments extends AgreedFiguresTest {
        @TempDir
        static Path folder;

        private static Reported loans;

        @BeforeAll
        static void report() throws Exception {
            Path file = file("SOLVENS_LOAN_PAYMENTS", "loan-payments/loans.csv");
            String from = " from (select *, strptime(effective_date, ['%m/%d/%y', '%m/%d/%Y'])::date as made,"
                    + " strptime(due_date, ['%m/%d/%y', '%m/%d/%Y'])::date as due,"
                    + " strptime(paid_off_time, ['%m/%d/%y %H:%M', '%m/%d/%Y %H:%M'])::date as paid from read_csv('"
                    + file + "', all_varchar = true))";
            loans = new Reported(
                    folder,
                    file,
                    mapping("loan-payments.yaml"),
                    // The day after the export, which the mapping states.
                    LocalDate.parse("2016-12-09"),
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
}

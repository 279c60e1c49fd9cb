package org.solvens.bench.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.report.metric.FigureRow;
import org.solvens.report.metric.Grain;
import org.solvens.report.metric.Metric;

/// 150,370 fines of an Italian police: events in a log, with appeals, penalties and dismissals.
@Tag("slow")
class RoadTrafficFinesFiguresTest extends AgreedFiguresTest {
    @TempDir
    static Path folder;

    private static Reported fines;

    @BeforeAll
    static void report() throws Exception {
        Path events = Reported.file("SOLVENS_ROAD_TRAFFIC_FINES", "road-traffic-fines/events.csv.gz");
        String from = " from (select *, \"timestamp\"[1:10]::date as day, timezone('Europe/Rome',"
                + " (\"timestamp\"[1:10]::date + 1)::timestamp) - interval 1 millisecond as known_at from read_csv('"
                + events + "', all_varchar = true)) where activity ";
        String event = " as event_id, case_id, day as happened_on, known_at, ";
        fines = new Reported(
                folder,
                events,
                Reported.mapping("road-traffic-fines.yaml"),
                null,
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
        assertThat(figures(Metric.CLOSED_CASES, Grain.MONTH, FigureRow::kind)).containsOnlyKeys("WRONGFUL");
    }
}

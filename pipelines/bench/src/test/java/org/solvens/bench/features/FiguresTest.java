package org.solvens.bench.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.solvens.bench.features.Reported.plain;
import static org.solvens.bench.features.Reported.put;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.policy.Capacity;
import org.solvens.report.metric.FigureRow;
import org.solvens.report.metric.Grain;
import org.solvens.report.metric.Metric;
import org.solvens.scoring.ScoreRow;

/// The figures of the reports on the samples, which have every feed.
class FiguresTest extends AgreedFiguresTest {
    @TempDir
    static Path folder;

    private static Reported samples;

    @BeforeAll
    static void reportOnTheSamples() throws Exception {
        Path feeds = Path.of(System.getProperty("solvens.home"), "data-samples", "feeds");
        Map<String, String> selects = Arrays.stream(new String[] {
                    "cases", "case_events", "payments", "contacts", "arrangements", "holds", "decisions"
                })
                .collect(Collectors.toMap(
                        feed -> feed,
                        feed -> "select columns(" + Reported.names(feed) + ") from read_csv('"
                                + feeds.resolve(feed + ".csv") + "', all_varchar = true)"));
        samples = new Reported(folder, feeds, null, null, Capacity.read(feeds.resolveSibling("teams.yaml")), selects);
    }

    @AfterAll
    static void close() throws SQLException {
        samples.close();
    }

    @Override
    Reported reported() {
        return samples;
    }

    @Test
    void theSamplesHaveEachCaseThatIsCompared() {
        assertThat(figures(Metric.LIMITATION_CASES, Grain.TO_DATE, FigureRow::size))
                .containsKeys("BARRED", "LEFT_0_30", "LEFT_31_90", "LEFT_91_180", "LEFT_181");
        Function<FigureRow, String> month = row -> row.period() + " " + row.creditorId() + " " + row.currency();
        assertThat(figures(Metric.FLOW_CLOSING, Grain.MONTH, month)).hasSizeGreaterThan(100);
        assertThat(figures(Metric.CLOSED_CASES, Grain.MONTH, FigureRow::kind)).hasSizeGreaterThan(2);
        assertThat(figures(Metric.HOLDS, Grain.MONTH, FigureRow::state)).containsOnlyKeys("OPEN", "ENDED");
        assertThat(figures(Metric.FEE_CASES, Grain.TO_DATE, FigureRow::size))
                .containsOnlyKeys("ABOVE_LIMIT", "WITHIN_LIMIT", "NO_LIMIT", "WITH_COURT");
        assertThat(figures(Metric.VINTAGE_RECOVERED, Grain.MONTH, month)).hasSizeGreaterThan(20);
    }

    /// The teams are those of `teams.yaml`, from the countries of the cases. What came in is counted from the payments.
    @Test
    void casesAndMoneyOfTeams() throws Exception {
        String scored =
                "s as (select case_id, as_of, creditor_id, currency, balance, segment, stage, if(country = 'NO',"
                        + " 'norway', 'others') as team from " + samples.scores() + ") ";
        String by = "as_of, creditor_id, currency, team, segment, stage";
        Function<FigureRow, String> key = row -> row.period() + " " + row.creditorId() + " " + row.currency() + " "
                + row.team() + " " + row.kind() + " " + row.size();
        agree(
                figures(Metric.TEAM_CASES, Grain.DAY, key),
                "with " + scored + "select " + by + ", count(*) from s group by all");
        for (int days : new int[] {30, 90, 180}) {
            String came = DuckDb.LEDGER + scored + ", came as (select " + by + ", least(balance, greatest(0,"
                    + " coalesce(sum(if(n.kind = 'REFUND', -worth, worth)), 0))) as money from s left join net n on"
                    + " n.case_id = s.case_id and n.kind in ('PAYMENT', 'REFUND') and paid_on >= as_of and paid_on <"
                    + " as_of + " + days + " where as_of < date '{day}' group by s.case_id, balance, " + by
                    + ") select "
                    + by + ", ";
            Function<FigureRow, String> within = row -> Objects.equals(row.age(), days) ? key.apply(row) : "";
            Map<String, BigDecimal> received = figures(Metric.TEAM_RECEIVED, Grain.DAY, within);
            received.remove("");
            agree(received, came + "sum(money) from came group by all");
            Map<String, BigDecimal> paying = figures(Metric.TEAM_PAYING, Grain.DAY, within);
            paying.remove("");
            agree(paying, came + "count(*) filter (money > 0) from came group by all");
        }
    }

    /// The days of the scores, by which a number leads to its cases, are counted again from the contacts.
    @Test
    void daysOfPromisesInTheScores() throws Exception {
        Map<String, BigDecimal> due = new TreeMap<>();
        for (ScoreRow row : samples.scoresOfTheDay()) {
            if (row.promiseDueOn() != null) {
                put(due, row.creditorId() + " " + row.promiseDueOn(), BigDecimal.ONE);
            }
        }
        agree(
                plain(due),
                LAST_CONTACTS + "select creditor_id, due, count(*) from (select creditor_id, case_id,"
                        + " min(coalesce(promised_for, local::date + 14)) as due from k join " + samples.scores()
                        + " s using (case_id) where s.as_of = date '{day}' and outcome = 'PROMISED' and"
                        + " coalesce(promised_for, local::date + 14) >= date '{day}' group by all) group by all");
    }

    /// A number of Fair treatment and the list that it leads to have the same cases.
    @Test
    void limitationOfTheScoresIsThatOfTheFigures() {
        Map<String, BigDecimal> bands = new TreeMap<>();
        for (ScoreRow row : samples.scoresOfTheDay()) {
            LocalDate last = row.limitationOn();
            long left = last == null ? 0 : ChronoUnit.DAYS.between(samples.asOf(), last);
            String band = last == null
                    ? "NO_RULE"
                    : left < 0
                            ? "BARRED"
                            : left <= 30
                                    ? "LEFT_0_30"
                                    : left <= 90 ? "LEFT_31_90" : left <= 180 ? "LEFT_91_180" : "LEFT_181";
            put(bands, band + " " + row.claimType(), BigDecimal.ONE);
        }
        assertThat(figures(Metric.LIMITATION_CASES, Grain.TO_DATE, row -> row.size() + " " + row.claimType()))
                .isEqualTo(plain(bands));
        assertThat(bands).hasSizeGreaterThan(5);
    }

    @Test
    void contactsByOutcomeHourAndCost() throws Exception {
        String month = LAST_CONTACTS + "select date_trunc('month', local)::date, country, channel, ";
        Function<FigureRow, String> key =
                row -> row.period() + " " + row.country() + " " + row.channel() + " " + row.state();
        agree(
                figures(Metric.OUTBOUND_CONTACTS, Grain.MONTH, key),
                month + "outcome, count(*) from k where direction = 'OUTBOUND' group by all");
        agree(
                figures(Metric.INBOUND_CONTACTS, Grain.MONTH, key),
                month + "outcome, count(*) from k where direction = 'INBOUND' group by all");
        agree(
                figures(
                        Metric.CONTACT_COST,
                        Grain.MONTH,
                        row -> row.period() + " " + row.country() + " " + row.channel()),
                month + "sum(coalesce(cost, 0)) from k group by all");
        agree(
                figures(
                        Metric.OUTBOUND_CONTACTS,
                        Grain.WEEK_HOUR,
                        row -> row.channel() + " " + row.state() + " " + row.weekday() + " " + row.hour()),
                LAST_CONTACTS + "select channel, outcome, isodow(local), hour(local), count(*) from k where direction ="
                        + " 'OUTBOUND' and local::date >= date '{day}' - interval 1 year group by all");
    }

    @Test
    void promisesAndTheirAmounts() throws Exception {
        String by = LAST_CONTACTS + "select date_trunc('month', local)::date, country, channel, ";
        Function<FigureRow, String> key = row -> row.period() + " " + row.country() + " " + row.channel();
        agree(
                figures(Metric.PROMISES, Grain.MONTH, key),
                by + "count(*) from k where outcome = 'PROMISED' group by all");
        agree(
                figures(Metric.PROMISED, Grain.MONTH, key),
                by + "sum(coalesce(promised_amount, 0)) from k where outcome = 'PROMISED' group by all");
        agree(
                figures(Metric.PROMISES_DUE, Grain.DAY, row -> row.period() + " " + row.country()),
                LAST_CONTACTS + "select coalesce(promised_for, local::date + 14), country, count(*) from k"
                        + " where outcome = 'PROMISED' and coalesce(promised_for, local::date + 14)"
                        + " between date '{day}' - 400 and date '{day}' + 31 group by all");
    }

    @Test
    void agreementsMade() throws Exception {
        String last = "where known_at < timestamptz '{day} 00:00:00+00' qualify row_number() over (partition by ";
        agree(
                figures(
                        Metric.AGREEMENTS,
                        Grain.MONTH,
                        row -> row.period() + " " + row.creditorId() + " " + row.kind()),
                LAST_CASES + "select date_trunc('month', agreed_on)::date, creditor_id, a.kind, count(*) from (select *"
                        + " from {arrangements} " + last
                        + "arrangement_id order by known_at desc, file_row_number desc) = 1) a join c using (case_id)"
                        + " group by all");
    }
}

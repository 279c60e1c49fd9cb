package org.solvens.bench.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.ingest.Ingest;
import org.solvens.inputs.FeedSpans;
import org.solvens.lake.DeltaTable.Filter;
import org.solvens.lake.Lake;
import org.solvens.pipelines.SparkLake;
import org.solvens.pipelines.histories.Histories;
import org.solvens.pipelines.reports.Recovery;
import org.solvens.pipelines.scores.ScoringInputs;
import org.solvens.policy.PolicyText;
import org.solvens.report.RecoveryRow;
import org.solvens.report.metric.FigureRow;
import org.solvens.report.metric.Grain;
import org.solvens.report.metric.Metric;
import org.solvens.settings.Settings;

/// The figures of the reports are computed again by SQL, straight from the files of the sample feeds, and agree to the
/// cent and to the case.
class FiguresTest {
    private static final List<String> FEEDS =
            List.of("cases", "case_events", "payments", "contacts", "arrangements", "holds", "decisions");

    @TempDir
    static Path folder;

    private static final List<FigureRow> FIGURES = new ArrayList<>();
    private static final List<RecoveryRow> RECOVERY = new ArrayList<>();
    private static LocalDate asOf;
    private static Connection sql;

    @BeforeAll
    static void reportOnTheSamples() throws Exception {
        Path feeds = Path.of(System.getProperty("solvens.home"), "data-samples", "feeds");
        Lake lake = new Lake(folder.resolve("lake").toString());
        try (SparkSession spark = SparkLake.session("local[2]", Map.of(), Settings.NONE)) {
            new Ingest(spark, lake, null, Instant.parse("2026-07-01T00:00:00Z"))
                    .run(List.of(feeds.toString()), step -> {});
            new Histories(spark, lake).update();
            FeedSpans spans = FeedSpans.ofCases(lake);
            long at = spans.nextMidnight();
            asOf = LocalDate.ofInstant(Instant.ofEpochMilli(at), ZoneOffset.UTC);
            new Recovery(spark, lake).write(at, spans.starts(), ScoringInputs.of(lake, PolicyText.standard()));
        }
        lake.tables().open(lake.figures()).scan(FigureRow.TABLE, Filter.all(), FIGURES::add);
        lake.tables().open(lake.recovery()).scan(RecoveryRow.TABLE, Filter.all(), RECOVERY::add);
        sql = DriverManager.getConnection("jdbc:duckdb:");
        run("set timezone = 'UTC'");
        for (String feed : FEEDS) {
            run("copy (select * from read_csv('" + feeds.resolve(feed + ".csv") + "', sample_size = -1, types = "
                    + amounts(feed) + ")) to '" + folder.resolve(feed + ".parquet") + "' (format parquet)");
        }
    }

    private static String amounts(String feed) {
        List<String> columns = switch (feed) {
            case "cases" -> List.of("principal", "interest", "costs");
            case "payments", "case_events" -> List.of("amount");
            case "contacts" -> List.of("promised_amount", "cost");
            case "arrangements" -> List.of("instalment");
            default -> List.of();
        };
        String decimals = columns.stream()
                .map(column -> "'" + column + "': 'decimal(18,3)'")
                .collect(Collectors.joining(", "));
        return "{" + decimals + (decimals.isEmpty() ? "" : ", ") + "'known_at': 'timestamptz'"
                + (feed.equals("payments") ? ", 'retracted': 'boolean', 'reference': 'varchar', 'kind': 'varchar'" : "")
                + (feed.equals("contacts") ? ", 'at': 'timestamptz', 'promised_for': 'date'" : "") + "}";
    }

    @AfterAll
    static void close() throws SQLException {
        sql.close();
    }

    private static void run(String statement) throws SQLException {
        try (Statement each = sql.createStatement()) {
            each.execute(statement);
        }
    }

    /// Rows of a query by all columns but the last, which is the value.
    private static Map<String, BigDecimal> query(String text) throws SQLException {
        String query = text.replace("{day}", asOf.toString());
        for (String feed : FEEDS) {
            query = query.replace(
                    "{" + feed + "}",
                    "read_parquet('" + folder.resolve(feed + ".parquet") + "', file_row_number = true)");
        }
        Map<String, BigDecimal> found = new TreeMap<>();
        try (Statement statement = sql.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                List<String> key = new ArrayList<>();
                for (int i = 1; i < columns; i++) {
                    key.add(String.valueOf(rows.getString(i)));
                }
                put(found, String.join(" ", key), rows.getBigDecimal(columns));
            }
        }
        return found;
    }

    private static void put(Map<String, BigDecimal> into, String key, BigDecimal value) {
        into.merge(key, value, BigDecimal::add);
    }

    private static Map<String, BigDecimal> plain(Map<String, BigDecimal> values) {
        Map<String, BigDecimal> plain = new TreeMap<>();
        values.forEach((key, value) -> {
            if (value.signum() != 0) {
                plain.put(key, value.stripTrailingZeros());
            }
        });
        return plain;
    }

    private static Map<String, BigDecimal> figures(Metric metric, Grain grain, Function<FigureRow, String> key) {
        Map<String, BigDecimal> found = new TreeMap<>();
        FIGURES.stream()
                .filter(row -> row.metric().equals(metric.label()) && row.grain() == grain)
                .forEach(row -> put(found, key.apply(row), row.value()));
        return plain(found);
    }

    private static void agree(Map<String, BigDecimal> ours, String text) throws SQLException {
        assertThat(ours).isNotEmpty().isEqualTo(plain(query(text)));
    }

    private static String creditor(FigureRow row) {
        return row.period() + " " + row.creditorId() + " " + row.currency() + " " + row.claimType();
    }

    private static final String LAST_CASES = """
        with recursive c as (select * from {cases} where known_at < timestamptz '{day} 00:00:00+00'
          qualify row_number() over (partition by case_id order by known_at desc, file_row_number desc) = 1)
        """;

    private static final String LAST_CONTACTS = LAST_CASES + """
        , k as (select k.*, timezone(case d.country when 'SE' then 'Europe/Stockholm' when 'NO' then 'Europe/Oslo'
              when 'DK' then 'Europe/Copenhagen' when 'FI' then 'Europe/Helsinki' when 'DE' then 'Europe/Berlin'
              else 'UTC' end, "at") as local, d.country
          from (select * from {contacts} where known_at < timestamptz '{day} 00:00:00+00'
            qualify row_number() over (partition by contact_id order by known_at desc, file_row_number desc) = 1) k
          join (select debtor_id, any_value(country) as country from c group by debtor_id) d using (debtor_id))
        """;

    @Test
    void moneyReceivedByMonthAndDay() throws Exception {
        String by = "select date_trunc('month', paid_on)::date, creditor_id, currency, claim_type, sum(if(n.kind ="
                + " 'REFUND', -worth, worth)) from net n join {cases} c using (case_id) where n.kind in ('PAYMENT',"
                + " 'REFUND') and c.known_at < timestamptz '{day} 00:00:00+00' group by all";
        agree(figures(Metric.RECEIVED, Grain.MONTH, FiguresTest::creditor), DuckDb.LEDGER + trimmed() + by);
        String day = by.replace("date_trunc('month', paid_on)::date", "paid_on")
                .replace("where", "where paid_on >= date '{day}' - 400 and");
        agree(figures(Metric.RECEIVED, Grain.DAY, FiguresTest::creditor), DuckDb.LEDGER + trimmed() + day);
    }

    /// The ledger's last common table ends with a comma.
    private static String trimmed() {
        return " nothing as (select 1) ";
    }

    @Test
    void casesPlaced() throws Exception {
        String by = LAST_CASES + "select date_trunc('month', placed_on)::date, creditor_id, currency, claim_type, ";
        agree(figures(Metric.PLACED_CASES, Grain.MONTH, FiguresTest::creditor), by + "count(*) from c group by all");
        agree(
                figures(Metric.PLACED, Grain.MONTH, FiguresTest::creditor),
                by + "sum(principal + coalesce(interest, 0) + coalesce(costs, 0)) from c group by all");
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
    void agreementsMadeAndHoldsOpened() throws Exception {
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
        agree(
                figures(Metric.HOLDS, Grain.MONTH, row -> row.period() + " " + row.country() + " " + row.kind()),
                LAST_CASES + ", d as (select debtor_id, any_value(country) as country from c group by debtor_id)"
                        + " select date_trunc('month', opened_on)::date, country, kind, count(*) from (select * from"
                        + " {holds} " + last + "hold_id order by known_at desc, file_row_number desc) = 1)"
                        + " join d using (debtor_id) group by all");
    }

    @Test
    void whatWasRecoveredOfTheVintages() throws Exception {
        Map<String, BigDecimal> placed = new TreeMap<>();
        Map<String, BigDecimal> counted = new TreeMap<>();
        Map<String, Integer> last = new TreeMap<>();
        Map<String, BigDecimal> money = new TreeMap<>();
        for (RecoveryRow row : RECOVERY) {
            String key = row.placedMonth() + " " + row.creditorId() + " " + row.currency();
            if (row.segment().equals(RecoveryRow.ALL) && row.monthsSince() == 0) {
                put(placed, key, row.placed());
                put(counted, key, BigDecimal.valueOf(row.cases()));
            }
            if (row.segment().equals(RecoveryRow.ALL)) {
                last.merge(key, row.monthsSince(), Math::max);
            }
        }
        for (RecoveryRow row : RECOVERY) {
            String key = row.placedMonth() + " " + row.creditorId() + " " + row.currency();
            if (row.segment().equals(RecoveryRow.ALL) && row.monthsSince() == last.get(key)) {
                // Overpaid money is counted apart, up to what each case owes.
                put(money, key, row.recovered().add(row.overpaid()));
            }
        }
        String by = LAST_CASES + "select date_trunc('month', placed_on)::date, creditor_id, currency, ";
        agree(plain(counted), by + "count(*) from c group by all");
        agree(plain(placed), by + "sum(principal + coalesce(interest, 0) + coalesce(costs, 0)) from c group by all");
        agree(
                plain(money),
                DuckDb.LEDGER + trimmed()
                        + "select date_trunc('month', placed_on)::date, creditor_id, currency, sum(came) from (select"
                        + " case_id, greatest(0, sum(if(kind = 'REFUND', -worth, worth))) as came from net where kind"
                        + " in ('PAYMENT', 'REFUND') group by case_id) join {cases} c using (case_id) group by all");
    }

    /// By first route and size, cases and money are those of the feeds, and what was recovered is that of the vintages.
    @Test
    void vintagesByFirstRouteAndSize() throws Exception {
        Function<FigureRow, String> key =
                row -> row.period() + " " + row.creditorId() + " " + row.kind() + " " + row.size();
        String by = LAST_CASES + """
            , d as (select case_id, first(route order by decided_at) as route
              from (select * from {decisions} where known_at < timestamptz '{day} 00:00:00+00'
                qualify row_number() over (partition by decision_id order by known_at desc, file_row_number desc) = 1)
              join c using (case_id)
              where timezone(case country when 'SE' then 'Europe/Stockholm' when 'NO' then 'Europe/Oslo'
                when 'DK' then 'Europe/Copenhagen' when 'FI' then 'Europe/Helsinki' when 'DE' then 'Europe/Berlin'
                else 'UTC' end, decided_at)::date < placed_on + interval 1 month
              group by case_id)
            , v as (select *, principal + coalesce(interest, 0) + coalesce(costs, 0) as placed from c
              left join d using (case_id) where placed_on >= date_trunc('month', date '{day}') - interval 25 month)
            select date_trunc('month', placed_on)::date, creditor_id, coalesce(route, 'UNDECIDED'),
              case when placed <= 500 then 'UP_TO_500' when placed <= 2000 then 'UP_TO_2_000'
              when placed <= 10000 then 'UP_TO_10_000' when placed <= 50000 then 'UP_TO_50_000'
              else 'ABOVE_50_000' end,
            """;
        agree(figures(Metric.VINTAGE_CASES, Grain.MONTH, key), by + " count(*) from v group by all");
        agree(figures(Metric.VINTAGE_PLACED, Grain.MONTH, key), by + " sum(placed) from v group by all");

        Map<String, BigDecimal> vintages = new TreeMap<>();
        LocalDate first = asOf.withDayOfMonth(1).minusMonths(25);
        for (RecoveryRow row : RECOVERY) {
            if (row.segment().equals(RecoveryRow.ALL)
                    && row.mature()
                    && List.of(1, 3, 6, 12).contains(row.monthsSince())
                    && !row.placedMonth().isBefore(first)) {
                put(
                        vintages,
                        row.placedMonth() + " " + row.creditorId() + " " + row.currency() + " " + row.monthsSince(),
                        row.recovered());
            }
        }
        assertThat(figures(
                        Metric.VINTAGE_RECOVERED,
                        Grain.MONTH,
                        row -> row.period() + " " + row.creditorId() + " " + row.currency() + " " + row.age()))
                .hasSizeGreaterThan(20)
                .isEqualTo(plain(vintages));
    }

    /// The rules of limitation as SQL: years and start by country and claim, and what each interruption renews, taken
    /// in
    /// the order of the days until one comes too late.
    private static final String LIMITATION =
            DuckDb.LEDGER + LAST_CONTACTS.replaceFirst("with recursive", "") + """
                , e as (select * from {case_events} where known_at < timestamptz '{day} 00:00:00+00'
                  qualify row_number() over (partition by event_id order by known_at desc, file_row_number desc) = 1)
                , sent as (select case_id, letter, happened_on as day, count(*) as n,
                    lead(happened_on) over (partition by case_id, letter order by happened_on) as again
                  from e where kind = 'LETTER_SENT' group by case_id, letter, happened_on)
                , returned as (select case_id, letter, happened_on as day from e where kind = 'LETTER_RETURNED')
                , arrived as (select s.case_id, s.day from sent s left join returned b on b.case_id = s.case_id
                    and b.letter = s.letter and b.day >= s.day
                    and b.day <= if(s.n > 1, s.day, coalesce(s.again, date '9999-12-31'))
                  group by s.case_id, s.letter, s.day having count(b.day) = 0)
                , stops as (
                  select case_id, day, 'LETTER' as how from arrived
                  union all select case_id, happened_on, 'LEGAL_STEP' from e where kind = 'STAGE_CHANGED' and stage = 'LEGAL'
                  union all select case_id, paid_on, 'PAYMENT' from net where kind = 'PAYMENT' and (worth > 0 or amount = 0)
                  union all select case_id, local::date, 'PROMISE' from k where outcome = 'PROMISED' and case_id is not null)
                , r as (select *, case
                    when country = 'SE' and claim_type = 'PUBLIC' then 5
                    when country = 'SE' and debtor_kind = 'PERSON' and claim_type not in ('LOAN', 'DAMAGES') then 3
                    when country = 'SE' then 10
                    when country = 'NO' and claim_type in ('LOAN', 'CREDIT_CARD') then 10
                    when country = 'DK' and claim_type = 'LOAN' then 10
                    when country in ('NO', 'DK', 'FI') then 3 end as years,
                    if(country = 'SE' and claim_type <> 'PUBLIC', coalesce(arose_on, due_date), due_date) as start from c)
                , renewed as (select r.case_id, s.day, case
                    when country = 'SE' and claim_type = 'PUBLIC' then null
                    when how = 'LETTER' and country in ('NO', 'DK') then null
                    when how = 'PAYMENT' and country = 'DK' then null
                    when how = 'LEGAL_STEP' and country in ('NO', 'DK') then 10
                    when how = 'LEGAL_STEP' and country = 'FI' then 5
                    else years end as years from stops s join r using (case_id) where s.day <= date '{day}')
                , ends as (select r.case_id, list_reduce(list_prepend(
                    {'d': any_value(r.start), 'u': (any_value(r.start) + to_years(any_value(r.years)))::date},
                    coalesce(list({'d': n.day, 'u': (n.day + to_years(n.years))::date} order by n.day)
                      filter (n.years is not null), [])),
                    lambda a, x: if(x.d <= a.u, {'d': x.d, 'u': greatest(a.u, x.u)}, a)).u as last
                  from r left join renewed n using (case_id) where r.years is not null group by r.case_id)
                , o as (select case_id, balance, last - date '{day}' as days from (OPEN) left join ends using (case_id))
                , b as (select c.*, balance, case when days is null then 'NO_RULE' when days < 0 then 'BARRED'
                    when days <= 30 then 'LEFT_0_30' when days <= 90 then 'LEFT_31_90' when days <= 180 then 'LEFT_91_180'
                    else 'LEFT_181' end as band from o join c using (case_id))
                select creditor_id, currency, claim_type, band,
                """.replace("OPEN", DuckDb.OPEN);

    @Test
    void openCasesByTheDaysUntilTheyAreBarred() throws Exception {
        Function<FigureRow, String> key =
                row -> row.creditorId() + " " + row.currency() + " " + row.claimType() + " " + row.size();
        agree(figures(Metric.LIMITATION_CASES, Grain.TO_DATE, key), LIMITATION + " count(*) from b group by all");
        agree(figures(Metric.LIMITATION_BALANCE, Grain.TO_DATE, key), LIMITATION + " sum(balance) from b group by all");
        assertThat(figures(Metric.LIMITATION_CASES, Grain.TO_DATE, FigureRow::size))
                .containsKeys("BARRED", "LEFT_0_30", "LEFT_31_90", "LEFT_91_180", "LEFT_181");
    }

    /// What is there at the end is what was there at the beginning, with what was added and without what was paid or
    /// released; and the next month begins with it.
    @Test
    void stockAndFlowReconcile() {
        Function<FigureRow, String> month = row -> row.period() + " " + row.creditorId() + " " + row.currency();
        Map<String, BigDecimal> opening = figures(Metric.FLOW_OPENING, Grain.MONTH, month);
        Map<String, BigDecimal> closing = figures(Metric.FLOW_CLOSING, Grain.MONTH, month);
        Map<String, BigDecimal> moved = new TreeMap<>(opening);
        figures(Metric.FLOW_ADDED, Grain.MONTH, month).forEach((key, value) -> put(moved, key, value));
        figures(Metric.FLOW_PAID, Grain.MONTH, month).forEach((key, value) -> put(moved, key, value.negate()));
        figures(Metric.FLOW_RELEASED, Grain.MONTH, month).forEach((key, value) -> put(moved, key, value.negate()));
        assertThat(closing).hasSizeGreaterThan(100).isEqualTo(plain(moved));

        Map<String, BigDecimal> stock = figures(Metric.STOCK, Grain.MONTH, month);
        int compared = 0;
        for (Map.Entry<String, BigDecimal> each : opening.entrySet()) {
            assertThat(stock.get(each.getKey())).as(each.getKey()).isEqualTo(each.getValue());
            compared++;
        }
        assertThat(compared).isGreaterThan(100);
        Map<String, BigDecimal> last = new TreeMap<>();
        figures(
                        Metric.FLOW_CLOSING,
                        Grain.MONTH,
                        row -> row.period().equals(asOf.minusMonths(1).withDayOfMonth(1))
                                ? row.creditorId() + " " + row.currency()
                                : "earlier")
                .forEach((key, value) -> last.put(key, value));
        Map<String, BigDecimal> now = figures(
                Metric.STOCK,
                Grain.MONTH,
                row -> row.period().equals(asOf) ? row.creditorId() + " " + row.currency() : "earlier");
        last.remove("earlier");
        now.remove("earlier");
        assertThat(now).isNotEmpty().isEqualTo(last);
    }
}

package org.solvens.bench.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.solvens.bench.features.Reported.plain;
import static org.solvens.bench.features.Reported.put;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.solvens.report.RecoveryRow;
import org.solvens.report.metric.FigureRow;
import org.solvens.report.metric.Grain;
import org.solvens.report.metric.Metric;

/// The figures that every set of feeds has are computed again by SQL, straight from the files, and agree to the cent
/// and to the case.
abstract class AgreedFiguresTest {
    /// The report and the records that it is about.
    abstract Reported reported();

    final Map<String, BigDecimal> figures(Metric metric, Grain grain, Function<FigureRow, String> key) {
        return reported().figures(metric, grain, key);
    }

    final void agree(Map<String, BigDecimal> ours, String text) throws SQLException {
        reported().agree(ours, text);
    }

    private static String creditor(FigureRow row) {
        return row.period() + " " + row.creditorId() + " " + row.currency() + " " + row.claimType();
    }

    static final String LAST_CASES = """
        with recursive c as (select * from {cases} where known_at < timestamptz '{day} 00:00:00+00'
          qualify row_number() over (partition by case_id order by known_at desc, file_row_number desc) = 1)
        """;

    static final String LAST_CONTACTS = LAST_CASES + """
        , k as (select k.*, timezone(case d.country when 'SE' then 'Europe/Stockholm' when 'NO' then 'Europe/Oslo'
              when 'DK' then 'Europe/Copenhagen' when 'FI' then 'Europe/Helsinki' when 'DE' then 'Europe/Berlin' when 'IT' then 'Europe/Rome' when 'US' then 'America/New_York'
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
        agree(figures(Metric.RECEIVED, Grain.MONTH, AgreedFiguresTest::creditor), DuckDb.LEDGER + trimmed() + by);
        String day = by.replace("date_trunc('month', paid_on)::date", "paid_on")
                .replace("where", "where paid_on >= date '{day}' - 400 and");
        agree(figures(Metric.RECEIVED, Grain.DAY, AgreedFiguresTest::creditor), DuckDb.LEDGER + trimmed() + day);
    }

    /// The ledger's last common table ends with a comma.
    private static String trimmed() {
        return " nothing as (select 1) ";
    }

    @Test
    void casesPlaced() throws Exception {
        String by = LAST_CASES + "select date_trunc('month', placed_on)::date, creditor_id, currency, claim_type, ";
        agree(
                figures(Metric.PLACED_CASES, Grain.MONTH, AgreedFiguresTest::creditor),
                by + "count(*) from c group by all");
        agree(
                figures(Metric.PLACED, Grain.MONTH, AgreedFiguresTest::creditor),
                by + "sum(principal + coalesce(interest, 0) + coalesce(costs, 0)) from c group by all");
    }

    @Test
    void whatWasRecoveredOfTheVintages() throws Exception {
        Map<String, BigDecimal> placed = new TreeMap<>();
        Map<String, BigDecimal> counted = new TreeMap<>();
        Map<String, Integer> last = new TreeMap<>();
        Map<String, BigDecimal> money = new TreeMap<>();
        for (RecoveryRow row : reported().recovery()) {
            String key = row.placedMonth() + " " + row.creditorId() + " " + row.currency();
            if (row.segment().equals(RecoveryRow.ALL) && row.monthsSince() == 0) {
                put(placed, key, row.placed());
                put(counted, key, BigDecimal.valueOf(row.cases()));
            }
            if (row.segment().equals(RecoveryRow.ALL)) {
                last.merge(key, row.monthsSince(), Math::max);
            }
        }
        for (RecoveryRow row : reported().recovery()) {
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
                when 'DK' then 'Europe/Copenhagen' when 'FI' then 'Europe/Helsinki' when 'DE' then 'Europe/Berlin' when 'IT' then 'Europe/Rome' when 'US' then 'America/New_York'
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
        LocalDate first = reported().asOf().withDayOfMonth(1).minusMonths(25);
        for (RecoveryRow row : reported().recovery()) {
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
                .isNotEmpty()
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
        assertThat(closing).isNotEmpty().isEqualTo(plain(moved));

        Map<String, BigDecimal> stock = figures(Metric.STOCK, Grain.MONTH, month);
        for (Map.Entry<String, BigDecimal> each : opening.entrySet()) {
            assertThat(stock.get(each.getKey())).as(each.getKey()).isEqualTo(each.getValue());
        }
        Map<String, BigDecimal> last = new TreeMap<>();
        figures(
                        Metric.FLOW_CLOSING,
                        Grain.MONTH,
                        row -> row.period()
                                        .equals(reported().asOf().minusDays(1).withDayOfMonth(1))
                                ? row.creditorId() + " " + row.currency()
                                : "earlier")
                .forEach((key, value) -> last.put(key, value));
        Map<String, BigDecimal> now = figures(
                Metric.STOCK,
                Grain.MONTH,
                row -> row.period().equals(reported().asOf()) ? row.creditorId() + " " + row.currency() : "earlier");
        last.remove("earlier");
        now.remove("earlier");
        assertThat(now).isNotEmpty().isEqualTo(last);
    }

    @Test
    void casesClosed() throws Exception {
        Function<FigureRow, String> key = row -> row.period() + " " + row.creditorId() + " " + row.kind();
        String by = DuckDb.CLOSED + " select date_trunc('month', day)::date, creditor_id, how, count(*) from closed"
                + " join (select case_id, creditor_id from {cases}) using (case_id) group by all";
        assertThat(figures(Metric.CLOSED_CASES, Grain.MONTH, key))
                .isEqualTo(plain(reported().query(by, reported().asOf())));
    }

    /// The stock at the end of each month is that of the open cases, as they were known then.
    @Test
    void stockAtTheEndOfEachMonth() throws Exception {
        Map<String, BigDecimal> cases = new TreeMap<>();
        Map<String, BigDecimal> balances = new TreeMap<>();
        for (LocalDate end : reported().days(Metric.STOCK)) {
            String by = "select '" + end + "', creditor_id, currency, ";
            String from = " from (" + DuckDb.OPEN + ") join {cases} using (case_id) group by all";
            cases.putAll(reported().query(by + "count(*)" + from, end));
            balances.putAll(reported().query(by + "sum(balance)" + from, end));
        }
        Function<FigureRow, String> key = row -> row.period() + " " + row.creditorId() + " " + row.currency();
        assertThat(figures(Metric.STOCK_CASES, Grain.MONTH, key)).isNotEmpty().isEqualTo(plain(cases));
        assertThat(figures(Metric.STOCK, Grain.MONTH, key)).isNotEmpty().isEqualTo(plain(balances));
    }

    @Test
    void holdsOpened() throws Exception {
        String by = LAST_CASES + ", d as (select debtor_id, any_value(country) as country from c group by debtor_id)"
                + " select date_trunc('month', opened_on)::date, country, kind, if(closed_on is null or closed_on >="
                + " date '{day}', 'OPEN', 'ENDED'), count(*) from (select * from {holds} where known_at < timestamptz"
                + " '{day} 00:00:00+00' qualify row_number() over (partition by hold_id order by known_at desc,"
                + " file_row_number desc) = 1) join d using (debtor_id) group by all";
        assertThat(figures(
                        Metric.HOLDS,
                        Grain.MONTH,
                        row -> row.period() + " " + row.country() + " " + row.kind() + " " + row.state()))
                .isEqualTo(plain(reported().query(by, reported().asOf())));
    }

    /// The law on collection costs as SQL: costs before the first legal step, and what each country allows.
    private static final String FEES =
            DuckDb.LEDGER + LAST_CASES.replaceFirst("with recursive", "") + """
                , e as (select * from {case_events} where known_at < timestamptz '{day} 00:00:00+00'
                  qualify row_number() over (partition by event_id order by known_at desc, file_row_number desc) = 1)
                , l as (select case_id, min(happened_on) as legal_on from e
                  where kind = 'STAGE_CHANGED' and stage = 'LEGAL' group by case_id)
                , s as (select e.case_id, sum(case when kind = 'CHARGE_WAIVED' then -amount
                    when kind = 'CHARGE_ADDED' and (legal_on is null or happened_on < legal_on) then amount end) as since
                  from e join c using (case_id) left join l using (case_id)
                  where component = 'COSTS' and happened_on >= placed_on group by e.case_id)
                , p as (select distinct case_id from {arrangements} where kind in ('PLAN', 'TRIAL_PLAN')
                  and known_at < timestamptz '{day} 00:00:00+00')
                , o as (select case_id from (OPEN))
                , f as (select c.*, if(stage in ('LEGAL', 'SURVEILLANCE'), null,
                      greatest(0, coalesce(costs, 0) + coalesce(since, 0))) as charged,
                    case_id in (from o) as open, case_id in (from p) as plan, principal + coalesce(interest, 0) as size
                  from c left join s using (case_id))
                , m as (select *, case
                    when country = 'SE' and currency = 'SEK' then greatest(if(debtor_kind = 'PERSON', 0, 450),
                      if(reminder_fee_agreed is false, 0, 60) + 180 + if(plan, 170, 0))
                    when country = 'NO' and currency = 'NOK' and debtor_kind = 'PERSON' then
                      (0.1 + 2 * case when size <= 500 then 0.25 when size <= 1000 then 0.35 when size <= 2500 then 0.4
                        when size <= 10000 then 0.8 when size <= 50000 then 1.6 when size <= 250000 then 3.6 else 7.2 end
                        + if(plan, 1.5, 0)) * if(due_date < date '2026-01-01', 700, 750)
                    when country = 'DK' and currency = 'DKK' then 400 + case when size <= 1000 then 400
                      when size <= 2500 then 700 when size <= 5000 then 1000 when size <= 10000 then 1300
                      when size <= 25000 then 1700 when size <= 50000 then 2250 when size <= 100000 then 2850
                      when size <= 250000 then 3850 else 6400 + 0.01 * greatest(0, size - 500000) end
                    end as most from f)
                , b as (select *, if(open, 'OPEN', 'CLOSED') as state, greatest(0, charged - most) as above,
                    case when charged is null then 'WITH_COURT' when most is null then 'NO_LIMIT'
                      when charged > most then 'ABOVE_LIMIT' else 'WITHIN_LIMIT' end as band from m)
                select creditor_id, currency, claim_type, state,
                """.replace("OPEN)", DuckDb.OPEN + ")");

    @Test
    void collectionCostsAgainstTheLaw() throws Exception {
        Function<FigureRow, String> slice =
                row -> row.creditorId() + " " + row.currency() + " " + row.claimType() + " " + row.state();
        Function<FigureRow, String> key = row -> slice.apply(row) + " " + row.size();
        agree(figures(Metric.FEE_CASES, Grain.TO_DATE, key), FEES + " band, count(*) from b group by all");
        assertThat(figures(Metric.FEES_CHARGED, Grain.TO_DATE, key))
                .isEqualTo(plain(reported()
                        .query(
                                FEES + " band, sum(charged) from b where charged > 0 group by all",
                                reported().asOf())));
        assertThat(figures(Metric.FEES_ABOVE, Grain.TO_DATE, slice))
                .isEqualTo(plain(reported()
                        .query(
                                FEES + " sum(above) from b where above > 0 group by all",
                                reported().asOf())));
    }
}

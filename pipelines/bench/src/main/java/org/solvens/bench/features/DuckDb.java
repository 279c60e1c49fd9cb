package org.solvens.bench.features;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/// The peer: ten of the simplest features in SQL, straight from the Parquet files of the feeds.
///
/// The query follows the rules of {@link org.solvens.facts}: the last version of a record counts, reversals take
/// back what they name in full or in part, money counts from its value date, charges and closings are replayed in
/// the order in which they happened. It relies on what the simulator never does: it never corrects a case or an
/// event of a case, and nothing takes back a reversal of a reversal. Both make the query faster, not slower. That
/// it is right on these feeds is checked case by case; no case is excluded.
final class DuckDb implements AutoCloseable {
    /// The features, named as in the catalogue, in the query's order.
    static final List<String> FEATURES = List.of(
            "balance",
            "payments",
            "payments_30d",
            "payments_90d",
            "payments_365d",
            "days_since_payment",
            "inbound_contacts_180d",
            "refusals_365d",
            "cannot_pay_365d",
            "promises_365d");

    /// The entries of the ledger and what is left of each after its reversals, in `net`.
    static final String LEDGER = """
        with recursive
        -- The last version of each entry whose day has come. All countries of the simulator are ahead of UTC, so
        -- midnight UTC is the same day there.
        entries as materialized (
          select payment_id, case_id, amount, paid_on, source, reversal_of, reference, known_at,
            coalesce(kind, if(reversal_of is null, 'PAYMENT', 'REVERSAL')) as kind
          from (select * from {payments} where known_at < timestamptz '{day} 00:00:00+00'
            qualify row_number() over (partition by payment_id order by known_at desc, file_row_number desc) = 1)
          where retracted is not true and paid_on <= date '{day}'),
        back as materialized (select * from entries where kind = 'REVERSAL'),
        -- What a reversal takes back: the entry that it names by key, else by the bank's reference.
        named as (
          select r.payment_id as reversal, true as by_key, t.* from back r join entries t on t.payment_id = r.reversal_of
          union all
          select r.payment_id, false, t.* from back r join entries t on t.reference = r.reversal_of
          where t.payment_id <> r.payment_id),
        targets as (
          select n.reversal, n.payment_id as target
          from named n join back r on r.payment_id = n.reversal
            join {cases} a on a.case_id = n.case_id join {cases} b on b.case_id = r.case_id
          where a.debtor_id = b.debtor_id
          qualify row_number() over (partition by n.reversal
            order by n.by_key desc, n.case_id = r.case_id desc, n.paid_on desc, n.amount desc, n.known_at desc) = 1),
        -- What each reversal is worth once others took it back, and what each entry is worth after its reversals.
        won_back as (
          select t.target, sum(r.amount) as amount
          from back r join targets t on t.reversal = r.payment_id group by t.target),
        taken as (
          select t.target, sum(greatest(0, r.amount - coalesce(w.amount, 0))) as amount
          from back r join targets t on t.reversal = r.payment_id left join won_back w on w.target = r.payment_id
          group by t.target),
        settled as materialized (
          select e.*, greatest(0, e.amount - coalesce(t.amount, 0)) as worth
          from entries e left join taken t on t.target = e.payment_id),
        -- Reversals that name no known entry, in order, against the payments of their case, latest first: the
        -- first of just the amount, else one after the other, first those before it and then the later ones.
        unplaced as materialized (
          select case_id, paid_on, worth, payment_id,
            row_number() over (partition by case_id order by paid_on, amount, known_at) as n
          from settled where kind = 'REVERSAL' and worth > 0 and payment_id not in (select reversal from targets)),
        placed as (
          select case_id, 0::bigint as n, null::date as back_on,
            list({'id': payment_id, 'day': paid_on, 'worth': worth}
              order by paid_on desc, amount desc, known_at desc) as payments
          from settled where kind = 'PAYMENT' and case_id in (select case_id from unplaced) group by case_id
          union all
          select case_id, n, greatest(back_on, if(list_sum(worths) > 0, paid_on, null)),
            list_transform(payments, lambda p, i: {'id': p.id, 'day': p.day, 'worth': case
              when same > 0 then if(i = same, 0, p.worth)
              else p.worth - least(p.worth, greatest(0, worth - coalesce(list_sum(case when i > later
                then worths[later + 1:i - 1] else list_concat(worths[later + 1:], worths[1:i - 1]) end), 0))) end})
          from (
            select p.case_id, u.n, p.back_on, p.payments, u.worth, u.paid_on,
              list_transform(p.payments, lambda q: q.worth) as worths,
              len(list_filter(p.payments, lambda q: q.day > u.paid_on)) as later,
              coalesce(list_position(
                list_transform(p.payments, lambda q: q.worth = u.worth and q.day <= u.paid_on), true), 0) as same
            from placed p join unplaced u on u.case_id = p.case_id and u.n = p.n + 1)),
        at_last as materialized (
          select * from placed where n > 0 qualify row_number() over (partition by case_id order by n desc) = 1),
        net as (
          select s.payment_id, s.case_id, s.kind, s.source, s.paid_on, s.amount, coalesce(l.payment.worth, s.worth) as worth
          from settled s
            left join (select unnest(payments) as payment from at_last) l on l.payment.id = s.payment_id
          where s.payment_id not in (select payment_id from unplaced)),
        """;

    /// The cases with what is owed and paid, in `cases`.
    private static final String CASES = LEDGER + """
        paid as (
          select case_id,
            greatest(0, coalesce(sum(worth) filter (kind = 'PAYMENT'), 0)
              - coalesce(sum(worth) filter (kind = 'REFUND'), 0)) as amount,
            count(*) filter (own) as n,
            count(*) filter (own and date '{day}' - paid_on <= 30) as n30,
            count(*) filter (own and date '{day}' - paid_on <= 90) as n90,
            count(*) filter (own and date '{day}' - paid_on <= 365) as n365,
            max(paid_on) filter (own) as last_on,
            max(paid_on) filter (kind <> 'PAYMENT' and not wins_back) as back_on
          from (select *, kind = 'PAYMENT' and source <> 'ENFORCEMENT' as own,
              -- The reversal of a reversal: the money is there again.
              payment_id in (select reversal from targets where target in (select payment_id from back)) as wins_back
            from net where worth > 0 or amount = 0)
          group by case_id),
        -- What changed the cases, in the order in which it happened.
        changed as materialized (
          select e.case_id, e.kind, e.component, e.amount, e.closed_as, e.happened_on,
            e.happened_on >= c.placed_on as since_placed,
            case e.component when 'PRINCIPAL' then c.principal when 'INTEREST' then coalesce(c.interest, 0)
              when 'COSTS' then coalesce(c.costs, 0) end as placed_amount,
            row_number() over (partition by e.case_id order by e.happened_on, e.known_at,
              case e.kind when 'CHARGE_RESTATED' then 0 when 'CHARGE_ADDED' then 1 when 'CHARGE_WAIVED' then 2
                else 6 end, e.file_row_number) as n
          from {case_events} e join {cases} c on c.case_id = e.case_id
          where e.known_at < timestamptz '{day} 00:00:00+00' and e.kind in
            ('CHARGE_ADDED', 'CHARGE_WAIVED', 'CHARGE_RESTATED', 'CLOSED', 'REOPENED')),
        restated as (
          select case_id, component, max(n) as n, arg_max(amount, n) as amount from changed
          where kind = 'CHARGE_RESTATED' and since_placed group by case_id, component),
        -- A waiver takes no component below nothing: what it would take is given back to all that follows.
        charged as (
          select case_id, sum(amount) as amount
          from (select case_id, arg_max(running, n) - least(0, min(running)) - any_value(placed_amount) as amount
            from (select h.case_id, h.component, h.n, h.placed_amount, coalesce(r.amount, h.placed_amount)
                + sum(case h.kind when 'CHARGE_ADDED' then h.amount when 'CHARGE_WAIVED' then -h.amount else 0 end)
                  over (partition by h.case_id, h.component order by h.n) as running
              from changed h left join restated r on r.case_id = h.case_id and r.component = h.component
              where h.component is not null and h.since_placed and h.n >= coalesce(r.n, 0))
            group by case_id, component)
          group by case_id),
        ended as (
          select case_id, arg_max(if(kind = 'CLOSED', coalesce(closed_as, 'WITHDRAWN'), 'REOPENED'), n) as how,
            arg_max(happened_on, n) as day
          from changed where kind in ('CLOSED', 'REOPENED') and since_placed group by case_id),
        cases as (
          select c.case_id, c.debtor_id, p.* exclude (case_id, amount, back_on), coalesce(p.amount, 0) as paid,
            c.principal + coalesce(c.interest, 0) + coalesce(c.costs, 0) + coalesce(h.amount, 0) as owed,
            e.how, greatest(p.back_on, l.back_on) >= e.day as bounced
          from {cases} c
            left join paid p on p.case_id = c.case_id
            left join charged h on h.case_id = c.case_id
            left join ended e on e.case_id = c.case_id
            left join at_last l on l.case_id = c.case_id
          where c.known_at < timestamptz '{day} 00:00:00+00')
        """;

    private static final String IS_OPEN = """
        c.owed > c.paid
          and (coalesce(c.how, 'REOPENED') = 'REOPENED' or c.how = 'PAID' and coalesce(c.bounced, false))
        """;

    /// The open cases and their balances.
    static final String OPEN = CASES + " select c.case_id, c.owed - c.paid as balance from cases c where " + IS_OPEN;

    /// The closed cases, in `closed`: how and on which day. One that was closed as paid is open
    /// again if money was taken back.
    static final String CLOSED = CASES + """
        , closed as (select c.case_id, e.how, e.day from cases c join ended e on e.case_id = c.case_id
          where e.how <> 'REOPENED' and not (e.how = 'PAID' and c.owed > c.paid and coalesce(c.bounced, false)))
        """;

    private static final String QUERY = CASES + """
        , contacted as (
          select case_id, debtor_id,
            count(*) filter (direction = 'INBOUND' and not (channel = 'PORTAL' and outcome = 'REACHED')
              and date '{day}' - "at"::date <= 180) as inbound,
            count(*) filter (outcome = 'REFUSED' and date '{day}' - "at"::date <= 365) as refused,
            count(*) filter (outcome = 'CANNOT_PAY' and date '{day}' - "at"::date <= 365) as cannot,
            count(*) filter (outcome = 'PROMISED' and date '{day}' - "at"::date <= 365) as promised
          from (select * from {contacts} where known_at < timestamptz '{day} 00:00:00+00'
            qualify row_number() over (partition by contact_id order by known_at desc, file_row_number desc) = 1)
          where retracted is not true
          group by case_id, debtor_id)
        select c.case_id, c.owed - c.paid as balance,
          coalesce(c.n, 0) as payments, coalesce(c.n30, 0) as payments_30d, coalesce(c.n90, 0) as payments_90d,
          coalesce(c.n365, 0) as payments_365d, date '{day}' - c.last_on as days_since_payment,
          coalesce(k.inbound, 0) + coalesce(d.inbound, 0) as inbound_contacts_180d,
          coalesce(k.refused, 0) + coalesce(d.refused, 0) as refusals_365d,
          coalesce(k.cannot, 0) + coalesce(d.cannot, 0) as cannot_pay_365d,
          coalesce(k.promised, 0) + coalesce(d.promised, 0) as promises_365d
        from cases c
          left join contacted k on k.case_id = c.case_id
          left join contacted d on d.case_id is null and d.debtor_id = c.debtor_id
        where
        """ + IS_OPEN;

    private final Connection connection;

    DuckDb(int threads) throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
        run("set threads = " + threads);
        run("set timezone = 'UTC'");
    }

    /// The version of the program.
    String version() throws SQLException {
        return "DuckDB " + connection.getMetaData().getDatabaseProductVersion();
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(List<Path> feeds, LocalDate day) {
        String query = QUERY.replace("{day}", day.toString());
        for (String feed : List.of("case_events", "cases", "payments", "contacts")) {
            query = query.replace("{" + feed + "}", files(feeds, feed));
        }
        return query;
    }

    private static String files(List<Path> feeds, String feed) {
        return "read_parquet(["
                + String.join(
                        ", ",
                        feeds.stream()
                                .map(folder -> "'" + folder.resolve(feed + "*.parquet") + "'")
                                .toList())
                + "], file_row_number = true)";
    }

    /// Computes the features and counts them.
    ///
    /// @return rows
    long scan(List<Path> feeds, LocalDate day) throws SQLException {
        StringBuilder sums = new StringBuilder("select count(*)");
        FEATURES.forEach(name -> sums.append(", sum(").append(name).append(')'));
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sums + " from (" + query(feeds, day) + ")")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /// Computes the features and writes them as Parquet.
    void write(List<Path> feeds, LocalDate day, Path file) throws SQLException {
        run("copy (" + query(feeds, day) + ") to '" + file + "' (format parquet)");
    }

    /// Cases whose ten features differ from those of ours, or that one side lacks.
    ///
    /// @param peers file that {@link #write} wrote
    /// @param ours Parquet files of our table, with the same columns; a missing value is a large negative code
    long differing(Path peers, List<Path> ours) throws SQLException {
        StringBuilder different = new StringBuilder("a.case_id is null or b.case_id is null");
        for (String name : FEATURES) {
            different
                    .append(" or round(coalesce(a.")
                    .append(name)
                    .append("::double, -1) * 100) <> round(if(b.")
                    .append(name)
                    .append(" < -1e17, -1, b.")
                    .append(name)
                    .append(") * 100)");
        }
        String files =
                String.join(", ", ours.stream().map(file -> "'" + file + "'").toList());
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from read_parquet('" + peers
                        + "') a full join read_parquet([" + files + "]) b on a.case_id = b.case_id where "
                        + different)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /// Splits feeds by the time their records became known: those before an instant, and the rest.
    void split(Path feeds, List<String> names, Instant at, Path before, Path since) throws SQLException {
        for (String feed : names) {
            String all = "from read_parquet('" + feeds.resolve(feed + "*.parquet") + "') where known_at ";
            run("copy (select * " + all + "< timestamptz '" + at + "') to '" + before.resolve(feed + "-0.parquet")
                    + "' (format parquet)");
            run("copy (select * " + all + ">= timestamptz '" + at + "') to '" + since.resolve(feed + "-0.parquet")
                    + "' (format parquet)");
        }
    }

    /// The latest instant since which about a share of the debtors have new records, on a full minute.
    Instant shareOfDebtors(Path feeds, List<String> ofCases, List<String> ofDebtors, double share) throws SQLException {
        String cases = "read_parquet('" + feeds.resolve("cases*.parquet") + "')";
        StringBuilder records = new StringBuilder();
        for (String feed : ofDebtors) {
            records.append(records.isEmpty() ? "" : " union all ")
                    .append("select debtor_id, known_at from read_parquet('")
                    .append(feeds.resolve(feed + "*.parquet"))
                    .append("')");
        }
        for (String feed : ofCases) {
            records.append(" union all select c.debtor_id, r.known_at from read_parquet('")
                    .append(feeds.resolve(feed + "*.parquet"))
                    .append("') r join ")
                    .append(cases)
                    .append(" c using (case_id)");
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select epoch_ms(date_trunc('minute', min(newest))) from (select max(known_at) as newest from ("
                                + records + ") group by debtor_id order by newest desc limit (select ceil(" + share
                                + " * count(distinct debtor_id))::bigint from " + cases + "))")) {
            rows.next();
            return Instant.ofEpochMilli(rows.getLong(1));
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}

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
/// The query rests on what the simulator never does (a case or a contact that is corrected, a charge on the
/// principal), which makes it faster, not slower. That it is right on these feeds is checked case by case.
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

    private static final String QUERY = """
        with paid as (
          select case_id, sum(amount) as amount,
            count(*) filter (source <> 'ENFORCEMENT') as n,
            count(*) filter (source <> 'ENFORCEMENT' and date '{day}' - paid_on <= 30) as n30,
            count(*) filter (source <> 'ENFORCEMENT' and date '{day}' - paid_on <= 90) as n90,
            count(*) filter (source <> 'ENFORCEMENT' and date '{day}' - paid_on <= 365) as n365,
            max(paid_on) filter (source <> 'ENFORCEMENT') as last_on
          from (select * from {payments} where known_at < timestamptz '{day} 00:00:00+00'
            qualify row_number() over (partition by payment_id order by known_at desc) = 1)
          where reversal_of is null and payment_id not in (select reversal_of from {payments}
              where reversal_of is not null and known_at < timestamptz '{day} 00:00:00+00')
          group by case_id),
        contacted as (
          select case_id, debtor_id,
            count(*) filter (direction = 'INBOUND' and date '{day}' - "at"::date <= 180) as inbound,
            count(*) filter (outcome = 'REFUSED' and date '{day}' - "at"::date <= 365) as refused,
            count(*) filter (outcome = 'CANNOT_PAY' and date '{day}' - "at"::date <= 365) as cannot,
            count(*) filter (outcome = 'PROMISED' and date '{day}' - "at"::date <= 365) as promised
          from {contacts} where known_at < timestamptz '{day} 00:00:00+00'
          group by case_id, debtor_id),
        changed as (
          select case_id,
            sum(case kind when 'CHARGE_ADDED' then amount when 'CHARGE_WAIVED' then -amount else 0 end) as charges,
            arg_max(amount, known_at) filter (kind = 'CHARGE_RESTATED' and component = 'PRINCIPAL') as restated,
            arg_max(kind, (known_at, event_id)) filter (kind in ('CLOSED', 'REOPENED')) as ended
          from {case_events} where known_at < timestamptz '{day} 00:00:00+00'
          group by case_id)
        select c.case_id,
          greatest(0, coalesce(e.restated, c.principal) + coalesce(c.interest, 0) + coalesce(c.costs, 0) + coalesce(e.charges, 0)
            - coalesce(p.amount, 0)) as balance,
          coalesce(p.n, 0) as payments, coalesce(p.n30, 0) as payments_30d, coalesce(p.n90, 0) as payments_90d,
          coalesce(p.n365, 0) as payments_365d, date '{day}' - p.last_on as days_since_payment,
          coalesce(k.inbound, 0) + coalesce(d.inbound, 0) as inbound_contacts_180d,
          coalesce(k.refused, 0) + coalesce(d.refused, 0) as refusals_365d,
          coalesce(k.cannot, 0) + coalesce(d.cannot, 0) as cannot_pay_365d,
          coalesce(k.promised, 0) + coalesce(d.promised, 0) as promises_365d
        from {cases} c
          left join paid p on p.case_id = c.case_id
          left join contacted k on k.case_id = c.case_id
          left join contacted d on d.case_id is null and d.debtor_id = c.debtor_id
          left join changed e on e.case_id = c.case_id
        where c.known_at < timestamptz '{day} 00:00:00+00' and coalesce(e.ended, '') <> 'CLOSED'
          and coalesce(e.restated, c.principal) + coalesce(c.interest, 0) + coalesce(c.costs, 0) + coalesce(e.charges, 0)
            - coalesce(p.amount, 0) > 0
        """;

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
                + "])";
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

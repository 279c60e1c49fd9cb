package org.solvens.bench.features;

import static org.apache.spark.sql.functions.col;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.ingest.FeedTable;

/// The second peer: what a team writes in an afternoon with Spark. Each feed is read, cast to the types of its table,
/// freed of repeated records and written to Delta; then the ten features come from SQL over these tables.
///
/// It checks nothing, keeps no histories, reads no reversals, refunds, restated or ended claims, and counts
/// every version of a record. So its features are not compared with ours, only its time.
final class PlainSpark {
    private static final String FEATURES = """
        with paid as (
          select case_id, sum(amount) as amount, count(*) as payments,
            count_if(datediff(date'{day}', paid_on) <= 30) as payments_30d,
            count_if(datediff(date'{day}', paid_on) <= 90) as payments_90d,
            count_if(datediff(date'{day}', paid_on) <= 365) as payments_365d,
            datediff(date'{day}', max(paid_on)) as days_since_payment
          from plain_payments
          where known_at < timestamp'{day} 00:00:00' and reversal_of is null and source <> 'ENFORCEMENT'
          group by case_id),
        charged as (
          select case_id, sum(case kind when 'CHARGE_ADDED' then amount when 'CHARGE_WAIVED' then -amount end) as amount
          from plain_case_events where known_at < timestamp'{day} 00:00:00' group by case_id),
        contacted as (
          select case_id,
            count_if(direction = 'INBOUND' and datediff(date'{day}', to_date(at)) <= 180) as inbound_contacts_180d,
            count_if(outcome = 'REFUSED' and datediff(date'{day}', to_date(at)) <= 365) as refusals_365d,
            count_if(outcome = 'CANNOT_PAY' and datediff(date'{day}', to_date(at)) <= 365) as cannot_pay_365d,
            count_if(outcome = 'PROMISED' and datediff(date'{day}', to_date(at)) <= 365) as promises_365d
          from plain_contacts where known_at < timestamp'{day} 00:00:00' group by case_id)
        select * from (
          select c.case_id,
            c.principal + coalesce(c.interest, 0) + coalesce(c.costs, 0) + coalesce(h.amount, 0)
              - coalesce(p.amount, 0) as balance,
            p.payments, p.payments_30d, p.payments_90d, p.payments_365d, p.days_since_payment,
            k.inbound_contacts_180d, k.refusals_365d, k.cannot_pay_365d, k.promises_365d
          from plain_cases c left join paid p using (case_id) left join charged h using (case_id)
            left join contacted k using (case_id)
          where c.known_at < timestamp'{day} 00:00:00')
        where balance > 0
        """;

    private final SparkSession spark;

    PlainSpark(SparkSession spark) {
        this.spark = spark;
    }

    /// From feeds to written features.
    ///
    /// @param feeds folder of Parquet files
    /// @param to folder of the tables, empty
    /// @return cases with features
    long firstDay(Path feeds, LocalDate day, Path to) {
        for (Feed feed : Feed.values()) {
            String table = to.resolve(feed.label()).toString();
            typed(
                            feed,
                            spark.read()
                                    .parquet(feeds.resolve(feed.label() + "*.parquet")
                                            .toString()))
                    .dropDuplicates(identity(feed))
                    .write()
                    .format("delta")
                    .save(table);
            spark.read().format("delta").load(table).createOrReplaceTempView("plain_" + feed.label());
        }
        String features = to.resolve("features").toString();
        spark.sql(FEATURES.replace("{day}", day.toString()))
                .write()
                .format("delta")
                .save(features);
        return spark.read().format("delta").load(features).count();
    }

    private static Dataset<Row> typed(Feed feed, Dataset<Row> read) {
        Set<String> present = Set.of(read.columns());
        List<Column> columns = new ArrayList<>();
        for (StructField field : FeedTable.schema(feed).fields()) {
            if (present.contains(field.name())) {
                columns.add(col(field.name()).cast(field.dataType()));
            }
        }
        return read.select(columns.toArray(Column[]::new));
    }

    /// The key of a record, and when it became known.
    private static String[] identity(Feed feed) {
        List<String> names = new ArrayList<>(List.of("known_at"));
        ((List<?>) FeedContract.of(feed).schema().getObjectProp("key")).forEach(name -> names.add(name.toString()));
        return names.toArray(String[]::new);
    }
}

package org.solvens.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.util.Currency;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.feed.FieldType;
import org.solvens.feed.Money;
import org.solvens.lake.Lake;

/// The debtor of each case of the lake, by which the records of the other feeds find theirs.
final class Owners implements AutoCloseable {
    /// The debtor of a case, and the decimals of its currency.
    static final String OWNER = "_debtor";

    private static final String CASE_DECIMALS = "_case_decimals";
    private static final String STORED = "_stored";
    private final SparkSession spark;
    private final Lake lake;
    private @Nullable Dataset<Row> owners;

    Owners(SparkSession spark, Lake lake) {
        this.spark = spark;
        this.lake = lake;
    }

    /// Adds the debtor, and a reason if the record refers to an unknown case or debtor.
    Dataset<Row> withDebtor(Feed feed, Dataset<Row> rows) {
        FeedContract contract = FeedContract.of(feed);
        if (feed == Feed.MANDATES || feed == Feed.CASES) {
            return feed == Feed.CASES ? withFirstDebtor(rows) : rows;
        }
        Dataset<Row> owners = known();
        Column reason = lit(null).cast(DataTypes.StringType);
        Dataset<Row> joined = rows;
        if (contract.has(FeedTable.DEBTOR)) {
            Dataset<Row> debtors = owners.select(col(OWNER).as("_known_debtor")).distinct();
            joined = joined.join(debtors, joined.col(FeedTable.DEBTOR).equalTo(debtors.col("_known_debtor")), "left");
            reason = when(col("_known_debtor").isNull(), "UNKNOWN-DEBTOR: debtor_id has no known case");
        }
        if (contract.has("case_id")) {
            joined = joined.join(owners, joined.col("case_id").equalTo(owners.col("_known_case")), "left");
            Column unknown = col("case_id").isNotNull().and(col("_known_case").isNull());
            reason = when(unknown, "UNKNOWN-CASE: case_id is not a known case").otherwise(reason);
            if (amounts(contract).length > 0) {
                reason = when(col(FeedRows.DECIMALS).gt(col(CASE_DECIMALS)), decimals(contract))
                        .otherwise(reason);
            }
            if (contract.has(FeedTable.DEBTOR)) {
                reason = when(
                                col(OWNER).isNotNull().and(col(OWNER).notEqual(col(FeedTable.DEBTOR))),
                                "CASE-DEBTOR: the case belongs to another debtor")
                        .otherwise(reason);
            } else {
                joined = joined.withColumn(FeedTable.DEBTOR, col(OWNER));
            }
        }
        return joined.withColumn(FeedRows.REASON, reason).drop("_known_debtor", "_known_case", OWNER, CASE_DECIMALS);
    }

    private static String[] amounts(FeedContract contract) {
        return contract.fields().stream()
                .filter(field -> field.type() == FieldType.DECIMAL)
                .map(FeedContract.Field::name)
                .toArray(String[]::new);
    }

    /// The reason to refuse an amount with more decimals than the currency of its case.
    private static Column decimals(FeedContract contract) {
        Column step = when(col(CASE_DECIMALS).equalTo(0), 1_000)
                .when(col(CASE_DECIMALS).equalTo(1), 100)
                .when(col(CASE_DECIMALS).equalTo(2), 10)
                .otherwise(1);
        Column name = lit(null).cast(DataTypes.StringType);
        for (String amount : amounts(contract)) {
            name = when(FeedTable.thousandths(col(amount)).mod(step).notEqual(0), amount)
                    .otherwise(name);
        }
        return concat(
                lit("DECIMALS: "),
                name,
                lit(" has more decimals than the currency of its case, which has "),
                col(CASE_DECIMALS).cast(DataTypes.StringType));
    }

    /// The debtor of each case of the lake, and the decimals of its currency, once the cases of this ingest
    /// are in it. Cached, because every feed needs it.
    synchronized Dataset<Row> known() {
        if (owners == null) {
            owners = FeedTable.orEmpty(spark, lake, Feed.CASES)
                    .groupBy(col("case_id").as("_known_case"))
                    .agg(
                            firstDebtor().as(OWNER),
                            currencyDecimals(max_by(col("currency"), struct(col("known_at"), col("currency"))))
                                    .as(CASE_DECIMALS))
                    .persist(StorageLevel.MEMORY_AND_DISK());
            // Counted, so that Spark knows how small it is and sends it to the rows instead of sorting them.
            owners.count();
        }
        return owners;
    }

    @Override
    public void close() {
        if (owners != null) {
            owners.unpersist();
            owners = null;
        }
    }

    /// Refuses a version of a case that names another debtor than the first one.
    private Dataset<Row> withFirstDebtor(Dataset<Row> rows) {
        // Versions in the lake come first: a version that arrives later never changes the owner of the case.
        Dataset<Row> all = FeedTable.orEmpty(spark, lake, Feed.CASES)
                .select(col("case_id"), col(FeedTable.DEBTOR), col("known_at"), lit(0).as(STORED))
                .union(rows.select(col("case_id"), col(FeedTable.DEBTOR), col("known_at"), lit(1).as(STORED)));
        Dataset<Row> owners = all.groupBy(col("case_id").as("_known_case"))
                .agg(min_by(col(FeedTable.DEBTOR), struct(col(STORED), col("known_at"), col(FeedTable.DEBTOR)))
                        .as(OWNER));
        return rows.join(owners, rows.col("case_id").equalTo(owners.col("_known_case")))
                .withColumn(
                        FeedRows.REASON,
                        when(
                                col(OWNER).notEqual(col(FeedTable.DEBTOR)),
                                "CASE-DEBTOR: another version of the case names another debtor"))
                .drop("_known_case", OWNER);
    }

    /// Decimals of a currency, the same as {@link Money#decimals}.
    private static Column currencyDecimals(Column currency) {
        Column decimals = lit(2);
        for (int other : new int[] {0, 1, 3}) {
            Object[] codes = Currency.getAvailableCurrencies().stream()
                    .map(Currency::getCurrencyCode)
                    .filter(code -> Money.decimals(code) == other)
                    .toArray();
            decimals = codes.length == 0
                    ? decimals
                    : when(currency.isin(codes), other).otherwise(decimals);
        }
        return decimals;
    }

    private static Column firstDebtor() {
        return min_by(col(FeedTable.DEBTOR), struct(col("known_at"), col(FeedTable.DEBTOR)));
    }
}

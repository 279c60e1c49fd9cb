package org.solvens.ingest;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.UnscaledValue;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.feed.FieldType;
import org.solvens.feed.Money;
import org.solvens.lake.Lake;
import org.solvens.spark.TableFiles;

/// How a feed is stored in the lake: the contract's columns, `debtor_id` for the feeds that name a case only,
/// and `source_line`, the position of the record in its file, which is not part of the record's content.
public final class FeedTable {
    /// The debtor of the record.
    public static final String DEBTOR = "debtor_id";

    /// The position of the record in its file; null if it is not known.
    public static final String LINE = "source_line";

    private FeedTable() {}

    /// The feeds with records that belong to a debtor, the cases first.
    public static List<Feed> ofDebtors() {
        List<Feed> feeds = new ArrayList<>(List.of(Feed.values()));
        feeds.remove(Feed.MANDATES);
        return feeds;
    }

    /// All columns of a feed's table.
    public static StructType schema(Feed feed) {
        FeedContract contract = FeedContract.of(feed);
        StructType columns = columns(contract);
        boolean named = feed == Feed.MANDATES || contract.has(DEBTOR);
        return (named ? columns : columns.add(DEBTOR, DataTypes.StringType)).add(LINE, DataTypes.IntegerType);
    }

    /// The contract's columns as Spark types.
    static StructType columns(FeedContract contract) {
        StructType columns = new StructType();
        for (FeedContract.Field field : contract.fields()) {
            columns = columns.add(field.name(), type(field.type()), true);
        }
        return columns;
    }

    private static DataType type(FieldType type) {
        return switch (type) {
            case STRING, ENUM -> DataTypes.StringType;
            case INT -> DataTypes.IntegerType;
            case DOUBLE -> DataTypes.DoubleType;
            case BOOLEAN -> DataTypes.BooleanType;
            case DECIMAL -> DataTypes.createDecimalType(Money.PRECISION, Money.SCALE);
            case DATE -> DataTypes.DateType;
            case TIMESTAMP -> DataTypes.TimestampType;
        };
    }

    /// A value in inside form, converted to Spark's form.
    static @Nullable Object toSpark(FieldType type, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        return switch (type) {
            case STRING, ENUM -> UTF8String.fromString((String) value);
            case INT, DOUBLE, BOOLEAN, DATE -> value;
            case DECIMAL -> Decimal.apply((Long) value, Money.PRECISION, Money.SCALE);
            case TIMESTAMP -> Math.multiplyExact((Long) value, 1_000L);
        };
    }

    /// Expressions that bring a feed's columns from Spark's types into inside form, in the contract's order.
    public static Column[] insideForm(FeedContract contract) {
        return contract.fields().stream()
                .map(field -> {
                    Column column = functions.col(field.name());
                    return switch (field.type()) {
                        case STRING, ENUM, INT, DOUBLE, BOOLEAN -> column;
                        case DECIMAL -> thousandths(column);
                        case DATE -> functions.unix_date(column);
                        case TIMESTAMP -> functions.unix_millis(column);
                    };
                })
                .toArray(Column[]::new);
    }

    /// The records of a feed in the lake; no rows if the lake does not have the feed.
    static Dataset<Row> orEmpty(SparkSession spark, Lake lake, Feed feed) {
        String path = lake.feed(feed.label());
        return lake.tables().exists(path)
                ? TableFiles.read(spark, lake.tables(), path)
                : spark.createDataFrame(List.of(), columns(FeedContract.of(feed)));
    }

    /// An amount as a whole number. A multiplication would make a decimal too wide for a long, and Spark
    /// computes that slowly.
    static Column thousandths(Column amount) {
        return ExpressionUtils.column(new UnscaledValue(ExpressionUtils.expression(amount)));
    }

    /// The column of the owner of a record (the case or the debtor) if a correction may change it.
    ///
    /// @return null if the owner is fixed
    static @Nullable String owner(Feed feed) {
        return switch (feed) {
            case PAYMENTS, CASE_EVENTS, ARRANGEMENTS, DECISIONS -> "case_id";
            case CONTACTS, HOLDS, ADDRESS_HITS -> DEBTOR;
            case CASES, TAX_ASSESSMENTS, MANDATES -> null;
        };
    }
}

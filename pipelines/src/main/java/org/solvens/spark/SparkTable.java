package org.solvens.spark;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.solvens.feed.Money;
import org.solvens.table.Column;
import org.solvens.table.ColumnType;
import org.solvens.table.TableContract;

/// A table's columns and rows in Spark's types.
public final class SparkTable {
    private SparkTable() {}

    /// The columns in their order. Spark takes all of them as nullable, as Delta tables are written.
    public static StructType schema(TableContract<?> table) {
        StructType schema = new StructType();
        for (Column column : table.columns()) {
            schema = schema.add(column.name(), type(column.type()));
        }
        return schema;
    }

    /// The type of a column's values.
    public static DataType type(ColumnType type) {
        return switch (type) {
            case TEXT -> DataTypes.StringType;
            case TEXTS -> DataTypes.createArrayType(DataTypes.StringType);
            case NUMBERS -> DataTypes.createArrayType(DataTypes.DoubleType);
            case INT -> DataTypes.IntegerType;
            case LONG -> DataTypes.LongType;
            case DOUBLE -> DataTypes.DoubleType;
            case BOOLEAN -> DataTypes.BooleanType;
            case DAY -> DataTypes.DateType;
            case INSTANT -> DataTypes.TimestampType;
            case AMOUNT -> DataTypes.createDecimalType(Money.PRECISION, Money.SCALE);
            case SUM -> DataTypes.createDecimalType(ColumnType.SUM_PRECISION, Money.SCALE);
        };
    }

    /// A row with the columns of {@link #schema}.
    public static <R extends Record> Row row(TableContract<R> table, R row) {
        return RowFactory.create(table.values(row).stream()
                .map(value -> value instanceof List<?> elements ? elements.toArray() : value)
                .toArray());
    }

    /// The columns of a table from rows that have columns of their names, each cast to its type.
    ///
    /// @throws org.apache.spark.sql.AnalysisException if one is missing
    public static Dataset<Row> select(Dataset<Row> rows, TableContract<?> table) {
        return rows.select(table.columns().stream()
                .map(column ->
                        functions.col(column.name()).cast(type(column.type())).as(column.name()))
                .toArray(org.apache.spark.sql.Column[]::new));
    }
}

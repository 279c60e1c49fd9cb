package org.solvens.quality;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.when;

import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.feed.FieldType;

/// Finds ids that are probably the same id written in two ways: one has white space, or lost its leading zeros
/// in a spreadsheet. All feeds with a column of the name are compared.
final class SimilarIds {
    /// Unicode white space, including no-break spaces, and characters without width.
    private static final String SPACES = "(?U)[\\s\\u200B\\u2060\\uFEFF]+";

    private static final String LEADING_ZEROS = "^0+(?=.)";

    private SimilarIds() {}

    /// Whether a field holds ids.
    static boolean in(FeedContract.Field field) {
        return field.type() == FieldType.STRING && field.name().endsWith("_id");
    }

    /// Whether an id has white space or a leading zero. Of two similar ids at least one has.
    static boolean odd(String id) {
        if (id.length() > 1 && id.charAt(0) == '0') {
            return true;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c <= ' ' || c > '~' && space(c)) {
                return true;
            }
        }
        return false;
    }

    private static boolean space(char c) {
        return Character.isSpaceChar(c)
                || Character.isWhitespace(c)
                || c == '\u0085'
                || c == '\u200B'
                || c == '\u2060'
                || c == '\uFEFF';
    }

    /// Distinct ids that equal another except for white space or leading zeros: feed, column, bucket, rows.
    ///
    /// @param tables rows of each feed
    /// @param columns names of the columns to look at
    /// @return null if no feed has one of the columns
    static @Nullable Dataset<Row> query(Map<Feed, Dataset<Row>> tables, Set<String> columns) {
        Dataset<Row> ids = null;
        for (Map.Entry<Feed, Dataset<Row>> table : tables.entrySet()) {
            for (FeedContract.Field field : FeedContract.of(table.getKey()).fields()) {
                if (in(field) && columns.contains(field.name())) {
                    Dataset<Row> some = table.getValue()
                            .where(col(field.name()).isNotNull())
                            .select(
                                    lit(table.getKey().name()).as("feed"),
                                    lit(field.name()).as("column"),
                                    col(field.name()).as("id"));
                    ids = ids == null ? some : ids.union(some);
                }
            }
        }
        if (ids == null) {
            return null;
        }
        Column spaced = regexp_replace(col("id"), SPACES, "");
        Dataset<Row> distinct = ids.distinct()
                .withColumn("spaced", spaced)
                .withColumn("plain", regexp_replace(col("spaced"), LEADING_ZEROS, ""));
        Dataset<Row> groups = distinct.groupBy("column", "plain")
                .agg(
                        count_distinct(col("id")).as("ids"),
                        count_distinct(col("spaced")).as("zeros"))
                .where(col("ids").gt(1))
                .select(
                        col("column").as("of"),
                        col("plain").as("same"),
                        when(col("zeros").gt(1), Count.ZEROS)
                                .otherwise(Count.SPACE)
                                .as("bucket"));
        return distinct.join(
                        groups,
                        col("column").equalTo(col("of")).and(col("plain").equalTo(col("same"))))
                .groupBy("feed", "column", "bucket")
                .agg(count(lit(1)).as("rows"));
    }
}

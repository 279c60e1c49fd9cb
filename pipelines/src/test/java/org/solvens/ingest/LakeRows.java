package org.solvens.ingest;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.solvens.feed.Feed;
import org.solvens.lake.Lake;
import org.solvens.pipelines.SparkLake;
import org.solvens.settings.Settings;

/// Looks into lakes that tests make.
public final class LakeRows {
    /// The time of the ingests of tests.
    public static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");

    private static final SparkSession SPARK = SparkLake.session("local[2]", Map.of(), Settings.NONE);

    private LakeRows() {}

    public static SparkSession spark() {
        return SPARK;
    }

    public static Dataset<Row> table(String path) {
        return SPARK.read().format("delta").load(path);
    }

    /// All rows of a table as text, sorted, without the columns named.
    public static List<String> content(String path, String... without) {
        return table(path).drop(without).collectAsList().stream()
                .map(Row::toString)
                .sorted()
                .toList();
    }

    /// Columns of the rows of a feed, sorted.
    public static List<String> feed(Lake lake, Feed feed, String... columns) {
        return table(lake.feed(feed.label())).selectExpr(columns).collectAsList().stream()
                .map(row -> row.mkString(" "))
                .sorted()
                .toList();
    }

    /// Quarantined rows as `feed file line code`, sorted.
    public static List<String> quarantine(Lake lake) {
        return table(lake.quarantine()).selectExpr("concat_ws(' ', feed, file, line, code)").collectAsList().stream()
                .map(row -> row.getString(0))
                .sorted()
                .toList();
    }
}

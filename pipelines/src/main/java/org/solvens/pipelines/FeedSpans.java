package org.solvens.pipelines;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.unix_millis;

import java.util.EnumMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.solvens.feature.FeedStarts;
import org.solvens.feed.Feed;
import org.solvens.lake.DeltaTable;
import org.solvens.lake.Lake;
import org.solvens.problem.Problem;

/// What time the lake knows of.
///
/// @param starts since when it has each feed
/// @param records of each feed
/// @param firstPlacedOn day of the first placement
/// @param knownUntil when its newest record became known, in milliseconds
record FeedSpans(FeedStarts starts, Map<Feed, Long> records, int firstPlacedOn, long knownUntil) {
    private static final long DAY = 86_400_000L;

    /// @throws Problem LAKE-EMPTY if the lake has no case
    static FeedSpans of(SparkSession spark, Lake lake) {
        Dataset<Row> spans = null;
        for (Feed feed : Feed.values()) {
            String path = lake.feed(feed.label());
            if (!DeltaTable.exists(path)) {
                continue;
            }
            Dataset<Row> span = spark.read()
                    .format("delta")
                    .load(path)
                    .agg(
                            lit(feed.name()).as("feed"),
                            min(unix_millis(col("known_at"))),
                            max(unix_millis(col("known_at"))),
                            count(lit(1)),
                            feed == Feed.CASES ? min(unix_date(col("placed_on"))) : lit(0));
            spans = spans == null ? span : spans.union(span);
        }
        Map<Feed, Long> starts = new EnumMap<>(Feed.class);
        Map<Feed, Long> records = new EnumMap<>(Feed.class);
        int firstPlacedOn = 0;
        long knownUntil = Long.MIN_VALUE;
        if (spans != null) {
            for (Row span : spans.collectAsList()) {
                if (span.getLong(3) == 0) {
                    continue;
                }
                Feed feed = Feed.valueOf(span.getString(0));
                starts.put(feed, span.getLong(1));
                records.put(feed, span.getLong(3));
                if (feed != Feed.MANDATES) {
                    knownUntil = Math.max(knownUntil, span.getLong(2));
                }
                firstPlacedOn = feed == Feed.CASES ? span.getInt(4) : firstPlacedOn;
            }
        }
        if (!starts.containsKey(Feed.CASES)) {
            throw new Problem(
                    "LAKE-EMPTY",
                    lake.root(),
                    "the lake holds no case",
                    "nothing was ingested, or everything went into quarantine",
                    "ingest feeds first: ./solvens ingest --lake " + lake.root() + " FILES");
        }
        return new FeedSpans(new FeedStarts(starts), Map.copyOf(records), firstPlacedOn, knownUntil);
    }

    /// The first midnight after everything that is known, in milliseconds: the natural as-of for scoring.
    long nextMidnight() {
        return Math.floorDiv(knownUntil, DAY) * DAY + DAY;
    }
}

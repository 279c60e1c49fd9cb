package org.solvens.pipelines;

import java.util.EnumMap;
import java.util.Map;
import org.solvens.feature.FeedStarts;
import org.solvens.feed.Feed;
import org.solvens.lake.DeltaTable;
import org.solvens.lake.Lake;
import org.solvens.problem.Problem;

/// What time the lake knows of.
///
/// @param starts since when it has each feed
/// @param records of each feed
/// @param knownUntil when its newest record became known, in milliseconds
record FeedSpans(FeedStarts starts, Map<Feed, Long> records, long knownUntil) {
    private static final long DAY = 86_400_000L;

    /// @throws Problem LAKE-EMPTY if the lake has no case
    static FeedSpans of(Lake lake) {
        Map<Feed, Long> starts = new EnumMap<>(Feed.class);
        Map<Feed, Long> records = new EnumMap<>(Feed.class);
        long knownUntil = Long.MIN_VALUE;
        for (Feed feed : Feed.values()) {
            String path = lake.feed(feed.label());
            DeltaTable.Span span = DeltaTable.exists(path)
                    ? DeltaTable.open(path).span("known_at").orElse(null)
                    : null;
            if (span != null) {
                starts.put(feed, span.first());
                records.put(feed, span.rows());
                knownUntil = feed == Feed.MANDATES ? knownUntil : Math.max(knownUntil, span.last());
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
        return new FeedSpans(new FeedStarts(starts), Map.copyOf(records), knownUntil);
    }

    /// The first midnight after everything that is known, in milliseconds: the natural as-of for scoring.
    long nextMidnight() {
        return Math.floorDiv(knownUntil, DAY) * DAY + DAY;
    }
}

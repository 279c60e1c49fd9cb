package org.solvens.training.rows;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.solvens.facts.FeedStarts;
import org.solvens.feed.Feed;
import org.solvens.history.History;
import org.solvens.lake.Exports;
import org.solvens.lake.Lake;

/// Histories of a lake, read without Spark.
public final class HistoryScan {
    private final Lake lake;

    /// @param lake with feeds and histories
    public HistoryScan(Lake lake) {
        this.lake = lake;
    }

    /// The time span of the lake's data.
    ///
    /// @param starts since when it has each feed
    /// @param knownUntil when its newest record became known, or the end of the day on which its data was
    ///     exported, if that is later; in milliseconds
    public record Span(FeedStarts starts, long knownUntil) {}

    /// Scans every feed.
    public Span span() {
        Map<Feed, Long> starts = new EnumMap<>(Feed.class);
        long[] newest = {Long.MIN_VALUE};
        for (Feed feed : Feed.values()) {
            String path = lake.feed(feed.label());
            if (lake.tables().exists(path)) {
                lake.tables().open(path).span("known_at").ifPresent(span -> {
                    starts.put(feed, span.first());
                    if (feed != Feed.MANDATES) {
                        newest[0] = Math.max(newest[0], span.last());
                    }
                });
            }
        }
        long exported = Exports.of(lake).knownUntil().orElse(Long.MIN_VALUE);
        return new Span(new FeedStarts(starts), Math.max(newest[0], exported));
    }

    /// Gives every debtor's history, in no order that may be relied on.
    public void each(Consumer<History> consumer) {
        lake.tables()
                .open(lake.histories())
                .scan(List.of("history"), row -> consumer.accept(History.decode(row.getBinary(0))));
    }
}

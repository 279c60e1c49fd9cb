package org.solvens.ingest;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.solvens.feed.Feed;

/// What an ingest did with each feed.
///
/// @param feeds those for which there was a file, in the contract's order
public record IngestResult(List<FeedCount> feeds) {
    public IngestResult {
        feeds = List.copyOf(feeds);
    }

    /// Rows of one feed.
    ///
    /// @param rows that the files gave
    /// @param added to the lake
    /// @param known already, so that nothing was done
    /// @param refused by code: rows put into quarantine, whether anew or on an earlier run
    public record FeedCount(Feed feed, long rows, long added, long known, Map<String, Long> refused) {
        public FeedCount {
            refused = java.util.Collections.unmodifiableMap(new TreeMap<>(refused));
        }

        /// Rows in quarantine.
        public long quarantined() {
            return refused.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /// Rows that all files gave.
    public long rows() {
        return feeds.stream().mapToLong(FeedCount::rows).sum();
    }

    /// Records added over all feeds.
    public long added() {
        return feeds.stream().mapToLong(FeedCount::added).sum();
    }

    /// Rows in quarantine over all feeds.
    public long quarantined() {
        return feeds.stream().mapToLong(FeedCount::quarantined).sum();
    }
}

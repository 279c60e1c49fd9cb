package org.solvens.facts;

import java.io.Serializable;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.solvens.feed.Feed;

/// Since when the lake has each feed: the time the feed's first record became known. A feed that is absent, or
/// had not begun by an as-of date, gives no information at that date.
public final class FeedStarts implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final Feed[] FEEDS = Feed.values();

    private final Map<Feed, Long> firstKnownAt;
    private final long[] first = new long[FEEDS.length];

    /// @param firstKnownAt milliseconds UTC of each feed's first record; a feed without records is absent
    public FeedStarts(Map<Feed, Long> firstKnownAt) {
        this.firstKnownAt = Map.copyOf(firstKnownAt);
        Arrays.fill(first, Long.MAX_VALUE);
        firstKnownAt.forEach((feed, known) -> first[feed.ordinal()] = known);
    }

    /// When each feed began, by feed.
    public Map<Feed, Long> firstKnownAt() {
        return firstKnownAt.isEmpty() ? Map.of() : new EnumMap<>(firstKnownAt);
    }

    /// Whether the feed had begun before an instant.
    public boolean begun(Feed feed, long asOf) {
        return first[feed.ordinal()] < asOf;
    }

    /// The feeds that had begun before an instant, one bit each by the feed's ordinal.
    public int bits(long asOf) {
        int bits = 0;
        for (int i = 0; i < first.length; i++) {
            if (first[i] < asOf) {
                bits |= 1 << i;
            }
        }
        return bits;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FeedStarts that && firstKnownAt.equals(that.firstKnownAt);
    }

    @Override
    public int hashCode() {
        return firstKnownAt.hashCode();
    }

    @Override
    public String toString() {
        return "FeedStarts" + firstKnownAt();
    }
}

package org.solvens.feature;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.Map;
import org.solvens.feed.Feed;

/// Since when the lake has each feed: the time the feed's first record became known. A feed that is
/// absent, or had not begun at an as-of date, is {@link Missing#NO_FEED} there.
public record FeedStarts(Map<Feed, Long> firstKnownAt) implements Serializable {
    public FeedStarts {
        firstKnownAt = firstKnownAt.isEmpty() ? Map.of() : Map.copyOf(new EnumMap<>(firstKnownAt));
    }

    /// Whether the feed had begun before an instant.
    public boolean begun(Feed feed, long asOf) {
        Long first = firstKnownAt.get(feed);
        return first != null && first < asOf;
    }
}

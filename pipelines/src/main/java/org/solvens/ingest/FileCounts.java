package org.solvens.ingest;

import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.util.AccumulatorV2;
import org.solvens.feed.Feed;

/// What tasks counted in each file. A count is told under the name of its file and feed, so that a task
/// that runs twice counts once.
final class FileCounts extends AccumulatorV2<FileCounts.Count, Map<FileCounts.Place, FileCounts.Count>> {
    private static final long serialVersionUID = 1L;

    private final ConcurrentHashMap<Place, Count> counts = new ConcurrentHashMap<>();

    /// @param path of the file
    record Place(Feed feed, String path) implements Serializable {}

    /// @param rows that the file has of the feed
    /// @param accepted of those
    /// @param first earliest time known among the accepted, in milliseconds; undefined where there is none
    record Count(Place place, long rows, long accepted, long first, long last) implements Serializable {}

    @Override
    public boolean isZero() {
        return counts.isEmpty();
    }

    @Override
    public FileCounts copy() {
        FileCounts copy = new FileCounts();
        copy.counts.putAll(counts);
        return copy;
    }

    @Override
    public void reset() {
        counts.clear();
    }

    @Override
    public void add(Count count) {
        counts.put(count.place(), count);
    }

    @Override
    public void merge(AccumulatorV2<Count, Map<Place, Count>> other) {
        counts.putAll(other.value());
    }

    @Override
    public Map<Place, Count> value() {
        return Map.copyOf(counts);
    }
}

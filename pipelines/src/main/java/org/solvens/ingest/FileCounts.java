package org.solvens.ingest;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.util.AccumulatorV2;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.lake.DataFile;

/// Counts of tasks for each part of a file. A count is stored under its part and feed, so that a task that runs twice
/// counts once.
final class FileCounts extends AccumulatorV2<FileCounts.Count, Map<FileCounts.Place, FileCounts.Count>> {
    private static final long serialVersionUID = 1L;

    private final ConcurrentHashMap<Place, Count> counts = new ConcurrentHashMap<>();

    /// @param path of the file
    /// @param begin of the part of it
    record Place(Feed feed, String path, long begin) implements Serializable {}

    /// @param rows of the feed in the part
    /// @param accepted how many of them were accepted
    /// @param first earliest known_at among the accepted, in milliseconds; undefined if there is none
    /// @param takenBack cases with a reversal or a refund among the accepted
    /// @param staged the files with the accepted; null if they are not staged
    record Count(
            Place place,
            long rows,
            long accepted,
            long first,
            long last,
            TakenBack takenBack,
            @Nullable List<DataFile> staged)
            implements Serializable {}

    /// The reversals and refunds of a part.
    ///
    /// @param entries how many there are
    /// @param their cases; null if there are too many to list
    /// @param names of the entries that they take back; null if there are too many to list
    record TakenBack(
            long entries,
            @Nullable Set<String> cases,
            @Nullable Set<String> names) implements Serializable {
        static final TakenBack NOTHING = new TakenBack(0, Set.of(), Set.of());

        /// How many are listed at most.
        static final int MOST = 100_000;

        TakenBack {
            cases = cases == null || cases.size() > MOST ? null : Set.copyOf(cases);
            names = names == null || names.size() > MOST ? null : Set.copyOf(names);
        }

        TakenBack and(TakenBack other) {
            return new TakenBack(entries + other.entries, both(cases, other.cases), both(names, other.names));
        }

        private static @Nullable Set<String> both(@Nullable Set<String> one, @Nullable Set<String> other) {
            if (one == null || other == null) {
                return null;
            }
            Set<String> both = new HashSet<>(one);
            both.addAll(other);
            return both;
        }
    }

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

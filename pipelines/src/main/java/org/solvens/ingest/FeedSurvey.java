package org.solvens.ingest;

import java.io.Serializable;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.feed.FeedContract.Checked;
import org.solvens.mapping.Mapping;

/// Reads a file to its end before anything is written: counts its records, and gives a hash of the key and
/// the time known of each accepted one, by which repetitions are found.
final class FeedSurvey implements Iterator<FeedSurvey.Version> {
    private final FileCounts.Place place;
    private final FeedContract contract;
    private final FeedRecords records;
    private final FileCounts counts;
    private final Version out = new Version();
    private long rows;
    private long accepted;
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;
    private Object @Nullable [] next;

    FeedSurvey(InputFile file, Feed feed, @Nullable Mapping mapping, Configuration configuration, FileCounts counts) {
        this.place = new FileCounts.Place(feed, file.path());
        this.contract = FeedContract.of(feed);
        this.records = new FeedRecords(file, feed, mapping, configuration);
        this.counts = counts;
        out.setFeed(feed.ordinal());
        advance();
    }

    /// One version of one record.
    public static final class Version implements Serializable {
        private static final long serialVersionUID = 1L;

        private int feed;
        private long hash;

        public int getFeed() {
            return feed;
        }

        public void setFeed(int feed) {
            this.feed = feed;
        }

        public long getHash() {
            return hash;
        }

        public void setHash(long hash) {
            this.hash = hash;
        }
    }

    /// The feeds, by their ordinals, that have a version twice.
    ///
    /// @param sorted by hash
    static Iterator<Integer> repeating(Iterator<Version> sorted) {
        Set<Integer> feeds = new TreeSet<>();
        // The feeds that have the present hash, one bit each by their ordinals.
        int having = 0;
        long hash = 0;
        while (sorted.hasNext()) {
            Version next = sorted.next();
            having = next.getHash() == hash ? having : 0;
            hash = next.getHash();
            if ((having & 1 << next.getFeed()) != 0) {
                feeds.add(next.getFeed());
            }
            having |= 1 << next.getFeed();
        }
        return feeds.iterator();
    }

    private void advance() {
        next = null;
        for (Checked record = records.next(); record != null; record = records.next()) {
            rows++;
            if (record instanceof Checked.Accepted(Object[] values)) {
                accepted++;
                first = Math.min(first, contract.knownAt(values));
                last = Math.max(last, contract.knownAt(values));
                next = values;
                return;
            }
        }
        records.close();
        counts.add(new FileCounts.Count(place, rows, accepted, first, last));
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public Version next() {
        if (next == null) {
            throw new NoSuchElementException();
        }
        out.setHash(contract.versionHash(next));
        advance();
        return out;
    }
}

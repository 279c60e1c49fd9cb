package org.solvens.ingest;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.feed.FeedContract.Checked;

/// Reads a file to its end before anything is written: counts its records, and gives hashes of the key and the
/// owner of each accepted one, by which repetitions and changes of owner are found.
final class FeedSurvey implements Iterator<FeedSurvey.Version> {
    private final FileCounts.Place place;
    private final FeedContract contract;
    private final FeedRecords records;
    private final FileCounts counts;
    private final Version out = new Version();
    private final int owner;
    private final Set<String> takenBackOn = new HashSet<>();
    private final Set<String> takenBackOf = new HashSet<>();
    private long takenBack;
    private long rows;
    private long accepted;
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;
    private Object @Nullable [] next;

    FeedSurvey(InputFile file, Feed feed, FileReading reading, Configuration configuration, FileCounts counts) {
        this.place = new FileCounts.Place(feed, file.path());
        this.contract = FeedContract.of(feed);
        this.records = new FeedRecords(file, feed, reading, configuration);
        this.counts = counts;
        String named = FeedTable.owner(feed);
        this.owner = named == null ? -1 : contract.position(named);
        advance();
    }

    /// One version of one record.
    public static final class Version implements Serializable {
        private static final long serialVersionUID = 1L;

        /// The lowest bits of the owner's hash hold the feed.
        private static final long FEED_BITS = 15;

        private long key;
        private long known;
        private long owner;

        static Version of(Feed feed, long key, long known, long owner) {
            Version version = new Version();
            version.is(feed, key, known, owner);
            return version;
        }

        void is(Feed feed, long keyHash, long knownAt, long ownerHash) {
            key = keyHash;
            known = knownAt;
            owner = ownerHash & ~FEED_BITS | feed.ordinal();
        }

        int feed() {
            return (int) (owner & FEED_BITS);
        }

        /// Hash of the key.
        public long getKey() {
            return key;
        }

        public void setKey(long key) {
            this.key = key;
        }

        /// When it became known.
        public long getKnown() {
            return known;
        }

        public void setKnown(long known) {
            this.known = known;
        }

        /// Hash of the owner, and the feed.
        public long getOwner() {
            return owner;
        }

        public void setOwner(long owner) {
            this.owner = owner;
        }
    }

    /// A finding on a feed.
    enum Finding {
        /// A version comes more than once.
        REPEATS,
        /// Versions of one record name different owners.
        MOVES;

        /// One number for a finding of a feed.
        int of(int feed) {
            return feed * values().length + ordinal();
        }

        /// The feeds that have this finding.
        Set<Feed> in(Collection<Integer> numbers) {
            Set<Feed> feeds = EnumSet.noneOf(Feed.class);
            for (int number : numbers) {
                if (number % values().length == ordinal()) {
                    feeds.add(Feed.values()[number / values().length]);
                }
            }
            return feeds;
        }
    }

    /// The findings, as numbers.
    ///
    /// @param sorted by the hash of the key
    static Iterator<Integer> findings(Iterator<Version> sorted) {
        Set<Integer> found = new TreeSet<>();
        Group group = new Group();
        while (sorted.hasNext()) {
            Version next = sorted.next();
            if (group.size == 0 || next.getKey() != group.key) {
                group.find(found);
                group.begin(next.getKey());
            }
            group.add(next.getKnown(), next.getOwner());
        }
        group.find(found);
        return found.iterator();
    }

    /// The versions with one hash of the key, nearly always a single one.
    private static final class Group {
        private long key;
        private int size;
        private long[] known = new long[8];
        private long[] owners = new long[8];

        void begin(long of) {
            key = of;
            size = 0;
        }

        void add(long knownAt, long owner) {
            if (size == known.length) {
                known = Arrays.copyOf(known, 2 * size);
                owners = Arrays.copyOf(owners, 2 * size);
            }
            known[size] = knownAt;
            owners[size++] = owner;
        }

        void find(Set<Integer> found) {
            if (size < 2) {
                return;
            }
            Map<Integer, Set<Long>> times = new HashMap<>();
            Map<Integer, Long> firstOwner = new HashMap<>();
            for (int i = 0; i < size; i++) {
                int feed = (int) (owners[i] & Version.FEED_BITS);
                if (!times.computeIfAbsent(feed, _ -> new HashSet<>()).add(known[i])) {
                    found.add(Finding.REPEATS.of(feed));
                }
                Long before = firstOwner.putIfAbsent(feed, owners[i]);
                if (before != null && before != owners[i]) {
                    found.add(Finding.MOVES.of(feed));
                }
            }
        }
    }

    private void advance() {
        next = null;
        for (FeedRecords.Found record = records.next(); record != null; record = records.next()) {
            rows++;
            if (record.checked() instanceof Checked.Accepted(Object[] values)) {
                accepted++;
                first = Math.min(first, contract.knownAt(values));
                last = Math.max(last, contract.knownAt(values));
                if (place.feed() == Feed.PAYMENTS && Reversals.takesBack(contract, values)) {
                    takenBack++;
                    note(takenBackOn, values[contract.position("case_id")]);
                    note(takenBackOf, values[contract.position("reversal_of")]);
                }
                next = values;
                return;
            }
        }
        records.close();
        counts.add(new FileCounts.Count(
                place, rows, accepted, first, last, new FileCounts.TakenBack(takenBack, takenBackOn, takenBackOf)));
    }

    private static void note(Set<String> names, @Nullable Object name) {
        if (name != null && names.size() <= FileCounts.TakenBack.MOST) {
            names.add((String) name);
        }
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
        out.is(
                contract.feed(),
                FeedContract.hash(contract.key(next)),
                contract.knownAt(next),
                owner < 0 ? 0 : FeedContract.hash((String) next[owner]));
        advance();
        return out;
    }
}

package org.solvens.ingest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.solvens.feed.Feed;

/// Finds feeds in which a version of a record is repeated, or in which versions of one record name different owners.
///
/// Works on hashes in blocks of numbers, because nearly all keys differ, and sorting numbers takes a fraction of the
/// time and memory of sorting rows. Equal hashes of different keys only cause a closer look.
final class Repetitions {
    /// Numbers of a version in a block: the hash of its key, its known_at, the hash of its owner with the feed.
    static final int WIDTH = 3;

    /// The lowest bits of the owner's hash hold the feed.
    private static final long FEED_BITS = 15;

    private Repetitions() {}

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

    /// Puts a version into a block.
    ///
    /// @param at its first position
    static void put(long[] block, int at, Feed feed, long key, long knownAt, long owner) {
        // Records of different feeds may have the same key.
        block[at] = key * Feed.values().length + feed.ordinal();
        block[at + 1] = knownAt;
        block[at + 2] = owner & ~FEED_BITS | feed.ordinal();
    }

    /// The findings among some versions, as numbers. All versions of a record must be among them.
    ///
    /// @param given blocks, each full of versions
    static Iterator<Integer> findings(Iterator<long[]> given) {
        List<long[]> blocks = new ArrayList<>();
        int versions = 0;
        while (given.hasNext()) {
            long[] block = given.next();
            blocks.add(block);
            versions = Math.addExact(versions, block.length / WIDTH);
        }
        long[] keys = new long[versions];
        int filled = 0;
        for (long[] block : blocks) {
            for (int at = 0; at < block.length; at += WIDTH) {
                keys[filled++] = block[at];
            }
        }
        Arrays.sort(keys);
        int severalTimes = 0;
        for (int i = 1; i < versions; i++) {
            if (keys[i] == keys[i - 1] && (severalTimes == 0 || keys[severalTimes - 1] != keys[i])) {
                keys[severalTimes++] = keys[i];
            }
        }
        return severalTimes == 0
                ? List.<Integer>of().iterator()
                : among(blocks, Arrays.copyOf(keys, severalTimes)).iterator();
    }

    private static Set<Integer> among(List<long[]> blocks, long[] keys) {
        Set<Integer> found = new TreeSet<>();
        Map<Integer, List<long[]>> versions = new HashMap<>();
        for (long[] block : blocks) {
            for (int at = 0; at < block.length; at += WIDTH) {
                int key = Arrays.binarySearch(keys, block[at]);
                if (key >= 0) {
                    versions.computeIfAbsent(key, _ -> new ArrayList<>(2))
                            .add(new long[] {block[at + 1], block[at + 2]});
                }
            }
        }
        versions.values().forEach(of -> find(of, found));
        return found;
    }

    /// @param versions known_at and owner of versions with one hash of the key, nearly always two
    private static void find(List<long[]> versions, Set<Integer> found) {
        Map<Integer, Set<Long>> times = new HashMap<>();
        Map<Integer, Long> firstOwner = new HashMap<>();
        for (long[] version : versions) {
            int feed = (int) (version[1] & FEED_BITS);
            if (!times.computeIfAbsent(feed, _ -> new HashSet<>()).add(version[0])) {
                found.add(Finding.REPEATS.of(feed));
            }
            Long before = firstOwner.putIfAbsent(feed, version[1]);
            if (before != null && before != version[1]) {
                found.add(Finding.MOVES.of(feed));
            }
        }
    }
}

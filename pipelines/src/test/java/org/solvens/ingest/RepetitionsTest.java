package org.solvens.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.solvens.feed.Feed.CASES;
import static org.solvens.feed.Feed.HOLDS;
import static org.solvens.feed.Feed.PAYMENTS;
import static org.solvens.ingest.Repetitions.Finding.MOVES;
import static org.solvens.ingest.Repetitions.Finding.REPEATS;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.solvens.feed.Feed;

class RepetitionsTest {
    private static long[] version(Feed feed, long key, long known, long owner) {
        long[] block = new long[Repetitions.WIDTH];
        Repetitions.put(block, 0, feed, key, known, owner << 4);
        return block;
    }

    private static Set<Feed> found(Repetitions.Finding finding, long[]... blocks) {
        List<Integer> numbers = new ArrayList<>();
        Repetitions.findings(List.of(blocks).iterator()).forEachRemaining(numbers::add);
        return finding.in(numbers);
    }

    @Test
    void aKeyAndTimeOfOneFeedThatComesTwiceRepeats() {
        assertThat(found(REPEATS)).isEmpty();
        assertThat(found(REPEATS, version(CASES, 0, 0, 0))).isEmpty();
        assertThat(found(REPEATS, version(CASES, 7, 1, 0), version(PAYMENTS, 7, 1, 0), version(CASES, 7, 2, 0)))
                .isEmpty();
        assertThat(found(
                        REPEATS,
                        version(CASES, 5, 1, 0),
                        version(CASES, 7, 1, 0),
                        version(PAYMENTS, 7, 1, 1),
                        version(HOLDS, 7, 1, 0),
                        version(PAYMENTS, 7, 1, 2),
                        version(HOLDS, 9, 1, 0),
                        version(HOLDS, 9, 1, 0)))
                .containsExactly(PAYMENTS, HOLDS);
    }

    @Test
    void versionsOfOneKeyWithTwoOwnersMove() {
        assertThat(found(MOVES, version(PAYMENTS, 7, 1, 1), version(PAYMENTS, 7, 2, 1), version(PAYMENTS, 8, 1, 2)))
                .isEmpty();
        assertThat(found(MOVES, version(PAYMENTS, 7, 1, 1), version(HOLDS, 7, 2, 2)))
                .isEmpty();
        assertThat(found(MOVES, version(PAYMENTS, 7, 1, 1), version(HOLDS, 7, 1, 5), version(PAYMENTS, 7, 2, 2)))
                .containsExactly(PAYMENTS);
    }

    @Test
    void manyVersionsOfOneKeyAreLookedThrough() {
        long[][] versions = new long[1_000][];
        for (int i = 0; i < versions.length; i++) {
            versions[i] = version(HOLDS, 7, i, 1);
        }
        assertThat(found(REPEATS, versions)).isEmpty();
        assertThat(found(MOVES, versions)).isEmpty();
        versions[999] = version(HOLDS, 7, 3, 2);
        assertThat(found(REPEATS, versions)).containsExactly(HOLDS);
        assertThat(found(MOVES, versions)).containsExactly(HOLDS);
    }

    /// Compared with sets of texts: which of the feeds repeat a version, and which records have two owners.
    @Property(tries = 200)
    void findsWhatSetsFind(@ForAll @Size(max = 60) List<@IntRange(max = 255) Integer> drawn) {
        Set<Feed> repeats = EnumSet.noneOf(Feed.class);
        Set<Feed> moves = EnumSet.noneOf(Feed.class);
        Set<String> versions = new HashSet<>();
        Map<String, Integer> owners = new HashMap<>();
        List<long[]> blocks = new ArrayList<>();
        for (int each : drawn) {
            Feed feed = Feed.values()[each & 3];
            int key = each >> 2 & 7;
            int known = each >> 5 & 3;
            int owner = each >> 7;
            if (!versions.add(feed + " " + key + " " + known)) {
                repeats.add(feed);
            }
            if (owners.putIfAbsent(feed + " " + key, owner) instanceof Integer before && before != owner) {
                moves.add(feed);
            }
            blocks.add(version(feed, key, known, owner));
        }
        assertThat(found(REPEATS, blocks.toArray(long[][]::new))).isEqualTo(repeats);
        assertThat(found(MOVES, blocks.toArray(long[][]::new))).isEqualTo(moves);
    }
}

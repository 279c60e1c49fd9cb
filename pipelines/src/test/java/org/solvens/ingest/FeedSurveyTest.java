package org.solvens.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.solvens.feed.Feed.CASES;
import static org.solvens.feed.Feed.HOLDS;
import static org.solvens.feed.Feed.PAYMENTS;
import static org.solvens.ingest.FeedSurvey.Finding.MOVES;
import static org.solvens.ingest.FeedSurvey.Finding.REPEATS;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.solvens.feed.Feed;

class FeedSurveyTest {
    private static FeedSurvey.Version version(Feed feed, long key, long known, long owner) {
        return FeedSurvey.Version.of(feed, key, known, owner << 4);
    }

    private static Set<Feed> found(FeedSurvey.Finding finding, FeedSurvey.Version... sorted) {
        List<Integer> numbers = new ArrayList<>();
        FeedSurvey.findings(List.of(sorted).iterator()).forEachRemaining(numbers::add);
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
        FeedSurvey.Version[] versions = new FeedSurvey.Version[1_000];
        for (int i = 0; i < versions.length; i++) {
            versions[i] = version(HOLDS, 7, i, 1);
        }
        assertThat(found(REPEATS, versions)).isEmpty();
        assertThat(found(MOVES, versions)).isEmpty();
        versions[999] = version(HOLDS, 7, 3, 2);
        assertThat(found(REPEATS, versions)).containsExactly(HOLDS);
        assertThat(found(MOVES, versions)).containsExactly(HOLDS);
    }
}

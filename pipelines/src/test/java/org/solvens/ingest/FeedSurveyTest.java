package org.solvens.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeedSurveyTest {
    private static FeedSurvey.Version version(int feed, long hash) {
        FeedSurvey.Version version = new FeedSurvey.Version();
        version.setFeed(feed);
        version.setHash(hash);
        return version;
    }

    private static List<Integer> repeating(FeedSurvey.Version... sorted) {
        List<Integer> feeds = new ArrayList<>();
        FeedSurvey.repeating(List.of(sorted).iterator()).forEachRemaining(feeds::add);
        return feeds;
    }

    @Test
    void onlyTheSameHashOfTheSameFeedRepeats() {
        assertThat(repeating()).isEmpty();
        assertThat(repeating(version(0, 0))).isEmpty();
        assertThat(repeating(version(0, 7), version(1, 7), version(2, 7))).isEmpty();
        assertThat(repeating(version(0, 5), version(0, 7), version(1, 7), version(1, 7), version(2, 9), version(2, 9)))
                .containsExactly(1, 2);
        assertThat(repeating(version(3, 7), version(1, 7), version(3, 7))).containsExactly(3);
    }
}

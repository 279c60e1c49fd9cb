package org.solvens.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.solvens.feed.Feed;

class AxisTest {
    @Test
    void aScoreReadsItsOwnFeaturesAndNoModelReadsThoseOfRouting() {
        FeatureCatalogue catalogue = FeatureCatalogue.standard();
        for (Axis axis : Axis.scored()) {
            assertThat(catalogue.inputs(axis)).isEqualTo(catalogue.of(axis));
        }
        for (Axis axis : Axis.modelled()) {
            assertThat(catalogue.inputs(axis)).isNotEmpty().noneMatch(feature -> feature.axis() == Axis.ROUTING);
        }
        assertThat(catalogue.inputs(Axis.ROUTING)).isEmpty();
        assertThat(catalogue.inputs(Axis.EXPECTED_RECOVERY))
                .hasSize(Stream.of(Axis.scored())
                        .mapToInt(axis -> catalogue.of(axis).size())
                        .sum());
        assertThat(catalogue.inputs(Axis.PROMISE_KEPT)).noneMatch(feature -> feature.axis() == Axis.REACHABILITY);
    }

    @Test
    void noFeatureSpeaksForAnEstimate() {
        assertThatThrownBy(() ->
                        new Feature("one", "count", "Made up", Feed.CASES, Axis.SELF_CURE, Direction.FREE, _ -> 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

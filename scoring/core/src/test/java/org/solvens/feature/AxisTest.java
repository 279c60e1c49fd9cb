package org.solvens.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.solvens.facts.OtherCases;

class AxisTest {
    @Test
    void aScoreReadsItsOwnFeaturesAnEstimateThoseOfTheClaimAsWellAndNoneThoseOfRouting() {
        FeatureCatalogue catalogue = FeatureCatalogue.standard(OtherCases.SEEN);
        for (Axis axis : Axis.scored()) {
            assertThat(catalogue.inputs(axis)).isEqualTo(catalogue.of(axis));
        }
        for (Axis axis : Axis.modelled()) {
            assertThat(catalogue.inputs(axis)).isNotEmpty().noneMatch(feature -> feature.axis() == Axis.ROUTING);
        }
        assertThat(catalogue.inputs(Axis.ROUTING)).isEmpty();
        assertThat(catalogue.inputs(Axis.CLAIM)).isEmpty();
        assertThat(catalogue.inputs(Axis.EXPECTED_RECOVERY))
                .hasSize(Stream.of(Axis.WILLINGNESS, Axis.ABILITY, Axis.REACHABILITY, Axis.CLAIM)
                        .mapToInt(axis -> catalogue.of(axis).size())
                        .sum());
        assertThat(catalogue.inputs(Axis.PAYMENT_PROBABILITY)).isEqualTo(catalogue.inputs(Axis.EXPECTED_RECOVERY));
        assertThat(catalogue.inputs(Axis.PROMISE_KEPT)).noneMatch(feature -> feature.axis() == Axis.REACHABILITY);
    }

    @Test
    void willingnessIsBehaviour() {
        assertThat(FeatureCatalogue.standard(OtherCases.SEEN).of(Axis.WILLINGNESS))
                .noneMatch(feature -> feature.family() == Family.CLAIM || feature.family() == Family.CALENDAR);
        assertThat(FeatureCatalogue.standard(OtherCases.SEEN).of(Axis.CLAIM).stream()
                        .map(Feature::name))
                .contains("days_overdue", "case_age_days", "stage_reached", "claim_type_code", "season");
    }

    @Test
    void noFeatureSpeaksForAnEstimate() {
        for (Axis axis :
                new Axis[] {Axis.PROMISE_KEPT, Axis.SELF_CURE, Axis.EXPECTED_RECOVERY, Axis.PAYMENT_PROBABILITY}) {
            assertThatThrownBy(() -> Feature.named("one").axis(axis, Direction.FREE))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}

package org.solvens.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.solvens.feature.Missing;

class ScorerPropertyTest {
    @Provide
    Arbitrary<Double> values() {
        return Arbitraries.oneOf(
                Arbitraries.doubles().between(-5, 5),
                Arbitraries.of(0.5, 1.0, 2.0),
                Arbitraries.of(Missing.class).map(Missing::code));
    }

    @Property(tries = 500)
    void arraysScoreAsTheModelIsWritten(@ForAll("values") double broken, @ForAll("values") double kept) {
        ScorecardModel model = Models.willingness();
        Scorer scorer = Scorer.of(model, List.of("kept", "unused", "broken"));
        double[] vector = {kept, Double.NaN, broken};
        double logOdds = model.intercept();
        for (Term term : model.terms()) {
            double value = term.feature().equals("kept") ? kept : broken;
            logOdds += term.coefficient() * term.woeOf(value);
        }
        assertThat(scorer.logOdds(vector)).isCloseTo(logOdds, within(1e-12));
        assertThat(scorer.probability(vector)).isCloseTo(model.calibration().of(logOdds), within(1e-12));
        assertThat(scorer.points(vector))
                .isEqualTo((int) Math.round(model.scale().points(logOdds)));
    }

    @Property(tries = 500)
    void reasonsAddUpAndTheFewAreTheFirstOfTheMany(@ForAll("values") double broken, @ForAll("values") double kept) {
        Scorer scorer = Scorer.of(Models.willingness(), List.of("broken", "kept"));
        double[] vector = {broken, kept};
        List<Contribution> all = scorer.reasons(vector, 10);
        assertThat(all).isSortedAccordingTo(Comparator.comparingDouble(c -> -Math.abs(c.points())));
        double sum = all.stream().mapToDouble(Contribution::points).sum();
        assertThat(scorer.neutralPoints() + sum)
                .isCloseTo(new PointsScale(600, 1.0, 40).points(scorer.logOdds(vector)), within(1e-9));
        for (int most = 0; most < 3; most++) {
            assertThat(scorer.reasons(vector, most)).isEqualTo(all.subList(0, Math.min(most, all.size())));
        }
    }
}

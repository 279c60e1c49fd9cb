package org.solvens.training.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class IsotonicTest {
    private static List<Double> probabilities(Isotonic isotonic) {
        return isotonic.blocks().stream().map(Isotonic.Block::probability).toList();
    }

    @Test
    void tiedScoresAreOneWhateverTheOrderOfOutcomes() {
        double[] scores = {0.1, 0.1, 0.1, 0.1};
        assertThat(probabilities(Isotonic.fit(scores, new int[] {0, 0, 0, 1}, 1, 0)))
                .containsExactly(0.25);
        assertThat(probabilities(Isotonic.fit(scores, new int[] {1, 0, 0, 0}, 1, 0)))
                .containsExactly(0.25);
    }

    @Test
    void violatorsArePooled() {
        Isotonic isotonic = Isotonic.fit(new double[] {1, 2, 3, 4}, new int[] {0, 1, 0, 1}, 1, 0);
        assertThat(probabilities(isotonic)).containsExactly(0.0, 0.5, 1.0);
        assertThat(isotonic.blocks().get(1).score()).isEqualTo(2.5);
    }

    @Test
    void blocksHaveTheRowsAskedForAndThePriorKeepsOffTheEdges() {
        Isotonic isotonic = Isotonic.fit(new double[] {1, 2, 3, 4, 5}, new int[] {0, 0, 1, 1, 1}, 2, 1);
        // (0 + 0.6) / 3 and (3 + 0.6) / 4; the fifth row joins the last block
        assertThat(probabilities(isotonic).get(0)).isCloseTo(0.2, within(1e-12));
        assertThat(probabilities(isotonic).get(1)).isCloseTo(0.9, within(1e-12));
        assertThat(isotonic.linear().of(1.5)).isCloseTo(0.2, within(1e-12));
        assertThat(isotonic.linear().of(2.75)).isCloseTo(0.55, within(1e-12));
    }

    @Property(tries = 300)
    void neverFallsAndKeepsTheMean(
            @ForAll @Size(min = 1, max = 60) int[] raw, @ForAll @IntRange(min = 1, max = 10) int smallest) {
        double[] scores = new double[raw.length];
        int[] outcomes = new int[raw.length];
        double goods = 0;
        for (int i = 0; i < raw.length; i++) {
            scores[i] = Math.floorMod(raw[i], 17);
            outcomes[i] = Math.floorMod(raw[i] / 32, 2);
            goods += outcomes[i];
        }
        Isotonic isotonic = Isotonic.fit(scores, outcomes, smallest, 0);
        List<Double> probabilities = probabilities(isotonic);
        for (int i = 1; i < probabilities.size(); i++) {
            assertThat(probabilities.get(i)).isGreaterThan(probabilities.get(i - 1));
        }
        double fitted =
                isotonic.blocks().stream().mapToDouble(Isotonic.Block::goods).sum();
        assertThat(fitted).isCloseTo(goods, within(1e-9));
    }
}

package org.solvens.training.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.solvens.training.evaluate.Evaluation.BinCount;
import org.solvens.training.evaluate.Evaluation.FeatureBins;

class BinTableTest {
    /// Of Newcombe (1998), table I: 81 of 263 and 0 of 20.
    @Test
    void theIntervalIsWilsons() {
        assertThat(BinTable.wilson(81, 263)[0]).isCloseTo(0.2553, within(5e-5));
        assertThat(BinTable.wilson(81, 263)[1]).isCloseTo(0.3662, within(5e-5));
        assertThat(BinTable.wilson(0, 20)[0]).isZero();
        assertThat(BinTable.wilson(0, 20)[1]).isCloseTo(0.1611, within(5e-5));
    }

    @Test
    void aFeatureWithOneBinOfValuesIsCarriedByItsPresence() {
        BinCount some = new BinCount(10, 4);
        BinCount none = new BinCount(0, 0);
        assertThat(new FeatureBins("a", List.of(some), List.of(none, some, none, none)).presenceAlone())
                .isTrue();
        assertThat(new FeatureBins("a", List.of(some, some), List.of(none, none, none, none)).presenceAlone())
                .isFalse();
    }
}

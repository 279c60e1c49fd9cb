package org.solvens.training.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.solvens.feature.Axis;
import org.solvens.feature.Feature;
import org.solvens.plan.TrainingPlan.BoostingShape;
import org.solvens.training.Plans;
import org.solvens.training.SyntheticSnapshots;
import org.solvens.training.rows.AxisRows;

class SearchTest {
    private static final BoostingShape BASE = new BoostingShape(1, 0.5, 2, 2, 20, 0.5, 32);
    private static final SyntheticSnapshots SNAPSHOTS = SyntheticSnapshots.draw(3_000, 0.6, false, true, 2);
    private static final AxisRows ROWS = AxisRows.read(
            SNAPSHOTS,
            Axis.WILLINGNESS,
            SNAPSHOTS.catalogue().of(Axis.WILLINGNESS).stream()
                    .map(Feature::name)
                    .toList(),
            730);
    private static final int[] ALL = IntStream.range(0, ROWS.size()).toArray();

    @Test
    void foldsAreScoredByEarlierRowsOfOtherDebtors() {
        Search.Folds folds = Search.folds(ROWS, ALL, Plans.willingness());
        assertThat(folds.split()).isEqualTo(Search.Split.TIME);
        assertThat(folds.folds()).hasSize(3);
        for (Search.Fold fold : folds.folds()) {
            int first = Arrays.stream(fold.held()).map(ROWS::asOf).min().orElseThrow();
            assertThat(Arrays.stream(fold.fit())
                            .map(r -> ROWS.asOf(r) + Plans.willingness().horizonDays())
                            .max()
                            .orElseThrow())
                    .isLessThanOrEqualTo(first);
            Set<Long> held = Arrays.stream(fold.held()).mapToObj(ROWS::debtor).collect(Collectors.toSet());
            assertThat(Arrays.stream(fold.fit()).mapToObj(ROWS::debtor)).doesNotContainAnyElementsOf(held);
        }
    }

    @Test
    void rowsOfOneDateAreSplitByDebtor() {
        int date = ROWS.asOf(0);
        int[] one = Arrays.stream(ALL).filter(r -> ROWS.asOf(r) == date).toArray();
        Search.Folds folds = Search.folds(ROWS, one, Plans.willingness());
        assertThat(folds.split()).isEqualTo(Search.Split.DEBTOR);
        assertThat(folds.rows()).isEqualTo(one.length);
    }

    /// The losses are made up: best with depth 4, a rate of 0.1 and 30 trees.
    @Test
    void theLowestMeanLossIsChosen() {
        Search.Folds folds = Search.folds(ROWS, ALL, Plans.willingness());
        Search.Found found = Search.search(folds, BASE, _ -> shape -> {
            double worst = Math.abs(shape.depth() - 4) + Math.abs(shape.rate() - 0.1);
            return IntStream.range(0, 8)
                    .mapToDouble(step -> worst + Math.abs(step - 2))
                    .toArray();
        });
        assertThat(found.chosen()).isEqualTo(new BoostingShape(30, 0.1, 16, 4, 20, 0.5, 32));
        assertThat(found.tried()).hasSize(6);
        assertThat(found.rows()).isEqualTo(folds.rows());
    }

    @Test
    void treesStopGrowingOnceHeldOutRowsGainNothing() {
        Search.Folds folds = Search.folds(ROWS, ALL, Plans.willingness());
        Search.Fold fold = folds.folds().getLast();
        var features = SNAPSHOTS.catalogue().of(Axis.WILLINGNESS);
        Search.Trainer trainer = Boosting.trainer(
                ROWS,
                fold,
                features,
                Scorecard.bin(
                        ROWS,
                        fold.fit(),
                        features,
                        BinRules.found(Plans.willingness().scorecard())),
                1);
        BoostingShape eager = new BoostingShape(Search.MOST_TREES, 0.5, 32, 5, 2, 1, 32);
        double[] losses = trainer.losses(eager);
        assertThat(losses.length).isLessThan(Search.MOST_TREES / Search.STEP);
        int best = IntStream.range(0, losses.length)
                .reduce((a, b) -> losses[b] < losses[a] ? b : a)
                .orElseThrow();
        assertThat(losses.length - 1 - best).isEqualTo(Search.PATIENCE);
        assertThat(trainer.losses(eager)).as("the same again").containsExactly(losses);
    }

    @Test
    void logLossIsThatOfTheProbability() {
        assertThat(Search.logLoss(new double[] {Math.log(3), Math.log(3)}, new int[] {1, 0}))
                .isCloseTo((-Math.log(0.75) - Math.log(0.25)) / 2, within(1e-15));
        assertThat(Search.logLoss(new double[] {800, -800}, new int[] {1, 1})).isEqualTo(400);
    }
}

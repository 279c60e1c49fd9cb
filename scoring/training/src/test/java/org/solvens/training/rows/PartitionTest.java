package org.solvens.training.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.solvens.feature.Axis;
import org.solvens.plan.TrainingPlan;
import org.solvens.training.Plans;
import org.solvens.training.SyntheticSnapshots;

class PartitionTest {
    private static final AxisRows ROWS = AxisRows.read(
            SyntheticSnapshots.draw(2000, 1, false, true, 1), Axis.WILLINGNESS, List.of("broken", "kept"), 730);

    @Test
    void testLiesAHorizonAfterTrainingAndSharesNoDebtorWithIt() {
        LocalDate testFrom = LocalDate.of(2025, 1, 1);
        TrainingPlan plan = Plans.of(Plans.willingness().axes(), testFrom);
        Partition partition = Partition.of(ROWS, plan);
        assertThat(partition.testFrom()).isEqualTo(testFrom);
        assertThat(Arrays.stream(partition.train()).map(ROWS::asOf).max().orElseThrow() + 90)
                .isLessThanOrEqualTo((int) testFrom.toEpochDay());
        assertThat(Arrays.stream(partition.test()).map(ROWS::asOf).min().orElseThrow())
                .isEqualTo((int) testFrom.toEpochDay());
        Set<Long> fit = debtors(partition.fit());
        Set<Long> calibrate = debtors(partition.calibrate());
        Set<Long> test = debtors(partition.test());
        assertThat(fit).doesNotContainAnyElementsOf(test).doesNotContainAnyElementsOf(calibrate);
        assertThat(calibrate).doesNotContainAnyElementsOf(test);
        assertThat((double) calibrate.size() / (fit.size() + calibrate.size())).isBetween(0.16, 0.24);
    }

    @Test
    void aDebtorOnBothSidesGoesToOne() {
        // a horizon of one day lets most debtors near the boundary have rows on both sides
        TrainingPlan base = Plans.of(Plans.willingness().axes(), LocalDate.of(2025, 1, 1));
        TrainingPlan plan = new TrainingPlan(
                "test", 3, base.asOf(), 1, 0, base.split(), 42, base.axes(), base.scorecard(), base.gate());
        Partition partition = Partition.of(ROWS, plan);
        assertThat(debtors(partition.train())).doesNotContainAnyElementsOf(debtors(partition.test()));
        assertThat(partition.train().length + partition.test().length).isLessThan(ROWS.size());
    }

    @Test
    void aSampleKeepsDebtorsWholeAndOnTheirSide() {
        TrainingPlan plan = Plans.willingness();
        Partition whole = Partition.of(ROWS, plan);
        Partition sample = Partition.of(ROWS, plan, 3_000);
        assertThat(sample.train().length).isBetween(2_500, 3_500).isLessThan(whole.train().length);
        assertThat(sample.test().length).isLessThanOrEqualTo(3_500);
        Set<Long> kept = debtors(sample.fit());
        assertThat(sample.fit())
                .containsExactly(Arrays.stream(whole.fit())
                        .filter(row -> kept.contains(ROWS.debtor(row)))
                        .toArray());
        assertThat(debtors(whole.calibrate())).containsAll(debtors(sample.calibrate()));
        assertThat(debtors(whole.test())).containsAll(debtors(sample.test()));
        assertThat(Partition.of(ROWS, plan, 1_000_000))
                .usingRecursiveComparison()
                .isEqualTo(whole);
    }

    @Test
    void withoutADateAShareOfTheDatesTests() {
        Partition partition = Partition.of(ROWS, Plans.of(Plans.willingness().axes(), null));
        // 18 months, of which 30 % are 5
        assertThat(partition.testFrom()).isEqualTo(LocalDate.of(2025, 2, 1));
    }

    @Test
    void trainingDebtorsFallIntoFiveEqualPartsOfWhichTheFirstCalibrates() {
        TrainingPlan plan = Plans.willingness();
        Partition partition = Partition.of(ROWS, plan);
        int[] sizes = new int[Partition.FOLDS];
        for (int row : partition.train()) {
            sizes[Partition.fold(ROWS.debtor(row), plan.seed())]++;
        }
        double fifth = partition.train().length / 5.0;
        for (int size : sizes) {
            assertThat(size).isBetween((int) (0.7 * fifth), (int) (1.3 * fifth));
        }
        assertThat(partition.calibrate()).hasSize(sizes[0]);
    }

    private static Set<Long> debtors(int[] rows) {
        Set<Long> debtors = new HashSet<>();
        for (int row : rows) {
            debtors.add(ROWS.debtor(row));
        }
        return debtors;
    }
}

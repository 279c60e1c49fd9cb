package org.solvens.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.solvens.feature.Axis;
import org.solvens.feature.Feature;
import org.solvens.feature.Missing;
import org.solvens.training.evaluate.Metrics;

class MadeUpRowsTest {
    private record Drawn(String debtor, int asOf, boolean good, double[] values) {}

    private static List<Drawn> draw(MadeUpRows rows) {
        List<Drawn> drawn = new ArrayList<>();
        rows.read(
                Axis.WILLINGNESS,
                rows.features().stream().map(Feature::name).toList(),
                r -> drawn.add(new Drawn(
                        r.debtorId(), r.asOf(), r.outcome(), r.features().clone())));
        return drawn;
    }

    @Test
    void theLawItselfTellsGoodsFromBadsAsModelsOfTheFieldDo() {
        List<Drawn> rows = draw(MadeUpRows.of(60, 20_000, 0, 1));
        double[] chances = rows.stream()
                .mapToDouble(r -> 1 / (1 + Math.exp(-MadeUpRows.logOdds(r.values()))))
                .toArray();
        int[] outcomes = rows.stream().mapToInt(r -> r.good() ? 1 : 0).toArray();
        assertThat(Metrics.of(chances, outcomes).auc()).isBetween(0.78, 0.85);
        assertThat(Arrays.stream(outcomes).average().orElseThrow()).isBetween(0.2, 0.8);
    }

    @Test
    void testRowsAreOfLaterDatesAndOtherDebtors() {
        List<Drawn> rows = draw(MadeUpRows.of(10, 600, 200, 1));
        int boundary = Math.toIntExact(MadeUpRows.TEST_FROM.toEpochDay());
        Set<String> before = new HashSet<>();
        Set<String> after = new HashSet<>();
        rows.subList(0, 600).forEach(r -> {
            assertThat(r.asOf()).isLessThan(boundary - 90);
            before.add(r.debtor());
        });
        rows.subList(600, 800).forEach(r -> {
            assertThat(r.asOf()).isGreaterThanOrEqualTo(boundary);
            after.add(r.debtor());
        });
        assertThat(before).doesNotContainAnyElementsOf(after);
    }

    @Test
    void valuesAreFiniteAndMissingOnesHaveTheirReasons() {
        Set<Missing> reasons = new HashSet<>();
        for (Drawn row : draw(MadeUpRows.of(60, 500, 0, 3))) {
            for (double value : row.values()) {
                assertThat(value).isFinite();
                if (Missing.is(value)) {
                    reasons.add(Missing.of(value));
                }
            }
        }
        assertThat(reasons).containsExactlyInAnyOrder(Missing.NO_RECORD, Missing.TOO_OLD, Missing.NOT_APPLICABLE);
    }

    @Test
    void theSeedDecides() {
        double[] once = draw(MadeUpRows.of(10, 50, 0, 1)).get(20).values();
        assertThat(draw(MadeUpRows.of(10, 50, 0, 1)).get(20).values()).isEqualTo(once);
        assertThat(draw(MadeUpRows.of(10, 50, 0, 2)).get(20).values()).isNotEqualTo(once);
    }
}

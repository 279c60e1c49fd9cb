package org.solvens.report.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.solvens.history.Event;

class FiguresTest {
    private static final Slice SLICE = new Slice("K-1", "SE", "SEK", "LOAN");

    /// Also where a sum is larger than a `long`, its parts add up to it.
    @Property
    void partsAddUpToTheSum(@ForAll long[] amounts) {
        Figures figures = new Figures();
        Cell cell = Cell.of(Metric.RECEIVED, Grain.TO_DATE, SLICE, Event.NONE);
        BigInteger sum = BigInteger.ZERO;
        for (long amount : amounts) {
            figures.amount(cell, amount);
            sum = sum.add(BigInteger.valueOf(amount));
        }
        Map<Cell, BigInteger> found = new HashMap<>();
        figures.forEach((each, part) -> found.merge(each, BigInteger.valueOf(part), BigInteger::add));
        assertThat(found.getOrDefault(cell, BigInteger.ZERO)).isEqualTo(sum);
    }
}

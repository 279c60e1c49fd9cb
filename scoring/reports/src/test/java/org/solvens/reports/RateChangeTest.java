package org.solvens.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.solvens.reports.RateChange.Group;
import org.solvens.reports.RateChange.Key;
import org.solvens.reports.RateChange.Parts;

class RateChangeTest {
    private static Key key(int creditor, int type, String route) {
        return new Key(new Group("K-" + creditor, "SE", "T" + type, "UP_TO_500"), route);
    }

    private static Parts sum(RateChange change) {
        return change.parts().values().stream().reduce(Parts.NONE, Parts::plus);
    }

    /// Whatever cells each period has, also none, also money on cells where nothing was placed.
    @Property
    void thePartsAddUpToTheChange(
            @ForAll @Size(max = 40) List<@Size(5) List<@IntRange(min = 0, max = 1000) Integer>> cells) {
        RateChange change = new RateChange();
        change.add(key(0, 0, "CALL"), 0, 100, 20);
        change.add(key(1, 0, "CALL"), 1, 100, 30);
        for (List<Integer> cell : cells) {
            Key key = key(cell.get(0) % 3, cell.get(0) % 2, cell.get(1) % 2 == 0 ? "CALL" : "PLAN");
            change.add(key, cell.get(2) % 2, cell.get(3) % 7 == 0 ? 0 : cell.get(3), cell.get(4) / 2.0);
        }
        RateChange.Amounts whole = change.whole();
        assertThat(sum(change).sum()).isCloseTo(whole.rate(1) - whole.rate(0), within(1e-9));
    }

    /// Half of the loans become invoices, which pay better; nothing else changes.
    @Test
    void aChangeOfWhatIsPlacedIsMix() {
        RateChange change = new RateChange();
        change.add(key(1, 1, "CALL"), 0, 1000, 100);
        change.add(key(1, 2, "CALL"), 0, 1000, 500);
        change.add(key(1, 1, "CALL"), 1, 500, 50);
        change.add(key(1, 2, "CALL"), 1, 1500, 750);
        assertThat(sum(change).mix()).isCloseTo(0.1, within(1e-12));
        assertThat(sum(change).routes()).isZero();
        assertThat(sum(change).behaviour()).isZero();
    }

    /// More cases get a plan, which brings more; each route brings what it brought.
    @Test
    void aChangeOfRoutesIsThatOfThePolicy() {
        RateChange change = new RateChange();
        change.add(key(1, 1, "CALL"), 0, 800, 80);
        change.add(key(1, 1, "PLAN"), 0, 200, 60);
        change.add(key(1, 1, "CALL"), 1, 500, 50);
        change.add(key(1, 1, "PLAN"), 1, 500, 150);
        assertThat(sum(change).mix()).isZero();
        assertThat(sum(change).routes()).isCloseTo(0.06, within(1e-12));
        assertThat(sum(change).behaviour()).isCloseTo(0, within(1e-12));
    }

    /// Like cases on like routes pay less.
    @Test
    void theRestIsBehaviour() {
        RateChange change = new RateChange();
        change.add(key(1, 1, "CALL"), 0, 1000, 300);
        change.add(key(1, 1, "CALL"), 1, 2000, 500);
        assertThat(sum(change).mix()).isZero();
        assertThat(sum(change).routes()).isZero();
        assertThat(sum(change).behaviour()).isCloseTo(-0.05, within(1e-12));
    }

    /// A creditor that only the later period has is mix: its cases pay 50 %, and are half of the placed.
    @Test
    void aNewCreditorIsMix() {
        RateChange change = new RateChange();
        change.add(key(1, 1, "CALL"), 0, 1000, 100);
        change.add(key(1, 1, "CALL"), 1, 1000, 100);
        change.add(key(2, 1, "PLAN"), 1, 1000, 500);
        assertThat(sum(change).mix()).isCloseTo(0.2, within(1e-12));
        assertThat(sum(change).routes()).isZero();
        assertThat(sum(change).behaviour()).isZero();
    }

    /// Two cases of 100 with 0 and 100 recovered: the rate is 0.5, each residual 50, so the root of 5,000 over 200.
    @Test
    void theDeviationIsThatOfARatio() {
        assertThat(RateChange.deviation(0.5, 200, 10_000, 10_000, 20_000))
                .isCloseTo(Math.sqrt(5000) / 200, within(1e-12));
    }
}

package org.solvens.training.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.solvens.feature.Direction;
import org.solvens.feature.Missing;
import org.solvens.plan.StatedBins;
import org.solvens.plan.TrainingPlan.ScorecardShape;

class BinningTest {
    private static final ScorecardShape SHAPE = new ScorecardShape(4, 0.05, 600, 1, 40);

    /// Rows of one value, so many of them good.
    private record Rows(double value, int rows, int goods) {}

    private static Binning bin(Direction direction, Rows... groups) {
        int all = Arrays.stream(groups).mapToInt(Rows::rows).sum();
        double[] values = new double[all];
        int[] outcomes = new int[all];
        int at = 0;
        for (Rows group : groups) {
            for (int i = 0; i < group.rows(); i++) {
                values[at] = group.value();
                outcomes[at++] = i < group.goods() ? 1 : 0;
            }
        }
        return Binning.of(values, outcomes, direction, SHAPE);
    }

    @Test
    void twoValuesGiveTwoBins() {
        Binning binning = bin(Direction.RISING, new Rows(0, 100, 20), new Rows(1, 100, 80));
        assertThat(binning.cuts()).containsExactly(1);
        // ten rows of the whole's make-up are a twentieth of the goods and of the bads
        assertThat(binning.woe()[0]).isCloseTo(Math.log(0.25 / 0.85), within(1e-12));
        assertThat(binning.woe()[1]).isCloseTo(Math.log(0.85 / 0.25), within(1e-12));
        assertThat(binning.informationValue()).isCloseTo(1.2 * Math.log(0.85 / 0.25), within(1e-12));
        assertThat(binning.bins()).isEqualTo(2);
        assertThat(binning.of(0.999)).isEqualTo(binning.woe()[0]);
        assertThat(binning.of(1)).isEqualTo(binning.woe()[1]);
    }

    @Test
    void dataAgainstTheDirectionCollapse() {
        Binning binning = bin(Direction.FALLING, new Rows(0, 100, 20), new Rows(1, 100, 80));
        assertThat(binning.bins()).isEqualTo(1);
        assertThat(binning.informationValue()).isZero();
        assertThat(bin(Direction.FREE, new Rows(0, 100, 20), new Rows(1, 100, 80))
                        .bins())
                .isEqualTo(2);
    }

    @Test
    void theBinsOfACodeFollowNoDirection() {
        double[] values = new double[309];
        int[] outcomes = new int[309];
        // 100 rows each of 0, 1 and 2 with 20, 80 and 10 goods, and 9 rows of 3
        for (int i = 0; i < 300; i++) {
            values[i] = i / 100;
            outcomes[i] = i % 100 < List.of(20, 80, 10).get(i / 100) ? 1 : 0;
        }
        Arrays.fill(values, 300, 309, 3);
        Binning binning = Binning.ofCode(values, outcomes, SHAPE);
        assertThat(binning.cuts()).containsExactly(1, 2);
        assertThat(binning.woe()[1]).isGreaterThan(binning.woe()[0]);
        assertThat(binning.woe()[2]).isLessThan(binning.woe()[0]);
        assertThat(binning.of(3)).isEqualTo(binning.of(2));
        assertThat(Binning.ofRank(values, outcomes, SHAPE).cuts()).hasSize(1);
    }

    @Test
    void aQuantityWithoutADirectionTurnsOnceWhereTheOutcomesSaySoLoudly() {
        Rows[] hill = {new Rows(0, 200, 40), new Rows(1, 200, 100), new Rows(2, 200, 160), new Rows(3, 200, 60)};
        assertThat(bin(Direction.FREE, hill).cuts()).containsExactly(1, 2, 3);
        assertThat(bin(Direction.RISING, hill).cuts()).containsExactly(1, 2);
        // ten of a hundred rows are no reason to turn
        assertThat(bin(Direction.FREE, new Rows(0, 100, 20), new Rows(1, 100, 60), new Rows(2, 100, 55))
                        .cuts())
                .containsExactly(1);
    }

    @Test
    void edgesAreReadableIfThePlanRoundsThem() {
        double[] values = new double[6400];
        int[] outcomes = new int[6400];
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.137 + i * 0.31459;
            outcomes[i] = i * 7919L % 6400 < i ? 1 : 0;
        }
        ScorecardShape exact = new ScorecardShape(4, 0.05, 600, 1, 40, false);
        double[] found = Binning.of(values, outcomes, Direction.RISING, exact).cuts();
        double[] rounded = Binning.of(values, outcomes, Direction.RISING, SHAPE).cuts();
        assertThat(rounded).hasSameSizeAs(found);
        for (double cut : rounded) {
            assertThat(cut % 5).as("%s", cut).isZero();
        }
        for (double cut : found) {
            assertThat(values).as("an edge is a value of the rows").contains(cut);
        }
        assertThat(Binning.of(values, outcomes, Direction.RISING, SHAPE).informationValue())
                .isCloseTo(Binning.of(values, outcomes, Direction.RISING, exact).informationValue(), within(0.03));
    }

    @Test
    void aReadableNumberHasTheFewestDigitsThatFit() {
        assertThat(Readable.between(355, 365.25, 380)).isEqualTo(370);
        assertThat(Readable.between(364, 365.25, 366)).isEqualTo(365);
        assertThat(Readable.between(-0.0131, -0.0123, -0.0119)).isEqualTo(-0.012);
        assertThat(Readable.between(2, 3, 4)).isEqualTo(3);
        assertThat(Readable.between(3, 3, 3)).isEqualTo(3);
        assertThat(Readable.between(-1, 0, 1)).isZero();
    }

    @Test
    void statedEdgesStayAndBinsAgainstTheDirectionShareTheirWeight() {
        double[] values = {0, 0, 1, 1, 2, 2, 3, 3};
        int[] outcomes = {0, 0, 1, 0, 0, 0, 1, 1};
        StatedBins.Cuts cuts = new StatedBins.Cuts("f", List.of(1.0, 2.0, 3.0, 9.0), "as the law counts");
        Binning free = Binning.stated(values, 0, outcomes, Direction.FREE, cuts);
        assertThat(free.cuts()).containsExactly(1, 2, 3, 9);
        assertThat(free.woe()[1]).isGreaterThan(free.woe()[2]);
        // a bin without rows has the weight of its neighbour
        assertThat(free.woe()[4]).isEqualTo(free.woe()[3]);
        Binning rising = Binning.stated(values, 0, outcomes, Direction.RISING, cuts);
        assertThat(rising.cuts()).containsExactly(1, 2, 3, 9);
        assertThat(rising.woe()[1]).isEqualTo(rising.woe()[2]);
        assertThat(rising.woe()[0]).isLessThan(rising.woe()[1]);
        assertThat(rising.woe()[3]).isGreaterThan(rising.woe()[2]);
    }

    @Test
    void statedGroupsOfCodesShareABinWhereverTheyAre() {
        double[] values = {0, 0, 1, 1, 2, 2, 3, 3, 5, 5};
        int[] outcomes = {1, 1, 0, 0, 1, 0, 0, 0, 1, 0};
        Binning binning = Binning.stated(
                values,
                0,
                outcomes,
                Direction.FREE,
                new StatedBins.Groups("f", List.of(List.of("0", "2"), List.of("3")), "as the court counts"));
        assertThat(binning.of(0)).isEqualTo(binning.of(2));
        // those that no group names
        assertThat(binning.of(1)).isEqualTo(binning.of(5)).isEqualTo(binning.of(7));
        assertThat(binning.of(3)).isLessThan(binning.of(1));
        assertThat(binning.of(0)).isGreaterThan(binning.of(1));
    }

    @Test
    void eachReasonOfMissingHasABinAndTheUnseenSayNothing() {
        Binning binning = bin(
                Direction.RISING,
                new Rows(5, 100, 50),
                new Rows(Missing.NO_RECORD.code(), 50, 10),
                new Rows(Missing.TOO_OLD.code(), 50, 40));
        assertThat(binning.bins()).isEqualTo(3);
        assertThat(binning.of(Missing.NO_RECORD.code())).isCloseTo(Math.log(0.15 / 0.45), within(1e-12));
        assertThat(binning.of(Missing.TOO_OLD.code())).isCloseTo(Math.log(0.45 / 0.15), within(1e-12));
        assertThat(binning.of(Missing.NO_FEED.code())).isZero();
        assertThat(binning.of(Missing.NOT_APPLICABLE.code())).isZero();
    }

    @Test
    void smallClassesJoinTheNeighbourTheyResemble() {
        Binning binning = bin(Direction.RISING, new Rows(0, 100, 20), new Rows(1, 9, 6), new Rows(2, 100, 80));
        assertThat(binning.cuts()).containsExactly(1);
    }

    @Test
    void violatorsArePooled() {
        Binning binning = bin(
                Direction.RISING,
                new Rows(0, 100, 20),
                new Rows(1, 100, 60),
                new Rows(2, 100, 40),
                new Rows(3, 100, 80));
        assertThat(binning.cuts()).containsExactly(1, 3);
    }

    @Test
    void nothingButMissingIsOneBin() {
        Binning binning = bin(Direction.FREE, new Rows(Missing.NO_FEED.code(), 20, 10));
        assertThat(binning.bins()).isEqualTo(1);
        assertThat(binning.informationValue()).isZero();
        assertThat(binning.of(3)).isZero();
    }

    @Test
    void oneOutcomeIsRefused() {
        assertThatThrownBy(() -> bin(Direction.FREE, new Rows(1, 10, 10))).isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 300)
    void directionsAreHonouredAndShapesKept(
            @ForAll @Size(min = 40, max = 200) int[] raw,
            @ForAll Direction direction,
            @ForAll @IntRange(min = 2, max = 50) int spread) {
        double[] values = new double[raw.length];
        int[] outcomes = new int[raw.length];
        for (int i = 0; i < raw.length; i++) {
            values[i] = Math.floorMod(raw[i], spread);
            outcomes[i] = Math.floorMod(raw[i] / 64, 3) == 0 ? 1 : 0;
        }
        outcomes[0] = 1;
        outcomes[1] = 0;
        Binning binning = Binning.of(values, outcomes, direction, SHAPE);
        double[] woe = binning.woe();
        assertThat(woe.length).isLessThanOrEqualTo(SHAPE.maxBins());
        int turns = 0;
        for (int i = 1; i < woe.length; i++) {
            assertThat(woe[i]).isNotEqualTo(woe[i - 1]);
            boolean up = woe[i] > woe[i - 1];
            assertThat(direction).isNotEqualTo(up ? Direction.FALLING : Direction.RISING);
            turns += i > 1 && up != woe[i - 1] > woe[i - 2] ? 1 : 0;
        }
        assertThat(turns).isLessThanOrEqualTo(direction == Direction.FREE ? 1 : 0);
        assertThat(binning.informationValue()).isNotNegative();
        if (woe.length > 1) {
            for (double weight : woe) {
                long rows = Arrays.stream(values)
                        .filter(v -> binning.of(v) == weight)
                        .count();
                assertThat((double) rows).isGreaterThanOrEqualTo(SHAPE.minBinShare() * values.length);
            }
        }
    }
}

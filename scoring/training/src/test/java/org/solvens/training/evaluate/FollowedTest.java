package org.solvens.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.solvens.chance.Draws;
import org.solvens.feature.Axis;
import org.solvens.model.CurveBand;
import org.solvens.outcome.Recovered;
import org.solvens.plan.TrainingPlan;
import org.solvens.training.Plans;
import org.solvens.training.SyntheticFollowed;
import org.solvens.training.rows.AxisRows;
import org.solvens.training.rows.Partition;

class FollowedTest {
    private static final int PERIODS = Recovered.PERIODS;

    private static Followed of(double... recovered) {
        return new Followed(1, new double[PERIODS], recovered);
    }

    @Test
    void ofThreeCasesOneCensored() {
        List<Followed> cases = List.of(of(0, 0.5, 0.5), of(1, 1, 1), of(0));
        // 1 of 3 units; then a half of the one that is left
        assertThat(Followed.observed(cases, 1)).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(Followed.observed(cases, 2)).isCloseTo(1 - 2 / 3.0 * 0.5, within(1e-12));
        assertThat(Followed.observed(cases, 3)).isCloseTo(1 - 2 / 3.0 * 0.5, within(1e-12));
        assertThat(Followed.observed(cases, 4)).isNaN();
        assertThat(Followed.observed(List.of(of(1)), 4)).isEqualTo(1);
        // a case drawn twice counts twice, one not drawn does not count
        assertThat(Followed.observed(cases, new int[] {2, 1, 0}, 2)).isCloseTo(1 - 2 / 3.0 * 0.5, within(1e-12));
        assertThat(Followed.observed(cases, new int[] {0, 1, 1}, 1)).isCloseTo(0.5, within(1e-12));
    }

    /// Against ten coins a case, each followed by itself.
    @Property(tries = 200)
    void theEstimateIsThatOfSingleUnits(
            @ForAll @Size(min = 1, max = 12)
                    List<@Size(min = 1, max = 6) List<@IntRange(min = 0, max = 10) Integer>> tenths) {
        List<Followed> cases = new ArrayList<>();
        List<int[]> coins = new ArrayList<>();
        for (List<Integer> one : tenths) {
            List<Integer> rising = one.stream().sorted().toList();
            cases.add(of(rising.stream().mapToDouble(t -> t / 10.0).toArray()));
            for (int coin = 0; coin < 10; coin++) {
                int at = coin;
                int paid = (int) rising.stream().takeWhile(t -> t <= at).count();
                coins.add(new int[] {paid, rising.size()});
            }
        }
        double open = 1;
        for (int period = 0; period < PERIODS; period++) {
            int now = period;
            long atRisk = coins.stream().filter(c -> c[0] >= now && c[1] > now).count();
            long came = coins.stream().filter(c -> c[0] == now && c[1] > now).count();
            double observed = Followed.observed(cases, period + 1);
            if (atRisk == 0) {
                assertThat(open > 1e-9 ? Double.isNaN(observed) : observed > 1 - 1e-9)
                        .isTrue();
                return;
            }
            open *= 1 - (double) came / atRisk;
            assertThat(observed).isCloseTo(1 - open, within(1e-9));
        }
    }

    /// Of cases censored for reasons of their own the estimate is that of the uncensored ones; to take those
    /// alone that are closed, because all came in or because they were censored early, is not.
    @Property(tries = 20)
    void censoringLeavesTheCurveWhereItIsAndClosedCasesAloneDoNot(@ForAll long seed) {
        SyntheticFollowed source = SyntheticFollowed.draw(4000, 0.6, seed);
        List<Followed> cases = source.followed(Axis.EXPECTED_RECOVERY);
        for (int periods : new int[] {1, 3, 6}) {
            assertThat(Followed.observed(cases, periods))
                    .isCloseTo(source.truth(Axis.EXPECTED_RECOVERY, periods), within(0.04));
        }
        double closedOnly = source.seen().stream()
                        .filter(shares -> shares[shares.length - 1] == 1)
                        .mapToDouble(shares -> shares[shares.length - 1])
                        .count()
                / (double) source.seen().stream()
                        .filter(shares -> shares[shares.length - 1] == 1 || shares.length < PERIODS)
                        .count();
        double censoredAsFailures = source.seen().stream()
                .mapToDouble(shares -> shares[shares.length - 1])
                .average()
                .orElseThrow();
        assertThat(censoredAsFailures).isLessThan(source.truth(Axis.EXPECTED_RECOVERY, 6) - 0.04);
        assertThat(Math.abs(closedOnly - source.truth(Axis.EXPECTED_RECOVERY, 6)))
                .isGreaterThan(0.04);
    }

    @ParameterizedTest
    @EnumSource(names = {"EXPECTED_RECOVERY", "PAYMENT_PROBABILITY"})
    void aRowIsAnOpenUnitOrACaseThatHasNotPaidInAPeriodThatIsNotCensored(Axis axis) {
        SyntheticFollowed source = SyntheticFollowed.draw(3000, 0.6, 5);
        AxisRows rows = AxisRows.follow(source, axis, List.of("kept"), 730, 42);
        int[] all = IntStream.range(0, rows.size()).toArray();
        assertThat(rows.features()).containsExactly("kept", "periods_followed");
        assertThat(rows.followed(all)).hasSize(3000);
        assertThat(rows.size())
                .isLessThan(source.seen().stream().mapToInt(s -> s.length).sum());
        double[] atRisk = new double[PERIODS];
        double[] came = new double[PERIODS];
        for (int row : all) {
            int period = (int) rows.value(1, row);
            assertThat(rows.vector(row)[1]).isEqualTo(period);
            assertThat(rows.days(row, 90)).isEqualTo(30 * (period + 1));
            atRisk[period]++;
            came[period] += rows.outcome(row);
        }
        double open = 1;
        for (int period = 0; period < PERIODS; period++) {
            open *= 1 - came[period] / atRisk[period];
            assertThat(1 - open).isCloseTo(Followed.observed(source.followed(axis), period + 1), within(0.03));
        }
    }

    /// Of a case that pays in the third period there are three rows, and the last is good; of one that is censored
    /// unpaid after two there are two bad ones. Nothing is drawn.
    @Test
    void aCaseHasARowForEachPeriodAtWhoseBeginningItHasPaidNothing() {
        SyntheticFollowed any = SyntheticFollowed.draw(2, 0, 5);
        List<double[]> seen = List.of(new double[] {0, 0, 0.01, 0.01, 1, 1}, new double[] {0, 0});
        AxisRows rows = AxisRows.follow(
                new SyntheticFollowed(any.cases(), seen, seen), Axis.PAYMENT_PROBABILITY, List.of("kept"), 730, 42);
        List<String> outcomes = IntStream.range(0, rows.size())
                .mapToObj(row -> (rows.debtor(row) == Draws.hash("d0") ? "pays" : "censored") + " "
                        + (int) rows.value(1, row) + " " + rows.outcome(row))
                .toList();
        assertThat(outcomes)
                .containsExactlyInAnyOrder("pays 0 0", "pays 1 0", "pays 2 1", "censored 0 0", "censored 1 0");
    }

    @Test
    void whatEndsAfterTheTestBeginsTrainsNothing() {
        TrainingPlan plan = Plans.of(
                Map.of("expected_recovery", new TrainingPlan.AxisPlan(List.of(), 50, List.of())),
                LocalDate.of(2025, 1, 1));
        AxisRows rows =
                AxisRows.follow(SyntheticFollowed.draw(2000, 0.3, 6), Axis.EXPECTED_RECOVERY, List.of("kept"), 730, 42);
        Partition partition = Partition.of(rows, plan);
        int boundary = (int) LocalDate.of(2025, 1, 1).toEpochDay();
        assertThat(partition.train()).isNotEmpty();
        for (int row : partition.train()) {
            assertThat(rows.asOf(row) + rows.days(row, 90)).isLessThanOrEqualTo(boundary);
        }
        assertThat(partition.test()).isNotEmpty();
        for (int row : partition.test()) {
            assertThat(rows.asOf(row)).isGreaterThanOrEqualTo(boundary);
        }
        for (int row : rows.followed(partition.train())) {
            double[] known = rows.actual(row, boundary);
            assertThat(rows.asOf(row) + 30 * known.length).isLessThanOrEqualTo(boundary);
            assertThat(rows.actual(row, Integer.MAX_VALUE)).startsWith(known);
        }
    }

    @Test
    void bandsRiseAndHoldTheMeansOfTheirGroups() {
        List<Followed> cases = new ArrayList<>();
        SyntheticFollowed source = SyntheticFollowed.draw(2000, 0.3, 8);
        for (int c = 0; c < source.cases().size(); c++) {
            double[] expected = new double[PERIODS];
            Arrays.setAll(expected, p -> p / 100.0);
            expected[0] = source.cases().get(c).features()[0] / 10;
            cases.add(new Followed(c, expected, source.seen().get(c)));
        }
        CurveBand band = Followed.bands(cases, 3).getFirst();
        assertThat(band.days()).isEqualTo(30);
        assertThat(band.value()).hasSizeBetween(5, 10);
        assertThat(Followed.bands(cases, 3)).isEqualTo(Followed.bands(cases, 3));
        List<List<Followed>> groups = Followed.groups(cases, 1);
        for (int g = 0; g < groups.size(); g++) {
            assertThat(groups.get(g)).hasSizeGreaterThanOrEqualTo(100);
            assertThat(band.high().get(g)).isGreaterThanOrEqualTo(Followed.observed(groups.get(g), 1));
        }
        assertThat(groups.stream().mapToInt(List::size).sum()).isEqualTo(2000);
    }
}

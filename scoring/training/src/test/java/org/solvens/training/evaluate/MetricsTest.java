package org.solvens.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MetricsTest {
    @Test
    void literals() {
        Metrics metrics = Metrics.of(new double[] {0.1, 0.4, 0.4, 0.8}, new int[] {0, 0, 1, 1});
        // pairs: .4 over .1, .4 ties .4, .8 over both
        assertThat(metrics.auc()).isEqualTo(3.5 / 4);
        assertThat(metrics.gini()).isEqualTo(0.75);
        assertThat(metrics.ks()).isEqualTo(0.5);
        assertThat(metrics.brier()).isCloseTo((0.01 + 0.16 + 0.36 + 0.04) / 4, within(1e-12));
        assertThat(metrics.logLoss())
                .isCloseTo(-(Math.log(0.9) + Math.log(0.6) + Math.log(0.4) + Math.log(0.8)) / 4, within(1e-12));
        // groups: {.1}, {.4, .4}, {.8}
        assertThat(metrics.calibrationError()).isCloseTo((0.1 + 2 * 0.1 + 0.2) / 4, within(1e-12));
        assertThat(metrics.rows()).isEqualTo(4);
        assertThat(metrics.goods()).isEqualTo(2);
    }

    @Test
    void certaintyThatIsWrongHasAFiniteLoss() {
        assertThat(Metrics.of(new double[] {0, 1}, new int[] {1, 0}).logLoss())
                .isCloseTo(-Math.log(1e-15), within(0.1));
    }

    @Test
    void reliabilityHasTenEqualGroups() {
        double[] p = IntStream.range(0, 100).mapToDouble(i -> i / 100.0).toArray();
        int[] y = IntStream.range(0, 100).map(i -> i % 2).toArray();
        List<Metrics.Group> groups = Metrics.reliability(p, y);
        assertThat(groups).hasSize(10).allSatisfy(g -> assertThat(g.rows()).isEqualTo(10));
        assertThat(groups.getFirst().predicted()).isCloseTo(0.045, within(1e-12));
        assertThat(groups.getFirst().observed()).isEqualTo(0.5);
    }

    @Test
    void theIntervalIsSeededAndByDebtor() {
        SplittableRandom random = new SplittableRandom(5);
        int n = 400;
        double[] p = new double[n];
        int[] y = new int[n];
        long[] alone = new long[n];
        long[] crowded = new long[n];
        for (int i = 0; i < n; i++) {
            // ten rows of a debtor are alike
            if (i % 10 == 0) {
                p[i] = random.nextDouble();
                y[i] = random.nextDouble() < p[i] ? 1 : 0;
            } else {
                p[i] = p[i - 1];
                y[i] = y[i - 1];
            }
            alone[i] = i;
            crowded[i] = i / 10;
        }
        Resampling.Interval narrow =
                Resampling.of(alone, 1, 100).intervals(p, y).auc();
        Resampling.Interval wide =
                Resampling.of(crowded, 1, 100).intervals(p, y).auc();
        assertThat(Resampling.of(crowded, 1, 100).intervals(p, y).auc()).isEqualTo(wide);
        assertThat(wide.high() - wide.low()).isGreaterThan(2 * (narrow.high() - narrow.low()));
        assertThat(Metrics.of(p, y).auc()).isBetween(narrow.low(), narrow.high());
    }

    @Test
    void liftCountsTheBestRowsFirst() {
        double[] p = IntStream.range(0, 20).mapToDouble(i -> i / 20.0).toArray();
        int[] y = IntStream.range(0, 20).map(i -> i >= 15 ? 1 : 0).toArray();
        List<Metrics.Lift> lift = Metrics.lift(p, y);
        assertThat(lift).hasSize(10);
        assertThat(lift.getFirst()).isEqualTo(new Metrics.Lift(0.1, 2, 2, 4.0, 0.4));
        assertThat(lift.get(2).captured()).isEqualTo(1);
        assertThat(lift.getLast()).isEqualTo(new Metrics.Lift(1, 20, 5, 1.0, 1));
    }

    @Property(tries = 100)
    void aRowDrawnTwiceCountsAsTwoRows(@ForAll @Size(min = 4, max = 40) int[] raw) {
        double[] p =
                Arrays.stream(raw).mapToDouble(r -> Math.floorMod(r, 7) / 7.0).toArray();
        int[] y = Arrays.stream(raw).map(r -> Math.floorMod(r / 16, 2)).toArray();
        y[0] = 1;
        y[1] = 0;
        int[] times = Arrays.stream(raw).map(r -> Math.floorMod(r / 64, 3)).toArray();
        times[0] = 1;
        times[1] = 2;
        int[] written = IntStream.range(0, y.length)
                .flatMap(i -> IntStream.range(0, times[i]).map(_ -> i))
                .toArray();
        Ranking.Measures drawn =
                new Ranking(p, y).measure(IntStream.range(0, y.length).toArray(), times);
        Metrics out = Metrics.of(
                Arrays.stream(written).mapToDouble(i -> p[i]).toArray(),
                Arrays.stream(written).map(i -> y[i]).toArray());
        assertThat(drawn.auc()).isCloseTo(out.auc(), within(1e-12));
        assertThat(drawn.ks()).isCloseTo(out.ks(), within(1e-12));
        assertThat(drawn.brier()).isCloseTo(out.brier(), within(1e-12));
    }

    @Test
    void intervalsHoldTheTruthAboutAsOftenAsTheySay() {
        int held = 0;
        int experiments = 60;
        double truth = 2.0 / 3;
        for (int e = 0; e < experiments; e++) {
            SplittableRandom random = new SplittableRandom(e);
            int n = 300;
            double[] p = random.doubles(n).toArray();
            int[] y = Arrays.stream(p)
                    .mapToInt(x -> random.nextDouble() < 0.25 + x / 2 ? 1 : 0)
                    .toArray();
            long[] debtors = IntStream.range(0, n).asLongStream().toArray();
            Resampling.Interval auc =
                    Resampling.of(debtors, e, 100).intervals(p, y).auc();
            held += auc.low() <= truth && truth <= auc.high() ? 1 : 0;
        }
        assertThat(held).isBetween((int) (0.85 * experiments), experiments);
    }

    @Test
    void aPairedDifferenceIsNarrowerThanTheDifferenceOfTwoIntervals() {
        SplittableRandom random = new SplittableRandom(3);
        int n = 500;
        double[] better = random.doubles(n).toArray();
        int[] y = Arrays.stream(better)
                .mapToInt(x -> random.nextDouble() < x ? 1 : 0)
                .toArray();
        double[] worse = Arrays.stream(better)
                .map(x -> 0.8 * x + 0.2 * random.nextDouble())
                .toArray();
        Resampling resampling =
                Resampling.of(IntStream.range(0, n).asLongStream().toArray(), 1, 200);
        Resampling.Interval paired = resampling.differences(better, worse, y).auc();
        Resampling.Interval alone = resampling.intervals(better, y).auc();
        assertThat(paired.low()).isPositive();
        assertThat(paired.high() - paired.low()).isLessThan(alone.high() - alone.low());
        assertThat(resampling.differences(better, better, y).auc()).isEqualTo(new Resampling.Interval(0, 0));
    }

    @Test
    void oneOutcomeIsRefused() {
        assertThatThrownBy(() -> Metrics.of(new double[] {0.1, 0.2}, new int[] {1, 1}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 300)
    void aucIsThatOfEveryPair(@ForAll @Size(min = 2, max = 60) int[] raw) {
        double[] p =
                Arrays.stream(raw).mapToDouble(r -> Math.floorMod(r, 11) / 11.0).toArray();
        int[] y = Arrays.stream(raw).map(r -> Math.floorMod(r / 16, 2)).toArray();
        y[0] = 1;
        y[1] = 0;
        double above = 0;
        double pairs = 0;
        double ks = 0;
        for (int i = 0; i < y.length; i++) {
            for (int j = 0; j < y.length; j++) {
                if (y[i] == 1 && y[j] == 0) {
                    pairs++;
                    above += p[i] > p[j] ? 1 : p[i] == p[j] ? 0.5 : 0;
                }
            }
            double limit = p[i];
            double goods = IntStream.range(0, y.length)
                    .filter(k -> y[k] == 1 && p[k] < limit)
                    .count();
            double bads = IntStream.range(0, y.length)
                    .filter(k -> y[k] == 0 && p[k] < limit)
                    .count();
            double allGoods = Arrays.stream(y).sum();
            ks = Math.max(ks, Math.abs(goods / allGoods - bads / (y.length - allGoods)));
        }
        Metrics metrics = Metrics.of(p, y);
        assertThat(metrics.auc()).isCloseTo(above / pairs, within(1e-12));
        assertThat(metrics.ks()).isCloseTo(ks, within(1e-12));
    }
}

package org.solvens.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.solvens.feature.Axis;
import org.solvens.feature.Missing;
import org.solvens.feature.ScoreStatus;
import org.solvens.problem.Problem;

class CurveModelTest {

    @Test
    void readsWhatItWroteAndBelongsToItsHazard() {
        for (boolean trees : List.of(false, true)) {
            CurveModel model = Models.curve(trees);
            byte[] bytes = ModelFile.write(model);
            assertThat(ModelFile.read(bytes, "model.avro")).isEqualTo(model);
            assertThat(ModelFile.write(model)).isEqualTo(bytes);
            assertThat(model.family()).isEqualTo(trees ? "trees" : "scorecard");
            assertThat(model.axis()).isEqualTo(Axis.EXPECTED_RECOVERY);
            assertThat(model.id()).isNotEqualTo(model.hazard().id());
        }
    }

    /// Against the product written out, over vectors that hold the period, and over those that do not.
    @Property(tries = 300)
    void theCurveIsTheProductOfTheHazards(@ForAll boolean trees, @ForAll long seed) {
        CurveModel model = Models.curve(trees);
        Random random = new Random(seed);
        List<String> names = new ArrayList<>(model.features());
        double[] with = names.stream().mapToDouble(_ -> Models.value(random)).toArray();
        int at = names.indexOf("period");
        Scorer hazard = Scorer.of(model.hazard(), names);
        double[] chances = new double[3];
        for (int period = 0; period < 3; period++) {
            double[] vector = with.clone();
            vector[at] = period;
            chances[period] = hazard.probability(vector);
        }
        double by30 = chances[0];
        double by90 = 1 - (1 - chances[0]) * (1 - chances[1]) * (1 - chances[2]);

        Curve curve = Scorer.of(model, names).curve(with);
        assertThat(curve.points()).extracting(Curve.Point::days).containsExactly(30, 90);
        assertThat(curve.points().get(0).value()).isCloseTo(by30, within(1e-12));
        assertThat(curve.points().get(1).value()).isCloseTo(by90, within(1e-12));
        assertThat(curve.points()).allSatisfy(p -> assertThat(p.value()).isBetween(p.low(), p.high()));

        names.remove(at);
        double[] without = new double[names.size()];
        for (int i = 0; i < without.length; i++) {
            without[i] = with[i < at ? i : i + 1];
        }
        assertThat(Scorer.of(model, names).curve(without)).isEqualTo(curve);
    }

    /// Over three periods, with what the number of the period adds, which is no reason.
    @Property(tries = 300)
    void reasonsAddUpToTheMeanPointsOfTheHazard(@ForAll boolean trees, @ForAll long seed) {
        CurveModel model = Models.curve(trees);
        Random random = new Random(seed);
        List<String> names = model.features();
        int at = names.indexOf("period");
        double[] vector = names.stream().mapToDouble(_ -> Models.value(random)).toArray();
        Scorer hazard = Scorer.of(model.hazard(), names);
        double points = 0;
        for (int period = 0; period < 3; period++) {
            double[] then = vector.clone();
            then[at] = period;
            points += model.scale().points(hazard.logOdds(then)) / 3;
        }
        Scorer curve = Scorer.of(model, names);
        double ofThePeriod = curve.curveEffects(vector, 90)[at] * model.scale().factor();
        List<Contribution> all = curve.curveReasons(vector, 90, 10);
        assertThat(curve.neutralPoints()
                        + ofThePeriod
                        + all.stream().mapToDouble(Contribution::points).sum())
                .isCloseTo(points, within(1e-9));
        assertThat(all)
                .isSortedAccordingTo(Comparator.comparingDouble(c -> -Math.abs(c.points())))
                .extracting(Contribution::feature)
                .doesNotContain("period");
        assertThat(curve.curveReasons(vector, 90, 1)).isEqualTo(all.subList(0, Math.min(1, all.size())));
        assertThat(curve.curveReasons(vector, 90, 0)).isEmpty();
    }

    @Test
    void theBandRunsStraightBetweenItsKnotsAndHoldsTheCurve() {
        Curve.Point point = Scorer.own(Models.curve(false))
                .curve(new double[] {0.7, 0})
                .points()
                .getFirst();
        // log-odds -0.2 + 0.8 + 0.4 = 1: 0.05 + 0.4 * 3 / 4
        assertThat(point.value()).isCloseTo(0.35, within(1e-12));
        assertThat(point.low()).isCloseTo(0.05 + 0.35 * (0.35 - 0.1) / 0.4, within(1e-12));
        assertThat(point.high()).isCloseTo(0.2 + 0.4 * (0.35 - 0.1) / 0.4, within(1e-12));
    }

    @Test
    void aCaseOutsideThePopulationOrOfWhichNothingIsKnownHasNone() {
        Scorer scorer = Scorer.of(Models.curve(false), List.of("kept"));
        assertThat(scorer.estimate(new double[] {1}, 10).status()).isEqualTo(ScoreStatus.SCORED);
        assertThat(scorer.estimate(new double[] {1}, 731).status()).isEqualTo(ScoreStatus.OUTSIDE_POPULATION);
        assertThat(scorer.estimate(new double[] {Missing.NO_FEED.code()}, 10).status())
                .isEqualTo(ScoreStatus.INSUFFICIENT_DATA);
        assertThat(new AxisScorer.WithoutModel().curve(new double[] {1}, 10).status())
                .isEqualTo(ScoreStatus.NO_MODEL);
    }

    @Test
    void aCurveThatComesOutOtherwiseIsRefusedAtLoad() {
        CurveModel model = Models.curve(true);
        CurveModel.CurveRow row = model.curves().getFirst();
        List<Curve.Point> points = new ArrayList<>(row.points());
        Curve.Point first = points.getFirst();
        points.set(0, new Curve.Point(first.days(), first.value() + 2e-9, first.low(), first.high()));
        CurveModel other = ModelFile.identified(new CurveModel(
                "",
                model.hazard(),
                model.period(),
                model.periodDays(),
                model.bands(),
                List.of(new CurveModel.CurveRow(row.values(), points))));
        assertThatThrownBy(() -> ModelFile.read(ModelFile.write(other), "model.avro"))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("MODEL-VERIFY"));
    }

    @Test
    void everyFlippedByteAndEveryTruncationIsRefused() {
        byte[] bytes = ModelFile.write(Models.curve(false));
        for (int i = 0; i < bytes.length; i++) {
            byte[] damaged = bytes.clone();
            damaged[i] ^= (byte) (1 << (i % 8));
            assertDamage(damaged);
            assertDamage(Arrays.copyOf(bytes, i));
        }
    }

    private static void assertDamage(byte[] damaged) {
        assertThatThrownBy(() -> ModelFile.read(damaged, "model.avro"))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("MODEL-FILE"));
    }

    @Test
    void whatIsNoCurveIsRefused() {
        CurveModel model = Models.curve(false);
        assertThatThrownBy(() -> with(model, model, model.bands())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> with(model, Models.willingness(), model.bands()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> with(model, model.hazard(), List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> with(model, model.hazard(), model.bands().reversed()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CurveBand(30, List.of(0.1), List.of(0.3), List.of(0.2)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Scorer.own(Models.willingness()).curve(new double[] {1, 1}))
                .isInstanceOf(IllegalStateException.class);
    }

    private static CurveModel with(CurveModel model, Model hazard, List<CurveBand> bands) {
        return new CurveModel("", hazard, model.period(), model.periodDays(), bands, model.curves());
    }
}

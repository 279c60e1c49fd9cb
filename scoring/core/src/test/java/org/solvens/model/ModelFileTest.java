package org.solvens.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.SeekableByteArrayInput;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.solvens.facts.OtherCases;
import org.solvens.feature.Axis;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.feature.Missing;
import org.solvens.feature.ScoreStatus;
import org.solvens.problem.Problem;

class ModelFileTest {

    @Test
    void readsWhatItWrote() {
        ScorecardModel model = Models.willingness();
        byte[] bytes = ModelFile.write(model);
        assertThat(ModelFile.read(bytes, "model.avro")).isEqualTo(model);
        assertThat(ModelFile.write(model)).isEqualTo(bytes);
        assertThat(model.id()).matches("[0-9a-f]{16}");
    }

    @Test
    void isAnOrdinaryAvroFile() throws Exception {
        byte[] bytes = ModelFile.write(Models.willingness());
        try (DataFileReader<GenericRecord> reader =
                new DataFileReader<>(new SeekableByteArrayInput(bytes), new GenericDatumReader<>())) {
            assertThat(reader.next().get("axis").toString()).isEqualTo("willingness");
            assertThat(reader.hasNext()).isFalse();
        }
    }

    @Test
    void everyFlippedByteIsRefusedAsDamage() {
        byte[] bytes = ModelFile.write(Models.willingness());
        for (int i = 0; i < bytes.length; i++) {
            byte[] damaged = bytes.clone();
            damaged[i] ^= (byte) (1 << (i % 8));
            assertDamage(damaged);
        }
    }

    @Test
    void everyTruncationAndExtensionIsRefusedAsDamage() {
        byte[] bytes = ModelFile.write(Models.willingness());
        for (int length = 0; length < bytes.length; length++) {
            assertDamage(Arrays.copyOf(bytes, length));
        }
        assertDamage(Arrays.copyOf(bytes, bytes.length + 1));
        byte[] noise = new byte[500];
        new Random(1).nextBytes(noise);
        assertDamage(noise);
        assertDamage(new byte[500]);
    }

    private static void assertDamage(byte[] bytes) {
        Throwable thrown = catchThrowable(() -> ModelFile.read(bytes, "model.avro"));
        assertThat(thrown).isInstanceOf(Problem.class);
        assertThat(((Problem) thrown).code()).isEqualTo("MODEL-FILE");
    }

    @Test
    void aVerificationRowThatDisagreesIsRefused() {
        ScorecardModel model = Models.draft(0.5 + 2e-9);
        byte[] bytes = ModelFile.write(ModelFile.identified(model));
        assertThatThrownBy(() -> ModelFile.read(bytes, "model.avro"))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("MODEL-VERIFY"));
    }

    @Test
    void anIdThatIsNotTheContentsIsNotWritten() {
        assertThatThrownBy(() -> ModelFile.write(Models.willingness().withId("0123456789abcdef")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void scoresByBinCoefficientAndScale() {
        Scorer scorer = Scorer.of(Models.willingness(), List.of("other", "kept", "broken"));
        // intercept 0.2; broken < 1: 0.5 * 1.2; kept >= 0.5: 1.0 * 0.8
        assertThat(scorer.logOdds(new double[] {99, 0.5, 0})).isCloseTo(0.2 + 0.6 + 0.8, within(1e-12));
        assertThat(scorer.logOdds(new double[] {99, Missing.NOT_APPLICABLE.code(), 3}))
                .isCloseTo(0.2 - 0.7 * 1.2 + 0.1 * 0.8, within(1e-12));
        assertThat(scorer.logOdds(new double[] {99, Missing.TOO_OLD.code(), 1})).isCloseTo(0.2, within(1e-12));
        // ln 2 above the base odds of 1 adds 40 points
        assertThat(new PointsScale(600, 1.0, 40).points(Math.log(2))).isCloseTo(640, within(1e-9));
        assertThat(scorer.points(new double[] {99, Missing.TOO_OLD.code(), 1})).isEqualTo(612);
    }

    @Test
    void reasonsAreExactAndStrongestFirst() {
        Scorer scorer = Scorer.of(Models.willingness(), List.of("broken", "kept"));
        double[] vector = {3, 0.9};
        List<Contribution> reasons = scorer.reasons(vector, 5);
        double sum = reasons.stream().mapToDouble(Contribution::points).sum();
        assertThat(scorer.neutralPoints() + sum)
                .isCloseTo(new PointsScale(600, 1.0, 40).points(scorer.logOdds(vector)), within(1e-9));
        assertThat(reasons).extracting(Contribution::code).containsExactly("W-broken", "W+kept");
        assertThat(scorer.reasons(vector, 1)).hasSize(1);
    }

    @Test
    void tellsWhyThereIsNoScore() {
        Scorer scorer = Scorer.of(Models.willingness(), List.of("broken", "kept"));
        double none = Missing.NO_RECORD.code();
        assertThat(scorer.score(new double[] {1, 1}, 731, 3).status()).isEqualTo(ScoreStatus.OUTSIDE_POPULATION);
        assertThat(scorer.score(new double[] {none, none}, 730, 3).status()).isEqualTo(ScoreStatus.INSUFFICIENT_DATA);
        assertThat(scorer.score(new double[] {1, none}, 730, 3).status()).isEqualTo(ScoreStatus.SCORED);
        assertThat(new AxisScorer.WithoutModel().score(new double[0], 1, 1).status())
                .isEqualTo(ScoreStatus.NO_MODEL);
        assertThat(new AxisScorer.WithoutData().score(new double[0], 1, 1).status())
                .isEqualTo(ScoreStatus.INSUFFICIENT_DATA);
    }

    @Test
    void refusesNaNUnknownCodesAndVectorsWithoutAFeature() {
        Scorer scorer = Scorer.of(Models.willingness(), List.of("broken", "kept"));
        assertThatThrownBy(() -> scorer.probability(new double[] {Double.NaN, 1}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> scorer.probability(new double[] {-5e18, 1}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Scorer.of(Models.willingness(), List.of("kept")))
                .isInstanceOfSatisfying(Problem.class, p -> {
                    assertThat(p.code()).isEqualTo("MODEL-FEATURES");
                    assertThat(p.what()).contains("broken");
                });
    }

    /// Features of one name differ by whether the debtor's cases of other creditors are seen.
    @Test
    void refusesACatalogueThatSeesOtherCasesThanTraining() {
        Model model = Models.willingness();
        FeatureCatalogue apart = FeatureCatalogue.standard(OtherCases.LEFT_OUT);
        assertThatThrownBy(() -> Scorer.of(model, apart)).isInstanceOfSatisfying(Problem.class, p -> {
            assertThat(p.code()).isEqualTo("MODEL-FEATURES");
            assertThat(p.what()).contains("other creditors seen", "they are left_out now");
        });
        assertThatThrownBy(() -> Scorer.of(model, FeatureCatalogue.standard(OtherCases.SEEN)))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.what()).contains("broken"));
    }

    @Test
    void calibrationRunsInALineOrInSteps() {
        List<Double> x = List.of(-1.0, 0.0, 2.0);
        List<Double> y = List.of(0.1, 0.3, 0.9);
        Calibration line = new Calibration(Calibration.Interpolation.LINEAR, x, y);
        Calibration step = new Calibration(Calibration.Interpolation.STEP, x, y);
        assertThat(line.of(-5)).isEqualTo(0.1);
        assertThat(line.of(-0.5)).isCloseTo(0.2, within(1e-12));
        assertThat(line.of(1)).isCloseTo(0.6, within(1e-12));
        assertThat(line.of(9)).isEqualTo(0.9);
        assertThat(step.of(1.999)).isEqualTo(0.3);
        assertThat(step.of(2)).isEqualTo(0.9);
        assertThatThrownBy(
                        () -> new Calibration(Calibration.Interpolation.LINEAR, List.of(0.0, 1.0), List.of(0.5, 0.4)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aModelOfRoutingIsRefused() {
        assertThatThrownBy(() -> Models.of(Axis.ROUTING, 0.5)).isInstanceOf(IllegalArgumentException.class);
    }
}

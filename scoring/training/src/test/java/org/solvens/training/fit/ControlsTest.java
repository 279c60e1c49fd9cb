package org.solvens.training.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.solvens.feature.Axis;
import org.solvens.feature.Direction;
import org.solvens.feature.Feature;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.feed.Feed;
import org.solvens.model.Scorer;
import org.solvens.plan.TrainingPlan;
import org.solvens.training.AxisTraining;
import org.solvens.training.Plans;
import org.solvens.training.rows.SnapshotSource;

/// Old claims bring little and show little: `acts` falls with the age of the claim, and the outcome depends on
/// what is left of it, and on the age far more.
class ControlsTest {
    private static final List<String> NAMES = List.of("acts", "claim_days");
    private static final FeatureCatalogue CATALOGUE = new FeatureCatalogue(List.of(
            Feature.named("acts")
                    .decimal("count")
                    .description("made up")
                    .source(Feed.CONTACTS)
                    .axis(Axis.WILLINGNESS, Direction.RISING)
                    .value(_ -> 0),
            Feature.named("claim_days")
                    .decimal("days")
                    .description("made up")
                    .source(Feed.CASES)
                    .axis(Axis.CLAIM, Direction.FREE)
                    .value(_ -> 0)));

    private static SnapshotSource source() {
        SplittableRandom random = new SplittableRandom(3);
        List<SnapshotSource.Row> rows = new ArrayList<>();
        for (int d = 0; d < 4_000; d++) {
            double age = random.nextInt(10);
            double will = random.nextInt(5);
            double logOdds = 0.6 * (will - 2) - 0.8 * (age - 4.5);
            boolean good = random.nextDouble() < 1 / (1 + Math.exp(-logOdds));
            int asOf = (int) LocalDate.of(2025, 1 + d % 12, 1).toEpochDay();
            double[] values = {will - 0.7 * age, age};
            rows.add(new SnapshotSource.Row(
                    "C" + d, "D" + d, "K", "SE", "invoice", "collection", asOf, 40, 30, good, values));
        }
        return new SnapshotSource() {
            @Override
            public long version() {
                return 1;
            }

            @Override
            public void read(Axis axis, List<String> features, RowConsumer consumer) {
                int[] at = features.stream().mapToInt(NAMES::indexOf).toArray();
                for (Row r : rows) {
                    double[] values =
                            IntStream.of(at).mapToDouble(i -> r.features()[i]).toArray();
                    consumer.accept(new Row(
                            r.caseId(),
                            r.debtorId(),
                            r.creditorId(),
                            r.country(),
                            r.claimType(),
                            r.stage(),
                            r.asOf(),
                            r.daysPastDue(),
                            r.ageDays(),
                            r.outcome(),
                            values));
                }
            }
        };
    }

    private static List<AxisTraining.Candidate> train(boolean claimFacts) {
        TrainingPlan.AxisPlan axis =
                new TrainingPlan.AxisPlan(List.of(), 50, List.of(), null, claimFacts, null, null, null, null);
        TrainingPlan plan = Plans.boosted(Plans.of(Map.of("willingness", axis), null));
        AxisTraining.Outcome outcome = new AxisTraining(plan, axis, Axis.WILLINGNESS, CATALOGUE).train(source(), null);
        return ((AxisTraining.Outcome.Candidates) outcome).candidates();
    }

    /// What a model says of the most willing over the least, on claims of one age.
    private static double spread(Scorer scorer, double age) {
        return scorer.logOdds(new double[] {4 - 0.7 * age, age}) - scorer.logOdds(new double[] {-0.7 * age, age});
    }

    @Test
    void factsOfTheClaimAreFittedWithAndNotRead() {
        for (AxisTraining.Candidate candidate : train(false)) {
            assertThat(candidate.model().features()).containsExactly("acts");
            assertThat(candidate.evaluation().features())
                    .filteredOn(f -> f.feature().equals("claim_days"))
                    .singleElement()
                    .satisfies(f -> {
                        assertThat(f.fate()).isEqualTo(Controls.FATE);
                        assertThat(f.weight()).isNull();
                    });
            // Alone, acts would stand for the age and weigh about twice as much.
            assertThat(spread(Scorer.of(candidate.model(), NAMES), 4)).isCloseTo(4 * 0.6, within(1.0));
        }
    }

    @Test
    void aPlanMayHaveThemRead() {
        List<AxisTraining.Candidate> held = train(false);
        List<AxisTraining.Candidate> read = train(true);
        for (int i = 0; i < 2; i++) {
            assertThat(read.get(i).model().features()).containsExactlyInAnyOrder("acts", "claim_days");
            assertThat(read.get(i).evaluation().overall().auc())
                    .isGreaterThan(held.get(i).evaluation().overall().auc());
        }
    }
}

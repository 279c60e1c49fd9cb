package org.solvens.training;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.model.Model;
import org.solvens.model.Scorer;
import org.solvens.plan.SnapshotContent;
import org.solvens.plan.TrainingPlan;
import org.solvens.plan.TrainingPlan.AxisPlan;
import org.solvens.problem.Problem;
import org.solvens.registry.ModelRegistry;
import org.solvens.training.evaluate.Metrics;
import org.solvens.training.evaluate.Resampling;
import org.solvens.training.evaluate.Resampling.Intervals;
import org.solvens.training.evaluate.Separation;
import org.solvens.training.manifest.Json;
import org.solvens.training.manifest.Manifest;
import org.solvens.training.rows.AxisRows;
import org.solvens.training.rows.Partition;
import org.solvens.training.rows.SnapshotSource;

/// Two models of one axis on the same rows, on which neither was trained.
///
/// @param axis label
/// @param rows of the test
/// @param testFrom first as-of date of the test
/// @param first the first model
/// @param second the second model
/// @param aucDifference the first's less the second's
/// @param difference 95 % intervals of how much larger the first's metrics are, on the same draws of debtors
/// @param verdict in words
public record ModelComparison(
        String axis,
        int rows,
        @Nullable LocalDate testFrom,
        Side first,
        Side second,
        double aucDifference,
        Intervals difference,
        String verdict) {
    private static final int SMALLEST = 20;

    /// One of the two.
    public record Side(String model, String family, Metrics metrics) {}

    /// Compares on the rows of a source that both models' plans keep for the test.
    ///
    /// @throws Problem `COMPARE` if the models are of different axes, or too few rows are left
    public static ModelComparison of(
            ModelRegistry registry, String a, String b, FeatureCatalogue catalogue, SnapshotSource source) {
        Model first = registry.load(a);
        Model second = registry.load(b);
        if (first.axis() != second.axis()) {
            throw new Problem(
                    "COMPARE",
                    a + ", " + b,
                    "the models score different axes",
                    first.axis().label() + " and " + second.axis().label(),
                    "name two models of the same axis");
        }
        TrainingPlan firstPlan = plan(registry, a);
        TrainingPlan secondPlan = plan(registry, b);
        List<String> unlike = SnapshotContent.unlike(firstPlan, secondPlan);
        if (!unlike.isEmpty()) {
            throw new Problem(
                    "COMPARE",
                    a + ", " + b,
                    "the models learned different outcomes, or on different populations",
                    String.join("; ", unlike),
                    "train both on plans with the same outcomes and as_of.max_age_days");
        }
        AxisPlan axisPlan = firstPlan.axis(first.axis());
        if (axisPlan == null) {
            throw new IllegalStateException("the plan of " + a + " does not train its axis");
        }
        AxisRows rows = new AxisTraining(firstPlan, axisPlan, first.axis(), catalogue).read(source);
        int[] both = rows.size() == 0 ? new int[0] : both(rows, firstPlan, secondPlan);
        int[] outcomes = rows.outcomes(both);
        int goods = Arrays.stream(outcomes).sum();
        if (Math.min(goods, both.length - goods) < SMALLEST) {
            throw new Problem(
                    "COMPARE",
                    a + ", " + b,
                    "there are too few rows on which both models can be tested",
                    goods + " good and " + (both.length - goods) + " bad outcomes, where " + SMALLEST
                            + " of each are needed",
                    "train both on plans that test on the same dates");
        }
        double[] ours = probabilities(rows, both, first);
        double[] theirs = probabilities(rows, both, second);
        Metrics firstMetrics = Metrics.of(ours, outcomes);
        Metrics secondMetrics = Metrics.of(theirs, outcomes);
        Intervals difference = Resampling.of(
                        Arrays.stream(both).mapToLong(rows::debtor).toArray(), firstPlan.seed(), Separation.DRAWS)
                .differences(ours, theirs, outcomes);
        return new ModelComparison(
                first.axis().label(),
                both.length,
                LocalDate.ofEpochDay(Arrays.stream(both).map(rows::asOf).min().orElseThrow()),
                new Side(a, first.family(), firstMetrics),
                new Side(b, second.family(), secondMetrics),
                firstMetrics.auc() - secondMetrics.auc(),
                difference,
                verdict(a, b, difference.auc()));
    }

    private static TrainingPlan plan(ModelRegistry registry, String id) {
        return Json.readLeniently(registry.manifest(id), Manifest.class).plan();
    }

    private static int[] both(AxisRows rows, TrainingPlan first, TrainingPlan second) {
        int[] other = Partition.of(rows, second).test();
        return IntStream.of(Partition.of(rows, first).test())
                .filter(row -> Arrays.binarySearch(other, row) >= 0)
                .toArray();
    }

    private static double[] probabilities(AxisRows rows, int[] which, Model model) {
        Scorer scorer = Scorer.of(model, rows.features());
        return Arrays.stream(which)
                .mapToDouble(row -> scorer.probability(rows.vector(row)))
                .toArray();
    }

    private static String verdict(String a, String b, Resampling.Interval auc) {
        return switch (Separation.of(auc)) {
            case FIRST -> a + " separates better than " + b;
            case SECOND -> b + " separates better than " + a;
            case NEITHER -> "these rows show no difference between the two";
        };
    }
}

package org.solvens.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.Axis;
import org.solvens.feature.Feature;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.model.Calibration;
import org.solvens.model.Model;
import org.solvens.model.PointsScale;
import org.solvens.model.Scorer;
import org.solvens.plan.TrainingPlan;
import org.solvens.plan.TrainingPlan.AxisPlan;
import org.solvens.problem.Problem;

/// Trains one axis: rows, partition, scorecard and trees, calibration, export, evaluation, gate.
final class AxisTraining {
    private static final int SMALLEST_TEST = 10;
    private static final int SMALLEST_BLOCK = 20;
    private static final int MOST_BLOCKS = 20;
    private static final double CALIBRATION_PRIOR = 1;

    private final TrainingPlan plan;
    private final AxisPlan axisPlan;
    private final Axis axis;
    private final FeatureCatalogue catalogue;

    /// @throws Problem `PLAN` if the plan leaves out a feature that the axis does not have
    AxisTraining(TrainingPlan plan, AxisPlan axisPlan, Axis axis, FeatureCatalogue catalogue) {
        this.plan = plan;
        this.axisPlan = axisPlan;
        this.axis = axis;
        this.catalogue = catalogue;
        for (String out : axisPlan.featuresOut()) {
            if (catalogue.of(axis).stream().noneMatch(f -> f.name().equals(out))) {
                throw new Problem(
                        "PLAN",
                        plan.plan(),
                        "features_out names " + out + ", which is no feature of " + axis.label(),
                        "the spelling is wrong, or the feature belongs to another axis",
                        "correct the plan");
            }
        }
        for (String feed : axisPlan.feeds()) {
            if (org.solvens.feed.Feed.ofLabel(feed) == null) {
                throw new Problem(
                        "PLAN",
                        plan.plan(),
                        "feeds names " + feed + ", which is no feed",
                        "the spelling is wrong",
                        "correct the plan");
            }
        }
    }

    /// What came of it.
    sealed interface Outcome {
        /// Too little to learn from.
        record Insufficient(String reason) implements Outcome {}

        /// Enough rows, and no feature that tells goods from bads.
        record Uninformative(String reason) implements Outcome {}

        /// Models, the scorecard first where there is one.
        record Candidates(List<Candidate> candidates) implements Outcome {}
    }

    /// A model and its evaluation.
    record Candidate(Model model, Evaluation evaluation) {}

    /// Trains.
    ///
    /// @param champion the axis' champion, to be compared with; null where there is none
    /// @throws Problem `EXPORT` if a portable model does not score as Smile does
    Outcome train(SnapshotSource source, @Nullable Model champion) {
        AxisRows rows = read(source);
        for (String feed : axisPlan.feeds()) {
            if (!fed(rows, feed)) {
                return new Outcome.Insufficient("the feed " + feed + " is missing");
            }
        }
        if (rows.size() == 0) {
            return new Outcome.Insufficient("no case has a mature outcome");
        }
        Partition partition = Partition.of(rows, plan);
        int[] train = partition.train();
        int goods = Arrays.stream(rows.outcomes(train)).sum();
        int rarer = Math.min(goods, train.length - goods);
        if (rarer < axisPlan.minimumOutcomes()) {
            return new Outcome.Insufficient("before " + partition.testFrom() + " there are " + goods + " good and "
                    + (train.length - goods) + " bad outcomes, where " + axisPlan.minimumOutcomes()
                    + " of either are needed");
        }
        if (rarer(rows, partition.test()) < SMALLEST_TEST) {
            return new Outcome.Insufficient("from " + partition.testFrom() + " on there are too few outcomes to test");
        }
        if (rarer(rows, partition.fit()) == 0 || partition.calibrate().length < SMALLEST_BLOCK) {
            return new Outcome.Insufficient("there are too few debtors to fit and calibrate apart");
        }
        List<Feature> features = catalogue.of(axis).stream()
                .filter(f -> !axisPlan.featuresOut().contains(f.name()))
                .toList();
        Scorecard scorecard = Scorecard.fit(rows, partition.fit(), features, plan.scorecard());
        List<Learned> learned = new ArrayList<>(List.of(scorecard));
        TrainingPlan.BoostingShape boosting = plan.boosting();
        if (boosting != null) {
            learned.add(Boosting.fit(rows, partition.fit(), features, scorecard.binnings(), boosting, plan.seed()));
        }
        learned.removeIf(Learned::isEmpty);
        if (learned.isEmpty()) {
            return new Outcome.Uninformative("no feature tells good outcomes from bad ones");
        }
        List<Model> models =
                learned.stream().map(l -> export(rows, partition, l)).toList();
        Evaluating evaluating = new Evaluating(plan, rows, partition, features, scorecard.binnings());
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < models.size(); i++) {
            Model model = models.get(i);
            Model beside = models.size() == 2 ? models.get(1 - i) : null;
            double difference = exportDifference(rows, partition.test(), learned.get(i), model);
            candidates.add(new Candidate(model, evaluating.of(model, learned.get(i), difference, champion, beside)));
        }
        return new Outcome.Candidates(candidates);
    }

    /// The rows of the axis within the population.
    AxisRows read(SnapshotSource source) {
        return AxisRows.read(source, axis, columns(), plan.asOf().maxAgeDays());
    }

    /// The axis' features, and those of the feeds it needs.
    private List<String> columns() {
        Set<String> columns = new LinkedHashSet<>();
        catalogue.of(axis).forEach(f -> columns.add(f.name()));
        for (Feature feature : catalogue.features()) {
            if (axisPlan.feeds().contains(feature.source().label())) {
                columns.add(feature.name());
            }
        }
        return List.copyOf(columns);
    }

    private boolean fed(AxisRows rows, String feed) {
        return catalogue.features().stream()
                .filter(f -> f.source().label().equals(feed))
                .anyMatch(f -> rows.fed(rows.features().indexOf(f.name())));
    }

    private static int rarer(AxisRows rows, int[] which) {
        int goods = Arrays.stream(rows.outcomes(which)).sum();
        return Math.min(goods, which.length - goods);
    }

    private Model export(AxisRows rows, Partition partition, Learned learned) {
        int[] slice = partition.calibrate();
        int block = Math.max(SMALLEST_BLOCK, slice.length / MOST_BLOCKS);
        Calibration calibration = Isotonic.fit(
                        learned.logOdds(rows, slice), rows.outcomes(slice), block, CALIBRATION_PRIOR)
                .linear();
        TrainingPlan.ScorecardShape shape = plan.scorecard();
        PointsScale scale = new PointsScale(shape.basePoints(), shape.baseOdds(), shape.pointsToDouble());
        return learned.export(new Learned.Common(axis, plan, catalogue.version(), scale), calibration);
    }

    private double exportDifference(AxisRows rows, int[] test, Learned learned, Model model) {
        Scorer scorer = Scorer.of(model, rows.features());
        double[] differences = Arrays.stream(test)
                .parallel()
                .mapToDouble(row -> Math.abs(
                        1 / (1 + Math.exp(-scorer.logOdds(rows.vector(row)))) - learned.smileProbability(rows, row)))
                .toArray();
        double largest = 0;
        for (double difference : differences) {
            if (!(difference <= Evaluating.EXPORT_TOLERANCE)) {
                throw new Problem(
                        "EXPORT",
                        plan.plan() + ", " + axis.label() + ", " + model.family(),
                        "the exported model scores a row otherwise than the trainer, by " + difference,
                        "a defect of the export",
                        "report it; the model was not published");
            }
            largest = Math.max(largest, difference);
        }
        return largest;
    }
}

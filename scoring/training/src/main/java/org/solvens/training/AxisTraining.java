package org.solvens.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.Axis;
import org.solvens.feature.Feature;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.model.Calibration;
import org.solvens.model.ModelFile;
import org.solvens.model.PointsScale;
import org.solvens.model.ScorecardModel;
import org.solvens.model.Scorer;
import org.solvens.plan.TrainingPlan;
import org.solvens.plan.TrainingPlan.AxisPlan;
import org.solvens.problem.Problem;
import org.solvens.training.Evaluation.Comparison;
import org.solvens.training.Evaluation.FeatureFate;
import org.solvens.training.Evaluation.GateCheck;
import org.solvens.training.Evaluation.Slice;

/// Trains one axis: rows, partition, scorecard, calibration, export, evaluation, gate.
final class AxisTraining {
    private static final int SMALLEST_TEST = 10;
    private static final int SMALLEST_SLICE = 20;
    private static final int BOOTSTRAP_DRAWS = 100;
    private static final int SMALLEST_BLOCK = 20;
    private static final int MOST_BLOCKS = 20;
    private static final double CALIBRATION_PRIOR = 1;
    private static final double EXPORT_TOLERANCE = 1e-9;

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

        /// A model and its evaluation.
        record Candidate(ScorecardModel model, Evaluation evaluation) implements Outcome {}
    }

    /// Trains.
    ///
    /// @param champion the axis' champion, to be compared with; null where there is none
    /// @throws Problem `EXPORT` if the portable model does not score as Smile does
    Outcome train(SnapshotSource source, @Nullable ScorecardModel champion) {
        AxisRows rows = AxisRows.read(source, axis, columns(), plan.asOf().maxAgeDays());
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
        if (scorecard.isEmpty()) {
            return new Outcome.Uninformative("no feature tells good outcomes from bad ones");
        }
        ScorecardModel model = export(rows, partition, scorecard);
        Scorer scorer = Scorer.of(model, rows.features());
        double exportDifference = exportDifference(rows, partition.test(), scorecard, scorer);
        return new Outcome.Candidate(
                model, evaluate(rows, partition, scorecard, features, scorer, exportDifference, champion));
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

    private ScorecardModel export(AxisRows rows, Partition partition, Scorecard scorecard) {
        int[] slice = partition.calibrate();
        int block = Math.max(SMALLEST_BLOCK, slice.length / MOST_BLOCKS);
        Calibration calibration = Isotonic.fit(
                        scorecard.logOdds(rows, slice), rows.outcomes(slice), block, CALIBRATION_PRIOR)
                .linear();
        TrainingPlan.ScorecardShape shape = plan.scorecard();
        return ModelFile.identified(new ScorecardModel(
                "",
                axis,
                plan.plan(),
                plan.version(),
                plan.horizonDays(),
                plan.asOf().maxAgeDays(),
                catalogue.version(),
                scorecard.terms(),
                scorecard.intercept(),
                new PointsScale(shape.basePoints(), shape.baseOdds(), shape.pointsToDouble()),
                calibration,
                scorecard.verification(calibration)));
    }

    private double exportDifference(AxisRows rows, int[] test, Scorecard scorecard, Scorer scorer) {
        double largest = 0;
        for (int row : test) {
            double exported = 1 / (1 + Math.exp(-scorer.logOdds(rows.vector(row))));
            double difference = Math.abs(exported - scorecard.smileProbability(rows, row));
            if (!(difference <= EXPORT_TOLERANCE)) {
                throw new Problem(
                        "EXPORT",
                        plan.plan() + ", " + axis.label(),
                        "the exported model scores a row otherwise than the trainer, by " + difference,
                        "a defect of the export",
                        "report it; the model was not published");
            }
            largest = Math.max(largest, difference);
        }
        return largest;
    }

    private Evaluation evaluate(
            AxisRows rows,
            Partition partition,
            Scorecard scorecard,
            List<Feature> features,
            Scorer scorer,
            double exportDifference,
            @Nullable ScorecardModel champion) {
        int[] train = partition.train();
        int[] test = partition.test();
        int[] outcomes = rows.outcomes(test);
        long[] debtors = Arrays.stream(test).mapToLong(rows::debtor).toArray();
        double[] probabilities = probabilities(rows, test, scorer);
        Metrics overall = Metrics.of(probabilities, outcomes);
        Metrics.Interval interval = Metrics.aucInterval(probabilities, outcomes, debtors, plan.seed(), BOOTSTRAP_DRAWS);
        TrainingPlan.GateLimits limits = plan.gate();
        List<GateCheck> gate = List.of(
                new GateCheck("auc_interval_low", interval.low(), limits.minAuc(), interval.low() > limits.minAuc()),
                new GateCheck("leak_auc", overall.auc(), limits.maxAuc(), overall.auc() <= limits.maxAuc()),
                new GateCheck("leak_ks", overall.ks(), limits.maxKs(), overall.ks() <= limits.maxKs()),
                new GateCheck(
                        "calibration_error",
                        overall.calibrationError(),
                        limits.maxCalibrationError(),
                        overall.calibrationError() <= limits.maxCalibrationError()),
                new GateCheck("export_difference", exportDifference, EXPORT_TOLERANCE, true));
        Comparison comparison = null;
        if (champion != null && !champion.id().equals(scorer.model().id())) {
            double[] theirs = probabilities(rows, test, Scorer.of(champion, rows.features()));
            Metrics.Interval theirInterval =
                    Metrics.aucInterval(theirs, outcomes, debtors, plan.seed(), BOOTSTRAP_DRAWS);
            comparison = new Comparison(
                    champion.id(),
                    Metrics.of(theirs, outcomes).auc(),
                    theirInterval,
                    overall.auc(),
                    overall.auc() >= theirInterval.low());
        }
        return new Evaluation(
                scorer.model().id(),
                axis.label(),
                train.length,
                Arrays.stream(rows.outcomes(train)).sum(),
                partition.testFrom(),
                overall,
                interval,
                slices(rows, test, probabilities, outcomes),
                Metrics.reliability(probabilities, outcomes),
                Metrics.stability(scorecard.logOdds(rows, train), scorecard.logOdds(rows, test)),
                fates(rows, test, scorecard, features, scorer.model()),
                gate,
                comparison);
    }

    private static double[] probabilities(AxisRows rows, int[] test, Scorer scorer) {
        return Arrays.stream(test)
                .mapToDouble(row -> scorer.probability(rows.vector(row)))
                .toArray();
    }

    private List<FeatureFate> fates(
            AxisRows rows, int[] test, Scorecard scorecard, List<Feature> features, ScorecardModel model) {
        List<FeatureFate> fates = new ArrayList<>();
        for (Feature feature : features) {
            Binning binning = scorecard.binning(feature.name());
            int term = model.features().indexOf(feature.name());
            Double alone = null;
            Double coefficient = null;
            if (term >= 0) {
                double[] woe = binning.of(rows.column(rows.features().indexOf(feature.name()), test));
                alone = Metrics.of(woe, rows.outcomes(test)).auc();
                coefficient = model.terms().get(term).coefficient();
            }
            fates.add(new FeatureFate(
                    feature.name(),
                    feature.direction().name().toLowerCase(java.util.Locale.ROOT),
                    binning.bins(),
                    binning.informationValue(),
                    coefficient,
                    alone,
                    scorecard.fate(feature.name()),
                    alone != null && alone > plan.gate().maxAuc()));
        }
        return fates;
    }

    private static List<Slice> slices(AxisRows rows, int[] test, double[] probabilities, int[] outcomes) {
        List<Slice> slices = new ArrayList<>();
        slices.addAll(slices("stage", rows::stage, test, probabilities, outcomes));
        slices.addAll(slices("age", row -> ageBand(rows.age(row)), test, probabilities, outcomes));
        slices.addAll(slices("country", rows::country, test, probabilities, outcomes));
        slices.addAll(slices("claim_type", rows::claimType, test, probabilities, outcomes));
        return slices;
    }

    private static List<Slice> slices(
            String dimension, IntFunction<String> value, int[] test, double[] probabilities, int[] outcomes) {
        Set<String> values = new TreeSet<>();
        for (int row : test) {
            values.add(value.apply(row));
        }
        List<Slice> slices = new ArrayList<>();
        for (String one : values) {
            int[] at = IntStream.range(0, test.length)
                    .filter(i -> value.apply(test[i]).equals(one))
                    .toArray();
            double[] p = Arrays.stream(at).mapToDouble(i -> probabilities[i]).toArray();
            int[] y = Arrays.stream(at).map(i -> outcomes[i]).toArray();
            int goods = Arrays.stream(y).sum();
            double brier = 0;
            for (int i = 0; i < y.length; i++) {
                brier += (p[i] - y[i]) * (p[i] - y[i]) / y.length;
            }
            Double auc = Math.min(goods, y.length - goods) < SMALLEST_SLICE
                    ? null
                    : Double.valueOf(Metrics.of(p, y).auc());
            slices.add(new Slice(
                    dimension,
                    one,
                    y.length,
                    goods,
                    Arrays.stream(p).average().orElseThrow(),
                    (double) goods / y.length,
                    brier,
                    auc));
        }
        return slices;
    }

    private static String ageBand(int days) {
        if (days <= 30) {
            return "000-030";
        }
        if (days <= 90) {
            return "031-090";
        }
        if (days <= 180) {
            return "091-180";
        }
        return days <= 365 ? "181-365" : "366+";
    }
}

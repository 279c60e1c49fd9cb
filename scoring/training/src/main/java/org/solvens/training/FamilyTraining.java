package org.solvens.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.Axis;
import org.solvens.feature.Feature;
import org.solvens.model.Calibration;
import org.solvens.model.Curve;
import org.solvens.model.CurveBand;
import org.solvens.model.CurveModel;
import org.solvens.model.Model;
import org.solvens.model.ModelFile;
import org.solvens.model.PointsScale;
import org.solvens.model.Scorer;
import org.solvens.outcome.Recovered;
import org.solvens.plan.TrainingPlan;
import org.solvens.plan.TrainingPlan.BoostingShape;
import org.solvens.problem.Problem;
import org.solvens.training.AxisTraining.Candidate;
import org.solvens.training.AxisTraining.Outcome;
import org.solvens.training.evaluate.Evaluating;
import org.solvens.training.evaluate.Followed;
import org.solvens.training.fit.BinRules;
import org.solvens.training.fit.Boosting;
import org.solvens.training.fit.Isotonic;
import org.solvens.training.fit.Learned;
import org.solvens.training.fit.Scorecard;
import org.solvens.training.fit.Search;
import org.solvens.training.rows.AxisRows;
import org.solvens.training.rows.Partition;

/// Fits scorecard and trees on the rows of a partition, calibrates, exports and evaluates them.
public final class FamilyTraining {
    static final int SMALLEST_BLOCK = 20;
    private static final int MOST_BLOCKS = 20;
    private static final double CALIBRATION_PRIOR = 1;

    /// With fewer training rows, a fifth of them is too small to calibrate on. Then each fifth calibrates in
    /// turn, and the model itself is fitted on all rows.
    private static final int CROSS_FITTED_BELOW = 20_000;

    private final TrainingPlan plan;
    private final Axis axis;
    private final String featuresVersion;
    private final BinRules rules;

    /// @param featuresVersion of the catalogue, or of the table
    FamilyTraining(TrainingPlan plan, Axis axis, String featuresVersion, BinRules rules) {
        this.plan = plan;
        this.axis = axis;
        this.featuresVersion = featuresVersion;
        this.rules = rules;
    }

    /// Trains both families.
    ///
    /// @param features that may be fitted
    /// @param controls names of those that are fitted and then held at one value
    /// @param champion to be compared with; null if there is none
    /// @throws Problem `EXPORT` if a portable model does not score like Smile
    Outcome train(
            AxisRows rows,
            Partition partition,
            List<Feature> features,
            Set<String> controls,
            @Nullable Model champion) {
        int[] train = partition.train();
        Search.Found found = plan.searches() ? search(rows, train, features) : null;
        TrainingPlan shaped = found == null ? plan : plan.boosted(found.chosen());
        boolean few = train.length < CROSS_FITTED_BELOW;
        Families families = Families.fit(rows, few ? train : partition.fit(), features, controls, shaped, rules);
        List<Learned> learned = families.filled();
        if (learned.isEmpty()) {
            return new Outcome.Uninformative("no feature separates good outcomes from bad ones");
        }
        List<Model> models = new ArrayList<>();
        List<CrossFit> crossFits = few ? CrossFit.of(rows, train, features, controls, shaped, rules) : List.of();
        if (few
                && learned.stream()
                        .anyMatch(l -> crossFits.stream()
                                .flatMap(c -> c.like(l))
                                .findAny()
                                .isEmpty())) {
            return new Outcome.Insufficient("there are too few debtors to fit and calibrate apart");
        }
        for (Learned one : learned) {
            Calibration calibration = few
                    ? crossFitted(crossFits, one)
                    : calibration(one.logOdds(rows, partition.calibrate()), rows.outcomes(partition.calibrate()));
            Model model = one.export(common(), calibration);
            models.add(axis.isCurve() ? curve(model, held(rows, partition, crossFits, one, model)) : model);
        }
        Evaluating evaluating = new Evaluating(
                plan, rows, partition, features, families.scorecard().binnings(), found);
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < models.size(); i++) {
            Model model = models.get(i);
            Model otherFamily = models.size() == 2 ? models.get(1 - i) : null;
            double difference = exportDifference(rows, partition.test(), learned.get(i), model);
            candidates.add(
                    new Candidate(model, evaluating.of(model, learned.get(i), difference, champion, otherFamily)));
        }
        return new Outcome.Candidates(candidates);
    }

    /// Searches for the shape of the trees inside the training rows.
    Search.Found search(AxisRows rows, int[] train, List<Feature> features) {
        BoostingShape base = Objects.requireNonNull(plan.boosting(), "the plan refuses auto without boosting");
        return Search.search(
                Search.folds(rows, train, plan),
                base,
                fold -> Boosting.trainer(
                        rows, fold, features, Scorecard.bin(rows, fold.fit(), features, rules), plan.seed()));
    }

    /// How many rows have the rarer outcome.
    static int rarer(AxisRows rows, int[] which) {
        int goods = Arrays.stream(rows.outcomes(which)).sum();
        return Math.min(goods, which.length - goods);
    }

    /// Both families, fitted on the same rows.
    ///
    /// @param boosting null if the plan has no boosted trees
    private record Families(Scorecard scorecard, @Nullable Boosting boosting) {
        static Families fit(
                AxisRows rows,
                int[] which,
                List<Feature> features,
                Set<String> controls,
                TrainingPlan plan,
                BinRules rules) {
            Scorecard scorecard = Scorecard.fit(rows, which, features, controls, rules);
            TrainingPlan.BoostingShape shape = plan.boosting();
            return new Families(
                    scorecard,
                    shape == null
                            ? null
                            : Boosting.fit(rows, which, features, controls, scorecard.binnings(), shape, plan.seed()));
        }

        /// The families that have a feature left, the scorecard first.
        List<Learned> filled() {
            return Stream.<Learned>of(scorecard, boosting)
                    .filter(l -> l != null && !l.isEmpty())
                    .toList();
        }
    }

    /// Families that were fitted without one fold of debtors, and their predictions for that fold.
    private record CrossFit(AxisRows rows, int[] fold, List<Learned> learned) {

        /// One fit for each fold, if both outcomes occur in the other folds.
        static List<CrossFit> of(
                AxisRows rows,
                int[] train,
                List<Feature> features,
                Set<String> controls,
                TrainingPlan plan,
                BinRules rules) {
            return IntStream.range(0, Partition.FOLDS)
                    .mapToObj(f -> new int[][] {
                        Arrays.stream(train)
                                .filter(r -> Partition.fold(rows.debtor(r), plan.seed()) == f)
                                .toArray(),
                        Arrays.stream(train)
                                .filter(r -> Partition.fold(rows.debtor(r), plan.seed()) != f)
                                .toArray()
                    })
                    .filter(parts -> rarer(rows, parts[1]) > 0)
                    .map(parts -> new CrossFit(
                            rows,
                            parts[0],
                            Families.fit(rows, parts[1], features, controls, plan, rules)
                                    .filled()))
                    .toList();
        }

        /// The family of the same kind as another, if it has a feature left.
        Stream<Learned> like(Learned other) {
            return learned.stream().filter(l -> l.getClass() == other.getClass());
        }
    }

    /// The calibration of the predictions for folds that the families were not fitted on.
    private Calibration crossFitted(List<CrossFit> crossFits, Learned learned) {
        double[] scores = crossFits.stream()
                .flatMapToDouble(c ->
                        c.like(learned).flatMapToDouble(l -> Arrays.stream(l.logOdds(c.rows(), c.fold()))))
                .toArray();
        int[] outcomes = crossFits.stream()
                .flatMapToInt(c ->
                        c.like(learned).flatMapToInt(_ -> Arrays.stream(c.rows().outcomes(c.fold()))))
                .toArray();
        return calibration(scores, outcomes);
    }

    /// The calibration of log-odds of rows that a model was not fitted on.
    static Calibration calibration(double[] scores, int[] outcomes) {
        int block = Math.max(SMALLEST_BLOCK, scores.length / MOST_BLOCKS);
        return Isotonic.fit(scores, outcomes, block, CALIBRATION_PRIOR).linear();
    }

    /// Training cases, each with the expected value of a hazard that was not fitted on it.
    private List<Followed> held(
            AxisRows rows, Partition partition, List<CrossFit> crossFits, Learned learned, Model hazard) {
        int lastDay = Math.toIntExact(Objects.requireNonNull(partition.testFrom(), "cases are followed by date")
                .toEpochDay());
        if (crossFits.isEmpty()) {
            return followed(rows, partition.calibrate(), hazard, lastDay);
        }
        return crossFits.stream()
                .flatMap(c -> c.like(learned)
                        .flatMap(l ->
                                followed(c.rows(), c.fold(), l.export(common(), hazard.calibration()), lastDay)
                                        .stream()))
                .toList();
    }

    private static List<Followed> followed(AxisRows rows, int[] which, Model hazard, int lastDay) {
        Scorer scorer = Scorer.of(hazard, rows.features());
        return Arrays.stream(rows.followed(which))
                .parallel()
                .mapToObj(row -> Followed.of(rows, row, scorer, lastDay))
                .toList();
    }

    /// The curve of a hazard, with bands from cases that it was not fitted on.
    private CurveModel curve(Model hazard, List<Followed> held) {
        List<CurveBand> bands = Followed.bands(held, plan.seed());
        Scorer scorer = Scorer.of(hazard, hazard.features());
        int periodAt = hazard.features().indexOf(AxisRows.PERIOD.name());
        List<CurveModel.CurveRow> rows = hazard.verification().stream()
                .map(row -> new CurveModel.CurveRow(
                        row.values(),
                        points(
                                Followed.expected(
                                        scorer,
                                        row.values().stream()
                                                .mapToDouble(Double::doubleValue)
                                                .toArray(),
                                        periodAt),
                                bands)))
                .toList();
        return ModelFile.identified(
                new CurveModel("", hazard, AxisRows.PERIOD.name(), Recovered.PERIOD_DAYS, bands, rows));
    }

    private static List<Curve.Point> points(double[] expected, List<CurveBand> bands) {
        return bands.stream()
                .map(band -> {
                    double value = expected[band.days() / Recovered.PERIOD_DAYS - 1];
                    Calibration low = new Calibration(Calibration.Interpolation.LINEAR, band.value(), band.low());
                    Calibration high = new Calibration(Calibration.Interpolation.LINEAR, band.value(), band.high());
                    return new Curve.Point(
                            band.days(), value, Math.min(value, low.of(value)), Math.max(value, high.of(value)));
                })
                .toList();
    }

    private Learned.Common common() {
        TrainingPlan.ScorecardShape shape = plan.scorecard();
        PointsScale scale = new PointsScale(shape.basePoints(), shape.baseOdds(), shape.pointsToDouble());
        return new Learned.Common(axis, plan, featuresVersion, scale);
    }

    /// The largest difference between the exported model and Smile's own probability on some rows.
    ///
    /// @throws Problem `EXPORT` if it is above 1e-9 on any row
    public static double exportDifference(AxisRows rows, int[] test, Learned learned, Model model) {
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
                        model.plan() + ", " + model.axis().label() + ", " + model.family(),
                        "the exported model and the trainer score a row differently, by " + difference,
                        "a defect of the export",
                        "report it; the model was not published");
            }
            largest = Math.max(largest, difference);
        }
        return largest;
    }
}

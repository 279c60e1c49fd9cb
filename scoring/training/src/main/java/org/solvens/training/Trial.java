package org.solvens.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.solvens.feature.Axis;
import org.solvens.feature.Feature;
import org.solvens.model.Calibration;
import org.solvens.model.Model;
import org.solvens.model.PointsScale;
import org.solvens.plan.TrainingPlan;
import org.solvens.plan.TrainingPlan.BoostingShape;
import org.solvens.training.fit.BinRules;
import org.solvens.training.fit.Binning;
import org.solvens.training.fit.Boosting;
import org.solvens.training.fit.Learned;
import org.solvens.training.fit.Scorecard;
import org.solvens.training.fit.Search;
import org.solvens.training.rows.AxisRows;
import org.solvens.training.rows.Partition;
import org.solvens.training.rows.SnapshotSource;

/// One family at a time, fitted on the training rows of a plan's split and tried on its test
/// rows, without calibration, evaluation or publication, for benchmarks.
public final class Trial {
    private static final Calibration NONE = new Calibration(
            Calibration.Interpolation.LINEAR, List.of(-1.0, 1.0), List.of(1 / (1 + Math.E), Math.E / (1 + Math.E)));

    private final AxisRows rows;
    private final int[] train;
    private final int[] test;
    private final List<Feature> features;
    private final TrainingPlan plan;
    private final Axis axis;
    private final BinRules rules;

    /// @param rules of the bins
    Trial(
            AxisRows rows,
            int[] train,
            int[] test,
            List<Feature> features,
            TrainingPlan plan,
            Axis axis,
            BinRules rules) {
        this.rules = rules;
        this.rows = rows;
        this.train = train;
        this.test = test;
        this.features = features;
        this.plan = plan;
        this.axis = axis;
    }

    /// Reads rows and splits them by the plan.
    ///
    /// @param axis of the outcome to learn
    /// @param features features to learn from, of any axis
    /// @param mostRows most training rows; if there are more, this many are taken, evenly spaced
    /// @throws org.solvens.problem.Problem `SNAPSHOT-VALUE` on a value that is neither finite
    ///     nor a code
    public static Trial of(SnapshotSource source, Axis axis, List<Feature> features, TrainingPlan plan, int mostRows) {
        AxisRows rows = AxisRows.read(
                source,
                axis,
                features.stream().map(Feature::name).toList(),
                plan.asOf().maxAgeDays());
        if (rows.size() == 0) {
            return new Trial(rows, new int[0], new int[0], List.copyOf(features), plan, axis, BinRules.of(plan, axis));
        }
        Partition partition = Partition.of(rows, plan);
        int[] all = partition.train();
        int taken = Math.min(mostRows, all.length);
        int[] train = IntStream.range(0, taken)
                .map(i -> all[(int) ((long) i * all.length / taken)])
                .toArray();
        return new Trial(rows, train, partition.test(), List.copyOf(features), plan, axis, BinRules.of(plan, axis));
    }

    /// A model that was fitted, not yet exported.
    public final class Fitted {
        private final Learned learned;

        private Fitted(Learned learned) {
            this.learned = learned;
        }

        /// The portable model, its calibration the identity between log-odds of -1 and 1.
        ///
        /// @throws org.solvens.problem.Problem `EXPORT` if it does not score the test rows like
        ///     Smile
        public Model model() {
            TrainingPlan.ScorecardShape shape = plan.scorecard();
            Model model = learned.export(
                    new Learned.Common(
                            axis,
                            plan,
                            "trial",
                            new PointsScale(shape.basePoints(), shape.baseOdds(), shape.pointsToDouble())),
                    NONE);
            FamilyTraining.exportDifference(rows, test, learned, model);
            return model;
        }

        /// Log-odds of the test rows.
        public double[] test() {
            return learned.logOdds(rows, test);
        }
    }

    /// Bins and fits a scorecard.
    public Fitted scorecard() {
        return new Fitted(Scorecard.fit(rows, train, features, rules));
    }

    /// The same with edges and points that are not rounded, whatever the plan says.
    public Fitted exactScorecard() {
        return new Fitted(Scorecard.fit(rows, train, features, rules.exact()));
    }

    /// Groups the features into levels and fits boosted trees. The scorecard's bins, which show
    /// which features are useless, are made first, as in training.
    public Fitted trees(BoostingShape shape) {
        Map<String, Binning> binnings = Scorecard.bin(rows, train, features, rules);
        return new Fitted(Boosting.fit(rows, train, features, binnings, shape, plan.seed()));
    }

    /// The folds of the training rows on which shapes are searched for.
    public Search.Folds folds() {
        return Search.folds(rows, train, plan);
    }

    /// Searches for the shape of the boosted trees.
    public Search.Found search() {
        return new FamilyTraining(plan, axis, "trial", rules).search(rows, train, features);
    }

    /// Vectors of some rows, missing values as codes.
    public double[][] vectors(int[] which) {
        return Arrays.stream(which).mapToObj(rows::vector).toArray(double[][]::new);
    }

    /// Outcomes of some rows, 1 for good.
    public int[] outcomes(int[] which) {
        return rows.outcomes(which);
    }

    /// Which bin of the scorecard each row is in, feature by feature: 1 for its own bin, 0 for
    /// the others, of every feature with more than one bin.
    ///
    /// @return the training rows, then the test rows
    public float[][][] bins() {
        Map<String, Binning> binnings = Scorecard.bin(rows, train, features, rules);
        List<double[]> woes = new ArrayList<>();
        List<Integer> positions = new ArrayList<>();
        List<Binning> kept = new ArrayList<>();
        for (Feature feature : features) {
            Binning binning = Binning.of(binnings, feature.name());
            if (binning.bins() > 1) {
                int position = rows.features().indexOf(feature.name());
                kept.add(binning);
                positions.add(position);
                woes.add(Arrays.stream(binning.of(rows.column(position, train)))
                        .distinct()
                        .sorted()
                        .toArray());
            }
        }
        int width = woes.stream().mapToInt(w -> w.length).sum();
        float[][][] both = new float[2][][];
        for (int side = 0; side < 2; side++) {
            int[] which = side == 0 ? train : test;
            both[side] = new float[which.length][width];
            for (int r = 0; r < which.length; r++) {
                int from = 0;
                for (int f = 0; f < kept.size(); f++) {
                    double woe = kept.get(f).of(rows.value(positions.get(f), which[r]));
                    int at = Arrays.binarySearch(woes.get(f), woe);
                    if (at >= 0) {
                        both[side][r][from + at] = 1;
                    }
                    from += woes.get(f).length;
                }
            }
        }
        return both;
    }

    /// Names of the features, in the order of the vectors.
    public List<String> features() {
        return rows.features();
    }

    /// Vectors of the training rows, missing values as codes.
    public double[][] trainVectors() {
        return vectors(train);
    }

    /// Outcomes of the training rows, 1 for good.
    public int[] trainOutcomes() {
        return rows.outcomes(train);
    }

    /// Vectors of the test rows, missing values as codes.
    public double[][] testVectors() {
        return vectors(test);
    }

    /// Outcomes of the test rows, 1 for good.
    public int[] testOutcomes() {
        return rows.outcomes(test);
    }
}

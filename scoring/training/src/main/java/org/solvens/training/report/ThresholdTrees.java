package org.solvens.training.report;

import java.util.Arrays;
import java.util.List;
import org.solvens.plan.TrainingPlan;
import org.solvens.training.fit.Levels;
import org.solvens.training.fit.SmileTrees;

/// Predictions for a numeric target by classification trees.
final class ThresholdTrees {
    /// Shares of the training rows below the thresholds.
    private static final double[] CUTS = {0.15, 0.3, 0.5, 0.7, 0.85};

    private ThresholdTrees() {}

    /// Trees for several thresholds predict whether it is above, and their
    /// log-odds are added up.
    static double[] estimate(
            List<double[]> rows,
            double[] targets,
            List<double[]> asked,
            int[] features,
            TrainingPlan.BoostingShape shape,
            long seed) {
        Levels[] levels = new Levels[features.length];
        byte[][] columns = new byte[features.length][];
        for (int f = 0; f < features.length; f++) {
            int feature = features[f];
            double[] values = rows.stream().mapToDouble(r -> r[feature]).toArray();
            levels[f] = Levels.of(values, shape.levels());
            columns[f] = levels[f].of(values);
        }
        double[] sorted = Arrays.stream(targets).sorted().toArray();
        double[] sum = new double[asked.size()];
        for (double cut : CUTS) {
            double height = sorted[(int) (cut * (sorted.length - 1))];
            int[] above =
                    Arrays.stream(targets).mapToInt(t -> t > height ? 1 : 0).toArray();
            if (Arrays.stream(above).distinct().count() < 2) {
                continue;
            }
            SmileTrees trees = SmileTrees.fit(columns, new int[features.length], above, shape, seed);
            for (int i = 0; i < sum.length; i++) {
                byte[] row = new byte[features.length];
                for (int f = 0; f < row.length; f++) {
                    row[f] = (byte) levels[f].of(asked.get(i)[features[f]]);
                }
                sum[i] += trees.logOdds(row);
            }
        }
        return sum;
    }
}

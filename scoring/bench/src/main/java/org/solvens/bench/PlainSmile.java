package org.solvens.bench;

import java.util.Arrays;
import org.solvens.plan.TrainingPlan.BoostingShape;
import smile.classification.GradientTreeBoost;
import smile.data.DataFrame;
import smile.data.formula.Formula;
import smile.data.vector.DoubleVector;
import smile.data.vector.IntVector;
import smile.data.vector.ValueVector;
import smile.math.MathEx;

/// Smile's boosting used as its manual says, on the columns as they are.
final class PlainSmile {
    private static final String OUTCOME = "outcome";

    private PlainSmile() {}

    /// Log-odds, up to what is monotone, of the test rows.
    static double[] fitted(Table train, Table test, BoostingShape shape, long seed) {
        MathEx.setSeed(seed);
        GradientTreeBoost.Options options = new GradientTreeBoost.Options(
                shape.trees(),
                shape.depth(),
                shape.leaves(),
                shape.leafRows(),
                shape.rate(),
                shape.rowShare(),
                null,
                null);
        GradientTreeBoost model = GradientTreeBoost.fit(Formula.lhs(OUTCOME), frame(train), options);
        double[][] posteriors = new double[test.rows()][2];
        model.predict(frame(test), Arrays.asList(posteriors));
        double[] scores = new double[test.rows()];
        Arrays.setAll(scores, i -> posteriors[i][1]);
        return scores;
    }

    private static DataFrame frame(Table table) {
        ValueVector[] columns = new ValueVector[table.columns() + 1];
        for (int c = 0; c < table.columns(); c++) {
            double[] values = new double[table.rows()];
            for (int r = 0; r < values.length; r++) {
                values[r] = table.values()[r * table.columns() + c];
            }
            columns[c] = new DoubleVector("f" + c, values);
        }
        columns[table.columns()] = new IntVector(OUTCOME, table.wholeOutcomes());
        return new DataFrame(columns);
    }
}

package org.solvens.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
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

    /// Fits, and says what gives the probabilities of the test rows.
    static Supplier<double[]> fitted(Table train, Table test, BoostingShape shape, long seed) {
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
        return () -> {
            List<double[]> posteriors = new ArrayList<>();
            model.predict(frame(test), posteriors);
            return posteriors.stream().mapToDouble(p -> p[1]).toArray();
        };
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

package org.solvens.training.fit;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.solvens.model.Calibration;
import org.solvens.model.Model;
import org.solvens.model.ModelFile;
import org.solvens.model.Scorer;
import org.solvens.training.rows.AxisRows;

/// A published model, whose formula is not fitted again.
///
/// @param scorer of the model, for the vectors of the rows
/// @param fates of its features when it was fitted
/// @param weights of those that it reads
public record Published(Scorer scorer, Map<String, String> fates, Map<String, Double> weights) implements Learned {
    @Override
    public boolean isEmpty() {
        return false;
    }

    @Override
    public double[] logOdds(AxisRows rows, int[] which) {
        return Arrays.stream(which)
                .parallel()
                .mapToDouble(row -> scorer.logOdds(rows.vector(row)))
                .toArray();
    }

    @Override
    public double smileProbability(AxisRows rows, int row) {
        return 1 / (1 + Math.exp(-scorer.logOdds(rows.vector(row))));
    }

    @Override
    public String fate(String feature) {
        return fates.getOrDefault(feature, "not known when the model was fitted");
    }

    @Override
    public @Nullable Double weight(String feature) {
        return weights.get(feature);
    }

    @Override
    public Model export(Common common, Calibration calibration) {
        return ModelFile.recalibrated(scorer.model(), calibration);
    }
}

package org.solvens.bench;

import com.microsoft.ml.lightgbm.PredictionType;
import io.github.metarank.lightgbm4j.LGBMBooster;
import io.github.metarank.lightgbm4j.LGBMDataset;
import io.github.metarank.lightgbm4j.LGBMException;
import org.solvens.plan.TrainingPlan.BoostingShape;

/// LightGBM with trees of the same number, rate, leaves and depth, all rows a tree, its 255 bins.
final class LightGbm implements AutoCloseable {
    static final String NAME = "LightGBM 4.3.0";

    private final LGBMBooster booster;

    private LightGbm(LGBMBooster booster) {
        this.booster = booster;
    }

    /// Bins and trains.
    static LightGbm train(Table train, BoostingShape shape, int threads) {
        String parameters = "objective=binary num_leaves=" + shape.leaves() + " max_depth=" + shape.depth()
                + " learning_rate=" + shape.rate() + " min_data_in_leaf=" + shape.leafRows() + " num_threads=" + threads
                + " verbosity=-1 seed=1";
        try (LGBMDataset data =
                LGBMDataset.createFromMat(train.values(), train.rows(), train.columns(), true, parameters, null)) {
            data.setField("label", train.outcomes());
            LGBMBooster booster = LGBMBooster.create(data, parameters);
            for (int t = 0; t < shape.trees(); t++) {
                booster.updateOneIter();
            }
            return new LightGbm(booster);
        } catch (LGBMException e) {
            throw new IllegalStateException("LightGBM failed", e);
        }
    }

    /// Log-odds of rows.
    double[] logOdds(Table rows, int threads) {
        try {
            return booster.predictForMat(
                    rows.values(),
                    rows.rows(),
                    rows.columns(),
                    true,
                    PredictionType.C_API_PREDICT_RAW_SCORE,
                    "num_threads=" + threads);
        } catch (LGBMException e) {
            throw new IllegalStateException("LightGBM failed", e);
        }
    }

    @Override
    public void close() {
        try {
            booster.close();
        } catch (LGBMException e) {
            throw new IllegalStateException("LightGBM failed", e);
        }
    }
}

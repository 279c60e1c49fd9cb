package org.solvens.bench;

import com.microsoft.ml.lightgbm.PredictionType;
import io.github.metarank.lightgbm4j.LGBMBooster;
import io.github.metarank.lightgbm4j.LGBMDataset;
import io.github.metarank.lightgbm4j.LGBMException;
import org.jspecify.annotations.Nullable;
import org.solvens.plan.TrainingPlan.BoostingShape;

/// LightGBM with trees of the same number, rate, leaves and depth, all rows a tree, its 255 bins.
final class LightGbm implements AutoCloseable {
    static final String NAME = "LightGBM 4.3.0";

    private final LGBMBooster booster;

    private LightGbm(LGBMBooster booster) {
        this.booster = booster;
    }

    /// Log loss of held-out rows after each of some trees, with a share of the rows drawn for each tree.
    ///
    /// @param step after how many trees
    static double[] losses(Table fit, Table held, BoostingShape shape, int threads, int step) {
        String parameters = parameters(shape, threads) + " metric=binary_logloss" + drawn(shape);
        try (LGBMDataset data = dataset(fit, parameters, null);
                LGBMDataset valid = dataset(held, parameters, data)) {
            LGBMBooster booster = LGBMBooster.create(data, parameters);
            try {
                booster.addValidData(valid);
                double[] losses = new double[shape.trees() / step];
                for (int t = 1; t <= shape.trees(); t++) {
                    booster.updateOneIter();
                    if (t % step == 0) {
                        losses[t / step - 1] = booster.getEval(1)[0];
                    }
                }
                return losses;
            } finally {
                booster.close();
            }
        } catch (LGBMException e) {
            throw new IllegalStateException("LightGBM failed", e);
        }
    }

    /// Bins and trains, with a share of the rows drawn for each tree.
    static LightGbm trainDrawn(Table train, BoostingShape shape, int threads) {
        return train(train, shape, parameters(shape, threads) + drawn(shape));
    }

    private static String drawn(BoostingShape shape) {
        return shape.rowShare() < 1 ? " bagging_freq=1 bagging_fraction=" + shape.rowShare() : "";
    }

    private static LGBMDataset dataset(Table table, String parameters, @Nullable LGBMDataset reference)
            throws LGBMException {
        LGBMDataset data =
                LGBMDataset.createFromMat(table.values(), table.rows(), table.columns(), true, parameters, reference);
        data.setField("label", table.outcomes());
        return data;
    }

    private static String parameters(BoostingShape shape, int threads) {
        return "objective=binary num_leaves=" + shape.leaves() + " max_depth=" + shape.depth() + " learning_rate="
                + shape.rate() + " min_data_in_leaf=" + shape.leafRows() + " num_threads=" + threads
                + " verbosity=-1 seed=1";
    }

    /// Bins and trains.
    static LightGbm train(Table train, BoostingShape shape, int threads) {
        return train(train, shape, parameters(shape, threads));
    }

    private static LightGbm train(Table train, BoostingShape shape, String parameters) {
        try (LGBMDataset data = dataset(train, parameters, null)) {
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

package org.solvens.bench;

import java.util.HashMap;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.solvens.plan.TrainingPlan.BoostingShape;

/// XGBoost by histograms, with trees of the same number, rate, leaves and depth, all rows a tree.
final class XgBoost implements AutoCloseable {
    static final String NAME = "XGBoost 2.1.4";

    private final Booster booster;

    private XgBoost(Booster booster) {
        this.booster = booster;
    }

    /// Rows as XGBoost holds them.
    static final class Rows implements AutoCloseable {
        private final DMatrix matrix;

        private Rows(DMatrix matrix) {
            this.matrix = matrix;
        }

        static Rows of(Table table) {
            try {
                DMatrix matrix = new DMatrix(table.values(), table.rows(), table.columns(), Float.NaN);
                matrix.setLabel(table.outcomes());
                return new Rows(matrix);
            } catch (XGBoostError e) {
                throw new IllegalStateException("XGBoost failed", e);
            }
        }

        @Override
        public void close() {
            matrix.dispose();
        }
    }

    /// Bins and trains.
    ///
    /// @param threads that train, and later predict
    static XgBoost train(Table train, BoostingShape shape, int threads) {
        return train(train, parameters(shape, threads), shape.trees());
    }

    /// Bins and trains, with a share of the rows drawn for each tree.
    static XgBoost trainDrawn(Table train, BoostingShape shape, int threads) {
        return train(train, drawn(shape, threads), shape.trees());
    }

    /// Log loss of held-out rows after each of some trees, with a share of the rows drawn for each tree.
    ///
    /// @param step after how many trees
    static double[] losses(Table fit, Table held, BoostingShape shape, int threads, int step) {
        double[] losses = new double[shape.trees() / step];
        try (Rows rows = Rows.of(fit);
                Rows watched = Rows.of(held)) {
            Map<String, Object> parameters = drawn(shape, threads);
            parameters.put("eval_metric", "logloss");
            Booster booster = XGBoost.train(rows.matrix, parameters, 1, Map.of(), null, null);
            DMatrix[] sets = {watched.matrix};
            String[] names = {"held"};
            // XGBoost's own loop prints a line for each tree.
            for (int t = 1; t <= shape.trees(); t++) {
                if (t > 1) {
                    booster.update(rows.matrix, t - 1);
                }
                if (t % step == 0) {
                    String evaluated = booster.evalSet(sets, names, t - 1);
                    losses[t / step - 1] = Double.parseDouble(evaluated.substring(evaluated.lastIndexOf(':') + 1));
                }
            }
            booster.dispose();
            return losses;
        } catch (XGBoostError e) {
            throw new IllegalStateException("XGBoost failed", e);
        }
    }

    /// A logistic regression of columns by coordinate descent, with a small penalty.
    static XgBoost regression(Table train, int rounds, int threads) {
        return train(
                train,
                Map.of(
                        "objective",
                        "binary:logistic",
                        "booster",
                        "gblinear",
                        "updater",
                        "coord_descent",
                        "lambda",
                        1e-4,
                        "nthread",
                        threads),
                rounds);
    }

    private static Map<String, Object> drawn(BoostingShape shape, int threads) {
        Map<String, Object> parameters = new HashMap<>(parameters(shape, threads));
        parameters.put("subsample", shape.rowShare());
        return parameters;
    }

    private static XgBoost train(Table train, Map<String, Object> parameters, int rounds) {
        try (Rows rows = Rows.of(train)) {
            return new XgBoost(XGBoost.train(rows.matrix, parameters, rounds, Map.of(), null, null));
        } catch (XGBoostError e) {
            throw new IllegalStateException("XGBoost failed", e);
        }
    }

    private static Map<String, Object> parameters(BoostingShape shape, int threads) {
        return Map.of(
                "objective",
                "binary:logistic",
                "tree_method",
                "hist",
                "grow_policy",
                "lossguide",
                "max_leaves",
                shape.leaves(),
                "max_depth",
                shape.depth(),
                "eta",
                shape.rate(),
                "nthread",
                threads,
                "seed",
                1);
    }

    /// Log-odds of rows.
    double[] logOdds(Rows rows) {
        try {
            return firsts(booster.predict(rows.matrix, true));
        } catch (XGBoostError e) {
            throw new IllegalStateException("XGBoost failed", e);
        }
    }

    /// Log-odds of rows that were not made ready.
    double[] logOddsInPlace(Table rows) {
        try {
            return firsts(booster.inplace_predict(rows.values(), rows.rows(), rows.columns(), Float.NaN));
        } catch (XGBoostError e) {
            throw new IllegalStateException("XGBoost failed", e);
        }
    }

    /// What each feature adds to the log-odds of each row: its own exact tree SHAP.
    float[][] effects(Rows rows) {
        try {
            return booster.predictContrib(rows.matrix, 0);
        } catch (XGBoostError e) {
            throw new IllegalStateException("XGBoost failed", e);
        }
    }

    private static double[] firsts(float[][] rows) {
        double[] firsts = new double[rows.length];
        for (int i = 0; i < firsts.length; i++) {
            firsts[i] = rows[i][0];
        }
        return firsts;
    }

    @Override
    public void close() {
        booster.dispose();
    }
}

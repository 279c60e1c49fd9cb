package org.solvens.bench;

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
        Map<String, Object> parameters = Map.of(
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
        try (Rows rows = Rows.of(train)) {
            return new XgBoost(XGBoost.train(rows.matrix, parameters, shape.trees(), Map.of(), null, null));
        } catch (XGBoostError e) {
            throw new IllegalStateException("XGBoost failed", e);
        }
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

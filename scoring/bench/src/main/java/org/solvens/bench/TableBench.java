package org.solvens.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.solvens.command.BenchmarkLine;
import org.solvens.plan.TrainingPlan.BoostingShape;
import org.solvens.training.Trial;
import org.solvens.training.evaluate.Metrics;
import org.solvens.training.fit.Search;

/// How well our models separate the test rows of a table, compared with peers that search the
/// same grid on the same folds: boosted trees with LightGBM and XGBoost, the scorecard with a
/// logistic regression of all of its bins. Also the trees of the default plan, which are not
/// searched for, and the scorecard without rounding.
///
/// Every side has the same numbers for missing and special values and for categories.
final class TableBench {
    private static final int ROUNDS = 200;

    private final String name;
    private final Trial trial;
    private final BoostingShape base;
    private final BoostingShape planned;
    private final int cores;
    private final Consumer<String> progress;
    private final int[] outcomes;

    /// @param base what the search leaves as it is
    /// @param planned the shape of the default plan, which is tried without a search
    TableBench(
            String name, Trial trial, BoostingShape base, BoostingShape planned, int cores, Consumer<String> progress) {
        this.name = name;
        this.trial = trial;
        this.base = base;
        this.planned = planned;
        this.cores = cores;
        this.progress = progress;
        this.outcomes = trial.testOutcomes();
    }

    /// A peer's losses on a fold.
    private interface Losses {
        double[] of(Table fit, Table held, BoostingShape shape);
    }

    List<BenchmarkLine> run() {
        List<BenchmarkLine> lines = new ArrayList<>();
        progress.accept(name + ": our trees");
        Search.Found found = trial.search();
        double trees = auc(trial.trees(found.chosen()).test());
        Table train = Table.train(trial);
        Table test = Table.test(trial);
        progress.accept(name + ": LightGBM");
        BoostingShape light = peer((fit, held, shape) -> LightGbm.losses(fit, held, shape, cores, Search.STEP));
        double lightAuc;
        try (LightGbm peer = LightGbm.trainDrawn(train, light, cores)) {
            lightAuc = auc(peer.logOdds(test, cores));
        }
        progress.accept(name + ": XGBoost");
        BoostingShape xg = peer((fit, held, shape) -> XgBoost.losses(fit, held, shape, cores, Search.STEP));
        double xgAuc;
        try (XgBoost peer = XgBoost.trainDrawn(train, xg, cores);
                XgBoost.Rows rows = XgBoost.Rows.of(test)) {
            xgAuc = auc(peer.logOdds(rows));
        }
        lines.add(auc("trees, " + words(found.chosen()), trees, LightGbm.NAME, lightAuc));
        lines.add(auc("trees; LightGBM has " + words(light), trees, LightGbm.NAME, lightAuc));
        lines.add(auc("trees; XGBoost has " + words(xg), trees, XgBoost.NAME, xgAuc));
        lines.add(lacking("the trees lack to the best", Math.max(lightAuc, xgAuc) - trees, 0.005));
        progress.accept(name + ": trees of the default plan");
        lines.add(lacking(
                "the default plan's trees lack to the best, " + words(planned),
                Math.max(lightAuc, xgAuc) - auc(trial.trees(planned).test()),
                0.005));
        progress.accept(name + ": scorecard");
        double scorecard = auc(trial.scorecard().test());
        double regression = regression();
        lines.add(auc("scorecard, regression of its bins", scorecard, XgBoost.NAME, regression));
        lines.add(lacking("the scorecard lacks to that regression", regression - scorecard, 0.01));
        lines.add(lacking(
                "readable edges and whole points cost the scorecard",
                auc(trial.exactScorecard().test()) - scorecard,
                null));
        return lines;
    }

    private BoostingShape peer(Losses losses) {
        Function<int[], Table> table = rows -> Table.of(trial.vectors(rows), trial.outcomes(rows));
        return Search.search(trial.folds(), base, fold -> {
                    Table fit = table.apply(fold.fit());
                    Table held = table.apply(fold.held());
                    return shape -> losses.of(fit, held, shape);
                })
                .chosen();
    }

    private double regression() {
        float[][][] bins = trial.bins();
        Table train = flat(bins[0], trial.trainOutcomes());
        Table test = flat(bins[1], outcomes);
        try (XgBoost peer = XgBoost.regression(train, ROUNDS, cores);
                XgBoost.Rows rows = XgBoost.Rows.of(test)) {
            return auc(peer.logOdds(rows));
        }
    }

    private static Table flat(float[][] rows, int[] outcomes) {
        int width = rows[0].length;
        float[] values = new float[rows.length * width];
        float[] labels = new float[rows.length];
        for (int r = 0; r < rows.length; r++) {
            System.arraycopy(rows[r], 0, values, r * width, width);
            labels[r] = outcomes[r];
        }
        return new Table(values, rows.length, width, labels);
    }

    private static String words(BoostingShape shape) {
        return shape.trees() + " of depth " + shape.depth() + " at " + shape.rate();
    }

    private double auc(double[] logOdds) {
        return Metrics.of(
                        Arrays.stream(logOdds).map(l -> 1 / (1 + Math.exp(-l))).toArray(), outcomes)
                .auc();
    }

    /// @param target the most that it may be; null if there is none
    private BenchmarkLine lacking(String what, double value, @Nullable Double target) {
        return new BenchmarkLine(
                "table",
                name + ": AUC that " + what,
                value,
                "AUC",
                null,
                null,
                target,
                false,
                trial.trainOutcomes().length,
                cores);
    }

    private BenchmarkLine auc(String metric, double own, String peer, double other) {
        return new BenchmarkLine(
                "table",
                name + ": " + metric,
                own,
                "AUC",
                peer,
                other,
                null,
                true,
                trial.trainOutcomes().length,
                cores);
    }
}

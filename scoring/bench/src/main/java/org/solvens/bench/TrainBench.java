package org.solvens.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.solvens.command.BenchmarkLine;
import org.solvens.plan.TrainingPlan.BoostingShape;
import org.solvens.training.Trial;
import org.solvens.training.evaluate.Metrics;

/// Training compared with LightGBM and XGBoost: seconds, and the AUC on rows of later dates and other debtors.
///
/// Ours and the peers' run in turn, so that a load from elsewhere meets all of them.
final class TrainBench {
    private static final String BENCH = "train";
    private static final double SCORECARD_TARGET = 0.6;
    private static final double BOOSTING_TARGET = 1.3;

    private final Trial trial;
    private final BoostingShape shape;
    private final int cores;
    private final int repeats;
    private final LongSupplier nanos;
    private final Consumer<String> progress;
    private final Table train;
    private final Table test;
    private final int[] outcomes;

    TrainBench(
            Trial trial, BoostingShape shape, int cores, int repeats, LongSupplier nanos, Consumer<String> progress) {
        this.trial = trial;
        this.shape = shape;
        this.cores = cores;
        this.repeats = repeats;
        this.nanos = nanos;
        this.progress = progress;
        train = Table.train(trial);
        test = Table.test(trial);
        outcomes = trial.testOutcomes();
    }

    /// The two families compared with the peers.
    ///
    /// @param warmUp untimed rounds before
    List<BenchmarkLine> run(int warmUp) {
        Stopwatch scorecard = watch();
        Stopwatch boosting = watch();
        Stopwatch light = watch();
        Stopwatch xg = watch();
        double scorecardAuc = 0;
        double boostingAuc = 0;
        double lightAuc = 0;
        double xgAuc = 0;
        for (int round = -warmUp; round < repeats; round++) {
            progress.accept(round < 0 ? "warming up" : "round " + (round + 1) + " of " + repeats);
            boolean timed = round >= 0;
            scorecardAuc = auc(timed(scorecard, timed, () -> within(cores, trial::scorecard))
                    .test());
            try (LightGbm peer = timed(light, timed, () -> LightGbm.train(train, shape, cores))) {
                lightAuc = auc(peer.logOdds(test, cores));
            }
            boostingAuc = auc(timed(boosting, timed, () -> within(cores, () -> trial.trees(shape)))
                    .test());
            try (XgBoost peer = timed(xg, timed, () -> XgBoost.train(train, shape, cores));
                    XgBoost.Rows rows = XgBoost.Rows.of(test)) {
                xgAuc = auc(peer.logOdds(rows));
            }
        }
        String trees = shape.trees() + " trees";
        return List.of(
                seconds("scorecard, binning included", scorecard, LightGbm.NAME, light, SCORECARD_TARGET),
                seconds(
                        "boosting, " + trees + ", levels and binning included",
                        boosting,
                        LightGbm.NAME,
                        light,
                        BOOSTING_TARGET),
                seconds("boosting, " + trees + ", levels and binning included", boosting, XgBoost.NAME, xg, null),
                auc("scorecard", scorecardAuc, LightGbm.NAME, lightAuc, null),
                auc("boosting", boostingAuc, LightGbm.NAME, lightAuc, null),
                auc("boosting", boostingAuc, XgBoost.NAME, xgAuc, null),
                new BenchmarkLine(
                        BENCH,
                        "boosting, AUC it lacks to the better peer",
                        Math.max(lightAuc, xgAuc) - boostingAuc,
                        "AUC",
                        null,
                        null,
                        null,
                        false,
                        train.rows(),
                        cores));
    }

    /// What each way of making boosting faster costs, each run once, compared with another run of LightGBM.
    ///
    /// @param plain whether Smile's own `fit` is run too, which takes many minutes
    List<BenchmarkLine> variants(boolean plain, long seed) {
        List<BenchmarkLine> lines = new ArrayList<>();
        Stopwatch light = new Stopwatch(nanos, 1);
        progress.accept("LightGBM");
        double lightAuc;
        try (LightGbm peer = light.time(() -> LightGbm.train(train, shape, cores))) {
            lightAuc = auc(peer.logOdds(test, cores));
        }
        Map<String, Supplier<Supplier<double[]>>> variants = new LinkedHashMap<>();
        if (plain) {
            variants.put(
                    "Smile's own fit, columns as they are, all rows",
                    () -> PlainSmile.fitted(train, test, with(1.0, shape.levels()), seed));
        }
        for (double share : new double[] {1, 0.5, 0.2, 0.1}) {
            for (int levels : share == 0.5 ? new int[] {120, 64, 32, 16} : new int[] {64}) {
                variants.put(
                        "counted, " + levels + " levels, " + Math.round(100 * share) + " % of the rows a tree",
                        () -> within(cores, () -> trial.trees(with(share, levels)))::test);
            }
        }
        variants.put(
                "half as many trees at twice the rate",
                () -> trial.trees(new BoostingShape(
                        Math.max(1, shape.trees() / 2),
                        Math.min(1, 2 * shape.rate()),
                        shape.leaves(),
                        shape.depth(),
                        shape.leafRows(),
                        shape.rowShare(),
                        shape.levels()))::test);
        variants.put("as planned, on one thread", () -> within(1, () -> trial.trees(shape))::test);
        variants.forEach((name, variant) -> {
            progress.accept(name);
            Stopwatch own = new Stopwatch(nanos, 1);
            double[] scores = own.time(variant).get();
            lines.add(seconds("variant: " + name, own, LightGbm.NAME, light, null));
            lines.add(auc("variant: " + name, auc(scores), LightGbm.NAME, lightAuc, null));
        });
        return lines;
    }

    private BoostingShape with(double rowShare, int levels) {
        return new BoostingShape(
                shape.trees(), shape.rate(), shape.leaves(), shape.depth(), shape.leafRows(), rowShare, levels);
    }

    /// Runs with so many threads.
    private static <T> T within(int threads, Supplier<T> work) {
        try (ForkJoinPool pool = new ForkJoinPool(threads)) {
            return pool.submit(work::get).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static <T> T timed(Stopwatch watch, boolean timed, Supplier<T> work) {
        return timed ? watch.time(work) : work.get();
    }

    private Stopwatch watch() {
        return new Stopwatch(nanos, repeats);
    }

    private double auc(double[] logOdds) {
        double[] chances =
                Arrays.stream(logOdds).map(l -> 1 / (1 + Math.exp(-l))).toArray();
        return Metrics.of(chances, outcomes).auc();
    }

    private BenchmarkLine seconds(String metric, Stopwatch own, String peer, Stopwatch other, @Nullable Double target) {
        return new BenchmarkLine(
                BENCH, metric, own.median(), "s", peer, other.median(), target, false, train.rows(), cores);
    }

    private BenchmarkLine auc(String metric, double own, String peer, double other, @Nullable Double target) {
        return new BenchmarkLine(BENCH, metric, own, "AUC", peer, other, target, true, train.rows(), cores);
    }
}

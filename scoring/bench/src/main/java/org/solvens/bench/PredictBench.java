package org.solvens.bench;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.solvens.command.BenchmarkLine;
import org.solvens.model.Scorer;
import org.solvens.plan.TrainingPlan.BoostingShape;
import org.solvens.training.Trial;

/// Scoring rows by the portable trees and by XGBoost's `predict`, one thread each, as many trees of the same
/// depth trained on the same rows, as many leaves as the depth allows; and the same with what each feature adds.
final class PredictBench {
    private static final String BENCH = "predict";
    private static final double TARGET = 1.3;

    private final Trial trial;
    private final BoostingShape shape;
    private final int repeats;
    private final LongSupplier nanos;
    private final Consumer<String> progress;

    PredictBench(Trial trial, BoostingShape shape, int repeats, LongSupplier nanos, Consumer<String> progress) {
        this.trial = trial;
        this.shape = new BoostingShape(
                shape.trees(),
                shape.rate(),
                1 << Math.min(shape.depth(), 16),
                shape.depth(),
                shape.leafRows(),
                shape.rowShare(),
                shape.levels());
        this.repeats = repeats;
        this.nanos = nanos;
        this.progress = progress;
    }

    /// Trains both, then scores the test rows in turn.
    ///
    /// @param warmUp untimed rounds before
    /// @param explained how many rows to explain
    List<BenchmarkLine> run(int warmUp, int explained) {
        progress.accept("training both");
        Scorer scorer = Scorer.of(trial.trees(shape).model(), trial.features());
        Table table = Table.test(trial);
        double[][] vectors = trial.testVectors();
        int few = Math.min(explained, vectors.length);
        double[][] firstVectors = Arrays.copyOf(vectors, few);
        Table first = table.first(few);
        Stopwatch own = new Stopwatch(nanos, repeats);
        Stopwatch ready = new Stopwatch(nanos, repeats);
        Stopwatch inPlace = new Stopwatch(nanos, repeats);
        Stopwatch ownEffects = new Stopwatch(nanos, repeats);
        Stopwatch peerEffects = new Stopwatch(nanos, repeats);
        double kept = 0;
        try (XgBoost peer = XgBoost.train(Table.train(trial), shape, 1)) {
            Stopwatch untimed = new Stopwatch(nanos, 5 * warmUp);
            for (int round = -warmUp; round < repeats; round++) {
                progress.accept(round < 0 ? "warming up" : "round " + (round + 1) + " of " + repeats);
                boolean timed = round >= 0;
                kept += (timed ? own : untimed).time(() -> logOdds(scorer, vectors))[0];
                // New rows in every round: XGBoost keeps its predictions for rows that it knows.
                try (XgBoost.Rows rows = XgBoost.Rows.of(table)) {
                    kept += (timed ? ready : untimed).time(() -> peer.logOdds(rows))[0];
                }
                kept += (timed ? inPlace : untimed).time(() -> peer.logOddsInPlace(table))[0];
                kept += (timed ? ownEffects : untimed).time(() -> effects(scorer, firstVectors));
                try (XgBoost.Rows rows = XgBoost.Rows.of(first)) {
                    kept += (timed ? peerEffects : untimed).time(() -> peer.effects(rows))[0][0];
                }
            }
        }
        if (!Double.isFinite(kept)) {
            throw new IllegalStateException("a score is not finite");
        }
        String trees = shape.trees() + " trees of depth " + shape.depth();
        return List.of(
                rate(trees, vectors.length, own, XgBoost.NAME + " predict", ready, TARGET),
                rate(trees, vectors.length, own, XgBoost.NAME + " inplace", inPlace, null),
                rate(trees + ", with reasons", few, ownEffects, XgBoost.NAME + " contrib", peerEffects, null));
    }

    private static double[] logOdds(Scorer scorer, double[][] vectors) {
        double[] scores = new double[vectors.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = scorer.logOdds(vectors[i]);
        }
        return scores;
    }

    private static double effects(Scorer scorer, double[][] vectors) {
        double sum = 0;
        for (double[] vector : vectors) {
            sum += scorer.logOdds(vector) + scorer.reasons(vector, 5).size();
        }
        return sum;
    }

    private static BenchmarkLine rate(
            String metric, int rows, Stopwatch own, String peer, Stopwatch other, @Nullable Double target) {
        return new BenchmarkLine(
                BENCH, metric, rows / own.median(), "rows/s", peer, rows / other.median(), target, true, rows, 1);
    }
}

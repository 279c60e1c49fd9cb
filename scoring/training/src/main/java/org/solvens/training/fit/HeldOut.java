package org.solvens.training.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/// Rows that are held out while trees grow: after every few trees their log loss is taken, and the growth ends
/// once it has not fallen for a while.
final class HeldOut {
    private final byte[][] levels;
    private final int[] outcomes;
    private final double[] logOdds;
    private final List<Double> losses = new ArrayList<>();
    private int trees;
    private int best;

    /// @param levels one column for each feature of the trees
    /// @param outcomes 1 for good, 0 for bad
    HeldOut(byte[][] levels, int[] outcomes) {
        this.levels = levels;
        this.outcomes = outcomes;
        this.logOdds = new double[outcomes.length];
    }

    byte[][] levels() {
        return levels;
    }

    /// Sets the log-odds before the first tree.
    void begin(double base) {
        Arrays.fill(logOdds, base);
    }

    /// Adds a tree.
    ///
    /// @param tree what it adds to the log-odds of a row
    void add(IntToDoubleFunction tree) {
        IntStream.range(0, outcomes.length).parallel().forEach(row -> logOdds[row] += tree.applyAsDouble(row));
        trees++;
        if (trees % Search.STEP == 0) {
            losses.add(Search.logLoss(logOdds, outcomes));
            best = losses.getLast() < losses.get(best) ? losses.size() - 1 : best;
        }
    }

    /// Whether the log loss has fallen lately.
    boolean improves() {
        return losses.size() - best <= Search.PATIENCE;
    }

    /// The log loss after each {@link Search#STEP} trees.
    double[] losses() {
        return losses.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /// Log-odds after the last tree.
    double[] logOdds() {
        return logOdds.clone();
    }
}

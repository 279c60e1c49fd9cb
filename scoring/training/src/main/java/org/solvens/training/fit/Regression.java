package org.solvens.training.fit;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import smile.classification.LogisticRegression;

/// Smile's logistic regression, made repeatable.
///
/// Smile sums in parallel, and the order of a sum depends on the number of threads; so each fit runs in a
/// pool of one thread and gives the same coefficients on every machine.
final class Regression {
    private static final double RIDGE = 1;
    private static final double TOLERANCE = 1e-7;
    private static final int ITERATIONS = 500;

    private final LogisticRegression.Binomial model;

    private Regression(LogisticRegression.Binomial model) {
        this.model = model;
    }

    /// Fits with a small ridge penalty.
    ///
    /// @param rows finite values
    /// @throws IllegalArgumentException for a value that is not finite: Smile would return zeros
    static Regression fit(double[][] rows, int[] outcomes) {
        for (double[] row : rows) {
            for (double value : row) {
                if (!Double.isFinite(value)) {
                    throw new IllegalArgumentException("not a finite number: " + value);
                }
            }
        }
        LogisticRegression.Options options = new LogisticRegression.Options(RIDGE, TOLERANCE, ITERATIONS);
        try (ForkJoinPool one = new ForkJoinPool(1)) {
            return new Regression(one.submit(() -> LogisticRegression.binomial(rows, outcomes, options))
                    .get());
        } catch (ExecutionException e) {
            throw new IllegalStateException("the regression failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    double coefficient(int column) {
        return model.coefficients()[column];
    }

    double intercept() {
        double[] all = model.coefficients();
        return all[all.length - 1];
    }

    /// Smile's own probability of a good outcome.
    double probability(double[] row) {
        double[] posteriors = new double[2];
        model.predict(row, posteriors);
        return posteriors[1];
    }
}

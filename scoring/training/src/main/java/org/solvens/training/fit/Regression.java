package org.solvens.training.fit;

import java.util.Arrays;
import smile.classification.LogisticRegression;
import smile.util.IntSet;

/// Smile's logistic regression, with coefficients found by Newton's method.
///
/// Smile searches for them by L-BFGS with a parallel sum, whose order depends on the number of
/// threads. A scorecard has few columns and is fitted many times, so Newton's method needs a
/// handful of passes over the rows, and fewer from a good start; its sums have one order. The
/// minimum is the same: log loss plus half of the ridge times the squares of the coefficients, the
/// intercept left out.
final class Regression {
    private static final double RIDGE = 1;
    private static final double TOLERANCE = 1e-9;
    private static final int ITERATIONS = 100;

    private final LogisticRegression.Binomial model;

    private Regression(LogisticRegression.Binomial model) {
        this.model = model;
    }

    /// The same regression with another intercept.
    Regression from(double intercept) {
        double[] w = model.coefficients().clone();
        w[w.length - 1] = intercept;
        return new Regression(new LogisticRegression.Binomial(w, model.loglikelihood(), RIDGE, IntSet.of(2)));
    }

    /// Fits with a small ridge penalty.
    ///
    /// @param rows finite values
    /// @param outcomes 1 for good, 0 for bad
    /// @param start where the search begins: a coefficient for each column, and the intercept
    /// @throws IllegalArgumentException for a value that is not finite
    static Regression fit(double[][] rows, int[] outcomes, double[] start) {
        for (double[] row : rows) {
            for (double value : row) {
                if (!Double.isFinite(value)) {
                    throw new IllegalArgumentException("not a finite number: " + value);
                }
            }
        }
        Sums sums = new Sums(rows, outcomes, start.length);
        double[] w = start.clone();
        double loss = sums.at(w);
        for (int i = 0; i < ITERATIONS; i++) {
            double[] step = sums.step();
            double longest = Arrays.stream(step).map(Math::abs).max().orElseThrow();
            double length = 1;
            double[] next = moved(w, step, length);
            double found = sums.at(next);
            while (found > loss && length * longest > TOLERANCE) {
                length /= 2;
                next = moved(w, step, length);
                found = sums.at(next);
            }
            if (found > loss) {
                break;
            }
            w = next;
            loss = found;
            if (length * longest <= TOLERANCE) {
                break;
            }
        }
        return new Regression(new LogisticRegression.Binomial(w, -loss, RIDGE, IntSet.of(2)));
    }

    private static double[] moved(double[] w, double[] step, double length) {
        double[] moved = new double[w.length];
        Arrays.setAll(moved, i -> w[i] - length * step[i]);
        return moved;
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

    /// The penalised log loss at some coefficients, with its first and second derivatives.
    private static final class Sums {
        private final double[][] rows;
        private final int[] outcomes;
        private final double[] first;
        private final double[][] second;

        Sums(double[][] rows, int[] outcomes, int size) {
            this.rows = rows;
            this.outcomes = outcomes;
            this.first = new double[size];
            this.second = new double[size][size];
        }

        /// @return the penalised log loss
        double at(double[] w) {
            int p = w.length - 1;
            Arrays.fill(first, 0);
            for (double[] line : second) {
                Arrays.fill(line, 0);
            }
            double loss = 0;
            for (int i = 0; i < p; i++) {
                loss += RIDGE / 2 * w[i] * w[i];
                first[i] = RIDGE * w[i];
                second[i][i] = RIDGE;
            }
            for (int r = 0; r < rows.length; r++) {
                double[] row = rows[r];
                double logOdds = w[p];
                for (int i = 0; i < p; i++) {
                    logOdds += w[i] * row[i];
                }
                double wrong = outcomes[r] == 1 ? -logOdds : logOdds;
                loss += wrong > 0 ? wrong + Math.log1p(Math.exp(-wrong)) : Math.log1p(Math.exp(wrong));
                double chance = 1 / (1 + Math.exp(-logOdds));
                double off = chance - outcomes[r];
                double weight = chance * (1 - chance);
                for (int i = 0; i < p; i++) {
                    first[i] += off * row[i];
                    double[] line = second[i];
                    double weighted = weight * row[i];
                    for (int j = 0; j <= i; j++) {
                        line[j] += weighted * row[j];
                    }
                    second[p][i] += weighted;
                }
                first[p] += off;
                second[p][p] += weight;
            }
            return loss;
        }

        /// Newton's step: the second derivatives' inverse times the first ones.
        double[] step() {
            return Cholesky.solve(second, first);
        }
    }
}

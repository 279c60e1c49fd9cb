package org.solvens.training.evaluate;

import org.solvens.training.evaluate.Resampling.Interval;

/// Which of two models separates good outcomes from bad ones better. The gate and `compare` both use this
/// rule, so they cannot contradict each other.
///
/// A model separates better if the whole 95 % interval of the difference of the AUCs, on the same rows and the
/// same draws of debtors, is on its side of zero.
public enum Separation {
    FIRST,
    SECOND,
    /// The interval includes zero: the rows show no difference.
    NEITHER;

    /// Draws of debtors for an interval, both for the gate and for comparisons.
    public static final int DRAWS = 200;

    /// @param difference of the first model's AUC less the second's
    public static Separation of(Interval difference) {
        if (difference.low() > 0) {
            return FIRST;
        }
        return difference.high() < 0 ? SECOND : NEITHER;
    }
}

package org.solvens.training;

import org.solvens.training.Resampling.Interval;

/// Which of two models separates good outcomes from bad ones better. The gate and `compare` both judge here, so they
/// cannot contradict each other.
///
/// A model separates better where the whole 95 % interval of the difference of the AUCs, on the same rows and the
/// same draws of debtors, is on its side of zero.
enum Separation {
    FIRST,
    SECOND,
    /// The interval includes zero: the rows do not tell the two apart.
    NEITHER;

    /// Draws of debtors behind an interval, for the gate and for comparisons alike.
    static final int DRAWS = 200;

    /// @param difference of the first model's AUC less the second's
    static Separation of(Interval difference) {
        if (difference.low() > 0) {
            return FIRST;
        }
        return difference.high() < 0 ? SECOND : NEITHER;
    }
}

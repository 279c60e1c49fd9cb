package org.solvens.model;

/// A model's arithmetic over plain arrays, for vectors of a fixed order.
sealed interface LogOdds permits ScorecardLogOdds, TreesLogOdds {

    /// Log-odds of the good outcome before calibration.
    double of(double[] vector);

    /// What each of the model's features adds to {@link #neutral}; the sum of both is the log-odds.
    double[] effects(double[] vector);

    /// Log-odds of a mean training row.
    double neutral();
}

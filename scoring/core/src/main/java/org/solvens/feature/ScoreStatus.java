package org.solvens.feature;

import org.solvens.table.Labelled;

/// Whether an axis has a probability, and why not.
public enum ScoreStatus implements Labelled {
    /// There is a calibrated probability.
    SCORED,
    /// The axis has no champion, or none that may be used for this debtor.
    NO_MODEL,
    /// Training found too little to learn from, or nothing that the model reads is known of the case.
    INSUFFICIENT_DATA,
    /// The case is not one of those that the model learned from, such as a very old one.
    OUTSIDE_POPULATION
}

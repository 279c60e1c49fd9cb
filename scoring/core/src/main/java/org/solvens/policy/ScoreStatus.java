package org.solvens.policy;

/// Whether an axis has a probability, and why not.
public enum ScoreStatus {
    /// There is a calibrated probability.
    SCORED,
    /// No model stands in the role, or none may be used for this debtor.
    NO_MODEL,
    /// The lake lacks what the axis reads.
    INSUFFICIENT_DATA,
    /// The case is not one of those that the model learnt from, such as a very old one.
    OUTSIDE_POPULATION
}

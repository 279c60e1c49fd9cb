package org.solvens.feature;

/// The direction in which the field expects a feature to move its axis.
public enum Direction {
    /// More of it never lowers the chance.
    RISING,
    /// More of it never raises the chance.
    FALLING,
    /// No expectation: the data may decide.
    FREE
}

package org.solvens.report.metric;

/// What one figure covers in time. Figures of different grains count the same things and are never added.
public enum Grain {
    /// One day, the period of the figure.
    DAY,
    /// One calendar month, whose first day is the period of the figure.
    MONTH,
    /// An hour of a weekday, over the year before the as-of date.
    WEEK_HOUR,
    /// Everything known on the as-of date.
    TO_DATE
}

package org.solvens.quality;

/// The period over which rows are counted.
public enum Grain {
    /// The last day, compared with the same day of the week in the eight weeks before.
    DAY,
    /// The last month, counted back from the as-of date, compared with up to twelve months before.
    MONTH
}

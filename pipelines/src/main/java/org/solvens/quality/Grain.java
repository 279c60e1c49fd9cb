package org.solvens.quality;

/// Over what time rows are counted.
public enum Grain {
    /// The last day, against the same day of the week in the eight weeks before.
    DAY,
    /// The last month, counted back from the as-of date, against the months before, twelve at most.
    MONTH
}

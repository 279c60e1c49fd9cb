package org.solvens.quality;

/// What a check found.
sealed interface Measure {
    /// @param value the larger the worse
    /// @param noise what chance alone may add to the value
    record Measured(double value, double noise, String message) implements Measure {}

    /// @param why there is nothing to judge by
    record TooLittle(String why) implements Measure {}
}

package org.solvens.quality;

/// The result of a measurement.
sealed interface Measure {
    /// @param value the larger the worse
    /// @param noise what chance alone may add to the value
    record Measured(double value, double noise, String message) implements Measure {}

    /// @param why there is too little to judge
    record TooLittle(String why) implements Measure {}
}

package org.solvens.training.fit;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Numbers as people write them.
final class Readable {
    private static final int MOST_DIGITS = 15;

    private Readable() {}

    /// The number with the fewest digits near another one.
    ///
    /// @param low it is above this
    /// @param number rounded
    /// @param high it is at most this
    /// @return the number itself if none lies between
    static double between(double low, double number, double high) {
        for (int digits = 1; digits <= MOST_DIGITS && number != 0; digits++) {
            double rounded = new BigDecimal(number)
                    .round(new MathContext(digits, RoundingMode.HALF_EVEN))
                    .doubleValue();
            if (rounded > low && rounded <= high) {
                return rounded;
            }
        }
        return number;
    }
}

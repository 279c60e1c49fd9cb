package org.solvens.model;

import java.util.List;

/// How well the mean by a day is known: the 95 % range of the observed mean, found by resampling debtors. The
/// mean is over the calibration cases with a given value of the curve.
///
/// The range is about the mean of many such cases, not about a single case: a single case often pays
/// everything or nothing.
///
/// @param days after the as-of date
/// @param value of the curve by that day: strictly ascending, at least one
/// @param low of the range at each, never falling
/// @param high of the range at each, never falling and not below the low
public record CurveBand(int days, List<Double> value, List<Double> low, List<Double> high) {
    public CurveBand {
        // A calibration asks for exactly this of its knots.
        low = new Calibration(Calibration.Interpolation.LINEAR, value, low).probability();
        high = new Calibration(Calibration.Interpolation.LINEAR, value, high).probability();
        value = List.copyOf(value);
        for (int i = 0; i < value.size(); i++) {
            if (low.get(i) > high.get(i)) {
                throw new IllegalArgumentException("band: a low is above its high");
            }
        }
    }
}

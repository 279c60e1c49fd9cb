package org.solvens.model;

import java.util.List;

/// How well the mean recovery by a day is known: the 95 % range, by drawing debtors anew, of what the cases
/// that the model was calibrated on recovered on average where the curve stood at a share.
///
/// It says how far the mean of many such cases may lie from the curve, not how far a single case may: of one
/// case often everything comes in, or nothing.
///
/// @param days after the as-of date
/// @param share where the curve stands by that day: strictly ascending, at least one
/// @param low of the range at each, never falling
/// @param high of the range at each, never falling and not below the low
public record RecoveryBand(int days, List<Double> share, List<Double> low, List<Double> high) {
    public RecoveryBand {
        // A calibration asks for exactly this of its knots.
        low = new Calibration(Calibration.Interpolation.LINEAR, share, low).probability();
        high = new Calibration(Calibration.Interpolation.LINEAR, share, high).probability();
        share = List.copyOf(share);
        for (int i = 0; i < share.size(); i++) {
            if (low.get(i) > high.get(i)) {
                throw new IllegalArgumentException("band: a low lies above its high");
            }
        }
    }
}

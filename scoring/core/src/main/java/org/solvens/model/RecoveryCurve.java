package org.solvens.model;

import java.util.List;

/// The share of a case's balance that is expected to come in, by days after the as-of date.
///
/// @param points by days, the shares never falling
public record RecoveryCurve(List<Point> points) {
    /// The days by which tables and answers tell it.
    public static final List<Integer> DAYS = List.of(30, 90, 180);

    public RecoveryCurve {
        points = List.copyOf(points);
    }

    /// The expected share by a day.
    ///
    /// @param share of the balance, 0 to 1
    /// @param low of the interval, see {@link RecoveryBand}; not above the share
    /// @param high of the interval; not below the share
    public record Point(int days, double share, double low, double high) {}
}

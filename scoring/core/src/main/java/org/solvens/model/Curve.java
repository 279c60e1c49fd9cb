package org.solvens.model;

import java.util.List;

/// An estimate for a case by days after the as-of date: the share of its balance that is paid, or the
/// probability that it pays. {@link org.solvens.feature.Axis#isCurve} lists the estimates of this form.
///
/// @param points by days, the values never falling
public record Curve(List<Point> points) {
    /// The days by which tables and answers give it.
    public static final List<Integer> DAYS = List.of(30, 90, 180);

    public Curve {
        points = List.copyOf(points);
    }

    /// The estimate by a day.
    ///
    /// @param value a share of the balance or a probability, 0 to 1
    /// @param low of the interval, see {@link CurveBand}; not above the value
    /// @param high of the interval; not below the value
    public record Point(int days, double value, double low, double high) {}
}

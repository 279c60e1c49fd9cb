package org.solvens.model;

/// From log-odds to points: `base + (log-odds - ln baseOdds) * pointsToDouble / ln 2`.
///
/// @param basePoints points at the base odds
/// @param baseOdds odds of the good outcome at the base points, positive
/// @param pointsToDouble points that double the odds, positive
public record PointsScale(int basePoints, double baseOdds, int pointsToDouble) {
    public PointsScale {
        if (!(baseOdds > 0) || !Double.isFinite(baseOdds) || pointsToDouble <= 0) {
            throw new IllegalArgumentException("points: base odds and points to double must be positive");
        }
    }

    /// Points of one unit of log-odds.
    public double factor() {
        return pointsToDouble / Math.log(2);
    }

    /// Points of a log-odds, not rounded.
    public double points(double logOdds) {
        return basePoints + (logOdds - Math.log(baseOdds)) * factor();
    }
}

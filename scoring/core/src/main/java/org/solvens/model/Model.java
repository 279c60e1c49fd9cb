package org.solvens.model;

import java.util.List;
import org.solvens.feature.Axis;

/// A trained model of one axis or estimate as plain data. {@link Scorer} applies it, {@link ModelFile} carries it.
public sealed interface Model permits ScorecardModel, TreesModel, CurveModel, EffectModel {

    /// The content's hash, 16 hexadecimal digits; empty in a draft (see {@link ModelFile#identified}).
    String id();

    /// What it scores or estimates.
    Axis axis();

    /// Name of the training plan.
    String plan();

    /// Version of the training plan.
    int planVersion();

    /// Days after the as-of date in which the outcome may happen.
    int horizonDays();

    /// Cases placed longer ago, in days, are outside the population.
    int maxAgeDays();

    /// Version of the feature catalogue it was trained on.
    String featuresVersion();

    /// From log-odds to points.
    PointsScale scale();

    /// From log-odds to probability.
    Calibration calibration();

    /// Rows that are re-scored whenever the model is read, at least one.
    List<Verification> verification();

    /// Names of the features, in the order of the verification rows.
    List<String> features();

    /// `scorecard` or `trees`; for a curve the family of its hazard; `effects`.
    default String family() {
        return switch (this) {
            case ScorecardModel _ -> "scorecard";
            case TreesModel _ -> "trees";
            case CurveModel curve -> curve.hazard().family();
            case EffectModel _ -> "effects";
        };
    }
}

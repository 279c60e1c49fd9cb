package org.solvens.model;

/// Scores cases on one axis.
public sealed interface AxisScorer {

    /// The score of a case.
    ///
    /// @param vector features in the order the scorer was made for
    /// @param ageDays days since the case was placed, at the as-of date
    /// @param reasons most reasons to give
    AxisScore score(double[] vector, int ageDays, int reasons);

    /// The curve of a case, by the scorer of an axis that {@link org.solvens.feature.Axis#isCurve}.
    ///
    /// @param vector features in the order the scorer was made for
    /// @param ageDays days since the case was placed, at the as-of date
    default CurveEstimate curve(double[] vector, int ageDays) {
        return switch (this) {
            case ByModel(Scorer scorer) -> scorer.estimate(vector, ageDays);
            case WithoutModel none -> new CurveEstimate.Unknown(none.score(vector, ageDays, 0));
            case WithoutData none -> new CurveEstimate.Unknown(none.score(vector, ageDays, 0));
        };
    }

    /// For an axis without a champion.
    record WithoutModel() implements AxisScorer {
        @Override
        public AxisScore score(double[] vector, int ageDays, int reasons) {
            return new AxisScore.NoModel();
        }
    }

    /// For an axis for which training had too little data.
    record WithoutData() implements AxisScorer {
        @Override
        public AxisScore score(double[] vector, int ageDays, int reasons) {
            return new AxisScore.InsufficientData("");
        }
    }

    /// By a model.
    record ByModel(Scorer scorer) implements AxisScorer {
        @Override
        public AxisScore score(double[] vector, int ageDays, int reasons) {
            return scorer.score(vector, ageDays, reasons);
        }
    }
}

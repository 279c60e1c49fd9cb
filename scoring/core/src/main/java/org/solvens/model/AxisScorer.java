package org.solvens.model;

import java.util.List;
import java.util.Map;
import org.solvens.feature.Feature;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.history.Route;
import org.solvens.history.Stage;

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
            case Effects effects -> new CurveEstimate.Unknown(effects.score(vector, ageDays, 0));
        };
    }

    /// What moved the curve of a case most within so many days, strongest first; empty where there is no curve.
    ///
    /// @param vector features in the order the scorer was made for
    /// @param ageDays days since the case was placed, at the as-of date
    /// @param days more than 0
    /// @param most how many to give at most
    default List<Contribution> curveReasons(double[] vector, int ageDays, int days, int most) {
        return this instanceof ByModel(Scorer scorer)
                        && scorer.estimate(vector, ageDays) instanceof CurveEstimate.Expected
                ? scorer.curveReasons(vector, days, most)
                : List.of();
    }

    /// The effects of routes on a case, by the scorer of {@link org.solvens.feature.Axis#ROUTE_EFFECT}; empty
    /// without such a model.
    ///
    /// @param vector features in the order the scorer was made for
    /// @param ageDays days since the case was placed, at the as-of date
    /// @return shares of the balance by route, against waiting
    default Map<Route, Double> effects(double[] vector, int ageDays, Stage stage) {
        return this instanceof Effects(EffectScorer scorer) ? scorer.effects(vector, ageDays, stage) : Map.of();
    }

    /// The standard errors of the mean effects, by route; empty without such a model.
    default Map<Route, Double> effectErrors() {
        return this instanceof Effects(EffectScorer scorer) ? scorer.errors() : Map.of();
    }

    /// The scorer of a model, for vectors with values in the order of the given names.
    ///
    /// @throws org.solvens.problem.Problem `MODEL-FEATURES` as {@link Scorer#of(Model, List)}
    static AxisScorer of(Model model, List<String> vectorNames) {
        return model instanceof EffectModel effects
                ? new Effects(EffectScorer.of(effects, vectorNames))
                : new ByModel(Scorer.of(model, vectorNames));
    }

    /// The scorer of a model, for the vectors of a catalogue.
    ///
    /// @throws org.solvens.problem.Problem `MODEL-FEATURES` as {@link Scorer#of(Model, FeatureCatalogue)}
    static AxisScorer of(Model model, FeatureCatalogue catalogue) {
        Scorer.requireSameCases(model, catalogue);
        return of(model, catalogue.features().stream().map(Feature::name).toList());
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

    /// By a model of effects. It has no score: effects are shares of the balance, one for each route.
    record Effects(EffectScorer scorer) implements AxisScorer {
        @Override
        public AxisScore score(double[] vector, int ageDays, int reasons) {
            return new AxisScore.NoModel();
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

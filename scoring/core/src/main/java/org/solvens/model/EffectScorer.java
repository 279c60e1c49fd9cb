package org.solvens.model;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.solvens.history.Route;
import org.solvens.history.Stage;

/// A model of effects made ready for vectors of a fixed order. Immutable, so that threads may share one.
public final class EffectScorer {
    private final EffectModel model;
    private final List<Scorer> scorers;
    private final Map<Route, Double> errors;

    private EffectScorer(EffectModel model, List<Scorer> scorers) {
        this.model = model;
        this.scorers = scorers;
        errors = model.effects().stream()
                .collect(Collectors.toUnmodifiableMap(EffectModel.Effect::route, EffectModel.Effect::error));
    }

    /// Makes a model ready for vectors with values in the order of the given names.
    ///
    /// @throws org.solvens.problem.Problem `MODEL-FEATURES` if the vectors lack a feature of the model
    public static EffectScorer of(EffectModel model, List<String> vectorNames) {
        List<Scorer> scorers = new ArrayList<>();
        for (EffectModel.Effect effect : model.effects()) {
            scorers.add(Scorer.of(effect.trees(), vectorNames));
        }
        return new EffectScorer(model, List.copyOf(scorers));
    }

    public EffectModel model() {
        return model;
    }

    /// The effects on a case of the routes that were taken often enough in its stage.
    ///
    /// @param vector features in the order the scorer was made for
    /// @param ageDays days since the case was placed
    /// @return shares of the balance by route; empty for a case outside the population, or of which
    ///     nothing is known
    public Map<Route, Double> effects(double[] vector, int ageDays, Stage stage) {
        Map<Route, Double> effects = new EnumMap<>(Route.class);
        if (ageDays > model.maxAgeDays() || scorers.getFirst().allMissing(vector)) {
            return effects;
        }
        for (int i = 0; i < scorers.size(); i++) {
            EffectModel.Effect effect = model.effects().get(i);
            if (effect.stages().contains(stage)) {
                effects.put(effect.route(), scorers.get(i).logOdds(vector));
            }
        }
        return effects;
    }

    /// The standard errors of the mean effects by route, of the balance.
    public Map<Route, Double> errors() {
        return errors;
    }

    /// What each feature adds to the effect of a route or takes from it, in hundredths of the balance,
    /// strongest first.
    ///
    /// @param most how many to give at most
    /// @throws IllegalArgumentException if the model has no effect of the route
    public List<Contribution> reasons(Route route, double[] vector, int most) {
        for (int i = 0; i < scorers.size(); i++) {
            if (model.effects().get(i).route() == route) {
                return scorers.get(i).reasons(vector, most);
            }
        }
        throw new IllegalArgumentException("the model has no effect of " + route);
    }
}

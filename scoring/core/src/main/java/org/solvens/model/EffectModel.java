package org.solvens.model;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.solvens.feature.Axis;
import org.solvens.history.Route;
import org.solvens.history.Stage;

/// Effects of routes as plain data: for each route trees whose sum is the effect.
///
/// The effect of a route is how much larger a share of the balance comes in within the horizon than if nothing
/// is done (WAIT), if decisions are taken as before from then on. The trees' log-odds are that share; their
/// calibration only maps shares from -1 to 1 onto 0 to 1, so that verification rows fit. A route that is not
/// listed was taken too seldom, or its effect is too uncertain to rank by.
///
/// @param id the content's hash, 16 hexadecimal digits; empty in a draft (see {@link ModelFile#identified})
/// @param effects of at least one route, each once, over the same features and population
public record EffectModel(String id, List<Effect> effects) implements Model {

    /// The effect of one route.
    ///
    /// @param trees on the axis {@link Axis#ROUTE_EFFECT}
    /// @param taken logged decisions for the route that it was learnt from
    /// @param mean effect over the decisions of the log
    /// @param error standard error of the mean, by debtor
    /// @param stages of cases in which the route was taken often enough
    public record Effect(Route route, TreesModel trees, int taken, double mean, double error, Set<Stage> stages) {
        public Effect {
            Objects.requireNonNull(route);
            Objects.requireNonNull(trees);
            stages = stages.isEmpty() ? Set.of() : Set.copyOf(stages);
            Finite.require("effect", List.of(mean, error));
            if (route == Route.WAIT || route == Route.HOLD) {
                throw new IllegalArgumentException("effects are measured against doing nothing");
            }
            if (trees.axis() != Axis.ROUTE_EFFECT || taken < 1 || error < 0) {
                throw new IllegalArgumentException("an effect is of its axis, and learned from decisions");
            }
        }
    }

    public EffectModel {
        Objects.requireNonNull(id);
        effects = List.copyOf(effects);
        if (effects.isEmpty()) {
            throw new IllegalArgumentException("a model of effects has effects");
        }
        Set<Route> seen = EnumSet.noneOf(Route.class);
        TreesModel first = effects.getFirst().trees();
        for (Effect effect : effects) {
            TreesModel trees = effect.trees();
            if (!seen.add(effect.route())) {
                throw new IllegalArgumentException("the effect of a route occurs twice");
            }
            if (!trees.features().equals(first.features())
                    || trees.maxAgeDays() != first.maxAgeDays()
                    || trees.horizonDays() != first.horizonDays()
                    || !trees.featuresVersion().equals(first.featuresVersion())) {
                throw new IllegalArgumentException("the effects are of different features or populations");
            }
        }
    }

    private TreesModel first() {
        return effects.getFirst().trees();
    }

    @Override
    public Axis axis() {
        return Axis.ROUTE_EFFECT;
    }

    @Override
    public String plan() {
        return first().plan();
    }

    @Override
    public int planVersion() {
        return first().planVersion();
    }

    @Override
    public int horizonDays() {
        return first().horizonDays();
    }

    @Override
    public int maxAgeDays() {
        return first().maxAgeDays();
    }

    @Override
    public String featuresVersion() {
        return first().featuresVersion();
    }

    /// Hundredths of the balance.
    @Override
    public PointsScale scale() {
        return first().scale();
    }

    /// From shares between -1 and 1 to numbers between 0 and 1, for verification only.
    @Override
    public Calibration calibration() {
        return first().calibration();
    }

    @Override
    public List<Verification> verification() {
        return first().verification();
    }

    @Override
    public List<String> features() {
        return first().features();
    }

    /// The same model under another id.
    EffectModel withId(String other) {
        return new EffectModel(other, effects);
    }
}

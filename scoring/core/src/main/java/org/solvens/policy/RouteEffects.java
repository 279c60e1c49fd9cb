package org.solvens.policy;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.solvens.history.Route;

/// What routes are estimated to bring on a case.
///
/// @param shares by route: how much more of the balance comes in than if nothing is done. A route whose effect is
///     not known is absent
/// @param errors standard errors of the mean effects by route, of the balance; a route that is absent has none
public record RouteEffects(Map<Route, Double> shares, Map<Route, Double> errors) {
    /// No effect is known.
    public static final RouteEffects NONE = new RouteEffects(Map.of());

    public RouteEffects {
        shares = Map.copyOf(shares);
        errors = Map.copyOf(errors);
    }

    /// Effects without errors: the largest is the best.
    public RouteEffects(Map<Route, Double> shares) {
        this(shares, Map.of());
    }

    /// The standard error of the difference between the effects of two routes, as if they were independent. Both
    /// are measured against waiting, which makes the difference more certain than this.
    double error(Route one, Route other) {
        return Math.hypot(errors.getOrDefault(one, 0.0), errors.getOrDefault(other, 0.0));
    }

    /// The effect of a route; 0 for doing nothing, null if it is not known.
    @Nullable
    Double of(Route route) {
        return route == Route.WAIT ? Double.valueOf(0) : shares.get(route);
    }
}

package org.solvens.policy;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.solvens.history.Route;

/// What routes are estimated to bring on a case.
///
/// @param shares by route: how much more of the balance comes in than if nothing is done. A
///     route whose effect is not
///     known is absent
public record RouteEffects(Map<Route, Double> shares) {
    /// No effect is known.
    public static final RouteEffects NONE = new RouteEffects(Map.of());

    public RouteEffects {
        shares = Map.copyOf(shares);
    }

    /// The effect of a route; 0 for doing nothing, null if it is not known.
    @Nullable
    Double of(Route route) {
        return route == Route.WAIT ? Double.valueOf(0) : shares.get(route);
    }
}

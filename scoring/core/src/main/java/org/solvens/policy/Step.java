package org.solvens.policy;

import org.solvens.history.Route;

/// The result of one step of a decision.
sealed interface Step {
    /// The text in the trace.
    String id();

    /// The step passes.
    record Passed(String id) implements Step {}

    /// The step decides; later steps are not evaluated.
    record Stopped(String id, Segment segment, Route route, boolean needsHuman, int reviewDays) implements Step {}

    /// The step removes a route.
    ///
    /// @param id the rule behind it and the route, such as `mandate.plan`
    /// @param flag what to tell a person of it, or null
    record Removed(
            String id,
            Route route,
            @org.jspecify.annotations.Nullable Flag flag) implements Step {}
}

package org.solvens.policy;

import org.solvens.history.Route;

/// What one step of a decision came to.
sealed interface Step {
    /// What the trace shows.
    String id();

    /// The step lets the case go on.
    record Passed(String id) implements Step {}

    /// The step decides; nothing after it is asked.
    record Stopped(String id, Segment segment, Route route, boolean needsHuman, int reviewDays) implements Step {}

    /// The step takes a route away.
    ///
    /// @param id the rule behind it and the route, such as `mandate.plan`
    /// @param flag what to tell a person of it, or null
    record Removed(
            String id,
            Route route,
            @org.jspecify.annotations.Nullable Flag flag) implements Step {}
}

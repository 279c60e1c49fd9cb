package org.solvens.policy;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.solvens.history.HoldKind;
import org.solvens.history.Route;

/// The decision on a case, and why.
///
/// @param secondRoute the next best route that law, mandate and limits leave open, or null; who takes it
///     asks {@link Route#humanOnly()} again, as `needsHuman` speaks of the first
/// @param rule id of the rule that decided; never empty
/// @param trace ids of the steps and rules passed through, in order
/// @param needsHuman whether a person must confirm before the route is taken
/// @param reviewOn day of the next review
/// @param holds kinds of the open holds
public record Decision(
        Segment segment,
        Set<Flag> flags,
        Route route,
        @Nullable Route secondRoute,
        String rule,
        List<String> trace,
        boolean needsHuman,
        LocalDate reviewOn,
        Set<HoldKind> holds) {
    public Decision {
        Objects.requireNonNull(segment);
        Objects.requireNonNull(flags);
        Objects.requireNonNull(route);
        Objects.requireNonNull(rule);
        Objects.requireNonNull(trace);
        Objects.requireNonNull(reviewOn);
        Objects.requireNonNull(holds);
    }
}

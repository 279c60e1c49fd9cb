package org.solvens.policy;

import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.solvens.history.HoldKind;
import org.solvens.history.Route;

/// The decision on a case, and why.
///
/// @param secondRoute the next best route that law, mandate and limits leave open, or null; who takes it
///     asks {@link Route#humanOnly()} again, as `needsHuman` speaks of the first
/// @param probability with which the policy takes the route on the facts of the case: below 1 where it might
///     have drawn another
/// @param rule id of the rule that decided; never empty
/// @param trace ids of the steps and rules passed through, in order
/// @param values what the open options of the rule that decided are estimated to bring beyond doing nothing,
///     less their price, in units of the reference currency; empty where they were not ranked
/// @param needsHuman whether a person must confirm before the route is taken
/// @param reviewOn day of the next review
/// @param holds kinds of the open holds
public record Decision(
        Segment segment,
        Set<Flag> flags,
        Route route,
        @Nullable Route secondRoute,
        double probability,
        String rule,
        List<String> trace,
        Map<Route, Double> values,
        boolean needsHuman,
        LocalDate reviewOn,
        Set<HoldKind> holds) {
    public Decision {
        Objects.requireNonNull(segment);
        Objects.requireNonNull(flags);
        Objects.requireNonNull(route);
        Objects.requireNonNull(rule);
        Objects.requireNonNull(trace);
        Objects.requireNonNull(values);
        Objects.requireNonNull(reviewOn);
        if (!(probability > 0 && probability <= 1)) {
            throw new IllegalArgumentException("a probability must lie above 0 and not above 1");
        }
        Objects.requireNonNull(holds);
    }

    /// Whether the policy takes a call where nothing is drawn. Where another route was drawn, the call is the
    /// second.
    public boolean prefersCall() {
        return route == Route.CALL || secondRoute == Route.CALL && trace.contains(Decider.DRAWN);
    }

    /// The same decision, where the person who must confirm it has no time within a week.
    public Decision queued() {
        Set<Flag> more = EnumSet.of(Flag.REVIEW_QUEUED);
        more.addAll(flags);
        return new Decision(
                segment,
                Collections.unmodifiableSet(more),
                route,
                secondRoute,
                probability,
                rule,
                trace,
                values,
                needsHuman,
                reviewOn.plusWeeks(1),
                holds);
    }
}

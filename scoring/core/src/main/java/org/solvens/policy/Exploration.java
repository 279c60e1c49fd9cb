package org.solvens.policy;

import java.time.LocalDate;
import java.util.List;
import org.solvens.chance.Draws;
import org.solvens.history.Route;

/// Draws the route of some debtors among those that are open, so that the log shows what each route brings.
///
/// @param share of the debtors of a day, in (0, 0.5]
/// @param seed of the draws
record Exploration(double share, long seed) {
    private static final int WHETHER = 1;
    private static final int WHICH = 2;

    /// Whether a debtor's routes are drawn on a day.
    boolean draws(String debtorId, LocalDate day) {
        return number(debtorId, day, WHETHER) < share;
    }

    /// One of several routes, each with the same probability.
    Route drawn(String debtorId, LocalDate day, List<Route> among) {
        return among.get((int) (number(debtorId, day, WHICH) * among.size()));
    }

    /// The probability of a route.
    ///
    /// @param best whether it is the one that is taken where nothing is drawn
    /// @param among number of routes that are drawn from
    double probability(boolean best, int among) {
        return (best ? 1 - share : 0) + share / among;
    }

    private double number(String debtorId, LocalDate day, int purpose) {
        return Draws.uniform(Draws.hash(debtorId + '/' + day), seed, purpose);
    }
}

package org.solvens.api;

import java.time.LocalDate;
import java.util.List;
import org.solvens.model.Curve;

/// What batch scoring decided on one case, as it stands in the scores table.
///
/// Of a million cases each takes a few hundred bytes, so equal texts and lists are one object.
///
/// @param reasons in the form `W-broken_promises_365d`: axis, direction, feature
/// @param routeProbability with which the route was drawn, 1 where nothing was left to chance
/// @param policy name and version, such as `standard@3`
/// @param estimates beside the scores
record Decision(
        String caseId,
        String debtorId,
        Score willingness,
        Score ability,
        Score reachability,
        String segment,
        List<String> flags,
        String route,
        String secondRoute,
        String rule,
        List<String> trace,
        boolean needsHuman,
        LocalDate reviewOn,
        List<String> holds,
        List<String> reasons,
        String policy,
        String featuresVersion,
        double routeProbability,
        Estimates estimates) {

    /// What is said of the case beside the scores; the decision does not rest on it.
    ///
    /// @param recovery expected shares of the balance
    /// @param payment probabilities that the case pays anything
    record Estimates(Score promiseKept, Score selfCure, ByDays recovery, ByDays payment) {
        private static final Score NO_SCORE = new Score(Double.NaN, null, "no_model", null);

        /// Of tables that have none.
        static final Estimates NONE = new Estimates(NO_SCORE, NO_SCORE, ByDays.NONE, ByDays.NONE);
    }

    /// An estimate that is a curve.
    ///
    /// @param values the value, low and high by each of {@link Curve#DAYS}, one after the other; empty without an
    ///     estimate
    /// @param status the same words as of a score
    /// @param model id of the model, or null
    record ByDays(double[] values, String status, String model) {
        /// Of tables that do not have the estimate.
        static final ByDays NONE = new ByDays(new double[0], "no_model", null);
    }

    /// The score of one axis.
    ///
    /// @param probability calibrated, 0 to 1; NaN where there is none
    /// @param points of the scorecard, or null
    /// @param status scored, no_model, insufficient_data or outside_population
    /// @param model id of the model, or null
    record Score(double probability, Integer points, String status, String model) {}
}

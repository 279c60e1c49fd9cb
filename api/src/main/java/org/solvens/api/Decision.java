package org.solvens.api;

import java.time.LocalDate;
import java.util.List;

/// What batch scoring decided on one case, as it stands in the scores table.
///
/// Of a million cases each takes a few hundred bytes, so equal texts and lists are one object.
///
/// @param reasons in the form `W-broken_promises_365d`: axis, direction, feature
/// @param routeProbability with which the route was drawn, 1 where nothing was left to chance
/// @param policy name and version, such as `standard@3`
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
        double routeProbability) {

    /// The score of one axis.
    ///
    /// @param probability calibrated, 0 to 1; NaN where there is none
    /// @param points of the scorecard, or null
    /// @param status scored, no_model, insufficient_data or outside_population
    /// @param model id of the model, or null
    record Score(double probability, Integer points, String status, String model) {}
}

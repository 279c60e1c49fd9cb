package org.solvens.model;

import java.util.List;
import java.util.Objects;
import org.solvens.feature.Axis;

/// A trained scorecard as plain data. {@link Scorer} applies it, {@link ModelFile} carries it.
///
/// @param id the content's hash, 16 hexadecimal digits; empty in a draft (see {@link ModelFile#identified})
/// @param axis willingness, ability or reachability
/// @param plan name of the training plan
/// @param planVersion its version
/// @param horizonDays days after the as-of date in which the outcome may happen
/// @param maxAgeDays cases placed longer ago are outside the population
/// @param featuresVersion version of the feature catalogue it was trained on
/// @param terms its features, at least one, each once
/// @param intercept of the log-odds
/// @param scale from log-odds to points
/// @param calibration from log-odds to probability
/// @param verification rows that are re-scored whenever the model is read, at least one
public record ScorecardModel(
        String id,
        Axis axis,
        String plan,
        int planVersion,
        int horizonDays,
        int maxAgeDays,
        String featuresVersion,
        List<Term> terms,
        double intercept,
        PointsScale scale,
        Calibration calibration,
        List<Verification> verification)
        implements Model {

    public ScorecardModel {
        Objects.requireNonNull(id);
        Objects.requireNonNull(plan);
        Objects.requireNonNull(featuresVersion);
        Objects.requireNonNull(scale);
        Objects.requireNonNull(calibration);
        terms = List.copyOf(terms);
        verification = List.copyOf(verification);
        Finite.require("intercept", intercept);
        Sound.require(
                axis, horizonDays, maxAgeDays, terms.stream().map(Term::feature).toList(), verification);
    }

    /// Names of the features, in the order of the terms.
    @Override
    public List<String> features() {
        return terms.stream().map(Term::feature).toList();
    }

    /// A draft of the same model with another calibration.
    ScorecardModel calibrated(Calibration other, List<Verification> rows) {
        return new ScorecardModel(
                "",
                axis,
                plan,
                planVersion,
                horizonDays,
                maxAgeDays,
                featuresVersion,
                terms,
                intercept,
                scale,
                other,
                rows);
    }

    /// The same model under another id.
    ScorecardModel withId(String other) {
        return new ScorecardModel(
                other,
                axis,
                plan,
                planVersion,
                horizonDays,
                maxAgeDays,
                featuresVersion,
                terms,
                intercept,
                scale,
                calibration,
                verification);
    }
}

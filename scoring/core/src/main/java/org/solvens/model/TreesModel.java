package org.solvens.model;

import java.util.List;
import java.util.Objects;
import org.solvens.feature.Axis;

/// Boosted trees as plain data: the log-odds are the base and the sum over the trees.
///
/// @param id the content's hash, 16 hexadecimal digits; empty in a draft (see {@link ModelFile#identified})
/// @param axis willingness, ability or reachability
/// @param plan name of the training plan
/// @param planVersion its version
/// @param horizonDays days after the as-of date in which the outcome may happen
/// @param maxAgeDays cases placed longer ago are outside the population
/// @param featuresVersion version of the feature catalogue it was trained on
/// @param features names, at least one, each once
/// @param base log-odds before the first tree
/// @param trees at least one
/// @param scale from log-odds to points
/// @param calibration from log-odds to probability
/// @param verification rows that are re-scored whenever the model is read, at least one
public record TreesModel(
        String id,
        Axis axis,
        String plan,
        int planVersion,
        int horizonDays,
        int maxAgeDays,
        String featuresVersion,
        List<String> features,
        double base,
        List<Tree> trees,
        PointsScale scale,
        Calibration calibration,
        List<Verification> verification)
        implements Model {

    public TreesModel {
        Objects.requireNonNull(id);
        Objects.requireNonNull(plan);
        Objects.requireNonNull(featuresVersion);
        Objects.requireNonNull(scale);
        Objects.requireNonNull(calibration);
        features = List.copyOf(features);
        trees = List.copyOf(trees);
        verification = List.copyOf(verification);
        Finite.require("base", base);
        Sound.require(axis, horizonDays, maxAgeDays, features, verification);
        if (trees.isEmpty()) {
            throw new IllegalArgumentException("a model of trees has trees");
        }
        for (Tree tree : trees) {
            for (int feature : tree.feature()) {
                if (feature >= features.size()) {
                    throw new IllegalArgumentException("a tree asks for feature " + feature + ", which is not there");
                }
            }
        }
    }

    /// A draft of the same model with another calibration.
    TreesModel calibrated(Calibration other, List<Verification> rows) {
        return new TreesModel(
                "",
                axis,
                plan,
                planVersion,
                horizonDays,
                maxAgeDays,
                featuresVersion,
                features,
                base,
                trees,
                scale,
                other,
                rows);
    }

    /// The same model under another id.
    TreesModel withId(String other) {
        return new TreesModel(
                other,
                axis,
                plan,
                planVersion,
                horizonDays,
                maxAgeDays,
                featuresVersion,
                features,
                base,
                trees,
                scale,
                calibration,
                verification);
    }
}

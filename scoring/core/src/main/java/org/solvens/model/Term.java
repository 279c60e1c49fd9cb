package org.solvens.model;

import java.util.List;
import java.util.Objects;
import org.solvens.feature.Missing;

/// One feature of a scorecard: its bins, the weight of evidence of each, and its coefficient.
///
/// @param feature name in the catalogue
/// @param cuts strictly ascending and finite; a value belongs to the bin numbered by how many cuts it reaches
///     (`value >= cut`)
/// @param woe weight of evidence a bin, `ln(share of goods / share of bads)`: one more than cuts
/// @param missingWoe weight of evidence of each {@link Missing}, in its order; 0 if training saw none
/// @param meanWoe mean weight of evidence over the training rows: the neutral point of reasons
/// @param coefficient of the logistic regression
public record Term(
        String feature,
        List<Double> cuts,
        List<Double> woe,
        List<Double> missingWoe,
        double meanWoe,
        double coefficient) {

    public Term {
        Objects.requireNonNull(feature);
        cuts = List.copyOf(cuts);
        woe = List.copyOf(woe);
        missingWoe = List.copyOf(missingWoe);
        if (woe.size() != cuts.size() + 1) {
            throw new IllegalArgumentException(feature + ": one more weight of evidence than cuts is needed");
        }
        if (missingWoe.size() != Missing.values().length) {
            throw new IllegalArgumentException(feature + ": one weight of evidence for each reason of missing");
        }
        Finite.require(feature, cuts);
        Finite.require(feature, woe);
        Finite.require(feature, missingWoe);
        Finite.require(feature, meanWoe);
        Finite.require(feature, coefficient);
        for (int i = 1; i < cuts.size(); i++) {
            if (cuts.get(i) <= cuts.get(i - 1)) {
                throw new IllegalArgumentException(feature + ": cuts must ascend");
            }
        }
    }

    /// The weight of evidence of a value or of the code of a {@link Missing}.
    public double woeOf(double value) {
        if (Missing.is(value)) {
            return missingWoe.get(Missing.of(value).ordinal());
        }
        int bin = 0;
        while (bin < cuts.size() && value >= cuts.get(bin)) {
            bin++;
        }
        return woe.get(bin);
    }
}

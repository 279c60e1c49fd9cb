package org.solvens.model;

import java.util.List;
import org.solvens.feature.Missing;

/// A scorecard over plain arrays.
final class ScorecardLogOdds implements LogOdds {
    private final ScorecardModel model;
    private final int[] positions;
    private final double[][] cuts;
    private final double[][] weights;
    private final double[][] missingWeights;
    private final double[] neutral;
    private final double neutralLogOdds;

    /// @param positions of the terms' features in the vectors
    ScorecardLogOdds(ScorecardModel model, int[] positions) {
        this.model = model;
        this.positions = positions;
        int n = positions.length;
        cuts = new double[n][];
        weights = new double[n][];
        missingWeights = new double[n][];
        neutral = new double[n];
        double sum = model.intercept();
        for (int i = 0; i < n; i++) {
            Term term = model.terms().get(i);
            cuts[i] = array(term.cuts(), 1);
            weights[i] = array(term.woe(), term.coefficient());
            missingWeights[i] = array(term.missingWoe(), term.coefficient());
            neutral[i] = term.meanWoe() * term.coefficient();
            sum += neutral[i];
        }
        neutralLogOdds = sum;
    }

    @Override
    public double of(double[] vector) {
        double sum = model.intercept();
        for (int i = 0; i < positions.length; i++) {
            sum += weight(i, vector[positions[i]]);
        }
        return sum;
    }

    @Override
    public double[] effects(double[] vector) {
        double[] effects = new double[positions.length];
        for (int i = 0; i < effects.length; i++) {
            effects[i] = weight(i, vector[positions[i]]) - neutral[i];
        }
        return effects;
    }

    @Override
    public double neutral() {
        return neutralLogOdds;
    }

    private double weight(int term, double value) {
        if (Missing.is(value)) {
            return missingWeights[term][Missing.of(value).ordinal()];
        }
        if (Double.isNaN(value)) {
            throw new IllegalArgumentException(
                    "NaN for " + model.terms().get(term).feature());
        }
        double[] edges = cuts[term];
        int bin = 0;
        while (bin < edges.length && value >= edges[bin]) {
            bin++;
        }
        return weights[term][bin];
    }

    private static double[] array(List<Double> values, double factor) {
        double[] array = new double[values.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = values.get(i) * factor;
        }
        return array;
    }
}

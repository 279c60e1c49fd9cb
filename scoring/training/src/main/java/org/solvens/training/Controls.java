package org.solvens.training;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Features that a model is fitted with and does not read: what they explain is not laid to the charge of
/// others. Each is held at one value, so that the rest of the model compares rows as if all had it.
///
/// @param held the value of each, by name
record Controls(Map<String, Double> held) {
    static final Controls NONE = new Controls(Map.of());

    /// Why a control is not in the model.
    static final String FATE = "control: fitted with, and held at its median";

    /// Each at its median over the rows that are fitted; the codes of missing values count as the numbers they are.
    static Controls of(AxisRows rows, int[] fit, Set<String> names) {
        Map<String, Double> held = new HashMap<>();
        for (String name : names) {
            double[] values = rows.column(rows.features().indexOf(name), fit);
            Arrays.sort(values);
            held.put(name, values[values.length / 2]);
        }
        return new Controls(Map.copyOf(held));
    }

    boolean hold(String feature) {
        return held.containsKey(feature);
    }

    /// The value of a feature at a row, or the one that it is held at.
    double value(String feature, AxisRows rows, int position, int row) {
        @Nullable Double at = held.get(feature);
        return at == null ? rows.value(position, row) : at;
    }
}

package org.solvens.training.fit;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.solvens.training.rows.AxisRows;

/// Features that a model is fitted with but does not read, so that their effects are not attributed to other
/// features. Each is held at one value, so that the model compares rows as if all had that value.
///
/// @param held the value of each, by name
public record Controls(Map<String, Double> held) {
    static final Controls NONE = new Controls(Map.of());

    /// Why a control is not in the model.
    public static final String FATE = "control: fitted with, and held at its median";

    /// Controls at their median over the fitted rows. Codes of missing values count as plain numbers.
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

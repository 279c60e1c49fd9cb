package org.solvens.stability;

import java.io.Serializable;
import java.util.Arrays;
import org.solvens.feature.Missing;

/// Bins of a feature or score: one for each reason of missing, then those of the values, cut at the quantiles
/// of a reference.
///
/// @param cuts ascending; a value belongs to the bin after the last cut that it reaches
public record Bins(double[] cuts) implements Serializable {
    /// How many bins, the first ones, are for missing values.
    public static final int MISSING = Missing.values().length;

    /// Bins with about as many values of a reference in each.
    ///
    /// @param reference values and codes of missing, in any order
    /// @param most bins of values
    public static Bins of(double[] reference, int most) {
        double[] present =
                Arrays.stream(reference).filter(v -> !Missing.is(v)).sorted().toArray();
        if (present.length == 0) {
            return new Bins(new double[0]);
        }
        double[] cuts = new double[most - 1];
        for (int i = 0; i < cuts.length; i++) {
            cuts[i] = present[(int) ((long) (i + 1) * present.length / most)];
        }
        double lowest = present[0];
        return new Bins(Arrays.stream(cuts).filter(c -> c > lowest).distinct().toArray());
    }

    /// How many bins there are.
    public int count() {
        return MISSING + cuts.length + 1;
    }

    /// The bin of a value or code.
    public int of(double value) {
        if (Missing.is(value)) {
            return Missing.of(value).ordinal();
        }
        int bin = MISSING;
        while (bin - MISSING < cuts.length && value >= cuts[bin - MISSING]) {
            bin++;
        }
        return bin;
    }
}

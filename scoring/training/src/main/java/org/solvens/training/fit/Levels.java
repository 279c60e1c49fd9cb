package org.solvens.training.fit;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.solvens.feature.Missing;
import org.solvens.training.rows.Special;

/// A feature's values, grouped into a few levels, so that trees find their splits by counting.
///
/// Levels 0 to 3 are the reasons for missing values, in the order of their codes (NOT_APPLICABLE, TOO_OLD,
/// NO_RECORD, NO_FEED); then come the special values of a table's column, one level each; then the values, cut
/// at quantiles. A split between two levels is the
/// same split of the values themselves, at {@link #threshold}.
///
/// @param specials how many special values the feature has
/// @param cuts ascending, those between special values included
public record Levels(int specials, double[] cuts) {
    /// How many levels, the lowest ones, are for missing values.
    static final int MISSING = Missing.values().length;

    /// Cuts values at quantiles.
    ///
    /// @param most levels of values
    public static Levels of(double[] values, int most) {
        return of(values, 0, most);
    }

    /// Cuts the values of a feature with special values at quantiles.
    ///
    /// @param specials how many special values the feature has
    /// @param most levels of values and special values together
    public static Levels of(double[] values, int specials, int most) {
        double[] present = Arrays.stream(values)
                .filter(v -> !Missing.is(v) && !Special.is(v))
                .sorted()
                .toArray();
        double[] cuts = Binning.quantileCuts(present, Math.max(2, most - specials));
        return new Levels(
                specials,
                DoubleStream.concat(Arrays.stream(Special.cuts(specials)), Arrays.stream(cuts))
                        .toArray());
    }

    /// The lowest level of a value; those below have no order and no direction.
    int firstValue() {
        return MISSING + specials;
    }

    /// How many levels there are.
    int count() {
        return MISSING + cuts.length + 1;
    }

    /// The level of a value or code.
    public int of(double value) {
        if (Missing.is(value)) {
            return MISSING - 1 - Missing.of(value).ordinal();
        }
        return MISSING + Binning.classOf(cuts, value);
    }

    /// The levels of many.
    public byte[] of(double[] values) {
        byte[] levels = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            levels[i] = (byte) of(values[i]);
        }
        return levels;
    }

    /// Columns of levels at some rows.
    public static byte[][] rows(byte[][] columns, int[] rows) {
        byte[][] some = new byte[columns.length][rows.length];
        for (int f = 0; f < columns.length; f++) {
            for (int i = 0; i < rows.length; i++) {
                some[f][i] = columns[f][rows[i]];
            }
        }
        return some;
    }

    /// The lowest value of a level: a value is at this level or above if it reaches it.
    ///
    /// @param level from 1 on
    double threshold(int level) {
        if (level < MISSING) {
            return Missing.values()[MISSING - 1 - level].code();
        }
        return level == MISSING ? Math.nextUp(Missing.NO_FEED.code()) : cuts[level - MISSING - 1];
    }

    /// A value of a level.
    double example(int level) {
        if (level > MISSING || level < MISSING && level > 0) {
            return threshold(level);
        }
        if (level == 0) {
            return Missing.NOT_APPLICABLE.code();
        }
        return cuts.length == 0 ? 0 : Math.nextDown(cuts[0]);
    }
}

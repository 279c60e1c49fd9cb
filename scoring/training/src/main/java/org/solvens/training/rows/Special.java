package org.solvens.training.rows;

import java.util.stream.IntStream;
import org.solvens.feature.Missing;

/// Codes for the special values of a table's column, such as -7, -8 and -9 for three kinds of missing answers.
///
/// A special value is no quantity. Rows hold its code instead, which is far below every value and above the
/// codes of {@link Missing}, so that a model can give each special value a bin or a level of its own and no
/// direction. Features of the catalogue have no special values.
public final class Special {
    /// Most special values of a column.
    public static final int MOST = 20;

    /// Every value of a column is above this one.
    public static final double FLOOR = -1e14;

    private static final double STEP = 1e15;

    private Special() {}

    /// The code of a special value.
    ///
    /// @param position in the list of the column, from 0
    public static double code(int position) {
        return -STEP * (position + 1);
    }

    /// Whether a number is the code of a special value.
    public static boolean is(double value) {
        return value <= FLOOR && !Missing.is(value);
    }

    /// The position of the special value of a code.
    public static int position(double code) {
        return (int) Math.round(-code / STEP) - 1;
    }

    /// Ascending cuts that set the codes of a column apart from one another and from the values: one for each
    /// code but the lowest, and {@link #FLOOR}; none for a column without special values.
    ///
    /// @param count special values of the column
    public static double[] cuts(int count) {
        return IntStream.range(0, count)
                .mapToDouble(i -> i == count - 1 ? FLOOR : code(count - 2 - i))
                .toArray();
    }
}

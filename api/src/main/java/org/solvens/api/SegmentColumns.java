package org.solvens.api;

import java.util.List;
import org.solvens.model.Curve;
import org.solvens.scoring.ScoreRow;

/// Positions of the columns of the scores table that answers are written from.
final class SegmentColumns {
    private SegmentColumns() {}

    /// The position of a column.
    ///
    /// @throws IllegalArgumentException if there is no such column
    static int of(String name) {
        int position = ScoreRow.TABLE.names().indexOf(name);
        if (position < 0) {
            throw new IllegalArgumentException(name);
        }
        return position;
    }

    /// Columns of a score.
    record OfScore(int value, int points, int status, int model) {
        static OfScore of(String name) {
            return new OfScore(
                    SegmentColumns.of(name),
                    SegmentColumns.of(name + "_points"),
                    SegmentColumns.of(name + "_status"),
                    SegmentColumns.of(name + "_model"));
        }
    }

    /// Columns of an estimate by days.
    record OfCurve(List<Point> points, int status, int model) {
        /// An estimate with its interval.
        record Point(int days, int value, int low, int high) {}

        static OfCurve of(String name) {
            return new OfCurve(
                    Curve.DAYS.stream()
                            .map(days -> point(name + "_" + days + "d", days))
                            .toList(),
                    SegmentColumns.of(name + "_status"),
                    SegmentColumns.of(name + "_model"));
        }

        private static Point point(String name, int days) {
            return new Point(
                    days, SegmentColumns.of(name), SegmentColumns.of(name + "_low"), SegmentColumns.of(name + "_high"));
        }
    }
}

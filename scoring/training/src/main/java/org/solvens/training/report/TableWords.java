package org.solvens.training.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.solvens.page.PageTable;
import org.solvens.training.table.TableColumn;
import org.solvens.training.table.TableFrame;

/// What was made of an analyst's table, in words.
public final class TableWords {
    private static final int SHOWN = 6;

    private TableWords() {}

    /// A column that models may read, in words.
    ///
    /// @param type such as `number`
    /// @param missing share of the rows, in percent
    /// @param values special values, or categories from the lowest share of good outcomes on
    public record Line(String column, String type, String direction, String missing, String values) {}

    /// The columns that models may read.
    public static List<Line> lines(TableFrame frame) {
        return frame.columns().stream()
                .map(c -> new Line(
                        c.column(),
                        c.kind().name().toLowerCase(Locale.ROOT),
                        c.direction().name().toLowerCase(Locale.ROOT),
                        String.format(Locale.ROOT, "%.1f %%", 100 * c.missing()),
                        values(c)))
                .toList();
    }

    private static String values(TableColumn column) {
        if (column.kind() == TableColumn.Kind.NUMBER) {
            return column.specials().isEmpty()
                    ? ""
                    : "special: "
                            + column.specials().stream().map(TableWords::number).collect(Collectors.joining(", "));
        }
        int more = column.categories().size() - SHOWN;
        return column.categories().stream()
                        .limit(SHOWN)
                        .map(TableColumn.Category::value)
                        .collect(Collectors.joining(", "))
                + (more > 0 ? " and " + more + " more" : "")
                + (column.pooled() == null ? "" : "; small ones pooled");
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    static PageTable columns(TableFrame frame) {
        return PageTable.of(
                "Columns; categories are ranked by their share of good outcomes in training",
                List.of("column", "type", "direction", "missing", "values"),
                lines(frame).stream()
                        .map(l -> List.of(l.column(), l.type(), l.direction(), l.missing(), l.values()))
                        .toList());
    }

    static PageTable leftOut(TableFrame frame) {
        return PageTable.of(
                "Columns left out",
                List.of("column", "why"),
                frame.leftOut().stream()
                        .map(l -> List.of(l.column(), l.reason()))
                        .toList());
    }
}

package org.solvens.reports;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A table of a report.
///
/// @param id in addresses and exports
/// @param caption above it
/// @param columns the first names the rows
/// @param rows each with a value a column
/// @param total whether the last row is the sum of the others
public record Grid(String id, String caption, List<Column> columns, List<List<Value>> rows, boolean total) {
    /// A column.
    ///
    /// @param key in exports
    /// @param title above it
    /// @param unit under the title, such as the currency; null for none
    public record Column(String key, String title, @Nullable String unit) {
        static Column of(String key, String title) {
            return new Column(key, title, null);
        }
    }

    static Grid of(String id, String caption, List<Column> columns, List<List<Value>> rows) {
        return new Grid(id, caption, columns, rows, false);
    }

    /// Whether some value has a mark.
    boolean has(Value.Mark mark) {
        return rows.stream().flatMap(List::stream).anyMatch(value -> value.mark() == mark);
    }
}

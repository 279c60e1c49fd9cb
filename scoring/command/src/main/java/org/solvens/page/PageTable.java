package org.solvens.page;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A table of a page. Columns whose cells are all numbers are aligned to the right, by the class `n`.
///
/// @param caption above the table; null for none
/// @param heads of the columns
/// @param lines with as many cells as there are heads
public record PageTable(@Nullable String caption, List<Cell> heads, List<Line> lines) {
    /// A cell.
    ///
    /// @param text not escaped
    /// @param shape class of the style; null for none
    public record Cell(String text, @Nullable String shape) {}

    /// A row.
    ///
    /// @param cells from left to right
    public record Line(List<Cell> cells) {}

    /// A table of texts.
    ///
    /// @param caption above the table; null for none
    public static PageTable of(@Nullable String caption, List<String> heads, List<List<String>> lines) {
        List<@Nullable String> shapes = new ArrayList<>();
        for (int column = 0; column < heads.size(); column++) {
            int at = column;
            shapes.add(lines.stream().allMatch(line -> line.get(at).matches("|-?[0-9][-0-9.e]*")) ? "n" : null);
        }
        return new PageTable(
                caption,
                cells(heads, shapes),
                lines.stream().map(line -> new Line(cells(line, shapes))).toList());
    }

    private static List<Cell> cells(List<String> texts, List<@Nullable String> shapes) {
        List<Cell> cells = new ArrayList<>();
        for (int column = 0; column < texts.size(); column++) {
            cells.add(new Cell(texts.get(column), shapes.get(column)));
        }
        return cells;
    }
}

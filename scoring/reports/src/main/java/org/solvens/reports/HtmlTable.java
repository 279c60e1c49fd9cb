package org.solvens.reports;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A table as the template has it.
///
/// @param view of the cases to which numbers lead; null if they lead nowhere
record HtmlTable(Wordings words, @Nullable View view) {
    /// A table of so few columns is not drawn out to the width of the page: the eye would lose its row.
    private static final int NARROW = 4;

    /// A table of more columns is set closer, so that screen and paper show all of them.
    private static final int WHOLE = 10;

    /// @param exports links below it
    Html.Table of(Grid grid, List<Html.Link> exports) {
        List<Html.Head> heads = new ArrayList<>();
        for (int i = 0; i < grid.columns().size(); i++) {
            Grid.Column column = grid.columns().get(i);
            int at = i;
            boolean text = grid.rows().stream().anyMatch(row -> isText(row.get(at)))
                    && grid.rows().stream()
                            .map(row -> row.get(at))
                            .allMatch(value -> value.raw() == null || isText(value));
            heads.add(new Html.Head(column.title(), column.unit(), i == 0 || text ? "t" : "n"));
        }
        List<Html.Line> lines = new ArrayList<>();
        for (int r = 0; r < grid.rows().size(); r++) {
            List<Value> row = grid.rows().get(r);
            List<Html.Cell> cells = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                cells.add(cell(row.get(i), heads.get(i).shape()));
            }
            lines.add(new Html.Line(
                    cells.getFirst(),
                    cells.subList(1, cells.size()),
                    grid.total() && r == grid.rows().size() - 1 ? "total" : "row"));
        }
        List<String> notes = new ArrayList<>();
        if (grid.has(Value.Mark.IMMATURE)) {
            notes.add(words.text("immature"));
        }
        if (grid.has(Value.Mark.SMALL)) {
            notes.add(words.text("small", Value.FEWEST));
        }
        return new Html.Table(
                grid.caption(),
                heads,
                lines,
                notes,
                exports,
                words.text("scroll", grid.caption()),
                heads.size() <= NARROW ? "narrow" : heads.size() > WHOLE ? "many" : "whole",
                grid.rows().isEmpty() ? words.text("empty") : null);
    }

    private static boolean isText(Value value) {
        return value.kind() == Value.Kind.TEXT && value.raw() != null;
    }

    private Html.Cell cell(Value value, String column) {
        Set<String> shape = new LinkedHashSet<>();
        shape.add(column);
        if (value.heat() >= 0) {
            shape.add("h" + value.heat());
        }
        String text = value.written(words);
        String tip = null;
        switch (value.mark()) {
            case IMMATURE -> {
                shape.add("immature");
                text += " *";
            }
            case SMALL -> {
                shape.add("small");
                tip = words.text("small", Value.FEWEST);
            }
            case NONE -> {}
        }
        CaseFilter cases = value.cases();
        return new Html.Cell(
                text,
                String.join(" ", shape),
                tip,
                view == null || cases == null ? null : new Html.Link(cases.page(view), text, null, null));
    }
}

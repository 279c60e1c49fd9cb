package org.solvens.training.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.solvens.model.Term;
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

    /// A bin of a column in words: a special value, categories, or a range of numbers above the special
    /// values; null
    /// for an ordinary range.
    static @Nullable String bin(TableFrame frame, Term term, int bin) {
        TableColumn column = frame.columns().stream()
                .filter(c -> c.feature().equals(term.feature()))
                .findFirst()
                .orElseThrow();
        double from = bin == 0 ? Double.NEGATIVE_INFINITY : term.cuts().get(bin - 1);
        double below = bin == term.cuts().size()
                ? Double.POSITIVE_INFINITY
                : term.cuts().get(bin);
        int specials = column.specials().size();
        if (bin < specials) {
            return "special " + number(column.specials().get(specials - 1 - bin));
        }
        if (column.kind() == TableColumn.Kind.NUMBER) {
            boolean lowest = specials > 0 && bin == specials;
            return !lowest ? null : Double.isInfinite(below) ? "any value" : "below " + below;
        }
        List<String> words = new ArrayList<>(column.categories().stream()
                .filter(c -> c.rank() >= from && c.rank() < below)
                .map(TableColumn.Category::value)
                .toList());
        Integer pooled = column.pooled();
        if (pooled != null && pooled >= from && pooled < below) {
            words.add("small ones");
        }
        return String.join(", ", words);
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

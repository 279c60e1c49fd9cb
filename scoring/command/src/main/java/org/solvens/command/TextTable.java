package org.solvens.command;

import java.util.Locale;
import java.util.regex.Pattern;

/// A table for people: a line of headings, and rows in the same columns. Spaces at the end of a line are left out.
public final class TextTable {
    private static final Pattern CONVERSION = Pattern.compile("%(-?)[,+]*(\\d*)(?:\\.\\d+)?[sdf]");

    private final String row;
    private final StringBuilder text = new StringBuilder();

    /// @param row format of a row, with one conversion a column; the headings get its widths
    public TextTable(String row, String... headings) {
        this.row = row;
        line(CONVERSION.matcher(row).replaceAll("%$1$2s"), (Object[]) headings);
    }

    /// Adds a row.
    public TextTable row(Object... values) {
        return line(row, values);
    }

    /// Adds a line that does not keep to the columns.
    public TextTable line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append(System.lineSeparator());
        return this;
    }

    /// All lines.
    public String text() {
        return text.toString();
    }
}

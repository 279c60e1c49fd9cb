package org.solvens.source;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.solvens.problem.Problem;

/// Rows of a CSV file with a header line.
public final class CsvSource implements RowSource {
    /// A line that was read, but may still be part of the footer.
    private record Line(
            long number, List<String> fields, @Nullable Refusal refusal, String raw) {}

    private static final char[] OTHER_SEPARATORS = {',', ';', '\t', '|'};

    private final CsvLines lines;
    private final String name;
    private final CsvLayout layout;
    private final List<String> columns;
    /// Lines that are the footer if the file ends here.
    private final Deque<Line> ahead = new ArrayDeque<>();

    private List<String> fields = List.of();
    private long number;
    /// The text of the row if it is not the current line of `lines`; else null.
    private @Nullable String raw;

    private @Nullable Refusal refusal;
    private boolean ended;

    /// @param name of the file, for problems
    /// @throws Problem FEED-EMPTY or FEED-HEADER if there is no usable header
    public CsvSource(CsvLines lines, String name) throws IOException {
        this(lines, name, CsvLayout.PLAIN);
    }

    /// @param name of the file, for problems
    /// @param layout of lines that are not rows
    /// @throws Problem FEED-EMPTY or FEED-HEADER if there is no usable header
    public CsvSource(CsvLines lines, String name, CsvLayout layout) throws IOException {
        this.lines = lines;
        this.name = name;
        this.layout = layout;
        if (!lines.skip(layout.skip()) || !lines.next()) {
            throw new Problem(
                    "FEED-EMPTY",
                    name,
                    "the file is empty",
                    layout.skip() == 0
                            ? "it does not even have a header"
                            : "there is no header after the " + layout.skip() + " lines that the mapping skips",
                    "supply the file again");
        }
        refuseForeign();
        if (lines.refusal() != null) {
            throw new Problem(
                    "FEED-HEADER",
                    name,
                    "the header cannot be read",
                    lines.refusal().reason(),
                    "write the file again");
        }
        List<String> header = new ArrayList<>();
        for (String column : lines.fields()) {
            String trimmed = Blanks.trim(column);
            if (trimmed.isEmpty() && header.size() == lines.fields().size() - 1 && header.size() > 0) {
                throw new Problem(
                        "FEED-HEADER",
                        name,
                        "the header ends with " + name(lines.separator()),
                        "a separator is between two columns, and no name follows this one",
                        "remove the separator at the end of each line");
            }
            if (trimmed.isEmpty() || header.contains(trimmed)) {
                throw new Problem(
                        "FEED-HEADER",
                        name,
                        trimmed.isEmpty() ? "a column has no name" : "the column '" + trimmed + "' occurs twice",
                        "each column needs a different name",
                        "correct the header");
            }
            header.add(trimmed);
        }
        this.columns = List.copyOf(header);
    }

    /// Refuses a header that shows that the file has another encoding or format than expected.
    private void refuseForeign() {
        String text = lines.raw();
        if (text.indexOf('\0') >= 0) {
            throw foreign(
                    "the file is written in UTF-16 or UTF-32, or is not text",
                    "there are NUL bytes in its first line",
                    "save the file as UTF-8; in Excel as 'CSV UTF-8'");
        }
        if (text.startsWith("PK\u0003\u0004") || text.startsWith("\u00d0\u00cf\u0011\u00e0")) {
            throw foreign(
                    "the file is a workbook, not a CSV file",
                    "it begins as a file of Excel or a zip archive does",
                    "save the sheet as 'CSV UTF-8'");
        }
        if (text.indexOf('\r') >= 0) {
            throw foreign(
                    "the lines end in a carriage return without a line feed",
                    "a carriage return is in the header, as old Macintosh programs write line ends",
                    "save the file with line ends LF or CR LF");
        }
        String start = text.startsWith("\ufeff") ? text.substring(1) : text;
        if (start.regionMatches(true, 0, "sep=", 0, 4)) {
            throw foreign(
                    "the first line is a 'sep=' line of Excel, not a header",
                    "the first line must name the columns",
                    "remove the line, or read the file with a mapping with skip: 1 and the separator");
        }
        if (lines.refusal() == null && lines.fields().size() == 1) {
            for (char other : OTHER_SEPARATORS) {
                if (other != lines.separator() && text.indexOf(other) >= 0) {
                    throw foreign(
                            "the fields are separated by " + name(other) + ", not by " + name(lines.separator()),
                            "the header has " + name(other) + " and not " + name(lines.separator()),
                            "write the file with " + name(lines.separator())
                                    + " between fields, or read it with a mapping with that separator");
                }
            }
        }
    }

    private Problem foreign(String what, String why, String remedy) {
        return new Problem("FEED-HEADER", name, what, why, remedy);
    }

    private static String name(char separator) {
        return switch (separator) {
            case ',' -> "a comma";
            case ';' -> "a semicolon";
            case '\t' -> "a tab";
            case '|' -> "a vertical bar";
            default -> "'" + separator + "'";
        };
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    /// @throws IOException if the file is damaged from here on
    /// @throws Problem FEED-FOOTER if the footer is not as the layout says
    @Override
    public boolean next() throws IOException {
        if (ended) {
            return false;
        }
        while (ahead.size() < layout.footer()) {
            if (!nextLine()) {
                throw footer(
                        "the file has fewer lines than its footer",
                        "after the header there are " + ahead.size() + " lines, and the mapping has footer: "
                                + layout.footer());
            }
            ahead.add(new Line(lines.lineNumber(), lines.fields(), lines.refusal(), lines.raw()));
        }
        if (!nextLine()) {
            ended = true;
            return false;
        }
        if (layout.footer() == 0) {
            take(lines.lineNumber(), lines.fields(), lines.refusal(), null);
        } else {
            Line first = ahead.remove();
            ahead.add(new Line(lines.lineNumber(), lines.fields(), lines.refusal(), lines.raw()));
            take(first.number(), first.fields(), first.refusal(), first.raw());
        }
        return true;
    }

    private void take(long line, List<String> values, @Nullable Refusal why, @Nullable String text) {
        number = line;
        fields = values;
        raw = text;
        refusal = why;
        if (refusal == null && fields.size() != columns.size()) {
            refusal = new Refusal("COLUMNS", "the line has " + fields.size() + " fields, the header " + columns.size());
        }
    }

    /// Moves to the next line, up to a footer that begins with a pattern.
    private boolean nextLine() throws IOException {
        if (!lines.next()) {
            return false;
        }
        if (layout.footerFrom() == null
                || !layout.footerFrom().matcher(lines.raw()).lookingAt()) {
            return true;
        }
        long first = lines.lineNumber();
        int length = 1;
        while (lines.next()) {
            length++;
            if (length > CsvLayout.LONGEST_FOOTER) {
                throw footer(
                        "the footer is longer than a footer can be",
                        "footer_from fits line " + first + ", and more than " + CsvLayout.LONGEST_FOOTER
                                + " lines follow");
            }
        }
        return false;
    }

    private Problem footer(String what, String why) {
        return new Problem(
                "FEED-FOOTER", name, what, why, "correct the footer of the mapping, or supply the file again");
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public @Nullable Refusal refusal() {
        return refusal;
    }

    @Override
    public @Nullable Object get(int column) {
        String value = fields.get(column);
        return value.isEmpty() ? null : value;
    }

    @Override
    public String raw() {
        return raw == null ? lines.raw() : raw;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}

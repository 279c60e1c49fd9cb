package org.solvens.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.solvens.problem.Problem;

/// Rows of a CSV file with a header line.
public final class CsvSource implements RowSource {
    private final CsvLines lines;
    private final List<String> columns;
    private @Nullable Refusal refusal;

    /// @throws Problem FEED-EMPTY or FEED-HEADER where there is no usable header
    public CsvSource(CsvLines lines, String name) throws IOException {
        this.lines = lines;
        if (!lines.next()) {
            throw new Problem(
                    "FEED-EMPTY", name, "the file is empty", "not even a header stands in it", "supply the file again");
        }
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
            String trimmed = column.strip();
            if (trimmed.isEmpty() || header.contains(trimmed)) {
                throw new Problem(
                        "FEED-HEADER",
                        name,
                        trimmed.isEmpty() ? "a column has no name" : "the column '" + trimmed + "' stands twice",
                        "each column needs a name of its own",
                        "correct the header");
            }
            header.add(trimmed);
        }
        this.columns = List.copyOf(header);
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public boolean next() throws IOException {
        if (!lines.next()) {
            return false;
        }
        refusal = lines.refusal();
        int count = lines.fields().size();
        if (refusal == null && count != columns.size()) {
            refusal = new Refusal("COLUMNS", "the line has " + count + " fields, the header " + columns.size());
        }
        return true;
    }

    @Override
    public long number() {
        return lines.lineNumber();
    }

    @Override
    public @Nullable Refusal refusal() {
        return refusal;
    }

    @Override
    public @Nullable Object get(int column) {
        String value = lines.fields().get(column);
        return value.isEmpty() ? null : value;
    }

    @Override
    public String raw() {
        return lines.raw();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}

package org.solvens.ingest;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.solvens.source.RowSource;

/// The rows of a part of a file, numbered as in the whole file.
///
/// @param rows of the part, numbered from 1
/// @param before how much higher the numbers are in the file
record PartRows(RowSource rows, long before) implements RowSource {
    @Override
    public List<String> columns() {
        return rows.columns();
    }

    @Override
    public boolean next() throws IOException {
        return rows.next();
    }

    @Override
    public long number() {
        return before + rows.number();
    }

    @Override
    public @Nullable Refusal refusal() {
        return rows.refusal();
    }

    @Override
    public @Nullable Object get(int column) {
        return rows.get(column);
    }

    @Override
    public String raw() {
        return rows.raw();
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}

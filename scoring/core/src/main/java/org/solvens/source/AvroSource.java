package org.solvens.source;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/// Rows of an Avro or Parquet file, read as generic records.
public final class AvroSource implements RowSource {
    private static final int KEPT_OF_RAW = 2_000;

    /// A stream of records that may fail, such as an Avro data file or a Parquet reader.
    public interface Records extends java.io.Closeable {
        /// The next record, or null at the end.
        @Nullable
        GenericRecord read() throws IOException;
    }

    private final Records records;
    private final List<String> columns;
    private @Nullable GenericRecord ahead;
    private @Nullable GenericRecord current;
    private long number;

    private AvroSource(List<String> columns, Records records, @Nullable GenericRecord ahead) {
        this.columns = columns;
        this.records = records;
        this.ahead = ahead;
    }

    /// Rows of records whose schema is known before the first.
    public static AvroSource of(Schema schema, Records records) {
        return new AvroSource(
                schema.getFields().stream().map(Schema.Field::name).toList(), records, null);
    }

    /// Rows of records whose schema is told by the first; no columns where there is no record.
    public static AvroSource ofFirst(Records records) throws IOException {
        GenericRecord first = records.read();
        List<String> columns = first == null
                ? List.of()
                : first.getSchema().getFields().stream().map(Schema.Field::name).toList();
        return new AvroSource(columns, records, first);
    }

    /// Records of an iterator that is closed by the action given.
    public static Records records(Iterator<GenericRecord> iterator, java.io.Closeable closing) {
        return new Records() {
            @Override
            public @Nullable GenericRecord read() throws IOException {
                try {
                    return iterator.hasNext() ? iterator.next() : null;
                } catch (AvroRuntimeException e) {
                    throw new IOException("the Avro file is damaged: " + e.getMessage(), e);
                }
            }

            @Override
            public void close() throws IOException {
                closing.close();
            }
        };
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public boolean next() throws IOException {
        current = ahead != null ? ahead : records.read();
        ahead = null;
        number++;
        return current != null;
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public @Nullable Refusal refusal() {
        return null;
    }

    @Override
    public @Nullable Object get(int column) {
        return current == null ? null : current.get(column);
    }

    @Override
    public String raw() {
        String text = String.valueOf(current);
        return text.length() > KEPT_OF_RAW ? text.substring(0, KEPT_OF_RAW) : text;
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}

package org.solvens.source;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/// Rows of an Avro or Parquet file, read as generic records. Logical types are resolved by the file's own
/// schema: a decimal by its scale, a time by its unit, so that a value means what its writer said.
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
                } catch (RuntimeException e) {
                    // Damaged bytes end in whatever the decoder runs into first: an index, a length, a union.
                    throw new IOException("the file is damaged: " + e.getMessage(), e);
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
        if (current == null) {
            return null;
        }
        Object value = current.get(column);
        return value == null
                ? null
                : resolved(value, current.getSchema().getFields().get(column).schema());
    }

    private static Object resolved(Object value, Schema schema) {
        LogicalType logical = logicalType(schema);
        return switch (value) {
            case ByteBuffer bytes
            when logical instanceof LogicalTypes.Decimal decimal -> {
                byte[] copy = new byte[bytes.remaining()];
                bytes.duplicate().get(copy);
                yield copy.length == 0 ? value : new BigDecimal(new BigInteger(copy), decimal.getScale());
            }
            case GenericFixed fixed
            when logical instanceof LogicalTypes.Decimal decimal ->
                new BigDecimal(new BigInteger(fixed.bytes()), decimal.getScale());
            case Integer whole
            when logical instanceof LogicalTypes.Decimal decimal -> BigDecimal.valueOf(whole, decimal.getScale());
            case Long whole
            when logical instanceof LogicalTypes.Decimal decimal -> BigDecimal.valueOf(whole, decimal.getScale());
            case Integer day when logical instanceof LogicalTypes.Date -> LocalDate.ofEpochDay(day);
            case Long time
            when logical != null ->
                switch (logical.getName()) {
                    case "timestamp-millis", "local-timestamp-millis" -> instant(time, 1_000);
                    case "timestamp-micros", "local-timestamp-micros" -> instant(time, 1_000_000);
                    case "timestamp-nanos", "local-timestamp-nanos" -> instant(time, 1_000_000_000);
                    default -> time;
                };
            default -> value;
        };
    }

    private static Instant instant(long time, long perSecond) {
        return Instant.ofEpochSecond(
                Math.floorDiv(time, perSecond), Math.floorMod(time, perSecond) * (1_000_000_000 / perSecond));
    }

    private static @Nullable LogicalType logicalType(Schema schema) {
        if (!schema.isUnion()) {
            return schema.getLogicalType();
        }
        for (Schema branch : schema.getTypes()) {
            if (branch.getLogicalType() != null) {
                return branch.getLogicalType();
            }
        }
        return null;
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

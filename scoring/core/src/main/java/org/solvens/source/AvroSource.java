package org.solvens.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/// Rows of an Avro or Parquet file, read as generic records. Logical types are resolved by the file's own
/// schema: a decimal by its scale, a time by its unit, so that a value has the meaning that its writer gave
/// it.
public final class AvroSource implements RowSource {
    private static final int KEPT_OF_RAW = 2_000;

    /// Bytes of the longest value of a fixed size.
    private static final int LONGEST_FIXED = 1 << 16;

    /// The Parquet reader's message about times of 12 bytes.
    private static final String INT96 = "INT96 represented as byte[12]";

    private static final long JULIAN_DAY_OF_1970 = 2_440_588;

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

    /// Rows of an Avro container file. Every block is checked to be whole and to have as many records as it
    /// states.
    ///
    /// @param in positioned at the beginning of the file
    /// @throws IOException if the file is damaged
    public static AvroSource open(InputStream in) throws IOException {
        AvroFrames frames = new AvroFrames(in);
        GenericDatumReader<GenericRecord> reader = new GenericDatumReader<>();
        try {
            DataFileStream<GenericRecord> stream = new DataFileStream<>(frames, reader);
            requireShortFixed(stream.getSchema(), new HashSet<>());
            return of(stream.getSchema(), new Blocks(frames, stream, reader));
        } catch (RuntimeException e) {
            throw new IOException("the Avro file is damaged: " + e.getMessage(), e);
        }
    }

    /// Refuses large fixed sizes, because memory for such a value is allocated before its bytes are read.
    static void requireShortFixed(Schema schema, Set<String> seen) throws IOException {
        switch (schema.getType()) {
            case FIXED -> {
                if (schema.getFixedSize() > LONGEST_FIXED) {
                    throw new IOException("the schema of the Avro file has values of " + schema.getFixedSize()
                            + " bytes, more than " + LONGEST_FIXED);
                }
            }
            case RECORD -> {
                if (seen.add(schema.getFullName())) {
                    for (Schema.Field field : schema.getFields()) {
                        requireShortFixed(field.schema(), seen);
                    }
                }
            }
            case ARRAY -> requireShortFixed(schema.getElementType(), seen);
            case MAP -> requireShortFixed(schema.getValueType(), seen);
            case UNION -> {
                for (Schema branch : schema.getTypes()) {
                    requireShortFixed(branch, seen);
                }
            }
            default -> {}
        }
    }

    /// The records of a container file, block by block.
    static final class Blocks implements Records {
        private final AvroFrames frames;
        private final DataFileStream<GenericRecord> stream;
        private final GenericDatumReader<GenericRecord> reader;
        private @Nullable BinaryDecoder decoder;
        private long left;
        private long given;

        Blocks(AvroFrames frames, DataFileStream<GenericRecord> stream, GenericDatumReader<GenericRecord> reader) {
            this.frames = frames;
            this.stream = stream;
            this.reader = reader;
        }

        @Override
        public @Nullable GenericRecord read() throws IOException {
            try {
                while (left == 0) {
                    if (decoder != null && !decoder.isEnd()) {
                        throw new IOException("a block of the Avro file has more records than it says");
                    }
                    if (!stream.hasNext()) {
                        if (given != frames.records()) {
                            throw new IOException("a block of the Avro file is damaged");
                        }
                        return null;
                    }
                    ByteBuffer block = stream.nextBlock();
                    left = stream.getBlockCount();
                    if (left > block.remaining()) {
                        // Records without bytes have no values, and a few bytes could announce billions of
                        // them.
                        throw new IOException("a block of the Avro file states more records than it has bytes");
                    }
                    decoder = DecoderFactory.get()
                            .binaryDecoder(
                                    block.array(), block.arrayOffset() + block.position(), block.remaining(), decoder);
                }
                left--;
                given++;
                return reader.read(null, decoder);
            } catch (EOFException e) {
                throw new IOException("a block of the Avro file has fewer records than it says", e);
            } catch (RuntimeException | OutOfMemoryError e) {
                // Damaged bytes make the decoder fail with various exceptions: for an index, a length, a
                // union.
                throw new IOException("a block of the Avro file is damaged: " + e.getMessage(), e);
            }
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }

    /// Rows of records with a schema that is known before the first.
    public static AvroSource of(Schema schema, Records records) {
        return new AvroSource(
                schema.getFields().stream().map(Schema.Field::name).toList(), records, null);
    }

    /// Rows of records with the schema of the first; no columns if there is no record.
    public static AvroSource ofFirst(Records records) throws IOException {
        GenericRecord first = records.read();
        List<String> columns = first == null
                ? List.of()
                : first.getSchema().getFields().stream().map(Schema.Field::name).toList();
        return new AvroSource(columns, records, first);
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
        return current == null ? null : value(current, column);
    }

    /// The value of a field, by the logical type of its schema.
    static @Nullable Object value(GenericRecord record, int field) {
        Object value = record.get(field);
        return value == null
                ? null
                : text(resolved(value, record.getSchema().getFields().get(field).schema()));
    }

    /// Turns bytes into text if they are UTF-8; other bytes stay bytes, and the contract refuses them.
    private static Object text(Object value) {
        ByteBuffer bytes = switch (value) {
            case ByteBuffer buffer -> buffer.duplicate();
            case GenericFixed fixed -> ByteBuffer.wrap(fixed.bytes());
            default -> null;
        };
        if (bytes == null) {
            return value;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            return value;
        }
    }

    private static Object resolved(Object value, Schema schema) {
        LogicalType logical = logicalType(schema);
        return switch (value) {
            case ByteBuffer bytes
            when logical instanceof LogicalTypes.Decimal decimal -> {
                byte[] copy = new byte[bytes.remaining()];
                bytes.duplicate().get(copy);
                yield copy.length == 0 ? "not a decimal" : new BigDecimal(new BigInteger(copy), decimal.getScale());
            }
            case GenericFixed fixed
            when logical instanceof LogicalTypes.Decimal decimal ->
                new BigDecimal(new BigInteger(fixed.bytes()), decimal.getScale());
            case GenericFixed fixed when INT96.equals(fixed.getSchema().getDoc()) -> int96(fixed.bytes());
            case Integer whole
            when logical instanceof LogicalTypes.Decimal decimal -> BigDecimal.valueOf(whole, decimal.getScale());
            case Long whole
            when logical instanceof LogicalTypes.Decimal decimal -> BigDecimal.valueOf(whole, decimal.getScale());
            case GenericEnumSymbol<?> symbol -> symbol.toString();
            case Integer day when logical instanceof LogicalTypes.Date -> LocalDate.ofEpochDay(day);
            case Long time
            when logical != null ->
                switch (logical.getName()) {
                    case "timestamp-millis" -> instant(time, 1_000);
                    case "timestamp-micros" -> instant(time, 1_000_000);
                    case "timestamp-nanos" -> instant(time, 1_000_000_000);
                    case "local-timestamp-millis" -> local(time, 1_000);
                    case "local-timestamp-micros" -> local(time, 1_000_000);
                    case "local-timestamp-nanos" -> local(time, 1_000_000_000);
                    default -> time;
                };
            default -> value;
        };
    }

    /// The instant of a 12-byte Parquet time, as older Spark, Hive and Impala write it: nanoseconds of the
    /// day, then the Julian day, lowest bytes first.
    private static Instant int96(byte[] bytes) {
        ByteBuffer parts = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long nanos = parts.getLong();
        long day = parts.getInt() - JULIAN_DAY_OF_1970;
        return Instant.ofEpochSecond(Math.addExact(day * 86_400, nanos / 1_000_000_000), nanos % 1_000_000_000);
    }

    private static Instant instant(long time, long perSecond) {
        return Instant.ofEpochSecond(
                Math.floorDiv(time, perSecond), Math.floorMod(time, perSecond) * (1_000_000_000 / perSecond));
    }

    /// A time without a zone. A mapping reads it in its source's zone, the contract as UTC.
    private static LocalDateTime local(long time, long perSecond) {
        return LocalDateTime.ofInstant(instant(time, perSecond), ZoneOffset.UTC);
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

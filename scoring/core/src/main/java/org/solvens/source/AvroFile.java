package org.solvens.source;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/// An Avro container file in memory whose sender is not trusted: flat records of one schema, or of a union of
/// record schemas, plain or deflated.
///
/// Before a record is read, the file is known to be whole, and its size once it is inflated. Records have no
/// arrays, maps and records in them, because a few bytes can announce billions of elements.
public final class AvroFile {
    /// A record: the full name of its schema, and its values by the names of the fields.
    public record Row(String schema, Map<String, @Nullable Object> values) {}

    /// The file would be too large once it is inflated.
    public static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        private TooLarge(long most) {
            super("the Avro file has more than " + most + " bytes once it is inflated");
        }
    }

    private final byte[] content;
    private final long size;
    private final long records;

    private AvroFile(byte[] content, long size, long records) {
        this.content = content;
        this.size = size;
        this.records = records;
    }

    /// A file that is whole.
    ///
    /// @param most bytes of all blocks together, once they are inflated
    /// @throws TooLarge if there are more
    /// @throws IOException if it is damaged, or compressed otherwise than by deflate
    public static AvroFile of(byte[] content, long most) throws IOException {
        Sizes sizes = new Sizes(most);
        try (AvroFrames frames = new AvroFrames(new ByteArrayInputStream(content), sizes)) {
            frames.skip(Long.MAX_VALUE);
            return new AvroFile(content, sizes.total, frames.records());
        }
    }

    /// Measures the blocks without keeping what is in them.
    private static final class Sizes implements AvroFrames.Watch {
        private final long most;
        private boolean deflated;
        private long total;

        private Sizes(long most) {
            this.most = most;
        }

        @Override
        public void entry(String key, byte[] value) throws IOException {
            if (key.equals("avro.codec")) {
                deflated = switch (new String(value, StandardCharsets.UTF_8)) {
                    case "null" -> false;
                    case "deflate" -> true;
                    default -> throw new IOException("the codec of the Avro file is neither null nor deflate");
                };
            }
        }

        @Override
        public void block(byte[] block) throws IOException {
            total += deflated ? inflated(block) : block.length;
            if (total > most) {
                throw new TooLarge(most);
            }
        }

        private long inflated(byte[] block) throws IOException {
            Inflater inflater = new Inflater(true);
            try {
                inflater.setInput(block);
                byte[] step = new byte[8_192];
                long length = 0;
                while (!inflater.finished() && total + length <= most) {
                    int inflated = inflater.inflate(step);
                    if (inflated == 0 && !inflater.finished()) {
                        throw new IOException("a block of the Avro file ends early");
                    }
                    length += inflated;
                }
                return length;
            } catch (DataFormatException e) {
                throw new IOException("a block of the Avro file is not deflated", e);
            } finally {
                inflater.end();
            }
        }
    }

    /// Bytes of all blocks once they are inflated.
    public long size() {
        return size;
    }

    /// Number of records that the blocks state.
    public long records() {
        return records;
    }

    /// The records in their order.
    ///
    /// @throws IOException if the schema has other than flat records, or the file is damaged
    public List<Row> rows() throws IOException {
        AvroFrames frames = new AvroFrames(new ByteArrayInputStream(content));
        GenericDatumReader<GenericRecord> reader = new GenericDatumReader<>();
        List<Row> rows = new ArrayList<>();
        try (DataFileStream<GenericRecord> stream = new DataFileStream<>(frames, reader);
                AvroSource.Blocks blocks = new AvroSource.Blocks(frames, stream, reader)) {
            requireFlat(stream.getSchema());
            for (GenericRecord record = blocks.read(); record != null; record = blocks.read()) {
                rows.add(row(record));
            }
            return rows;
        } catch (RuntimeException | StackOverflowError e) {
            throw new IOException("the schema of the Avro file cannot be read", e);
        }
    }

    private static void requireFlat(Schema schema) throws IOException {
        for (Schema record : schema.isUnion() ? schema.getTypes() : List.of(schema)) {
            if (record.getType() != Schema.Type.RECORD) {
                throw new IOException("the Avro file has values that are not records");
            }
            for (Schema.Field field : record.getFields()) {
                for (Schema type : field.schema().isUnion() ? field.schema().getTypes() : List.of(field.schema())) {
                    switch (type.getType()) {
                        case RECORD, ARRAY, MAP, UNION ->
                            throw new IOException("the records of the Avro file have lists, maps or records in them");
                        default -> AvroSource.requireShortFixed(type, new HashSet<>());
                    }
                }
            }
        }
    }

    private static Row row(GenericRecord record) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (Schema.Field field : record.getSchema().getFields()) {
            values.put(field.name(), AvroSource.value(record, field.pos()));
        }
        return new Row(record.getSchema().getFullName(), values);
    }
}

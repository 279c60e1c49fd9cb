package org.solvens.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;

/// Parts that begin where {@link PartBounds} says have the rows of the whole file, whatever the length of the parts.
class PartBoundsTest {
    /// Bytes of a part that is read after the head.
    private record Part(long begin, long before) {}

    private interface Counting {
        PartBounds.Counted count(InputStream in, PartBounds.Head head, long from, long end) throws IOException;
    }

    private static List<Part> parts(byte[] file, PartBounds.Head head, int length, Counting counting)
            throws IOException {
        List<Part> parts = new ArrayList<>(List.of(new Part(0, 0)));
        long rows = head.lines();
        for (long from = head.bytes(); from < file.length; from += length) {
            int at = (int) from - PartBounds.ahead(head, from);
            PartBounds.Counted found = counting.count(
                    new BufferedInputStream(new ByteArrayInputStream(file, at, file.length - at)),
                    head,
                    from,
                    Math.min(file.length, from + length));
            if (found.first() > head.bytes()) {
                parts.add(new Part(found.first(), rows + found.beforeFirst()));
            }
            rows += found.rows();
        }
        return parts;
    }

    /// The bytes of a part as a file.
    private static InputStream part(byte[] file, PartBounds.Head head, List<Part> parts, int i) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (i > 0) {
            bytes.write(file, 0, (int) head.bytes());
        }
        int begin = (int) parts.get(i).begin();
        int end = i + 1 < parts.size() ? (int) parts.get(i + 1).begin() : file.length;
        bytes.write(file, begin, end - begin);
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    private static List<String> rows(RowSource source, long before) throws IOException {
        List<String> rows = new ArrayList<>();
        while (source.next()) {
            rows.add(before + source.number() + " " + source.refusal() + " " + source.raw());
        }
        return rows;
    }

    private static CsvSource csv(InputStream in) throws IOException {
        return new CsvSource(new CsvLines(in, StandardCharsets.UTF_8, ','), "file.csv");
    }

    private static void divided(String text) throws IOException {
        byte[] file = text.getBytes(StandardCharsets.UTF_8);
        List<String> whole = rows(csv(new ByteArrayInputStream(file)), 0);
        PartBounds.Head head = Objects.requireNonNull(PartBounds.csvHead(new ByteArrayInputStream(file)));
        for (int length = 1; length <= file.length; length++) {
            List<Part> parts = parts(file, head, length, PartBounds::csv);
            List<String> divided = new ArrayList<>();
            for (int i = 0; i < parts.size(); i++) {
                divided.addAll(rows(
                        csv(part(file, head, parts, i)),
                        i == 0 ? 0 : parts.get(i).before() - head.lines()));
            }
            assertThat(divided).as("parts of %s bytes of %s", length, text).isEqualTo(whole);
        }
    }

    @Test
    void csvIsDividedByLines() throws IOException {
        divided("a,b\n1,2\n3,4\n5,6\n");
        divided("a,b\n1,2\n3,4\n5,6");
        divided("\ufeff\n\na,b\r\n1,2\r\n\r\n\n3,\"x \"\"y\"\"\"\r\nbroken \"quote\n\"open,9\n7,å\n");
        divided("a\n" + "long".repeat(20) + "\nb\n\n\n");
        divided("a,b\n");
    }

    @Test
    void aCsvFileWithoutAHeaderHasNoHead() throws IOException {
        assertThat(PartBounds.csvHead(new ByteArrayInputStream(new byte[0]))).isNull();
        assertThat(PartBounds.csvHead(new ByteArrayInputStream("\n\n".getBytes(StandardCharsets.UTF_8))))
                .isNull();
        assertThat(PartBounds.csvHead(new ByteArrayInputStream("a,b".getBytes(StandardCharsets.UTF_8))))
                .isNull();
    }

    private static byte[] avro(CodecFactory codec, int records) throws IOException {
        Schema schema = SchemaBuilder.record("r")
                .fields()
                .requiredString("name")
                .requiredLong("n")
                .endRecord();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            writer.setCodec(codec).setSyncInterval(32);
            writer.create(schema, bytes, new byte[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2});
            for (int i = 0; i < records; i++) {
                writer.append(new GenericRecordBuilder(schema)
                        .set("name", "\u0001".repeat(i % 23))
                        .set("n", (long) i)
                        .build());
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void avroIsDividedByBlocks() throws IOException {
        for (CodecFactory codec : List.of(CodecFactory.nullCodec(), CodecFactory.deflateCodec(6))) {
            byte[] file = avro(codec, 60);
            PartBounds.Head head = PartBounds.avroHead(new ByteArrayInputStream(file));
            List<String> whole = rows(AvroSource.open(new ByteArrayInputStream(file)), 0);
            assertThat(whole).hasSize(60);
            for (int length = 1; length <= file.length; length += 3) {
                List<Part> parts = parts(file, head, length, PartBounds::avro);
                List<String> divided = new ArrayList<>();
                for (int i = 0; i < parts.size(); i++) {
                    divided.addAll(rows(
                            AvroSource.open(part(file, head, parts, i)),
                            parts.get(i).before()));
                }
                assertThat(divided).as("parts of %s bytes", length).isEqualTo(whole);
            }
            assertThat(parts(file, head, 1, PartBounds::avro)).hasSizeGreaterThan(5);
        }
    }

    @Test
    void aDamagedBlockIsNotCounted() throws IOException {
        byte[] file = avro(CodecFactory.nullCodec(), 60);
        PartBounds.Head head = PartBounds.avroHead(new ByteArrayInputStream(file));
        byte[] damaged = Arrays.copyOf(file, file.length);
        // The number of bytes of the first block.
        damaged[(int) head.bytes() + 1] += 2;
        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> parts(damaged, head, damaged.length, PartBounds::avro)))
                .isInstanceOf(IOException.class);
    }
}

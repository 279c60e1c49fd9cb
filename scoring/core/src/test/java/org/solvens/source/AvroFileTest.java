package org.solvens.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.junit.jupiter.api.Test;

/// Container files of senders that are not trusted.
class AvroFileTest {
    private static final Schema ONE = SchemaBuilder.record("One")
            .namespace("a")
            .fields()
            .requiredString("id")
            .endRecord();
    private static final Schema TWO =
            SchemaBuilder.record("Two").namespace("a").fields().optionalInt("n").endRecord();

    private static byte[] file(Schema schema, CodecFactory codec, Object... records) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataFileWriter<Object> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            writer.setCodec(codec);
            writer.create(schema, bytes);
            for (Object record : records) {
                writer.append(record);
            }
        }
        return bytes.toByteArray();
    }

    private static GenericData.Record one(String id) {
        GenericData.Record record = new GenericData.Record(ONE);
        record.put("id", id);
        return record;
    }

    @Test
    void recordsOfAUnionKeepTheirSchema() throws IOException {
        GenericData.Record two = new GenericData.Record(TWO);
        two.put("n", 7);
        for (CodecFactory codec : List.of(CodecFactory.nullCodec(), CodecFactory.deflateCodec(9))) {
            AvroFile file = AvroFile.of(file(Schema.createUnion(ONE, TWO), codec, one("x"), two), 1_000);
            assertThat(file.records()).isEqualTo(2);
            assertThat(file.size()).isEqualTo(1 + 2 + 1 + 1 + 1);
            assertThat(file.rows()).extracting(AvroFile.Row::schema).containsExactly("a.One", "a.Two");
            assertThat(file.rows().get(0).values().get("id")).hasToString("x");
            assertThat(file.rows().get(1).values()).containsEntry("n", 7);
        }
    }

    @Test
    void aSmallFileThatInflatesToALargeOneIsRefusedBeforeItIsInflated() throws IOException {
        byte[] bomb = file(ONE, CodecFactory.deflateCodec(9), one("a".repeat(50_000_000)));
        assertThat(bomb).hasSizeLessThan(100_000);
        assertThatThrownBy(() -> AvroFile.of(bomb, 4_000_000)).isInstanceOf(AvroFile.TooLarge.class);
        assertThat(AvroFile.of(bomb, 60_000_000).size()).isGreaterThan(50_000_000);
        Object[] many = new Object[100];
        java.util.Arrays.fill(many, one("a".repeat(50_000)));
        byte[] blocks = file(ONE, CodecFactory.deflateCodec(9), many);
        assertThatThrownBy(() -> AvroFile.of(blocks, 4_000_000)).isInstanceOf(AvroFile.TooLarge.class);
        byte[] plain = file(ONE, CodecFactory.nullCodec(), many);
        assertThatThrownBy(() -> AvroFile.of(plain, 4_000_000)).isInstanceOf(AvroFile.TooLarge.class);
    }

    @Test
    void onlyFlatRecordsAreRead() throws IOException {
        Schema nulls = Schema.createArray(Schema.create(Schema.Type.NULL));
        for (Schema field : List.of(nulls, Schema.createMap(nulls), TWO, Schema.createUnion(TWO, nulls))) {
            Schema schema = SchemaBuilder.record("Deep")
                    .fields()
                    .name("f")
                    .type(field)
                    .noDefault()
                    .endRecord();
            AvroFile file = AvroFile.of(file(schema, CodecFactory.nullCodec()), 1_000);
            assertThatThrownBy(file::rows)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("lists, maps or records");
        }
        AvroFile number = AvroFile.of(file(Schema.create(Schema.Type.INT), CodecFactory.nullCodec(), 7), 1_000);
        assertThatThrownBy(number::rows).isInstanceOf(IOException.class).hasMessageContaining("not records");
        byte[] other = file(ONE, CodecFactory.bzip2Codec(), one("x"));
        assertThatThrownBy(() -> AvroFile.of(other, 1_000))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("codec");
    }

    /// Damage anywhere is an IOException, and never another failure.
    @Test
    void damagedFilesAreRefused() throws IOException {
        Random random = new Random(1);
        for (CodecFactory codec : List.of(CodecFactory.nullCodec(), CodecFactory.deflateCodec(9))) {
            byte[] whole = file(Schema.createUnion(ONE, TWO), codec, one("x"), one("y".repeat(300)));
            for (int length = 0; length < whole.length; length++) {
                byte[] cut = java.util.Arrays.copyOf(whole, length);
                assertFailsOrReads(cut);
            }
            for (int i = 0; i < 5_000; i++) {
                byte[] changed = whole.clone();
                for (int j = 0; j <= random.nextInt(3); j++) {
                    changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
                }
                assertFailsOrReads(changed);
            }
        }
        assertThatThrownBy(() -> AvroFile.of(new byte[0], 10)).isInstanceOf(IOException.class);
    }

    private static void assertFailsOrReads(byte[] content) {
        try {
            AvroFile file = AvroFile.of(content, 10_000);
            assertThat(file.rows()).hasSizeLessThanOrEqualTo((int) file.records());
        } catch (IOException e) {
            assertThat(e).isNotNull();
        }
    }

    @Test
    void aSchemaThatIsNestedWithoutEndIsRefused() throws IOException {
        String deep = "{\"type\":".repeat(20_000) + "\"int\"" + "}".repeat(20_000);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {'O', 'b', 'j', 1, 2});
        text(bytes, "avro.schema");
        text(bytes, deep);
        bytes.write(0);
        bytes.writeBytes(new byte[16]);
        AvroFile file = AvroFile.of(bytes.toByteArray(), 1_000_000);
        assertThatThrownBy(file::rows).isInstanceOf(IOException.class);
    }

    private static void text(ByteArrayOutputStream out, String text) {
        long number = (long) text.length() << 1;
        while (number > 0x7F) {
            out.write((int) (number & 0x7F | 0x80));
            number >>>= 7;
        }
        out.write((int) number);
        out.writeBytes(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}

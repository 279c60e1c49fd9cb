package org.solvens.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.feed.Feed;
import org.solvens.feed.FieldType;
import org.solvens.mapping.Mapping.Format;
import org.solvens.problem.Problem;
import org.solvens.source.RowSource;

/// What common writers put into Parquet files, and files that are damaged.
class ParquetFilesTest {
    private static final Configuration CONFIGURATION = new Configuration();

    @TempDir
    Path folder;

    private Path write(String columns, CompressionCodecName codec, List<Consumer<Group>> rows) throws IOException {
        MessageType schema = MessageTypeParser.parseMessageType("message m { " + columns + " }");
        Path file = folder.resolve("payments.parquet");
        Files.deleteIfExists(file);
        SimpleGroupFactory groups = new SimpleGroupFactory(schema);
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withType(schema)
                .withCompressionCodec(codec)
                .build()) {
            for (Consumer<Group> row : rows) {
                Group group = groups.newGroup();
                row.accept(group);
                writer.write(group);
            }
        }
        return file;
    }

    private static InputFile input(Path file) {
        return new InputFile(file.toUri().toString(), Format.PARQUET, Feed.PAYMENTS);
    }

    private static List<Object> first(Path file) throws IOException {
        try (RowSource source = FileReader.open(input(file), CONFIGURATION)) {
            List<Object> values = new ArrayList<>();
            assertThat(source.next()).isTrue();
            for (int i = 0; i < source.columns().size(); i++) {
                values.add(source.get(i));
            }
            assertThat(source.next()).isFalse();
            return values;
        }
    }

    private static long rows(Path file) throws IOException {
        try (RowSource source = FileReader.open(input(file), CONFIGURATION)) {
            long rows = 0;
            while (source.next()) {
                for (int i = 0; i < source.columns().size(); i++) {
                    source.get(i);
                }
                rows++;
            }
            return rows;
        } catch (IOException | RuntimeException e) {
            throw FileReader.damaged(input(file), e);
        }
    }

    @Test
    void timesOfEveryWriterAreInstants() throws IOException {
        Instant at = Instant.parse("2026-02-03T04:05:06Z");
        byte[] int96 = ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong((4 * 3_600 + 5 * 60 + 6) * 1_000_000_000L)
                .putInt((int) (Math.floorDiv(at.getEpochSecond(), 86_400) + 2_440_588))
                .array();
        Path file = write(
                "required int96 a; required int64 b (TIMESTAMP(NANOS,true)); required int64 c (TIMESTAMP(MICROS,true));"
                        + " required int64 d (TIMESTAMP(NANOS,false)); required int64 e (TIMESTAMP(NANOS,true));",
                CompressionCodecName.SNAPPY,
                List.of(row -> row.append("a", Binary.fromConstantByteArray(int96))
                        .append("b", at.getEpochSecond() * 1_000_000_000L)
                        .append("c", at.getEpochSecond() * 1_000_000L)
                        .append("d", at.getEpochSecond() * 1_000_000_000L)
                        .append("e", 1_770_076_800_000_000_000L)));
        List<Object> values = first(file);
        for (Object value : values.subList(0, 4)) {
            assertThat(FieldType.TIMESTAMP.convert(value)).isEqualTo(at.toEpochMilli());
        }
        assertThat(FieldType.DATE.convert(values.get(4))).isEqualTo(20_487);
    }

    @Test
    void bytesAreTextWhereTheyAreUtf8() throws IOException {
        Path file = write(
                "required binary id; required double whole;",
                CompressionCodecName.ZSTD,
                List.of(row -> row.append("id", Binary.fromString("P\u00e51")).append("whole", 12.0)));
        List<Object> values = first(file);
        assertThat(FieldType.STRING.convert(values.get(0))).isEqualTo("P\u00e51");
        assertThat(FieldType.INT.convert(values.get(1))).isEqualTo(12);
    }

    @Test
    void unsignedNumbersAreRefusedWithTheirReason() throws IOException {
        Path file = write(
                "required int32 amount (INTEGER(32,false));",
                CompressionCodecName.UNCOMPRESSED,
                List.of(row -> row.append("amount", (int) 4_000_000_000L)));
        assertThatThrownBy(() -> rows(file))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("FEED-TYPE"))
                .hasMessageContaining("'amount' has unsigned numbers of 32 bits");
    }

    @Test
    void aFileThatIsCutOrDamagedIsRefusedOrReadInFull() throws IOException {
        List<Consumer<Group>> rows = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int number = i;
            rows.add(row -> row.append("id", "P" + number).append("amount", 100.5 * number));
        }
        Path file = write("required binary id (STRING); required double amount;", CompressionCodecName.SNAPPY, rows);
        byte[] whole = Files.readAllBytes(file);
        assertThat(rows(file)).isEqualTo(20);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> rows(file)).as("cut at %d", length).isInstanceOf(Problem.class);
        }
        for (int i = 0; i < whole.length; i++) {
            byte[] flipped = whole.clone();
            flipped[i] ^= 0x55;
            Files.write(file, flipped);
            long read;
            try {
                read = rows(file);
            } catch (Problem refused) {
                continue;
            }
            assertThat(read).as("flipped at %d", i).isEqualTo(20);
        }
    }
}

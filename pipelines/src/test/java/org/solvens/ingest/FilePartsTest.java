package org.solvens.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.spark.util.SerializableConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.feed.Feed;
import org.solvens.mapping.Mapping.Format;
import org.solvens.source.RowSource;

/// Files that are divided among tasks have the rows of the whole files, with the same numbers.
class FilePartsTest {
    private static final Schema SCHEMA = SchemaBuilder.record("payment")
            .fields()
            .requiredString("payment_id")
            .requiredLong("n")
            .endRecord();

    private static final int ROWS = 5_000;
    private static final long PART_BYTES = 10_000;

    @TempDir
    Path folder;

    private final SerializableConfiguration configuration = new SerializableConfiguration(new Configuration());

    private static GenericRecord record(int i) {
        // No two rows are alike, so that compression leaves several parts.
        return new GenericRecordBuilder(SCHEMA)
                .set("payment_id", Long.toString(i * 0x9E3779B97F4A7C15L, 36))
                .set("n", i * 0x9E3779B97F4A7C15L)
                .build();
    }

    private InputFile input(String name, Format format) {
        return new InputFile(folder.resolve(name).toUri().toString(), format, Feed.PAYMENTS);
    }

    private List<FilePart> parts(InputFile file) {
        return FileParts.of(LakeRows.spark(), List.of(file), null, PART_BYTES, configuration);
    }

    private List<String> rows(List<FilePart> parts) throws IOException {
        List<String> rows = new ArrayList<>();
        for (FilePart part : parts) {
            try (RowSource source = FileReader.open(part, configuration.value())) {
                while (source.next()) {
                    rows.add(source.number() + " " + source.raw());
                }
            }
        }
        return rows;
    }

    private void divided(InputFile file) throws IOException {
        List<FilePart> parts = parts(file);
        assertThat(parts).hasSizeGreaterThan(3);
        assertThat(rows(parts)).hasSize(ROWS).isEqualTo(rows(List.of(FilePart.whole(file))));
    }

    @Test
    void parquetIsDividedByRowGroups() throws IOException {
        try (ParquetWriter<GenericRecord> writer = AvroParquetWriter.<GenericRecord>builder(
                        new LocalOutputFile(folder.resolve("payments.parquet")))
                .withSchema(SCHEMA)
                .withRowGroupRowCountLimit(300)
                .build()) {
            for (int i = 0; i < ROWS; i++) {
                writer.write(record(i));
            }
        }
        divided(input("payments.parquet", Format.PARQUET));
    }

    @Test
    void avroIsDividedByBlocks() throws IOException {
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(SCHEMA))) {
            writer.setSyncInterval(2_000);
            writer.create(SCHEMA, folder.resolve("payments.avro").toFile());
            for (int i = 0; i < ROWS; i++) {
                writer.append(record(i));
            }
        }
        divided(input("payments.avro", Format.AVRO));
    }

    private void writeCsv() throws IOException {
        List<String> lines = new ArrayList<>(List.of("payment_id,n"));
        IntStream.range(0, ROWS).forEach(i -> lines.add(i % 7 == 0 ? "\"broken," + i : "P" + i + "," + i));
        Files.write(folder.resolve("payments.csv"), lines);
    }

    @Test
    void csvIsDividedByLines() throws IOException {
        writeCsv();
        divided(input("payments.csv", Format.CSV));
    }

    @Test
    void aFileWithoutAUsableHeadIsReadAsAWhole() throws IOException {
        Files.write(folder.resolve("payments.csv"), "x".repeat(2 << 20).getBytes(StandardCharsets.UTF_8));
        Files.write(folder.resolve("payments.avro"), new byte[20_000]);
        for (InputFile file : List.of(input("payments.csv", Format.CSV), input("payments.avro", Format.AVRO))) {
            assertThat(parts(file)).containsExactly(FilePart.whole(file));
        }
    }

    @Test
    void aDamagedAvroFileIsReadAsAWhole() throws IOException {
        avroIsDividedByBlocks();
        Path path = folder.resolve("payments.avro");
        byte[] bytes = Files.readAllBytes(path);
        Files.write(path, java.util.Arrays.copyOf(bytes, bytes.length - 7));
        InputFile file = input("payments.avro", Format.AVRO);
        assertThat(parts(file)).containsExactly(FilePart.whole(file));
    }

    @Test
    void compressedCsvIsReadAsAWhole() throws IOException {
        writeCsv();
        Files.move(folder.resolve("payments.csv"), folder.resolve("payments.csv.gz"));
        InputFile file = input("payments.csv.gz", Format.CSV);
        assertThat(parts(file)).containsExactly(FilePart.whole(file));
    }
}

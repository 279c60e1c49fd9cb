package org.solvens.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
import org.solvens.fuzz.Fuzz;
import org.solvens.fuzz.Mutator;
import org.solvens.mapping.Mapping.Format;

/// Whatever happens to a Parquet file, reading it ends in records that the contract accepts or refuses, or in a refusal
/// of the file ({@link Fuzz}).
class ParquetFuzzTest {
    private static final Configuration CONFIGURATION = new Configuration();

    private static final List<String> SCHEMAS = List.of(
            "required binary payment_id (STRING); required binary case_id (STRING); required int64 amount"
                    + " (DECIMAL(14,2)); required int32 paid_on (DATE); optional int32 booked_on (DATE); required"
                    + " binary source (ENUM); optional binary reversal_of (STRING); required int64 known_at"
                    + " (TIMESTAMP(MICROS,true));",
            "required binary payment_id; required binary case_id (STRING); required double amount; required int64"
                    + " paid_on (TIMESTAMP(NANOS,false)); required binary source (STRING); required int96 known_at;",
            "required int64 payment_id; required int32 case_id; required fixed_len_byte_array(7) amount"
                    + " (DECIMAL(14,2)); required int64 paid_on (TIMESTAMP(MILLIS,false)); optional group source (LIST)"
                    + " { repeated group list { optional binary element (STRING); } } required int64 known_at"
                    + " (TIMESTAMP(NANOS,true));");

    @TempDir
    Path folder;

    private byte[] written(String columns, CompressionCodecName codec) throws IOException {
        MessageType schema = MessageTypeParser.parseMessageType("message m { " + columns + " }");
        Path file = folder.resolve("seed.parquet");
        Files.deleteIfExists(file);
        SimpleGroupFactory groups = new SimpleGroupFactory(schema);
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withType(schema)
                .withCompressionCodec(codec)
                .withPageWriteChecksumEnabled(codec == CompressionCodecName.SNAPPY)
                .build()) {
            for (int i = 0; i < 5; i++) {
                writer.write(row(groups.newGroup(), schema, i));
            }
        }
        return Files.readAllBytes(file);
    }

    private static Group row(Group row, MessageType schema, int i) {
        for (var field : schema.getFields()) {
            String name = field.getName();
            if (!field.isPrimitive()) {
                row.addGroup(name).addGroup("list").append("element", "DEBTOR");
                continue;
            }
            switch (field.asPrimitiveType().getPrimitiveTypeName()) {
                case BINARY -> row.append(name, name.equals("source") ? "DEBTOR" : "P" + i);
                case INT32 -> row.append(name, 20_000 + i);
                case INT64 -> row.append(name, 1_770_076_800_000_000L + i);
                case DOUBLE -> row.append(name, 12.5 * i);
                case INT96 -> row.append(name, Binary.fromConstantByteArray(new byte[12]));
                case FIXED_LEN_BYTE_ARRAY -> row.append(name, Binary.fromConstantByteArray(new byte[7]));
                default -> throw new IllegalStateException(name);
            }
        }
        return row;
    }

    @Test
    void parquet() throws Exception {
        List<byte[]> files = new ArrayList<>();
        for (String schema : SCHEMAS) {
            for (CompressionCodecName codec : List.of(
                    CompressionCodecName.UNCOMPRESSED,
                    CompressionCodecName.SNAPPY,
                    CompressionCodecName.GZIP,
                    CompressionCodecName.ZSTD)) {
                files.add(written(schema, codec));
            }
        }
        Path file = folder.resolve("payments.parquet");
        InputFile input = new InputFile(file.toUri().toString(), Format.PARQUET, Feed.PAYMENTS);
        FileReading reading = new FileReading(null, Long.MAX_VALUE);
        Mutator mutator = new Mutator(files, List.of("PAR1", "PARE"));
        Fuzz.run(
                        "parquet",
                        random -> random.nextInt(50) == 0 ? mutator.seed(random) : mutator.changed(random),
                        bytes -> {
                            Files.write(file, bytes);
                            try (FeedRecords records =
                                    new FeedRecords(FilePart.whole(input), Feed.PAYMENTS, reading, CONFIGURATION)) {
                                while (records.next() instanceof FeedRecords.Found found) {
                                    assertThat(found.checked()).isNotNull();
                                    assertThat(records.raw()).isNotNull();
                                }
                            }
                        })
                .requireBoth();
    }
}

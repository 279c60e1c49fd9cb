package org.solvens.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.file.SeekableByteArrayInput;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.feed.FeedContract.Checked;
import org.solvens.fuzz.Fuzz;
import org.solvens.fuzz.Mutator;
import org.solvens.problem.Problem;

/// Whatever happens to a CSV, gzipped CSV or Avro file, reading it ends in rows that the contract accepts or
/// refuses, or in a refusal of the file ({@link Fuzz}).
class SourceFuzzTest {
    private static final Path SAMPLES = Path.of(System.getProperty("solvens.home"), "data-samples");
    private static final int ROWS = 6;
    private static final List<Charset> CHARSETS =
            List.of(StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1, Charset.forName("windows-1252"));
    private static final List<CsvLayout> LAYOUTS = List.of(
            CsvLayout.PLAIN,
            CsvLayout.PLAIN,
            new CsvLayout(1, 0, null),
            new CsvLayout(0, 2, null),
            new CsvLayout(0, 0, Pattern.compile("Total|h4")));

    /// A schema with every kind of value, so that changes of it reach every branch of the reader.
    private static final String WIDE = """
        {"type":"record","name":"R","fields":[
        {"name":"payment_id","type":["null","string"]},
        {"name":"amount","type":{"type":"bytes","logicalType":"decimal","precision":14,"scale":2}},
        {"name":"fixed","type":{"type":"fixed","name":"F","size":12}},
        {"name":"paid_on","type":{"type":"int","logicalType":"date"}},
        {"name":"known_at","type":{"type":"long","logicalType":"timestamp-micros"}},
        {"name":"at","type":{"type":"long","logicalType":"local-timestamp-nanos"}},
        {"name":"list","type":{"type":"array","items":"string"}},
        {"name":"map","type":{"type":"map","values":"long"}},
        {"name":"kind","type":{"type":"enum","name":"E","symbols":["A","B"]}},
        {"name":"share","type":"double"},{"name":"f","type":"float"},{"name":"b","type":"boolean"},
        {"name":"n","type":["null",{"type":"record","name":"N","fields":[{"name":"x","type":"int"}]}]}]}
        """;

    private static List<byte[]> csvFiles() throws IOException {
        List<byte[]> files = new ArrayList<>();
        for (Feed feed : Feed.values()) {
            List<String> lines = Files.readAllLines(SAMPLES.resolve("feeds/" + feed.label() + ".csv"));
            String text = String.join("\n", lines.subList(0, ROWS)) + "\n";
            files.add(text.getBytes(StandardCharsets.UTF_8));
            files.add(("\uFEFFInvoices\r\n" + text.replace(",", ";").replace("\n", "\r\n") + "\"Total\";\"7,5\"\r\n")
                    .getBytes(StandardCharsets.UTF_8));
        }
        return files;
    }

    private static void rows(RowSource source) throws IOException {
        List<FeedContract> contracts = new ArrayList<>();
        for (Feed feed : Feed.values()) {
            FeedContract contract = FeedContract.of(feed);
            if (source.columns().contains(contract.fields().getFirst().name())) {
                contracts.add(contract);
            }
        }
        long last = 0;
        while (source.next()) {
            assertThat(source.number()).isGreaterThan(last);
            last = source.number();
            assertThat(source.raw().length()).isLessThanOrEqualTo(2_000);
            RowSource.Refusal refusal = source.refusal();
            if (refusal != null) {
                assertThat(refusal.code()).isNotBlank();
                assertThat(refusal.reason()).isNotBlank();
                continue;
            }
            List<Object> values = new ArrayList<>();
            for (int i = 0; i < source.columns().size(); i++) {
                values.add(source.get(i));
            }
            for (FeedContract contract : contracts) {
                Object[] raw = contract.fields().stream()
                        .map(field -> source.columns().indexOf(field.name()))
                        .map(column -> column < 0 ? null : values.get(column))
                        .toArray();
                switch (contract.check(raw)) {
                    case Checked.Accepted(Object[] accepted) ->
                        assertThat(contract.key(accepted)).isNotBlank();
                    case Checked.Refused(String code, String reason) -> {
                        assertThat(code).isNotBlank();
                        assertThat(reason).isNotBlank();
                    }
                }
            }
        }
        assertThat(source.next()).isFalse();
    }

    /// A damaged file is an IOException with a sentence; anything else is a fault of the reader.
    private static void read(SourceOf source, byte[] input) throws IOException {
        try (RowSource rows = source.open(new ByteArrayInputStream(input))) {
            rows(rows);
        } catch (IOException e) {
            throw new Problem("FEED-DAMAGED", "file", "the file is damaged", e.getMessage(), "supply it again", e);
        }
    }

    @FunctionalInterface
    private interface SourceOf {
        RowSource open(InputStream in) throws IOException;
    }

    /// The layout of a file follows from its bytes, so that an input repeats itself.
    private static CsvSource csv(InputStream in, byte[] input) throws IOException {
        int choice = Math.floorMod(Arrays.hashCode(input), 1_000);
        return new CsvSource(
                new CsvLines(in, CHARSETS.get(choice % CHARSETS.size()), choice % 2 == 0 ? ',' : ';'),
                "payments.csv",
                LAYOUTS.get(choice % LAYOUTS.size()));
    }

    @Test
    void csv() throws Exception {
        Mutator mutator = new Mutator(csvFiles(), List.of("\"a\"\"b\"", "\"a", "a\"b", "Total", "sep=;\n", "PK\3\4"));
        Fuzz.run("csv", mutator::changed, input -> read(in -> csv(in, input), input))
                .requireBoth();
    }

    @Test
    void gzippedCsv() throws Exception {
        List<byte[]> files = csvFiles();
        List<byte[]> zipped = new ArrayList<>();
        for (byte[] file : files) {
            zipped.add(gzip(file));
            zipped.add(Mutator.joined(gzip(Arrays.copyOf(file, 100)), gzip(file)));
        }
        Mutator content = new Mutator(files, List.of());
        Mutator whole = new Mutator(zipped, List.of("\u001f"));
        Fuzz.run(
                        "gzip",
                        random -> random.nextInt(4) == 0 ? gzip(content.changed(random)) : whole.changed(random),
                        input -> read(in -> csv(new GzipMembers(in), input), input))
                .requireBoth();
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    /// Small Avro files of each feed, by turns with each codec.
    private static List<byte[]> avroFiles() throws IOException {
        List<byte[]> files = new ArrayList<>();
        List<String> codecs = List.of("null", "deflate", "snappy", "zstandard", "bzip2");
        for (Feed feed : Feed.values()) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            byte[] sample = Files.readAllBytes(SAMPLES.resolve("avro/" + feed.label() + ".avro"));
            try (DataFileReader<GenericRecord> in =
                            new DataFileReader<>(new SeekableByteArrayInput(sample), new GenericDatumReader<>());
                    DataFileWriter<GenericRecord> out = new DataFileWriter<>(new GenericDatumWriter<>())) {
                out.setCodec(CodecFactory.fromString(codecs.get(feed.ordinal() % codecs.size())));
                out.create(in.getSchema(), bytes, "0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
                for (int i = 0; i < ROWS && in.hasNext(); i++) {
                    out.append(in.next());
                    if (i == ROWS / 2) {
                        out.sync();
                    }
                }
            }
            files.add(bytes.toByteArray());
        }
        return files;
    }

    @Test
    void avro() throws Exception {
        Mutator whole = new Mutator(avroFiles(), List.of("\u0001Obj", "deflate", "snappy", "avro.schema"));
        List<String> schemas = new ArrayList<>(List.of(WIDE));
        schemas.add("{\"type\":\"record\",\"name\":\"Z\",\"fields\":[{\"name\":\"payment_id\",\"type\":\"null\"}]}");
        for (Feed feed : Feed.values()) {
            schemas.add(FeedContract.of(feed).schema().toString());
        }
        Mutator schema = Mutator.ofTexts(
                schemas,
                List.of(
                        "\"string\"",
                        "\"bytes\"",
                        "\"int\"",
                        "\"long\"",
                        "\"null\"",
                        "{\"type\":\"array\",\"items\":\"null\"}",
                        "{\"type\":\"map\",\"values\":\"null\"}",
                        "\"scale\":",
                        "\"precision\":",
                        "\"size\":",
                        "{\"type\":\"fixed\",\"name\":\"G\",\"size\":2000000000}",
                        "{\"type\":\"record\",\"name\":\"Z\",\"fields\":[{\"name\":\"z\",\"type\":\"null\"}]}",
                        "\"logicalType\":\"decimal\"",
                        "\"logicalType\":\"timestamp-millis\"",
                        "\"logicalType\":\"uuid\"",
                        "\"logicalType\":\"duration\""));
        Fuzz.run(
                        "avro",
                        random -> switch (random.nextInt(16)) {
                            case 0, 1, 2, 3, 4 -> container(schema.changed(random), count(random), block(random));
                            case 5, 6, 7, 8, 9 -> container(schema.seed(random), count(random), block(random));
                            case 10 -> whole.seed(random);
                            default -> whole.changed(random);
                        },
                        input -> read(AvroSource::open, input))
                .requireBoth();
    }

    /// Content of a block: small numbers, lengths and a few letters, which is what most values begin with.
    private static byte[] block(Random random) {
        byte[] block = new byte[random.nextInt(200)];
        for (int i = 0; i < block.length; i++) {
            block[i] = (byte)
                    switch (random.nextInt(8)) {
                        case 0 -> random.nextInt(256);
                        case 1 -> 0xff;
                        case 2 -> 'A';
                        default -> random.nextInt(8);
                    };
        }
        return block;
    }

    /// A container whose frames fit, whatever its schema and content are.
    private static byte[] container(byte[] schema, long count, byte[] block) throws IOException {
        byte[] marker = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {'O', 'b', 'j', 1});
        BinaryEncoder out = EncoderFactory.get().binaryEncoder(bytes, null);
        out.writeMapStart();
        out.setItemCount(1);
        out.startItem();
        out.writeString("avro.schema");
        out.writeBytes(schema);
        out.writeMapEnd();
        out.writeFixed(marker);
        out.writeLong(count);
        out.writeBytes(block);
        out.writeFixed(marker);
        out.flush();
        return bytes.toByteArray();
    }

    /// Records that a block says it has.
    private static long count(Random random) {
        return random.nextInt(5) == 0 ? random.nextLong() >>> random.nextInt(64) : random.nextInt(4);
    }

    /// The wide schema can be read, so that its changes are close to schemas.
    @Test
    void theWideSchemaIsRead() throws IOException {
        byte[] file = container(WIDE.getBytes(StandardCharsets.UTF_8), 0, new byte[0]);
        try (AvroSource source = AvroSource.open(new ByteArrayInputStream(file))) {
            assertThat(source.columns()).hasSize(13).contains("payment_id", "map");
            assertThat(source.next()).isFalse();
        }
    }
}

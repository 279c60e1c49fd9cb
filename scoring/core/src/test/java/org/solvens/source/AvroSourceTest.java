package org.solvens.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.feed.FeedContract.Checked;
import org.solvens.feed.FeedRows;

class AvroSourceTest {
    private static final Schema FOREIGN = new Schema.Parser().parse("""
        {"type": "record", "name": "Invoice", "fields": [
          {"name": "id", "type": ["null", "string"]},
          {"name": "thousandths", "type": {"type": "bytes", "logicalType": "decimal", "precision": 14, "scale": 3}},
          {"name": "fixed", "type": ["null", {"type": "fixed", "name": "Sum", "size": 6,
            "logicalType": "decimal", "precision": 14, "scale": 2}]},
          {"name": "due", "type": {"type": "int", "logicalType": "date"}},
          {"name": "millis", "type": {"type": "long", "logicalType": "timestamp-millis"}},
          {"name": "micros", "type": ["null", {"type": "long", "logicalType": "timestamp-micros"}]},
          {"name": "nanos", "type": {"type": "long", "logicalType": "local-timestamp-nanos"}},
          {"name": "count", "type": "long"},
          {"name": "share", "type": "double"}]}
        """);

    @Test
    void logicalTypesMeanWhatTheirSchemaSays() throws IOException {
        GenericRecord written = new GenericData.Record(FOREIGN);
        written.put("id", "I1");
        written.put(
                "thousandths",
                ByteBuffer.wrap(new BigDecimal("-12.340").unscaledValue().toByteArray()));
        written.put(
                "fixed",
                new GenericData.Fixed(
                        FOREIGN.getField("fixed").schema().getTypes().get(1), new byte[] {-1, -1, -1, -1, -1, 0}));
        written.put("due", (int) LocalDate.of(2024, 1, 31).toEpochDay());
        written.put("millis", Instant.parse("2024-03-01T06:00:00.123Z").toEpochMilli());
        written.put("micros", Instant.parse("1969-12-31T23:59:59.999Z").toEpochMilli() * 1_000 + 456);
        written.put("nanos", 1_000_000_001L);
        written.put("count", 7L);
        written.put("share", 0.5);
        AvroSource source = source(file(FOREIGN, List.of(written)));
        assertThat(source.columns())
                .containsExactly("id", "thousandths", "fixed", "due", "millis", "micros", "nanos", "count", "share");
        assertThat(source.next()).isTrue();
        assertThat(source.number()).isEqualTo(1);
        assertThat(source.refusal()).isNull();
        assertThat(source.get(0)).hasToString("I1");
        assertThat(source.get(1)).isEqualTo(new BigDecimal("-12.340"));
        assertThat(source.get(2)).isEqualTo(new BigDecimal("-2.56"));
        assertThat(source.get(3)).isEqualTo(LocalDate.of(2024, 1, 31));
        assertThat(source.get(4)).isEqualTo(Instant.parse("2024-03-01T06:00:00.123Z"));
        assertThat(source.get(5)).isEqualTo(Instant.parse("1969-12-31T23:59:59.999456Z"));
        assertThat(source.get(6)).isEqualTo(LocalDateTime.parse("1970-01-01T00:00:01.000000001"));
        assertThat(source.get(7)).isEqualTo(7L);
        assertThat(source.get(8)).isEqualTo(0.5);
        assertThat(source.raw()).contains("I1");
        assertThat(source.next()).isFalse();
    }

    @Test
    void aDecimalWithoutBytesIsRefusedByTheContract() throws IOException {
        FeedContract contract = FeedContract.of(Feed.PAYMENTS);
        Object[] good = ((Checked.Accepted) contract.check(FeedRows.literal(Feed.PAYMENTS))).values();
        GenericRecord written = FeedRows.record(contract, good);
        written.put("amount", ByteBuffer.allocate(0));
        AvroSource source = source(file(contract.schema(), List.of(written)));
        assertThat(source.next()).isTrue();
        assertThat(contract.check(raw(source))).isEqualTo(new Checked.Refused("TYPE", "amount is not an amount"));
    }

    @Test
    void columnsAreToldByTheSchemaOrTheFirstRecord() throws IOException {
        Schema schema = FeedContract.of(Feed.PAYMENTS).schema();
        AvroSource empty = AvroSource.of(schema, new ListedRecords(List.of()));
        assertThat(empty.columns()).startsWith("payment_id", "case_id").hasSize(11);
        assertThat(empty.next()).isFalse();
        assertThat(AvroSource.ofFirst(new ListedRecords(List.of())).columns()).isEmpty();
        GenericRecord one = FeedRows.record(FeedContract.of(Feed.PAYMENTS), new Object[11]);
        AvroSource first = AvroSource.ofFirst(new ListedRecords(List.of(one, one)));
        assertThat(first.columns()).isEqualTo(empty.columns());
        assertThat(first.next()).isTrue();
        assertThat(first.next()).isTrue();
        assertThat(first.number()).isEqualTo(2);
        assertThat(first.get(0)).isNull();
        assertThat(first.next()).isFalse();
    }

    @Test
    void aTruncatedFileIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(sample(Feed.CONTACTS));
        byte[] half = Arrays.copyOf(whole, whole.length / 2);
        assertThatThrownBy(() -> {
                    AvroSource source = source(half);
                    while (source.next()) {
                        assertThat(source.get(0)).isNotNull();
                    }
                })
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void damagedBytesEndInAnIoExceptionAndNothingElse(long seed) throws IOException {
        List<GenericRecord> records = new ArrayList<>();
        FeedContract contract = FeedContract.of(Feed.CASES);
        Object[] good = ((Checked.Accepted) contract.check(FeedRows.literal(Feed.CASES))).values();
        for (int i = 0; i < 40; i++) {
            records.add(FeedRows.record(contract, good));
        }
        byte[] file = file(contract.schema(), records);
        byte[] header = file(contract.schema(), List.of());
        Random random = new Random(seed);
        for (int i = 0; i < 20; i++) {
            byte[] damaged = file.clone();
            for (int j = 0; j < 4; j++) {
                int at = header.length + 4 + random.nextInt(damaged.length - header.length - 24);
                damaged[at] = (byte) random.nextInt(256);
            }
            try {
                AvroSource source = source(damaged);
                while (source.next()) {
                    assertThat(contract.check(raw(source))).isNotNull();
                }
            } catch (IOException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    @Property(tries = 100)
    void theSameRowsAreEqualFromCsvAndFromAvro(@ForAll("rows") Tuple2<Feed, List<Object[]>> rows) throws IOException {
        FeedContract contract = FeedContract.of(rows.get1());
        StringBuilder csv = new StringBuilder();
        List<GenericRecord> records = new ArrayList<>();
        csv.append(String.join(
                        ",",
                        contract.fields().stream().map(FeedContract.Field::name).toList()))
                .append('\n');
        for (Object[] row : rows.get2()) {
            csv.append(FeedRows.line(contract, row)).append('\n');
            records.add(FeedRows.record(contract, row));
        }
        CsvSource texts = csv(new ByteArrayInputStream(csv.toString().getBytes(StandardCharsets.UTF_8)));
        AvroSource typed = source(file(contract.schema(), records));
        assertThat(texts.columns()).isEqualTo(typed.columns());
        for (Object[] row : rows.get2()) {
            assertThat(texts.next()).isTrue();
            assertThat(typed.next()).isTrue();
            assertThat(texts.refusal()).isNull();
            assertThat(values(contract, texts)).isEqualTo(row);
            assertThat(values(contract, typed)).isEqualTo(row);
        }
        assertThat(texts.next()).isFalse();
        assertThat(typed.next()).isFalse();
    }

    @Provide
    Arbitrary<Tuple2<Feed, List<Object[]>>> rows() {
        return Arbitraries.of(Feed.class)
                .flatMap(feed -> FeedRows.accepted(feed).list().ofMaxSize(4).map(rows -> Tuple.of(feed, rows)));
    }

    @ParameterizedTest
    @EnumSource
    void theAvroSamplesAreRowsOfTheCsvSamples(Feed feed) throws IOException {
        FeedContract contract = FeedContract.of(feed);
        Path csv = sample(feed).resolveSibling("../feeds/" + feed.label() + ".csv");
        Map<String, Object[]> rows = new HashMap<>();
        try (CsvSource texts = csv(Files.newInputStream(csv));
                AvroSource typed = source(Files.readAllBytes(sample(feed)))) {
            List<String> names =
                    contract.fields().stream().map(FeedContract.Field::name).toList();
            assertThat(typed.columns()).isEqualTo(names);
            // A text file leaves out columns that are empty in every row.
            assertThat(names).containsAll(texts.columns());
            while (texts.next()) {
                Object[] values = values(contract, texts);
                rows.put(version(contract, values), values);
            }
            while (typed.next()) {
                Object[] values = values(contract, typed);
                assertThat(values).isEqualTo(rows.get(version(contract, values)));
            }
            assertThat(typed.number()).isGreaterThan(1);
        }
    }

    private static String version(FeedContract contract, Object[] values) {
        return contract.key(values) + " known " + contract.knownAt(values);
    }

    private static Path sample(Feed feed) {
        return Path.of(System.getProperty("solvens.home"), "data-samples", "avro", feed.label() + ".avro");
    }

    private static CsvSource csv(InputStream in) throws IOException {
        return new CsvSource(new CsvLines(in, StandardCharsets.UTF_8, ','), "rows.csv");
    }

    private static Object[] raw(RowSource source) {
        Object[] raw = new Object[source.columns().size()];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = source.get(i);
        }
        return raw;
    }

    private static Object[] values(FeedContract contract, RowSource source) {
        Object[] raw = new Object[contract.fields().size()];
        for (int i = 0; i < source.columns().size(); i++) {
            raw[contract.position(source.columns().get(i))] = source.get(i);
        }
        return switch (contract.check(raw)) {
            case Checked.Accepted(Object[] values) -> values;
            case Checked.Refused(String code, String reason) ->
                throw new AssertionError(source.number() + " " + code + " " + reason);
        };
    }

    private static AvroSource source(byte[] file) throws IOException {
        return AvroSource.open(new ByteArrayInputStream(file));
    }

    private static byte[] file(Schema schema, List<GenericRecord> records) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataFileWriter<GenericRecord> out = new DataFileWriter<>(new GenericDatumWriter<GenericRecord>(schema))) {
            out.setCodec(CodecFactory.nullCodec());
            out.create(schema, bytes);
            for (GenericRecord written : records) {
                out.append(written);
            }
        }
        return bytes.toByteArray();
    }
}

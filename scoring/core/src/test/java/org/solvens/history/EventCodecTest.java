package org.solvens.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventCodecTest {
    private static final Schema SCHEMA = schema();
    private static final Schema EVENTS = SCHEMA.getField("events").schema().getElementType();

    private static Schema schema() {
        try (InputStream in = History.class.getResourceAsStream("/histories/v2/history.avsc")) {
            return new Schema.Parser().parse(in);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Property(tries = 500)
    void avroReadsWhatWeWrite(@ForAll("histories") History history) throws IOException {
        GenericRecord read = new GenericDatumReader<GenericRecord>(SCHEMA)
                .read(null, DecoderFactory.get().binaryDecoder(history.encode(), null));
        assertThat(read).isEqualTo(generic(history));
    }

    @Property(tries = 500)
    void weReadWhatAvroWrites(@ForAll("histories") History history) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder out = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(SCHEMA).write(generic(history), out);
        out.flush();
        assertThat(History.decodeWithKeys(bytes.toByteArray())).isEqualTo(history);
        assertThat(bytes.toByteArray()).isEqualTo(history.encode());
    }

    @Property(tries = 200)
    void arraysInSeveralBlocksAreReadToo(@ForAll("histories") History history) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder out = new EncoderFactory().configureBlockSize(64).blockingBinaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(SCHEMA).write(generic(history), out);
        out.flush();
        assertThat(History.decodeWithKeys(bytes.toByteArray())).isEqualTo(history);
    }

    @Property(tries = 200)
    void readWithoutKeysOnlyTheKeysAreMissing(@ForAll("histories") History history) {
        History read = History.decode(history.encode());
        assertThat(read.keys()).isEmpty();
        assertThat(read.events()).isEqualTo(history.events());
        assertThat(read.caseIds()).isEqualTo(history.caseIds());
        assertThat(read.creditorIds()).isEqualTo(history.creditorIds());
        assertThat(read.debtorId()).isEqualTo(history.debtorId());
    }

    @Property(tries = 300)
    void anEventAtAPlaceDiffersInThePlaceAlone(@ForAll("events") Event event, @ForAll int at, @ForAll long superseded) {
        Event placed = event.placed(at, superseded);
        assertThat(placed.supersededAt()).isEqualTo(superseded);
        assertThat(placed.caseIndex())
                .isEqualTo(event instanceof Event.AddressHit || event instanceof Event.TaxAssessment ? Event.NONE : at);
        assertThat(placed.placed(event.caseIndex(), event.supersededAt())).isEqualTo(event);
    }

    @Test
    void theSchemaHasARecordForEachKindOfEventInTheOrderOfTheCodec() {
        assertThat(EVENTS.getTypes())
                .extracting(Schema::getName)
                .containsExactlyElementsOf(Arrays.stream(Event.class.getPermittedSubclasses())
                        .map(Class::getSimpleName)
                        .toList());
    }

    @Test
    void everyEnumOfTheSchemaHasTheSymbolsOfItsJavaEnum() {
        for (Class<?> type : Event.class.getPermittedSubclasses()) {
            Schema written = EVENTS.getTypes().stream()
                    .filter(s -> s.getName().equals(type.getSimpleName()))
                    .findFirst()
                    .orElseThrow();
            List<Schema.Field> fields = written.getFields();
            RecordComponent[] components = components(type);
            assertThat(fields).as(type.getSimpleName()).hasSameSizeAs(components);
            for (int i = 0; i < components.length; i++) {
                Schema field = present(fields.get(i).schema());
                if (components[i].getType().isEnum()) {
                    assertThat(field.getEnumSymbols())
                            .as(components[i].toString())
                            .isEqualTo(Arrays.stream(components[i].getType().getEnumConstants())
                                    .map(Object::toString)
                                    .toList());
                }
            }
        }
    }

    @Test
    void damagedHistoriesAreSaidToBeDamaged() {
        byte[] bytes = new History(
                        "D1",
                        List.of("C1"),
                        List.of("K1"),
                        List.of(new Event.Hold(5, Event.NEVER, 0, HoldKind.DISPUTE, 1, Event.NONE, null)),
                        List.of("holds/O1"))
                .encode();
        for (int length = 0; length < bytes.length; length++) {
            byte[] shortened = Arrays.copyOf(bytes, length);
            assertThatIllegalStateException()
                    .isThrownBy(() -> History.decodeWithKeys(shortened))
                    .withMessageContaining("damaged");
        }
        Random random = new Random(20261122);
        for (int i = 0; i < 2_000; i++) {
            byte[] changed = bytes.clone();
            // Lengths and symbols within reach: a length of gigabytes is the decoder's own to refuse.
            changed[random.nextInt(changed.length)] = (byte) random.nextInt(128);
            try {
                assertThat(History.decodeWithKeys(changed)).isNotNull();
            } catch (IllegalStateException e) {
                assertThat(e).hasMessageContaining("damaged");
            }
        }
    }

    @Provide
    Arbitrary<Event> events() {
        return Events.any();
    }

    @Provide
    Arbitrary<History> histories() {
        Arbitrary<String> ids = Events.TEXT.map(text -> text);
        return Combinators.combine(
                        ids,
                        ids.list().ofMaxSize(4),
                        ids.list().ofMaxSize(3),
                        Events.any().list().ofMaxSize(12))
                .as((debtor, cases, creditors, events) -> {
                    List<String> keys = new ArrayList<>();
                    for (int i = 0; i < events.size(); i++) {
                        keys.add("payments/P" + i);
                    }
                    return new History(debtor, cases, creditors, events, keys);
                });
    }

    /// The history as Avro's own generic records, made by names and types of the records' components.
    private static GenericRecord generic(History history) {
        GenericRecord written = new GenericData.Record(SCHEMA);
        written.put("debtor_id", new org.apache.avro.util.Utf8(history.debtorId()));
        written.put("case_ids", array("case_ids", history.caseIds()));
        written.put("creditor_ids", array("creditor_ids", history.creditorIds()));
        written.put("keys", array("keys", history.keys()));
        List<GenericRecord> events = new ArrayList<>();
        for (Event event : history.events()) {
            events.add(generic(event));
        }
        written.put("events", new GenericData.Array<>(SCHEMA.getField("events").schema(), events));
        return written;
    }

    private static GenericData.Array<Object> array(String field, List<String> values) {
        return new GenericData.Array<>(
                SCHEMA.getField(field).schema(),
                values.stream()
                        .map(value -> (Object) new org.apache.avro.util.Utf8(value))
                        .toList());
    }

    private static GenericRecord generic(Event event) {
        Schema type = EVENTS.getTypes().stream()
                .filter(s -> s.getName().equals(event.getClass().getSimpleName()))
                .findFirst()
                .orElseThrow();
        GenericRecord written = new GenericData.Record(type);
        RecordComponent[] components = components(event.getClass());
        for (int i = 0; i < components.length; i++) {
            Schema field = type.getFields().get(i).schema();
            boolean superseded = components[i].getName().equals("supersededAt");
            written.put(i, generic(value(components[i], event), field, superseded ? Event.NEVER : Event.NO_AMOUNT));
        }
        return written;
    }

    private static @Nullable Object generic(@Nullable Object value, Schema field, long none) {
        boolean optional = field.isUnion();
        return switch (value) {
            case null -> null;
            case Enum<?> symbol -> new GenericData.EnumSymbol(present(field), symbol.name());
            case String text -> new org.apache.avro.util.Utf8(text);
            case Long number when optional && number == none -> null;
            case Integer number when optional && number == Event.NONE -> null;
            case Double number when optional && number.isNaN() -> null;
            default -> value;
        };
    }

    private static Schema present(Schema field) {
        return field.isUnion() ? field.getTypes().get(1) : field;
    }

    private static RecordComponent[] components(Class<?> type) {
        return type.getRecordComponents();
    }

    private static @Nullable Object value(RecordComponent component, Event event) {
        try {
            return component.getAccessor().invoke(event);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}

package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.solvens.api.AvroBodies.file;
import static org.solvens.api.AvroBodies.payment;
import static org.solvens.api.AvroBodies.record;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.feed.Feed;
import org.solvens.feed.FeedContract;
import org.solvens.intake.AcceptedEvents;
import org.solvens.intake.StoreAddress;
import org.solvens.store.Scope;
import org.solvens.store.Store;
import tools.jackson.databind.JsonNode;

/// Events and histories in Avro container files.
class AvroEventsTest {
    private static final String EVENTS = "/v1/events";
    private static final String SCORE = "/v1/score";
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final CodecFactory PLAIN = CodecFactory.nullCodec();
    private static final CodecFactory DEFLATE = CodecFactory.deflateCodec(9);

    @TempDir
    Path folder;

    private StoreAddress address;
    private Store store;
    private ApiServer server;
    private Contract agency;
    private Contract bank;

    @BeforeEach
    void start() {
        SampleLake lake = new SampleLake(folder).withScores();
        address = StoreAddress.of(null, folder.toString());
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        store = Store.open(address, clock);
        server = ApiServer.start(
                lake.lake(),
                SampleLake.CATALOGUE,
                new ApiServer.Address("127.0.0.1", 0, AllowedHosts.of("127.0.0.1", List.of())),
                Duration.ofDays(1),
                new Access(store, false, clock));
        agency = new Contract(server, key(null));
        bank = new Contract(server, key(Set.of("K-1")));
    }

    @AfterEach
    void stop() {
        agency.close();
        bank.close();
        server.close();
    }

    private String key(Set<String> creditors) {
        return store.keys()
                .create("test", Set.of(Scope.EVENTS_WRITE, Scope.SCORE_READ), creditors, 60_000, null, "anna")
                .text();
    }

    private static List<String> statuses(JsonNode answer) {
        return answer.get("results")
                .valueStream()
                .map(each -> each.get("status").stringValue()
                        + (each.get("code").isNull()
                                ? ""
                                : " " + each.get("code").stringValue()))
                .toList();
    }

    private static String code(JsonNode problem) {
        return problem.get("code").stringValue();
    }

    private JsonNode deliver(int status, byte[] file, String name) {
        return agency.avro(status, EVENTS, EVENTS, file, "Idempotency-Key", name);
    }

    @Test
    void recordsOfTheContractsSchemasAreAccepted() throws Exception {
        Schema schema = FeedContract.of(Feed.PAYMENTS).schema();
        GenericRecord paid = new GenericData.Record(schema);
        paid.put("payment_id", "P-1");
        paid.put("case_id", "C-1");
        paid.put(
                "amount",
                ByteBuffer.wrap(new BigDecimal("1250.500").unscaledValue().toByteArray()));
        paid.put("paid_on", (int) LocalDate.of(2026, 10, 30).toEpochDay());
        paid.put("source", new GenericData.EnumSymbol(schema.getField("source").schema(), "DEBTOR"));
        paid.put("known_at", Instant.parse("2026-10-31T08:00:00Z").toEpochMilli());
        // The union of all feeds, as the server publishes it.
        Schema all = new Schema.Parser()
                .parse(agency.ask(200, "/v1/schemas/{name}", "/v1/schemas/events")
                        .toString());
        assertThat(all.getTypes()).hasSize(Feed.values().length);
        assertThat(new Schema.Parser()
                        .parse(agency.ask(200, "/v1/schemas/{name}", "/v1/schemas/payments")
                                .toString()))
                .isEqualTo(schema);
        agency.ask(404, "/v1/schemas/{name}", "/v1/schemas/letters");
        JsonNode answer = deliver(200, file(DEFLATE, all, List.of(paid)), "a");
        assertThat(statuses(answer)).containsExactly("accepted");
        assertThat(answer.at("/results/0/known_at").stringValue()).isEqualTo("2026-10-31T08:00:00Z");
        // The same record as JSON is known.
        assertThat(statuses(agency.post(200, EVENTS, """
            {"feed":"payments","record":{"payment_id":"P-1","case_id":"C-1","amount":"1250.50",
            "paid_on":"2026-10-30","source":"DEBTOR","known_at":"2026-10-31T08:00:00Z"}}\
            """, "Idempotency-Key", "b")))
                .containsExactly("known");
        try (AcceptedEvents events = AcceptedEvents.open(address)) {
            AcceptedEvents.Fold fold = events.begin("lake", NOW).orElseThrow();
            StringWriter csv = new StringWriter();
            events.write(fold, Feed.PAYMENTS, csv);
            assertThat(csv.toString())
                    .contains("\"P-1\",\"C-1\",\"1250.5\",\"2026-10-30\",,\"DEBTOR\",,\"2026-10-31T08:00:00Z\"");
        }
    }

    @Test
    void eachRecordIsAcceptedOrRefusedByItself() {
        GenericRecord other = record("LetterRecord", Map.of("letter_id", "L-1"));
        GenericRecord more = record("HoldRecord", Map.of("hold_id", "H-1", "colour", "red"));
        JsonNode answer = deliver(
                200,
                file(
                        PLAIN,
                        List.of(
                                payment("P-1", "C-1", "250"),
                                payment("P-2", "C-1", "much"),
                                payment("", "C-1", "1"),
                                other,
                                more,
                                payment("P-3", "C-1", "1"))),
                "a");
        assertThat(statuses(answer))
                .containsExactly(
                        "accepted", "refused TYPE", "refused MISSING", "refused FEED", "refused FIELD", "accepted");
        assertThat(answer.at("/results/0/known_at").stringValue()).isEqualTo("2026-11-01T12:00:00Z");
        assertThat(answer.toString()).doesNotContain("much", "colour", "Letter");
        assertThat(statuses(bank.avro(
                        200,
                        EVENTS,
                        EVENTS,
                        file(DEFLATE, List.of(payment("P-4", "C-1", "1"), payment("P-5", "Ö/3 x", "1"))),
                        "Idempotency-Key",
                        "a")))
                .containsExactly("accepted", "refused CASE-UNKNOWN");
    }

    @Test
    void aRepeatedFileIsAnsweredAsTheFirstTime() {
        byte[] file = file(DEFLATE, List.of(payment("P-1", "C-1", "250")));
        HttpResponse<byte[]> first = agency.sendBytes(EVENTS, AvroBody.MEDIA_TYPE, file, "Idempotency-Key", "a");
        HttpResponse<byte[]> again = agency.sendBytes(EVENTS, "Application/Avro; x=y", file, "Idempotency-Key", "a");
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(code(deliver(422, file(PLAIN, List.of(payment("P-2", "C-1", "1"))), "a")))
                .isEqualTo("IDEMPOTENCY-REUSED");
        assertThat(Store.look(address).waiting()).isEqualTo(1);
    }

    @Test
    void whatIsNoWholeFileOfRecordsIsRefusedAsAWhole() {
        byte[] file = file(DEFLATE, List.of(payment("P-1", "C-1", "250"), payment("SECRET", "C-1", "1")));
        Schema nulls = SchemaBuilder.record("org.solvens.feeds.v1.PaymentRecord")
                .fields()
                .name("amount")
                .type(Schema.createArray(Schema.create(Schema.Type.NULL)))
                .noDefault()
                .endRecord();
        GenericRecord zeros = new GenericData.Record(nulls);
        zeros.put("amount", Arrays.asList(new Object[100_000]));
        for (byte[] wrong : List.of(
                new byte[0],
                "{\"events\":[]}".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                Arrays.copyOf(file, file.length - 1),
                Arrays.copyOf(file, 10),
                file(PLAIN, Schema.create(Schema.Type.STRING), List.of("SECRET")),
                file(CodecFactory.bzip2Codec(), List.of(payment("P-1", "C-1", "250"))),
                file(PLAIN, nulls, List.of(zeros)))) {
            JsonNode problem = deliver(400, wrong, "a");
            assertThat(code(problem)).isEqualTo("EVENTS-AVRO");
            assertThat(problem.toString()).doesNotContain("SECRET", "\tat ");
            assertThat(code(agency.avro(400, SCORE, SCORE, wrong))).isEqualTo("SCORE-AVRO");
        }
        assertThat(code(agency.avro(400, EVENTS, EVENTS, file))).isEqualTo("IDEMPOTENCY-KEY");
        HttpResponse<byte[]> other = agency.sendBytes(EVENTS, "text/plain", file, "Idempotency-Key", "a");
        assertThat(other.statusCode()).isEqualTo(415);
        assertThat(Store.look(address).waiting()).isZero();
        // Damaged at random, a file is refused or taken, and never a defect.
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            byte[] changed = file.clone();
            changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            int status = agency.sendBytes(EVENTS, AvroBody.MEDIA_TYPE, changed, "Idempotency-Key", "random-" + i)
                    .statusCode();
            assertThat(status).isIn(200, 400, 413);
        }
    }

    @Test
    void aFileIsBoundedInRecordsAndInBytesOnceItIsInflated() {
        GenericRecord large = payment("P".repeat(5_000_000), "C-1", "1");
        byte[] bomb = file(DEFLATE, List.of(large));
        assertThat(bomb).hasSizeLessThan(20_000);
        assertThat(code(deliver(413, bomb, "a"))).isEqualTo("BATCH-SIZE");
        assertThat(code(agency.avro(413, SCORE, SCORE, bomb))).isEqualTo("BATCH-SIZE");
        byte[] plain = file(PLAIN, List.of(large));
        assertThat(code(deliver(413, plain, "a"))).isEqualTo("BATCH-SIZE");
        List<GenericRecord> many = IntStream.rangeClosed(0, EventRequest.MOST)
                .mapToObj(i -> payment("P-" + i, "C-1", "1"))
                .toList();
        assertThat(code(deliver(413, file(DEFLATE, many), "a"))).isEqualTo("EVENTS-SIZE");
        assertThat(Store.look(address).waiting()).isZero();
        JsonNode answer = deliver(200, file(DEFLATE, many.subList(0, EventRequest.MOST)), "a");
        assertThat(answer.get("accepted").intValue()).isEqualTo(EventRequest.MOST);
        // The memory of refused bodies was released: as many again are taken.
        for (int i = 0; i < 100; i++) {
            assertThat(code(deliver(413, bomb, "b"))).isEqualTo("BATCH-SIZE");
        }
    }

    @Test
    void aHistoryInAvroIsScoredAsInJson() {
        GenericRecord placed = record(
                "CaseRecord",
                Map.ofEntries(
                        Map.entry("case_id", "C-7"),
                        Map.entry("debtor_id", "D-7"),
                        Map.entry("creditor_id", "K-1"),
                        Map.entry("country", "SE"),
                        Map.entry("currency", "SEK"),
                        Map.entry("debtor_kind", "PERSON"),
                        Map.entry("claim_type", "INVOICE"),
                        Map.entry("principal", "1000.00"),
                        Map.entry("interest", "20.00"),
                        Map.entry("costs", "60.00"),
                        Map.entry("due_date", "2026-08-01"),
                        Map.entry("arose_on", "2026-07-01"),
                        Map.entry("placed_on", "2026-09-01"),
                        Map.entry("stage", "COLLECTION"),
                        Map.entry("reminder_fee_agreed", "true"),
                        Map.entry("known_at", "2026-09-01T08:00:00Z")));
        byte[] file = file(DEFLATE, List.of(placed, payment("P-1", "C-7", "80")));
        JsonNode scored = agency.avro(200, SCORE, SCORE + "?as_of=2026-11-02", file);
        String records = List.of(placed, payment("P-1", "C-7", "80")).stream()
                .map(each -> "{\"feed\":\""
                        + (each.getSchema().getName().equals("CaseRecord") ? "cases" : "payments")
                        + "\",\"record\":" + each + "}")
                .reduce((a, b) -> a + "," + b)
                .orElseThrow();
        JsonNode same = agency.post(200, SCORE, "{\"as_of\":\"2026-11-02\",\"records\":[" + records + "]}");
        assertThat(scored).isEqualTo(same);
        assertThat(scored.at("/cases/0/decision/balance").stringValue()).isEqualTo("1000.00");
        assertThat(code(agency.avro(400, SCORE, SCORE + "?as_of=soon", file))).isEqualTo("SCORE-BODY");
        assertThat(code(agency.avro(400, SCORE, SCORE, file(PLAIN, List.of(payment("P-1", "C-7", "80"))))))
                .isEqualTo("SCORE-BODY");
        assertThat(code(agency.avro(400, SCORE, SCORE, file(PLAIN, List.of(record("X", Map.of("a", "b")))))))
                .isEqualTo("SCORE-BODY");
        JsonNode refused =
                agency.avro(400, SCORE, SCORE, file(PLAIN, List.of(placed, payment("P-1", "C-7", "SECRET"))));
        assertThat(code(refused)).isEqualTo("SCORE-RECORD");
        assertThat(refused.get("detail").stringValue())
                .contains("Record 1", "TYPE")
                .doesNotContain("SECRET");
        try (Contract other = new Contract(server, key(Set.of("K-2")))) {
            assertThat(code(other.avro(403, SCORE, SCORE, file))).isEqualTo("SCORE-CREDITOR");
        }
    }
}

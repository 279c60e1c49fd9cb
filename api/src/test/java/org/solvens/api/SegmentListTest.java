package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.avro.AvroSchemaConverter;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.history.Route;
import org.solvens.intake.StoreAddress;
import org.solvens.policy.Segment;
import org.solvens.scoring.ScoreRow;
import org.solvens.store.Scope;
import org.solvens.store.Store;
import tools.jackson.databind.JsonNode;

/// Lists of decisions, and what decisions refer to.
class SegmentListTest {
    private static final String LIST = "/v1/segments";

    @TempDir
    Path folder;

    private Store store;
    private ApiServer server;
    private SampleLake lake;
    private Contract agency;
    private Contract bank;

    @BeforeEach
    void start() {
        lake = new SampleLake(folder).withScores();
        store = Store.open(StoreAddress.of(null, folder.toString()), Clock.systemUTC());
        server = ApiServer.start(
                lake.lake(),
                SampleLake.CATALOGUE,
                new ApiServer.Address("127.0.0.1", 0, AllowedHosts.of("127.0.0.1", List.of())),
                Duration.ofDays(1),
                new Access(store, false, Clock.systemUTC()));
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
                .create("test", Set.of(Scope.SCORE_READ), creditors, 60_000, null, "anna")
                .text();
    }

    private static List<String> cases(JsonNode page) {
        return page.get("cases")
                .valueStream()
                .map(each -> each.get("case_id").stringValue())
                .toList();
    }

    private static String code(JsonNode problem) {
        return problem.get("code").stringValue();
    }

    @Test
    void pagesFollowOneAnotherInTheOrderOfTheIds() {
        List<String> all = new ArrayList<>();
        String cursor = null;
        do {
            JsonNode page = agency.ask(200, LIST, LIST + "?limit=1" + (cursor == null ? "" : "&cursor=" + cursor));
            assertThat(page.get("cases")).hasSize(1);
            all.addAll(cases(page));
            cursor = page.get("next").isNull() ? null : page.get("next").stringValue();
        } while (cursor != null);
        assertThat(all).containsExactly("C-1", "C-2", "Ö/3 x");
        JsonNode whole = agency.ask(200, LIST, LIST);
        assertThat(cases(whole)).isEqualTo(all);
        assertThat(whole.at("/cases/0"))
                .isEqualTo(agency.ask(200, "/v1/cases/{caseId}/segment", "/v1/cases/C-1/segment"));
    }

    @Test
    void filtersAreOfEveryKind() {
        for (String filter :
                List.of("creditor=K-2", "segment=ABLE_UNWILLING", "route=LEGAL_REVIEW", "creditor=K-2&country=SE")) {
            assertThat(cases(agency.ask(200, LIST, LIST + "?" + filter)))
                    .as(filter)
                    .containsExactly("Ö/3 x");
        }
        assertThat(cases(agency.ask(200, LIST, LIST + "?flag=PROTECTION_PENDING")))
                .containsExactly("C-2");
        assertThat(cases(agency.ask(200, LIST, LIST + "?hold=DISPUTE"))).containsExactly("C-2");
        assertThat(cases(agency.ask(200, LIST, LIST + "?hold=VULNERABLE"))).isEmpty();
        assertThat(cases(agency.ask(200, LIST, LIST + "?stage=COLLECTION&review_until=2026-11-01")))
                .hasSize(3);
        assertThat(cases(agency.ask(200, LIST, LIST + "?review_until=2026-10-31")))
                .isEmpty();
        assertThat(cases(agency.ask(200, LIST, LIST + "?needs_human=true&route=PLAN")))
                .isEmpty();
        assertThat(cases(agency.ask(200, LIST, LIST + "?promise_due_until=2026-10-01&team=north")))
                .containsExactly("C-1");
        assertThat(cases(agency.ask(200, LIST, LIST + "?promise_due_until=2026-09-30")))
                .isEmpty();
        assertThat(cases(agency.ask(200, LIST, LIST + "?promise_broken_from=2026-09-30&claim_type=LOAN")))
                .containsExactly("C-2");
        assertThat(cases(agency.ask(200, LIST, LIST + "?promise_broken_from=2026-10-01")))
                .isEmpty();
        assertThat(cases(agency.ask(200, LIST, LIST + "?limitation_from=2026-10-31&limitation_until=2026-10-31")))
                .containsExactly("C-2");
        assertThat(cases(agency.ask(200, LIST, LIST + "?limitation_until=2026-10-30")))
                .isEmpty();
        assertThat(cases(agency.ask(200, LIST, LIST + "?claim_type=INVOICE"))).isEmpty();
        for (String wrong : List.of(
                "creditors=K-2",
                "segment=able_unwilling",
                "review_until=soon",
                "limitation_from=soon",
                "claim_type=loan",
                "limit=0",
                "limit=1001",
                "limit=x",
                "needs_human=maybe",
                "hold=BROKEN",
                "route=PLAN&route=CALL")) {
            assertThat(code(agency.ask(400, LIST, LIST + "?" + wrong)))
                    .as(wrong)
                    .isEqualTo("FILTER");
        }
    }

    @Test
    void aCursorIsOfOneVersionOfTheScores() {
        String next = agency.ask(200, LIST, LIST + "?limit=1").get("next").stringValue();
        for (String wrong : List.of("x", "%00", "AAAA", next.substring(0, 10))) {
            assertThat(code(agency.ask(400, LIST, LIST + "?cursor=" + wrong))).isEqualTo("CURSOR");
        }
        lake.appendScores(SampleLake.NOVEMBER, Segment.OVER_INDEBTED, Route.REDUCTION);
        server.refresh();
        assertThat(code(agency.ask(410, LIST, LIST + "?limit=1&cursor=" + next)))
                .isEqualTo("CURSOR-GONE");
    }

    @Test
    void aCreditorsListHasNoTraceOfOthers() {
        JsonNode first = bank.ask(200, LIST, LIST + "?limit=1");
        JsonNode second = bank.ask(
                200, LIST, LIST + "?limit=1&cursor=" + first.get("next").stringValue());
        assertThat(cases(first)).containsExactly("C-1");
        assertThat(cases(second)).containsExactly("C-2");
        assertThat(second.get("next").isNull()).isTrue();
        assertThat(cases(bank.ask(200, LIST, LIST + "?creditor=K-2"))).isEmpty();
        for (String type : List.of(CsvAnswer.MEDIA_TYPE, ArrowAnswer.MEDIA_TYPE)) {
            String stream =
                    new String(bank.send("GET", LIST, null, "Accept", type).body(), StandardCharsets.ISO_8859_1);
            assertThat(stream).contains("C-1", "C-2").doesNotContain("K-2", "/3 x");
        }
        String others = agency.ask(200, LIST, LIST + "?limit=2").get("next").stringValue();
        assertThat(cases(bank.ask(200, LIST, LIST + "?cursor=" + URLEncoder.encode(others, StandardCharsets.UTF_8))))
                .isEmpty();
    }

    @Test
    void csvIsOneStreamOfAllWithAnEnd() {
        HttpResponse<byte[]> answer = agency.send("GET", LIST, null, "Accept", "text/csv");
        assertThat(answer.statusCode()).isEqualTo(200);
        List<String> lines =
                new String(answer.body(), StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(5);
        assertThat(lines.getFirst())
                .startsWith("as_of,case_id,debtor_id,creditor_id,")
                .endsWith(",decision_id,basis,known_before,scored_at");
        assertThat(lines.get(1))
                .startsWith("2026-10-01,C-1,D-1,K-1,SE,SEK,COLLECTION,40,1200.000,2026-01-15,0.62,541,");
        assertThat(lines.getLast()).isEqualTo("# end");
        JsonNode one = agency.ask(200, "/v1/cases/{caseId}/segment", "/v1/cases/C-1/segment");
        assertThat(lines.get(1)).contains(one.get("decision_id").stringValue());
    }

    @Test
    void avroAndParquetHaveTheColumnsOfArrowAndSayWhetherTheyAreWhole() throws Exception {
        Schema published = new Schema.Parser()
                .parse(agency.ask(200, "/v1/schemas/{name}", "/v1/schemas/segments")
                        .toString());
        List<GenericRecord> avro = avro(agency, LIST);
        List<GenericRecord> parquet = parquet(agency, LIST);
        assertThat(avro).hasSize(3);
        assertThat(avro.getFirst().getSchema()).isEqualTo(published);
        assertThat(published.getFields().stream()
                        .map(Schema.Field::name)
                        .limit(ScoreRow.TABLE.names().size()))
                .containsExactlyElementsOf(ScoreRow.TABLE.names());
        assertThat(parquet.stream().map(GenericRecord::toString).toList())
                .isEqualTo(avro.stream().map(GenericRecord::toString).toList());
        GenericRecord first = avro.getFirst();
        JsonNode one = agency.ask(200, "/v1/cases/{caseId}/segment", "/v1/cases/C-1/segment");
        assertThat(first.get("case_id")).hasToString("C-1");
        assertThat(first.get("decision_id")).hasToString(one.get("decision_id").stringValue());
        assertThat(new BigDecimal(
                        new BigInteger(((ByteBuffer) first.get("balance")).array()), org.solvens.feed.Money.SCALE))
                .isEqualByComparingTo(one.get("balance").stringValue());
        assertThat(first.get("review_on")).isEqualTo((int)
                LocalDate.parse(one.get("review_on").stringValue()).toEpochDay());
        assertThat(first.get("willingness")).isEqualTo(0.62);
        assertThat(first.get("flags")).hasToString("[BROKEN_PROMISES, INCOME_UNKNOWN]");
        assertThat(((List<?>) first.get("reasons_values")).getLast()).isNull();
        assertThat(avro(agency, LIST + "?route=HOLD")).hasSize(1);
        assertThat(parquet(agency, LIST + "?creditor=K-9")).isEmpty();

        HttpResponse<byte[]> page = agency.send("GET", LIST + "?limit=2", null, "Accept", AvroAnswer.MEDIA_TYPE);
        assertThat(page.headers().firstValue("Link").orElseThrow()).contains("rel=\"next\"");
        assertThat(code(agency.ask(406, LIST, LIST, "Accept", "application/xml")))
                .isEqualTo("HTTP-406");
    }

    @Test
    void aCreditorsAvroAndParquetHaveNoTraceOfOthers() throws Exception {
        for (List<GenericRecord> own : List.of(avro(bank, LIST), parquet(bank, LIST))) {
            assertThat(own).extracting(each -> each.get("case_id").toString()).containsExactly("C-1", "C-2");
            for (GenericRecord each : own) {
                assertThat(each.get("creditor_id")).hasToString("K-1");
                assertThat((List<?>) each.get("reasons_values")).allMatch(Objects::isNull);
            }
        }
        for (String type : List.of(AvroAnswer.MEDIA_TYPE, ParquetAnswer.MEDIA_TYPE)) {
            String stream =
                    new String(bank.send("GET", LIST, null, "Accept", type).body(), StandardCharsets.ISO_8859_1);
            assertThat(stream).contains("C-1", "C-2").doesNotContain("K-2", "/3 x");
        }
    }

    private static List<GenericRecord> avro(Contract client, String path) throws Exception {
        HttpResponse<byte[]> answer = client.send("GET", path, null, "Accept", AvroAnswer.MEDIA_TYPE);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/avro");
        List<GenericRecord> records = new ArrayList<>();
        try (DataFileStream<GenericRecord> file =
                new DataFileStream<>(new ByteArrayInputStream(answer.body()), new GenericDatumReader<>())) {
            file.forEach(records::add);
            assertThat(file.getMetaString("rows")).isEqualTo(String.valueOf(records.size()));
        }
        return records;
    }

    private List<GenericRecord> parquet(Contract client, String path) throws Exception {
        HttpResponse<byte[]> answer = client.send("GET", path, null, "Accept", ParquetAnswer.MEDIA_TYPE);
        assertThat(answer.statusCode()).isEqualTo(200);
        Path file = Files.write(folder.resolve("list.parquet"), answer.body());
        List<GenericRecord> records = new ArrayList<>();
        PlainParquetConfiguration lists = new PlainParquetConfiguration();
        lists.setBoolean(AvroSchemaConverter.ADD_LIST_ELEMENT_RECORDS, false);
        try (ParquetReader<GenericRecord> reader = AvroParquetReader.<GenericRecord>builder(
                        new LocalInputFile(file), lists)
                .withDataModel(GenericData.get())
                .build()) {
            for (GenericRecord record = reader.read(); record != null; record = reader.read()) {
                records.add(record);
            }
        }
        return records;
    }

    @Test
    void modelsPoliciesAndFeaturesAreNamed() {
        JsonNode models = agency.ask(200, "/v1/models", "/v1/models");
        assertThat(models.at("/models/0/axis").stringValue()).isEqualTo("willingness");
        assertThat(models.at("/models/0/status").stringValue()).isEqualTo("no_model");
        JsonNode policies = agency.ask(200, "/v1/policies", "/v1/policies");
        assertThat(policies.at("/policies/0/policy").stringValue()).isEqualTo("standard@1");
        JsonNode catalogue = bank.ask(200, "/v1/catalogue", "/v1/catalogue");
        assertThat(catalogue.at("/features/0/name").stringValue()).isEqualTo("broken_promises_365d");
        assertThat(catalogue.at("/features/0/shown_to_creditor").booleanValue()).isTrue();
    }
}

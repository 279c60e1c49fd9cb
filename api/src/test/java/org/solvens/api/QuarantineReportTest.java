package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The quarantine over HTTP: counted, filtered and cut, and never with what stood in the row.
class QuarantineReportTest {
    private static final String REPORT = "/v1/reports/quarantine";
    private static final String PAGE = "/reports/quarantine";

    @TempDir
    static Path folder;

    private static ApiServer server;
    private static Contract api;

    @BeforeAll
    static void start() {
        server = start(new SampleLake(folder).withQuarantine());
        api = new Contract(server);
    }

    @AfterAll
    static void stop() {
        api.close();
        server.close();
    }

    private static ApiServer start(SampleLake lake) {
        return ApiServer.start(lake.lake(), SampleLake.CATALOGUE, "127.0.0.1", 0, List.of(), Duration.ofDays(1));
    }

    private static JsonNode report(String query) {
        return api.ask(200, REPORT, REPORT + query);
    }

    @Test
    void everyRefusedRowIsCountedAndTheFirstHundredAreListed() {
        JsonNode report = report("");
        assertThat(report.get("total").longValue()).isEqualTo(1_208);
        assertThat(report.get("limit").intValue()).isEqualTo(100);
        assertThat(report.get("rows")).hasSize(100);
        assertThat(report.get("totals")
                        .valueStream()
                        .map(each -> each.get("feed").stringValue() + " "
                                + each.get("code").stringValue() + " "
                                + each.get("rows").longValue()))
                .containsExactly(
                        "contacts VALUE 1", "payments MISSING 1", "payments TYPE 1205", "payments EXPRESSION 1");
        assertThat(report.at("/rows/0/feed").stringValue()).isEqualTo("contacts");
        assertThat(report.at("/rows/1/line").longValue()).isEqualTo(2);
        assertThat(report.at("/rows/99/line").longValue()).isEqualTo(100);
    }

    @Test
    void theLimitIsUpToAThousandAndRowsAreInTheOrderOfTheirLines() {
        JsonNode report = report("?code=TYPE&limit=1000");
        assertThat(report.get("total").longValue()).isEqualTo(1_205);
        assertThat(report.get("rows").valueStream().map(each -> each.get("line").intValue()))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(2, 1_001).boxed().toList());
        assertThat(report("?limit=1").get("rows")).hasSize(1);
        assertThat(report("?limit=").get("rows")).hasSize(100);
        // The thousand of all codes of a file, in one order.
        JsonNode file = report("?file=p.csv&limit=1000");
        assertThat(file.get("total").longValue()).isEqualTo(1_206);
        assertThat(file.get("rows")).hasSize(1_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1001", "-1", "ten", "1e2", "99999999999", "1.0", "%D9%A1"})
    void anotherLimitIsRefused(String limit) {
        JsonNode problem = api.ask(400, REPORT, REPORT + "?limit=" + limit);
        assertThat(problem.get("code").stringValue()).isEqualTo("REPORT-LIMIT");
    }

    @Test
    void feedFileAndCodeAreMatchedExactlyAndTogether() {
        assertThat(report("?feed=payments").get("total").longValue()).isEqualTo(1_207);
        assertThat(report("?feed=payment").get("total").longValue()).isZero();
        assertThat(report("?code=type").get("rows")).isEmpty();
        JsonNode one = report("?feed=payments&file=p.csv&code=MISSING");
        assertThat(one.get("total").longValue()).isEqualTo(1);
        assertThat(one.get("rows").get(0))
                .isEqualTo(new tools.jackson.databind.json.JsonMapper().readTree("""
                    {"feed":"payments","file":"p.csv","content":"%s","line":2,"code":"MISSING","reason":"paid_on is empty"}
                    """.formatted("b".repeat(64))));
        assertThat(report("?feed=&file=&code=").get("total").longValue()).isEqualTo(1_208);
    }

    @Test
    void whatStoodInTheRowIsNeverServed() {
        assertThat(report("?code=EXPRESSION").at("/rows/0/reason").isNull()).isTrue();
        for (String query : List.of("?limit=1000", "?feed=contacts", "?code=EXPRESSION", "?code=MISSING")) {
            assertThat(report(query).toString()).doesNotContain("Kalle", "1212", "/secret");
        }
    }

    @Test
    void otherMethodsAndTypesAreAnsweredAsElsewhere() {
        for (String path : List.of(REPORT, PAGE)) {
            HttpResponse<byte[]> head = api.send("HEAD", path, null);
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
            assertThat(head.headers().firstValue("Content-Type")).isPresent();
            assertThat(head.headers().firstValue("Cache-Control")).contains("private, no-cache");
            assertThat(head.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(head.headers().firstValue("Referrer-Policy")).contains("no-referrer");
            assertThat(head.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'none'", "script-src 'self';");
            api.ask(406, path, path, "Accept", "image/png");
            assertThat(api.problem(405, "POST", path).get("code").stringValue()).isEqualTo("HTTP-405");
        }
    }

    @Test
    void thePageRunsOnlyOurOwnScriptsAndSaysWhatItLeavesOut() {
        String html = new String(api.send("GET", PAGE, null).body(), StandardCharsets.UTF_8);
        assertThat(html)
                .doesNotContain("http://", "https://", "<script>", "style=")
                .contains("./solvens quarantine", "personal data", "href=\"/reports/today\"");
        for (String asset : List.of("report.js", "quarantine.js", "page.css")) {
            assertThat(html).contains("/assets/" + asset);
            String script = new String(api.send("GET", "/assets/" + asset, null).body(), StandardCharsets.UTF_8);
            assertThat(script).doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write");
        }
    }

    @Test
    void anAbsentTableMeansThatNothingWasRefused(@TempDir Path empty) {
        SampleLake lake = new SampleLake(empty);
        try (ApiServer bare = start(lake);
                Contract client = new Contract(bare)) {
            JsonNode report = client.ask(200, REPORT, REPORT);
            assertThat(report.get("total").longValue()).isZero();
            assertThat(report.get("totals")).isEmpty();
            assertThat(report.get("rows")).isEmpty();

            lake.withQuarantine();
            bare.refresh();
            assertThat(client.ask(200, REPORT, REPORT).get("total").longValue()).isEqualTo(1_208);
        }
    }

    @Test
    void aTableThatCannotBeReadIsNotAnEmptyOne(@TempDir Path damaged) throws IOException {
        SampleLake lake = new SampleLake(damaged).withQuarantine();
        Files.writeString(Path.of(lake.lake().quarantine(), "_delta_log", "%020d.json".formatted(1)), "{\"add\":");
        try (ApiServer standing = start(lake);
                Contract client = new Contract(standing)) {
            assertThat(client.ask(503, REPORT, REPORT).get("code").stringValue())
                    .isEqualTo("LAKE-READ");
        }
    }

    @Test
    void whileTheServerLoadsItSaysSo(@TempDir Path other) {
        ApiServer.Address address = new ApiServer.Address("127.0.0.1", 0, AllowedHosts.of("127.0.0.1", List.of()));
        try (ApiServer loading = ApiServer.listening(
                        new SampleLake(other).lake(),
                        SampleLake.CATALOGUE,
                        address,
                        Limits.STANDARD,
                        Duration.ofDays(1));
                Contract client = new Contract(loading)) {
            assertThat(client.ask(503, REPORT, REPORT).get("code").stringValue())
                    .isEqualTo("LOADING");
            HttpResponse<byte[]> page = client.send("GET", PAGE, null);
            assertThat(page.statusCode()).isEqualTo(503);
            assertThat(new String(page.body(), StandardCharsets.UTF_8)).contains("still loading");
            loading.refresh();
            assertThat(client.send("GET", PAGE, null).statusCode()).isEqualTo(200);
        }
    }
}

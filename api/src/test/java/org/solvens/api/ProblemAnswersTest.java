package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Whatever is asked, the answer is a problem document with the security headers, and no mistake of a client is a
/// failure of the server.
class ProblemAnswersTest {
    private static final List<String> SECURITY =
            List.of("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cache-Control");

    @TempDir
    Path folder;

    private final PrintStream before = System.err;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private ApiServer server;

    @BeforeEach
    void start() {
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        server = ApiServer.start(
                new SampleLake(folder).withScores().withRecovery().lake(),
                SampleLake.CATALOGUE,
                "127.0.0.1",
                0,
                List.of("cases.example"),
                Duration.ofDays(1));
    }

    @AfterEach
    void stop() {
        server.close();
        System.setErr(before);
        assertThat(log.toString(StandardCharsets.UTF_8)).doesNotContain("ERROR", "WARN");
    }

    private void isProblem(int status, String request) throws IOException {
        RawClient.Answer answer;
        try (RawClient client = new RawClient(server.port())) {
            answer = client.send(request).finish().answer();
        }
        assertThat(answer.status()).as(request).isEqualTo(status);
        assertThat(answer.header("Content-Type")).as(answer.head()).isEqualTo(Json.PROBLEM_MEDIA_TYPE);
        for (String header : SECURITY) {
            assertThat(answer.header(header)).as(header + " of " + request).isNotNull();
        }
        assertThat(answer.header("Server")).isNull();
        if (!request.startsWith("HEAD ")) {
            JsonNode body = new JsonMapper().readTree(answer.body());
            Contract.fits(Contract.schema("Problem"), body);
            assertThat(body.get("status").asInt()).isEqualTo(status);
        }
    }

    @Test
    void ofWhatJettyRefuses() throws IOException {
        isProblem(400, "nonsense\r\n\r\n");
        isProblem(505, "GET /\r\n\r\n");
        isProblem(400, "GET / HTTP/1.1\r\n\r\n");
        isProblem(400, "GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        isProblem(400, RawClient.get("/v1/cases/%zz/segment"));
        isProblem(404, RawClient.get("/v1/%2e%2e/secret"));
        isProblem(414, RawClient.get("/" + "x".repeat(20_000)));
        isProblem(431, RawClient.get("/", "X-Large: " + "x".repeat(20_000)));
        isProblem(505, "GET / HTTP/7.3\r\nHost: localhost\r\n\r\n");
    }

    @Test
    void ofWhatTheRoutesRefuse() throws IOException {
        isProblem(404, RawClient.get("/nowhere"));
        isProblem(404, RawClient.get("/nowhere").replace("GET", "HEAD"));
        isProblem(405, RawClient.get("/v1/cases/C-1/segment").replace("GET", "DELETE"));
        isProblem(405, RawClient.get("/v1/cases/C-1/segment").replace("GET", "TRACE"));
        isProblem(406, RawClient.get("/v1/cases/C-1/segment", "Accept: image/png"));
        isProblem(413, RawClient.post("Content-Length: 4000001"));
    }

    @Test
    void ofTheClientsMistakes() throws IOException {
        isProblem(406, RawClient.get("/v1/cases/C-1/segment", "Accept: ;;;"));
        isProblem(406, RawClient.get("/v1/cases/C-1/segment", "Accept: ;q=;,,;"));
        String torn = "{\"case_ids\":[\"\\ud800\"]}";
        isProblem(400, RawClient.post("Content-Length: " + torn.length()) + torn);
        isProblem(400, RawClient.post("Transfer-Encoding: chunked") + "zz\r\n{}\r\n0\r\n\r\n");
        isProblem(400, RawClient.post("Content-Length: 100") + "{");
        isProblem(400, RawClient.post("Content-Length: x") + "{");
        String deep = "[".repeat(100_000);
        isProblem(400, RawClient.post("Content-Length: " + deep.length()) + deep);
    }

    @Test
    void ofABodyThatIsNotJson() throws IOException {
        String body = "{\"case_ids\":[\"C-1\"]}";
        String length = "Content-Length: " + body.length();
        isProblem(415, RawClient.post(length).replace("application/json", "text/plain") + body);
        isProblem(415, RawClient.post(length).replace("Content-Type: application/json\r\n", "") + body);
        String withCharset = RawClient.post(length).replace("application/json", "application/JSON; charset=utf-8");
        assertThat(RawClient.ask(server.port(), withCharset + body).status()).isEqualTo(200);
    }

    @Test
    void ofAnUnknownHost() throws IOException {
        Map<String, Integer> hosts = new LinkedHashMap<>();
        hosts.put("localhost", 200);
        hosts.put("LOCALHOST:7070", 200);
        hosts.put("127.0.0.1:" + server.port(), 200);
        hosts.put("[::1]:80", 200);
        hosts.put("cases.example:443", 200);
        hosts.put("evil.example", 421);
        hosts.put("localhost.evil.example:7070", 421);
        hosts.put("127.0.0.2", 421);
        for (Map.Entry<String, Integer> host : hosts.entrySet()) {
            String request = RawClient.get("/health/live").replace("localhost", host.getKey());
            assertThat(RawClient.ask(server.port(), request).status())
                    .as(host.getKey())
                    .isEqualTo(host.getValue());
        }
        isProblem(421, RawClient.get("/health/live").replace("localhost", "evil.example"));
        String absolute = RawClient.get("http://evil.example/health/live");
        isProblem(400, absolute);
        isProblem(421, absolute.replace("localhost", "evil.example"));
    }

    @Test
    void aClientWhoHangsUpIsNoFailure() throws IOException {
        for (String part : List.of(
                "GET /heal",
                "GET /health/live HTTP/1.1\r\nHo",
                RawClient.post("Content-Length: 100") + "{",
                RawClient.post("Transfer-Encoding: chunked") + "5\r\n{",
                RawClient.get("/assets/report.js"))) {
            try (RawClient client = new RawClient(server.port())) {
                client.send(part);
            }
        }
        assertThat(RawClient.ask(server.port(), RawClient.get("/health/live")).status())
                .isEqualTo(200);
    }

    @Test
    void anIdNamedTwiceCountsOnce() throws IOException {
        String body = "{\"case_ids\":[\"C-2\",\"C-1\",\"C-9\",\"C-2\",\"C-9\"]}";
        RawClient.Answer answer = RawClient.ask(
                server.port(),
                RawClient.post("Content-Length: " + body.length()).replace("1.1", "1.0") + body);
        JsonNode json = new JsonMapper().readTree(answer.body());
        assertThat(json.get("cases")
                        .valueStream()
                        .map(each -> each.get("case_id").stringValue()))
                .containsExactly("C-2", "C-1");
        assertThat(json.get("not_found")).hasSize(1);
    }

    @Test
    void whileTheServerLoadsItSaysSo(@TempDir Path other) throws IOException {
        ApiServer.Address address = new ApiServer.Address("127.0.0.1", 0, AllowedHosts.of("127.0.0.1", List.of()));
        SampleLake lake = new SampleLake(other).withScores().withRecovery();
        try (ApiServer loading = ApiServer.listening(
                        lake.lake(), SampleLake.CATALOGUE, address, Limits.STANDARD, Duration.ofDays(1));
                Contract client = new Contract(loading)) {
            HttpResponse<byte[]> page = client.send("GET", "/reports/recovery", null);
            assertThat(page.statusCode()).isEqualTo(503);
            assertThat(page.headers().firstValue("Retry-After")).contains("2");
            assertThat(new String(page.body(), StandardCharsets.UTF_8))
                    .contains("still loading")
                    .contains("http-equiv=\"refresh\"");
            JsonNode problem = client.ask(503, "/health/ready", "/health/ready");
            assertThat(problem.get("code").stringValue()).isEqualTo("LOADING");
            assertThat(client.send("GET", "/v1/cases/C-1/segment", null)
                            .headers()
                            .firstValue("Retry-After"))
                    .contains("2");
            client.ask(200, "/health/live", "/health/live");

            loading.refresh();
            assertThat(client.send("GET", "/reports/recovery", null).statusCode())
                    .isEqualTo(200);
            client.ask(200, "/health/ready", "/health/ready");
        }
    }
}

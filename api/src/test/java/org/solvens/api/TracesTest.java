package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.problem.Problem;

/// Spans of requests, as a collector receives them by OTLP.
class TracesTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";

    @TempDir
    Path folder;

    private final List<byte[]> received = new CopyOnWriteArrayList<>();
    private HttpServer collector;

    @BeforeEach
    void collect() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            received.add(exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
    }

    @AfterEach
    void stop() {
        collector.stop(0);
    }

    private Map<String, String> variables() {
        return Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "http://127.0.0.1:" + collector.getAddress().getPort(),
                "OTEL_RESOURCE_ATTRIBUTES",
                "deployment.environment.name=test");
    }

    private void ask(String... paths) throws IOException, InterruptedException {
        try (ApiServer server = ApiServer.start(
                        new SampleLake(folder).withScores().lake(),
                        SampleLake.CATALOGUE,
                        new ApiServer.Address("127.0.0.1", 0, AllowedHosts.of("127.0.0.1", List.of())),
                        Duration.ofDays(1),
                        new Access(null, true, Clock.systemUTC()),
                        ApiServer.Scoring.standard(new SampleLake(folder).lake()),
                        Traces.of(variables()));
                HttpClient client = HttpClient.newHttpClient()) {
            for (String path : paths) {
                client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                                .header("traceparent", "00-" + TRACE + '-' + PARENT + "-01")
                                .header(Exchange.ID_HEADER, "request-7")
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
            }
        }
    }

    private List<Span> spans() throws IOException {
        List<Span> spans = new CopyOnWriteArrayList<>();
        for (byte[] body : received) {
            ExportTraceServiceRequest.parseFrom(body)
                    .getResourceSpansList()
                    .forEach(of -> of.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList())));
        }
        return spans;
    }

    private static Map<String, String> attributes(Span span) {
        return span.getAttributesList().stream()
                .collect(Collectors.toMap(
                        KeyValue::getKey,
                        each -> each.getValue().hasIntValue()
                                ? String.valueOf(each.getValue().getIntValue())
                                : each.getValue().getStringValue()));
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    @Test
    void aRequestIsASpanInTheTraceOfItsClient() throws Exception {
        ask("/v1/cases/C-1/segment");
        assertThat(spans()).singleElement().satisfies(span -> {
            assertThat(span.getName()).isEqualTo("GET /v1/cases/{caseId}/segment");
            assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
            assertThat(hex(span.getTraceId())).isEqualTo(TRACE);
            assertThat(hex(span.getParentSpanId())).isEqualTo(PARENT);
            assertThat(span.getEndTimeUnixNano()).isGreaterThan(span.getStartTimeUnixNano());
            assertThat(attributes(span))
                    .containsEntry("http.request.method", "GET")
                    .containsEntry("http.route", "/v1/cases/{caseId}/segment")
                    .containsEntry("http.response.status_code", "200")
                    .containsEntry("solvens.request_id", "request-7");
        });
    }

    @Test
    void noSpanNamesACaseOrADebtor() throws Exception {
        ask("/v1/cases/C-1/segment", "/v1/cases/NOBODY-KNOWS/segment", "/v1/debtors/D-1/segments", "/NOWHERE");
        assertThat(spans())
                .extracting(Span::getName)
                .containsExactlyInAnyOrder(
                        "GET /v1/cases/{caseId}/segment",
                        "GET /v1/cases/{caseId}/segment",
                        "GET /v1/debtors/{debtorId}/segments",
                        "GET");
        String all = received.stream()
                .map(body -> new String(body, StandardCharsets.ISO_8859_1))
                .collect(Collectors.joining());
        assertThat(all)
                .contains("solvens", "deployment.environment.name")
                .doesNotContain("C-1", "NOBODY", "D-1", "NOWHERE");
    }

    @Test
    void nothingIsSentWithoutAnEndpoint() {
        assertThat(Traces.of(Map.of())).isSameAs(Traces.NONE);
        assertThat(Traces.of(Map.of("OTEL_SERVICE_NAME", "x", "OTEL_EXPORTER_OTLP_ENDPOINT", " ")))
                .isSameAs(Traces.NONE);
    }

    @Test
    void aSettingThatCannotBeUsedIsAProblem() {
        Map<String, String> wrong =
                Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9", "OTEL_TRACES_SAMPLER", "now and then");
        assertThatThrownBy(() -> Traces.of(wrong))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("API-TRACES"));
    }
}

package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.solvens.api.OnlineLake.payment;
import static org.solvens.api.OnlineServers.eventually;
import static org.solvens.api.OnlineServers.member;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.store.Scope;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the server shows of itself: metrics, the ids of requests, and the headers of every answer.
class MetricsTest {
    private static final Pattern NAME = Pattern.compile("\\b(?:solvens|jvm|process|system)_[a-z_]+");

    @TempDir
    Path folder;

    private OnlineServers servers;
    private ApiServer server;

    @BeforeEach
    void start() throws Exception {
        servers = new OnlineServers(folder);
        server = servers.start();
    }

    @AfterEach
    void stop() throws Exception {
        servers.close();
    }

    private String scrape() {
        HttpResponse<byte[]> answer =
                servers.client(server, null, Scope.METRICS_READ).send("GET", "/metrics", null);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains(Metrics.MEDIA_TYPE);
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static Set<String> names(String text) {
        return NAME.matcher(text)
                .results()
                .map(found -> found.group().replaceFirst("_seconds_(bucket|count|sum|max)$", "_seconds"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void whatIsAskedAndDeliveredIsCounted() throws Exception {
        Contract agency = servers.client(server, null);
        agency.ask(404, OnlineServers.CASE, "/v1/cases/C-9/segment");
        servers.deliver(agency, payment("P-1", "C-1", "80"));
        eventually(agency, "C-1", member("basis", "online"));
        agency.send("DELETE", "/nowhere", null);
        String text = scrape();
        assertThat(text)
                .contains(
                        "solvens_http_requests_seconds_count{method=\"GET\",route=\"" + OnlineServers.CASE
                                + "\",status=\"404\"} 1",
                        "solvens_http_requests_seconds_bucket{method=\"POST\",route=\"/v1/events\",status=\"200\",le=",
                        "solvens_http_requests_seconds_count{method=\"other\",route=\"none\",status=\"404\"} 1",
                        "solvens_events_total{outcome=\"accepted\"} 1.0",
                        "solvens_events_total{outcome=\"refused\"} 0.0",
                        "solvens_cases 3.0",
                        "solvens_cases_online 2.0",
                        "solvens_events_on 1.0",
                        "solvens_reloads_total{outcome=\"loaded\",table=\"scores\"} 1.0",
                        "solvens_store_connections{state=\"waiting\"} 0.0")
                .doesNotContain("C-1", "C-9", "D-1", "K-1", "P-1");
    }

    /// The dashboard asks only for metrics that the server prints, and for all that Solvens itself defines.
    @Test
    void theDashboardShowsTheMetrics() {
        servers.client(server, null).ask(404, OnlineServers.CASE, "/v1/cases/C-9/segment");
        Set<String> printed = names(scrape().lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceFirst("[{ ].*", ""))
                .collect(Collectors.joining("\n")));
        JsonNode dashboard = new JsonMapper()
                .readTree(Path.of(System.getProperty("solvens.home"), "docs/grafana-dashboard.json")
                        .toFile());
        Set<String> shown = names(dashboard.findValuesAsString("expr").toString());
        assertThat(printed).containsAll(shown);
        assertThat(shown)
                .containsAll(printed.stream()
                        .filter(name -> name.startsWith("solvens_"))
                        .toList());
    }

    @Test
    void metricsAreForKeysThatMayReadThem() {
        assertThat(servers.client(server, null)
                        .ask(403, "/metrics", "/metrics")
                        .get("code")
                        .stringValue())
                .isEqualTo("SCOPE");
        assertThat(servers.client(server, Set.of("K-1"))
                        .ask(403, "/metrics", "/metrics")
                        .get("code")
                        .stringValue())
                .isEqualTo("SCOPE");
        assertThat(Scope.METRICS_READ.ofCreditors()).isFalse();
    }

    @Test
    void everyAnswerHasTheIdOfItsRequest() {
        Contract agency = servers.client(server, null);
        HttpResponse<byte[]> named =
                agency.send("GET", "/v1/cases/C-9/segment", null, Exchange.ID_HEADER, "case-system.4711");
        assertThat(named.headers().firstValue(Exchange.ID_HEADER)).contains("case-system.4711");
        assertThat(new String(named.body(), StandardCharsets.UTF_8)).contains("\"request_id\":\"case-system.4711\"");
        Set<String> made = new TreeSet<>();
        for (String wrong : List.of("a b", "x".repeat(65), "<script>", "")) {
            HttpResponse<byte[]> answer = agency.send("GET", "/health/live", null, Exchange.ID_HEADER, wrong);
            made.add(answer.headers().firstValue(Exchange.ID_HEADER).orElseThrow());
        }
        assertThat(made).hasSize(4).allMatch(id -> id.matches("[0-9a-f]{32}"));
        // Also where the request reaches no route.
        HttpResponse<byte[]> unknown = agency.send("GET", "/nowhere", null);
        assertThat(new String(unknown.body(), StandardCharsets.UTF_8))
                .contains(unknown.headers().firstValue(Exchange.ID_HEADER).orElseThrow());
    }

    @Test
    void everyAnswerHasTheHeadersThatProtectBrowsers() {
        Contract agency = servers.client(server, null);
        for (String path : List.of("/health/live", "/v1/cases/C-1/segment", "/nowhere", "/v1/cases/C-9/segment")) {
            assertThat(agency.send("GET", path, null).headers().map().keySet())
                    .as(path)
                    .contains(
                            "content-security-policy",
                            "x-content-type-options",
                            "referrer-policy",
                            "cache-control",
                            "cross-origin-resource-policy",
                            "cross-origin-opener-policy",
                            "x-frame-options")
                    .doesNotContain("server", "strict-transport-security");
        }
    }
}

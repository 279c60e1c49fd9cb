package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.fuzz.Fuzz;
import org.solvens.fuzz.Mutator;

/// Whatever a client sends, the server goes on to answer, and no answer says that the server failed ({@link Fuzz}).
class HttpFuzzTest {
    private static final String IDS = "{\"case_ids\":[\"C-1\",\"C-2\",\"\\ud83d\\ude00\"]}";
    private static final List<String> GOOD = List.of(
            RawClient.get("/v1/cases/C-1/segment"),
            RawClient.get("/v1/cases/%C3%96%2F3%20x/segment", "Accept: text/html;q=0.9, application/*;q=0.1"),
            RawClient.get("/v1/debtors/D-1/segments", "If-None-Match: W/\"x\"", "Accept-Encoding: gzip, br"),
            RawClient.get("/v1/reports/recovery?currency=SEK&segment=ALL"),
            RawClient.get("/reports/recovery"),
            RawClient.get("/v1/reports/quarantine?feed=payments&file=p.csv&code=TYPE&limit=10"),
            RawClient.get("/assets/page.css", "Range: bytes=0-10", "Cookie: a=b; c=\"d\""),
            RawClient.get("/health/ready").replace("GET", "HEAD"),
            RawClient.get("*").replace("GET", "OPTIONS"),
            RawClient.post("Content-Length: " + IDS.length()) + IDS,
            RawClient.post("Content-Length: " + IDS.length(), "Accept: " + ArrowAnswer.MEDIA_TYPE) + IDS,
            RawClient.post("Content-Length: " + IDS.length(), "Expect: 100-continue") + IDS,
            RawClient.post("Transfer-Encoding: chunked") + "1e\r\n" + IDS.substring(0, 30)
                    + "\r\n1;x=y\r\n]\r\n0\r\nT: v" + "\r\n\r\n");
    private static final List<String> PIECES = List.of(
            "\r\n",
            "\r\n\r\n",
            " ",
            "\0",
            "%",
            "%00",
            "%2f",
            "%zz",
            "/../",
            "//",
            ";",
            ":",
            "HTTP/1.0",
            "HTTP/2.0",
            "Content-Length: 5\r\n",
            "Content-Length: -1\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Host: x\r\n",
            "Upgrade: websocket\r\n",
            "Upgrade: h2c\r\n",
            "Connection: keep-alive\r\n",
            "Accept: ;;;\r\n",
            "\\ud800",
            "\u00ff\u00fe",
            "[",
            "{",
            "\"",
            "Content-Type: multipart/form-data; boundary=x\r\n",
            "Content-Encoding: gzip\r\n",
            "PUT",
            "CONNECT",
            "PRI",
            "X-Forwarded-Host: x\r\n",
            "99999999999999999999",
            "ffffffffffffffff\r\n");

    @TempDir
    Path folder;

    @Test
    void theServerGoesOnToAnswer() throws Exception {
        List<byte[]> good = GOOD.stream()
                .map(request -> request.getBytes(StandardCharsets.ISO_8859_1))
                .toList();
        Mutator mutator = new Mutator(good, PIECES);
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        SampleLake lake = new SampleLake(folder).withScores().withRecovery().withQuarantine();
        ApiServer.Address address = new ApiServer.Address("127.0.0.1", 0, AllowedHosts.of("127.0.0.1", List.of()));
        Limits limits = new Limits(Duration.ofSeconds(2), 1_000, 100, 64_000_000, 32);
        try (ApiServer server =
                ApiServer.listening(lake.lake(), SampleLake.CATALOGUE, address, limits, Duration.ofDays(1))) {
            server.refresh();
            int[] logged = {log.size()};
            Fuzz.run("http", random -> request(mutator, random), request -> {
                assertThat(sent(server.port(), request)).doesNotContain("HTTP/1.1 500", "\"status\":500");
                if (log.size() != logged[0]) {
                    logged[0] = log.size();
                    assertThat(log.toString(StandardCharsets.UTF_8)).doesNotContain("ERROR", "\tat ");
                }
            });
            assertThat(RawClient.ask(server.port(), RawClient.get("/v1/cases/C-1/segment"))
                            .status())
                    .isEqualTo(200);
        } finally {
            System.setErr(before);
        }
        assertThat(log.toString(StandardCharsets.UTF_8)).doesNotContain("ERROR", "\tat ");
    }

    private static byte[] request(Mutator mutator, Random random) {
        return switch (random.nextInt(20)) {
            case 0 -> {
                byte[] noise = new byte[random.nextInt(2_000)];
                random.nextBytes(noise);
                yield noise;
            }
            case 1, 2 -> Mutator.joined(mutator.seed(random), mutator.changed(random));
            default -> mutator.changed(random);
        };
    }

    private static String sent(int port, byte[] request) throws IOException {
        try (RawClient client = new RawClient(port)) {
            try {
                client.send(request).finish();
            } catch (SocketException e) {
                // The server has answered already and hung up.
                assertThat(e).hasMessageMatching(".*(reset|[Bb]roken pipe).*");
            }
            return new String(client.rest(), StandardCharsets.ISO_8859_1);
        }
    }
}

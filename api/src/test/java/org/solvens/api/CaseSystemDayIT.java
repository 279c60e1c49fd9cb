package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The day of a case system, as the script in docs/examples plays it: against a server on the samples, with a key, and
/// with somebody who receives the webhooks.
class CaseSystemDayIT {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    /// A message as it was received.
    private record Message(JsonNode event, boolean signed) {}

    private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();

    private HttpServer receive() throws Exception {
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            messages.add(new Message(
                    JSON.readTree(exchange.getRequestBody().readAllBytes()),
                    exchange.getRequestHeaders().containsKey("webhook-signature")));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
        return receiver;
    }

    @Test
    void theScriptOfTheDocumentationRuns() throws Exception {
        Commands solvens = new Commands(folder);
        String lake = SampleRun.copy(folder.resolve("lake"));
        String key = JSON.readTree(solvens.output(
                        "key",
                        "create",
                        "--lake",
                        lake,
                        "--name",
                        "day",
                        "--scope",
                        "score:read",
                        "--scope",
                        "events:write",
                        "--json"))
                .get("key")
                .stringValue();
        HttpServer receiver = receive();
        solvens.output(
                "webhook",
                "create",
                "--lake",
                lake,
                "--url",
                "http://127.0.0.1:" + receiver.getAddress().getPort() + "/solvens",
                "--allow-private");
        Commands.Serving serving = solvens.serve(lake);
        try {
            ProcessBuilder day = new ProcessBuilder(
                            "bash",
                            Commands.HOME
                                    .resolve("docs/examples/case-system-day.sh")
                                    .toString(),
                            serving.address())
                    .redirectErrorStream(true);
            day.environment().putAll(Map.of("KEY", key, "RUN", "it"));
            Process script = day.start();
            String said = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(script.waitFor()).as(said).isZero();
            System.out.println(said);
            assertThat(said)
                    .containsSubsequence(
                            "== 06:00",
                            "== 09:00",
                            "route CALL",
                            "basis batch",
                            "status 304",
                            "== 09:05",
                            "three events accepted",
                            "answered as the first time",
                            "segment DISPUTING, route HOLD",
                            "basis online",
                            "== 15:00",
                            "CASE-CLOSED",
                            "the cursor for tomorrow: ");
            String caseId = said.replaceFirst("(?s).*?\ncase (\\S+)\n.*", "$1");
            Message message;
            do {
                message = messages.take();
                assertThat(message.signed()).isTrue();
            } while (!message.event().at("/data/case_id").asString("").equals(caseId));
            assertThat(message.event().at("/data/after/route").asString()).isEqualTo("HOLD");
        } finally {
            serving.stop();
            receiver.stop(0);
        }
    }
}

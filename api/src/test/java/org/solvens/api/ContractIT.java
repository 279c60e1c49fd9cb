package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.solvens.api.OnlineLake.placed;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.policy.Deciders;
import org.solvens.policy.PolicyText;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The descriptions of the API by public validators, and the API by a client in TypeScript whose types come from the
/// description. The packages are those of the lock file in `src/test/node`.
class ContractIT {
    private static final Path HOME = Path.of(System.getProperty("solvens.home"));
    private static final Path DESCRIPTIONS = HOME.resolve("api/src/main/resources/org/solvens/api");
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path WORK = Path.of("target", "contract");

    @TempDir
    Path folder;

    @BeforeAll
    static void install() throws Exception {
        assumeTrue(
                isThere("node") && isThere("npm"),
                "The descriptions are not checked by public validators, and no client in TypeScript is tried: there is"
                        + " no node or npm (Debian's packages nodejs and npm).");
        Files.createDirectories(WORK);
        try (Stream<Path> files = Files.list(HOME.resolve("api/src/test/node"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, WORK.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
    }

    private static boolean isThere(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /// What a program prints; it must end well.
    private static String run(String... command) throws IOException, InterruptedException {
        Path err = WORK.resolve("err");
        Process process = new ProcessBuilder(command)
                .directory(WORK.toFile())
                .redirectError(err.toFile())
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as(String.join(" ", command) + "\n" + out + Files.readString(err))
                .isZero();
        return out;
    }

    private static JsonNode validated(Path openApi, Path asyncApi) throws Exception {
        return JSON.readTree(run("node", "validate.mjs", openApi.toString(), asyncApi.toString()));
    }

    @Test
    void publicValidatorsFindNothingInTheDescriptions() throws Exception {
        Path openApi = DESCRIPTIONS.resolve("openapi.yaml");
        Path asyncApi = DESCRIPTIONS.resolve("asyncapi.yaml");
        JsonNode found = validated(openApi, asyncApi);
        assertThat(found.get("schema")).isEmpty();
        assertThat(found.get("rules")).isEmpty();
        assertThat(found.get("async")).isEmpty();

        // They do find what is wrong.
        Path wrong = Files.writeString(
                folder.resolve("openapi.yaml"),
                Files.readString(openApi)
                        .replaceFirst("operationId: segments\n", "operationId: events\n")
                        .replaceFirst("in: path", "in: pathway"));
        Path wrongMessages = Files.writeString(
                folder.resolve("asyncapi.yaml"),
                Files.readString(asyncApi).replaceFirst("action: send", "action: shout"));
        JsonNode refused = validated(wrong, wrongMessages);
        assertThat(refused.get("schema")).isNotEmpty();
        assertThat(refused.get("rules").toString()).contains("operation-operationId-unique");
        assertThat(refused.get("async")).isNotEmpty();
    }

    @Test
    void aClientWhoseTypesAreGeneratedDoesTheWorkOfACaseSystem() throws Exception {
        run(
                "node",
                "node_modules/openapi-typescript/bin/cli.js",
                DESCRIPTIONS.resolve("openapi.yaml").toString(),
                "-o",
                "schema.d.ts");
        run("node", "node_modules/typescript/bin/tsc", "-p", ".");
        String lake = lake();
        // The client has a token of an identity provider in place of a key.
        Issuer issuer = new Issuer();
        String token = issuer.token(Issuer.claims(Instant.now())
                .claim("scope", "score:read events:write reports:read")
                .build());
        Process serve = solvens(
                "serve",
                "--lake",
                lake,
                "--port",
                "0",
                "--jwks",
                issuer.keys().toString(),
                "--jwt-issuer",
                Issuer.NAME,
                "--jwt-audience",
                Issuer.AUDIENCE);
        try {
            BufferedReader out =
                    new BufferedReader(new InputStreamReader(serve.getInputStream(), StandardCharsets.UTF_8));
            String said = out.readLine();
            assertThat(said)
                    .as(Files.readString(folder.resolve("err-of-solvens")))
                    .isNotNull();
            String address = said.replaceFirst(".*(http://\\S+)/ .*", "$1");
            JsonNode did = JSON.readTree(run("node", "out/client.js", address, token));
            assertThat(did.get("cases").toString()).isEqualTo("[\"C-1\",\"C-2\",\"C-3\",\"Ö/3 x\"]");
            assertThat(did.at("/first/balance").stringValue()).isEqualTo("1080.00");
            assertThat(did.get("unknown").stringValue()).isEqualTo("CASE-UNKNOWN");
            assertThat(did.get("batch").toString()).isEqualTo("{\"found\":1,\"missing\":[\"C-99\"]}");
            assertThat(did.get("same").toString())
                    .as(did.get("rows").toString())
                    .isEqualTo("{\"arrow\":true,\"avro\":true,\"parquet\":true}");
            assertThat(did.get("csv").toString()).isEqualTo("{\"lines\":6,\"last\":\"# end\"}");
            assertThat(did.get("what_if").toString())
                    .contains("{\"id\":\"C-1\",\"balance\":\"1000.00\",\"before\":\"1080.00\"}");
            assertThat(did.get("accepted").intValue()).isEqualTo(1);
            assertThat(did.get("avro").toString())
                    .isEqualTo("[{\"status\":200,\"replayed\":null,\"results\":[\"accepted\"]},"
                            + "{\"status\":200,\"replayed\":\"true\",\"results\":[\"accepted\"]}]");
            assertThat(did.get("paid").toString()).isEqualTo("{\"balance\":\"900.00\",\"basis\":\"online\"}");
            for (JsonNode count : did.get("references")) {
                assertThat(count.isString() || count.intValue() > 0)
                        .as(did.get("references").toString())
                        .isTrue();
            }
        } finally {
            serve.descendants().forEach(ProcessHandle::destroy);
            serve.destroy();
            serve.waitFor();
            issuer.close();
        }
    }

    /// Four cases with their histories, decided by the policy that comes with Solvens, and reports.
    private String lake() throws InterruptedException {
        Instant known = Instant.parse("2026-09-02T00:00:00Z");
        new OnlineLake(folder.resolve("lake"), Deciders.of(PolicyText.standard(), null))
                .with("D-1", known, placed("C-1", "D-1", "K-1"), placed("C-2", "D-1", "K-2"))
                .with("D-2", known, placed("C-3", "D-2", "K-1"))
                .with("D-3", known, placed("Ö/3 x", "D-3", "K-2"))
                .scored(LocalDate.of(2026, 11, 1));
        new SampleLake(folder.resolve("lake")).withRecovery().withQuality();
        return folder.resolve("lake").toString();
    }

    private Process solvens(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(HOME.resolve("solvens").toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(folder.resolve("err-of-solvens").toFile())
                .start();
    }
}

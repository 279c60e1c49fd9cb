package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    @TempDir
    Path folder;

    @Test
    void theServerAnswersByHttpsWithItsCertificate() throws Exception {
        Path keyStore = folder.resolve("server.p12");
        Process made = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        keyStore.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost")
                .redirectErrorStream(true)
                .start();
        assertThat(made.waitFor()).isZero();
        Path password = Files.writeString(folder.resolve("password"), "changeit\n");
        KeyStore trusted = KeyStore.getInstance(keyStore.toFile(), "changeit".toCharArray());
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        anchors.setCertificateEntry("server", trusted.getCertificate("server"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(anchors);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        SampleLake lake = new SampleLake(folder.resolve("lake")).withScores();
        try (ApiServer server = ApiServer.start(
                        lake.lake(),
                        SampleLake.CATALOGUE,
                        new ApiServer.Address(
                                "127.0.0.1", 0, AllowedHosts.of("127.0.0.1", List.of()), Tls.of(keyStore, password)),
                        Duration.ofDays(1),
                        new Access(null, true, Clock.systemUTC()));
                HttpClient client = HttpClient.newBuilder().sslContext(context).build()) {
            var answer = client.send(
                    HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + "/v1/cases/C-1/segment"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Security-Policy")).isPresent();
            assertThat(answer.headers().firstValue("Strict-Transport-Security")).isPresent();
        }
    }
}

package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.settings.Settings;

class ServeTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    private int run(String... arguments) {
        List<String> words = new ArrayList<>(List.of("serve"));
        words.addAll(List.of(arguments));
        return new ApiMain()
                .run(
                        Settings.ofProcess(),
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        words.toArray(String[]::new));
    }

    @Test
    void aFolderThatIsNotALakeIsAProblemAndCodeOne() {
        assertThat(run("--lake", folder.toString(), "--port", "0")).isEqualTo(66);
        assertThat(err.toString())
                .startsWith("error LAKE: this is not a lake")
                .contains(folder.toString())
                .contains("remedy: ")
                .doesNotContain("\tat ");
    }

    @Test
    void aPortInUseIsAProblem() throws IOException {
        new SampleLake(folder).withScores();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(run("--lake", folder.toString(), "--port", String.valueOf(taken.getLocalPort())))
                    .isEqualTo(1);
        }
        assertThat(err.toString())
                .startsWith("error API-PORT")
                .contains("--port")
                .doesNotContain("\tat ");
    }

    @Test
    void numbersOutOfRangeAreProblems() {
        assertThat(run("--port", "70000")).isEqualTo(1);
        assertThat(run("--reload-seconds", "0")).isEqualTo(1);
        assertThat(err.toString()).contains("error API-PORT").contains("error API-RELOAD");
    }

    @Test
    void anAddressThatOthersReachNeedsEncryptionAndAKey() {
        new SampleLake(folder).withScores();
        String lake = folder.toString();
        assertThat(run("--lake", lake, "--host", "0.0.0.0", "--port", "0")).isEqualTo(1);
        assertThat(err.toString()).startsWith("error API-EXPOSED").contains("--behind-proxy");
        assertThat(run("--lake", lake, "--host", "0.0.0.0", "--port", "0", "--behind-proxy"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("error API-KEYS").contains("./solvens key create");
        assertThat(run("--lake", lake, "--port", "0", "--behind-proxy")).isEqualTo(1);
        assertThat(err.toString().split("error API-KEYS")).hasSize(3);
    }

    @Test
    void aCertificateThatCannotBeUsedIsAProblem() throws IOException {
        new SampleLake(folder).withScores();
        Path file = Files.writeString(folder.resolve("no-keystore"), "x");
        String[] words = {"--lake", folder.toString(), "--port", "0", "--tls-keystore", file.toString()};
        assertThat(run(words)).isEqualTo(1);
        assertThat(err.toString()).startsWith("error API-TLS").contains("--tls-password-file");
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--tls-password-file", file.toString()));
        assertThat(run(all.toArray(String[]::new))).isEqualTo(1);
        assertThat(err.toString()).contains("it is not a PKCS #12 key store");
    }

    @Test
    void tokensNeedAnIssuerAnAudienceAndASafeAddress() {
        new SampleLake(folder).withScores();
        String issuer = " --jwt-issuer https://login.example";
        String audience = " --jwt-audience solvens";
        String keys = "--jwks https://login.example/keys";
        for (String words : List.of(
                issuer.strip(),
                keys,
                keys + issuer,
                keys + audience,
                "--jwks http://192.0.2.1/keys" + issuer + audience,
                "--jwks file:/etc/keys" + issuer + audience,
                "--jwks login" + issuer + audience,
                keys + issuer + audience + " --jwt-algorithm HS256",
                keys + issuer + audience + " --jwt-algorithm none",
                keys + issuer + audience + " --jwt-rate 0")) {
            err.getBuffer().setLength(0);
            assertThat(run(("--lake " + folder + " --port 0 " + words).split(" ")))
                    .as(words)
                    .isEqualTo(1);
            assertThat(err.toString()).as(words).startsWith("error API-JWKS");
        }
    }

    @Test
    void helpShowsOptionsWithDefaultsAndAnExample() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString())
                .contains("--lake=DIR")
                .contains("Default: ./lake")
                .contains("Default: 7070")
                .contains("Default: 127.0.0.1")
                .contains("./solvens serve --lake ./lake");
    }
}

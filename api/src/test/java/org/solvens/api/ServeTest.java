package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
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

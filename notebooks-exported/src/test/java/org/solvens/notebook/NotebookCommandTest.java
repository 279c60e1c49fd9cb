package org.solvens.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.settings.Settings;

class NotebookCommandTest {
    @TempDir
    Path home;

    private Settings settings = Settings.ofProcess();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void folders() throws Exception {
        Files.createDirectories(home.resolve("notebooks-exported"));
        Files.createDirectories(home.resolve("lake"));
        Files.writeString(home.resolve("notebooks-exported/one.ipynb"), "{}");
    }

    private int run(String... arguments) {
        List<String> words = new ArrayList<>(List.of("notebook"));
        words.addAll(List.of(arguments));
        return new NotebookMain()
                .run(
                        settings.withHome(home),
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        words.toArray(String[]::new));
    }

    /// A program in Jupyter's place.
    private String converter(String script) throws Exception {
        Path program = Files.writeString(home.resolve("converter"), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return program.toString();
    }

    @Test
    void aMissingJupyterIsNamedWithHowToGetIt() {
        assertThat(run("--jupyter", "no-such-program")).isEqualTo(1);
        assertThat(err.toString()).contains("error JUPYTER", "no-such-program", "apt-get install jupyter-nbconvert");
    }

    @Test
    void aMissingLakeOrNotebookIsNamed() throws Exception {
        String jupyter = converter("exit 0\n");
        assertThat(run("--jupyter", jupyter, "--lake", "nowhere")).isEqualTo(66);
        assertThat(err.toString()).contains("error NOTEBOOK-FILE", "nowhere");
        assertThat(run("--jupyter", jupyter, "--lake", home.resolve("lake").toString(), "two.ipynb"))
                .isEqualTo(66);
        assertThat(err.toString()).contains("two.ipynb");
    }

    @Test
    void theModelsOfAnotherLakeAreLeftAlone() throws Exception {
        settings = settings.withRegistry(home.resolve("models"));
        assertThat(run("--jupyter", converter("exit 0\n"))).isEqualTo(1);
        assertThat(err.toString()).contains("error NOTEBOOK-LAKE", "SOLVENS_REGISTRY");
        assertThat(home.resolve("models")).doesNotExist();
    }

    @Test
    void aNotebookThatFailsLeavesTheExportsAsTheyWere() throws Exception {
        String jupyter = converter("[ \"$1\" = --version ] && exit 0\necho 'cell 3: cannot find symbol'\nexit 1\n");
        assertThat(run("--jupyter", jupyter, "--lake", home.resolve("lake").toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("error NOTEBOOK", "one.ipynb", "cell 3: cannot find symbol");
        assertThat(home.resolve("notebooks-exported/one.ipynb")).hasContent("{}");
        assertThat(home.resolve("notebooks-exported/one.html")).doesNotExist();
    }

    @Test
    void bothFormatsArePublishedAndTheNotebookIsToldItsLake() throws Exception {
        String jupyter = converter("""
            for a in "$@"; do case $a in --output=*) file=${a#--output=} ;; esac; done
            [ -n "$file" ] && echo "$SOLVENS_LAKE, $JUPYTER_PATH" >"$file"
            exit 0
            """);
        Path target = home.resolve("exported");
        Path lake = home.resolve("lake");
        assertThat(run("--jupyter", jupyter, "--lake", lake.toString(), "--out", target.toString()))
                .isZero();
        assertThat(List.of(target.resolve("one.ipynb"), target.resolve("one.html")))
                .allSatisfy(file ->
                        assertThat(file).content().startsWith(lake + ", ").endsWith("jupyter\n"));
        assertThat(target.toFile().list()).containsExactlyInAnyOrder("one.ipynb", "one.html");
        assertThat(out.toString()).contains("one.ipynb", "one.html");
        assertThat(home.resolve("notebooks-exported/target/jupyter/kernels/solvens/kernel.json"))
                .content()
                .contains("{connection_file}");
    }
}

package org.solvens.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every cell of the notebooks, run by Jupyter on the samples.
class NotebookIT {
    private static final Path HOME = Path.of(System.getProperty("solvens.home"));

    @TempDir
    Path folder;

    private static int wait(ProcessBuilder builder) throws Exception {
        return builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
    }

    private static boolean jupyter() throws Exception {
        try {
            return wait(new ProcessBuilder("jupyter-nbconvert", "--version")) == 0;
        } catch (IOException _) {
            return false;
        }
    }

    @Test
    void theRetrainingRunsFromHistoryToPromotion() throws Exception {
        Assumptions.assumeTrue(
                jupyter(),
                "jupyter-nbconvert is not installed (Debian: apt-get install jupyter-nbconvert jupyter-client)");
        Path err = folder.resolve("err");
        int code = wait(new ProcessBuilder(HOME.resolve("solvens").toString(), "notebook", "--out", folder.toString())
                .redirectError(err.toFile()));
        assertThat(code).as(Files.readString(err)).isZero();

        Notebook run = Notebook.read(folder.resolve("retraining.ipynb"));
        Notebook exported = Notebook.read(HOME.resolve("notebooks-exported/retraining.ipynb"));
        assertThat(run.sources()).isEqualTo(exported.sources());
        assertThat(run.outputs())
                .noneMatch(o -> o.path("output_type").asString().equals("error"));
        assertThat(run.pictures()).hasSameSizeAs(exported.pictures());
        assertThat(run.printed())
                .contains("error APPROVAL")
                .containsPattern("willingness is served by \\p{XDigit}{16}, trained by anna, approved by bo")
                .containsPattern("scorecard +AUC 0\\.[67]")
                .contains("1,700 debtors");
        assertThat(folder.resolve("retraining.html")).isNotEmptyFile();
    }
}

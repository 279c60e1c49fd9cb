package org.solvens.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every cell of the notebooks, run by Jupyter on the samples.
class NotebookIT {
    private static final Path HOME = Path.of(System.getProperty("solvens.home"));

    /// By notebook, patterns of what it prints on the samples. A new notebook gets a line here.
    private static final Map<String, List<String>> PRINTED = Map.of(
            "retraining",
            List.of(
                    "error APPROVAL",
                    "willingness is served by \\p{XDigit}{16}, trained by anna, approved by bo",
                    "scorecard +AUC 0\\.[67]",
                    "1,700 debtors"),
            "analysts-day",
            List.of(
                    "error PLAN: unknown key 'minimal_outcomes'",
                    "reachability, attempts_30d: bins begin at 1, 5; the dialler stops at five",
                    "reachability +scorecard .* passed \\p{XDigit}{16} awaiting",
                    "AUC differs by",
                    "features_out\\[0\\] +days_since_address_confirmed",
                    "bins of attempts_30d\n  \\p{XDigit}{16}  .*\\|1\\| .*\\|5\\| ",
                    "Bins that the plan states",
                    "error APPROVAL",
                    "reachability is served by \\p{XDigit}{16}",
                    "feature +claim +case_age_days .*compared at like ages",
                    "rollback +\\p{XDigit}{16} +anna +the end of the tutorial"),
            "recovery-by-hand",
            List.of("2,255 cases", "DKK differs by 0\n", "NOK differs by 0\n", "SEK differs by 0\n"),
            "what-a-policy-brings",
            List.of(
                    "reachability +scorecard .* promoted",
                    "the best allowed route for each +[0-9],[0-9]{3} \\[",
                    "policy cautious@[0-9]+ on [0-9]+ simulated decisions",
                    "the log does not support the policy",
                    "exit code 3\n"),
            "your-own-data",
            List.of(
                    "error MAPPING",
                    "seperator",
                    "refused +loans-2026\\.csv:1182 EXPRESSION: cases: date\\(\\): not written as dd\\.MM\\.yyyy",
                    "loans-2026\\.csv:1183 EXPRESSION",
                    "SEK owed",
                    "difference 0\n",
                    "the public loans are skipped"));

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

    /// One command runs them all on one lake; what each must print is in {@link #PRINTED}.
    @Test
    void everyCellOfEveryNotebookRuns() throws Exception {
        Assumptions.assumeTrue(
                jupyter(),
                "jupyter-nbconvert is not installed (Debian: apt-get install jupyter-nbconvert jupyter-client)");
        Path err = folder.resolve("err");
        int code = wait(new ProcessBuilder(HOME.resolve("solvens").toString(), "notebook", "--out", folder.toString())
                .redirectError(err.toFile()));
        assertThat(code).as(Files.readString(err)).isZero();

        List<Notebook> exported = Notebook.all(HOME.resolve("notebooks-exported"));
        assertThat(exported).extracting(Notebook::name).containsExactlyInAnyOrderElementsOf(PRINTED.keySet());
        for (Notebook kept : exported) {
            Notebook run = Notebook.read(folder.resolve(kept.name() + ".ipynb"));
            assertThat(run.sources()).isEqualTo(kept.sources());
            assertThat(run.outputs())
                    .noneMatch(o -> o.path("output_type").asString().equals("error"));
            assertThat(run.pictures()).hasSameSizeAs(kept.pictures());
            assertThat(Objects.requireNonNull(PRINTED.get(kept.name())))
                    .allSatisfy(
                            pattern -> assertThat(run.printed()).as(kept.name()).containsPattern(pattern));
            assertThat(folder.resolve(kept.name() + ".html")).isNotEmptyFile();
        }
    }
}

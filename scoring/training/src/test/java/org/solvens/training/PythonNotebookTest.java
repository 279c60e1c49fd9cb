package org.solvens.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.lake.DeltaFixture;
import org.solvens.plan.SnapshotContent;
import org.solvens.plan.TrainingPlan;
import org.solvens.settings.Settings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The cells of the Python notebook, run as one program on a small lake.
class PythonNotebookTest {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final FeatureCatalogue CATALOGUE = SyntheticSnapshots.catalogue(false);
    private static final Pattern MODEL = Pattern.compile("(scorecard|trees) .* passed +(\\p{XDigit}{16})");
    private static final String PLAN = """
        plan: python
        version: 1
        as_of: {max_age_days: 730}
        horizon_days: 90
        late_days: 0
        split: {test_share: 0.3}
        seed: 42
        axes:
          willingness: {minimum_outcomes: 50}
        scorecard: {max_bins: 6, min_bin_share: 0.05, base_points: 600, base_odds: 1.0, points_to_double: 40}
        boosting: {trees: 20, rate: 0.1, leaves: 8, depth: 3, leaf_rows: 20, row_share: 0.5, levels: 32}
        gate: {min_auc: 0.52, max_auc: 0.95, max_ks: 0.75, max_calibration_error: 0.08}
        """;

    @TempDir
    Path folder;

    private static List<String> cells() throws IOException {
        JsonNode notebook = JsonMapper.shared()
                .readTree(Files.readString(ROOT.resolve("notebooks-exported/python/snapshots.ipynb")));
        return notebook.get("cells")
                .valueStream()
                .filter(cell -> cell.get("cell_type").asString().equals("code"))
                .map(cell ->
                        cell.get("source").valueStream().map(JsonNode::asString).collect(Collectors.joining()))
                .toList();
    }

    /// A Python that reads Parquet; null if there is none.
    private static String python() throws InterruptedException {
        String reads = "try:\n import duckdb\nexcept ImportError:\n try:\n  import polars\n except ImportError:\n"
                + "  import pandas, pyarrow\n";
        try {
            Process process = new ProcessBuilder("python3", "-c", reads)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0 ? "python3" : null;
        } catch (IOException e) {
            return null;
        }
    }

    private String run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = new TrainingMain(CATALOGUE, Clock.systemUTC())
                .run(Settings.ofProcess(), new PrintWriter(out), new PrintWriter(err), args);
        assertThat(code).as(err.toString()).isZero();
        return out.toString();
    }

    /// @return what was printed, and the exit code as the last line
    private List<String> execute(String python, Path script, Path model) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(python, script.toString()).redirectErrorStream(true);
        builder.environment().put("SOLVENS_LAKE", folder.toString());
        builder.environment().put("SOLVENS_MODEL", model.toString());
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return (printed + process.waitFor()).lines().toList();
    }

    @Test
    void theNotebookScoresByTheLinesOfThePage() throws IOException {
        Matcher page = Pattern.compile("```python\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(ROOT.resolve("docs/python.md")));
        assertThat(page.find()).isTrue();
        assertThat(cells()).contains(page.group(1).strip());
    }

    @Test
    void everyCellRunsOnALake() throws Exception {
        String python = python();
        assumeTrue(python != null, "Python with duckdb, polars, or pandas and pyarrow is not installed");
        SyntheticSnapshots drawn = SyntheticSnapshots.draw(1500, 0.6, false, true, 2);
        DeltaFixture table = drawn.writeTo(folder.resolve("snapshots"));
        Path plan = Files.writeString(folder.resolve("plan.yaml"), PLAN);
        table.note(JsonMapper.shared()
                .writeValueAsString(Map.of(
                        SnapshotContent.NAME, SnapshotContent.of(TrainingPlan.read(plan), CATALOGUE.version()))));
        String trained = run("train", "--lake", folder.toString(), "--plan", plan.toString(), "--by", "anna");
        Path script = Files.writeString(folder.resolve("cells.py"), String.join("\n\n", cells()));
        Matcher model = MODEL.matcher(trained);
        List<String> families = new ArrayList<>();
        Path json = folder.resolve("model.json");
        long known = drawn.rows().stream().filter(r -> r.willing() != null).count();
        while (model.find()) {
            families.add(model.group(1));
            Files.writeString(
                    json, run("models", "export", model.group(2), "--format", "json", "--lake", folder.toString()));
            List<String> printed = execute(python, script, json);
            assertThat(printed).last().isEqualTo("0");
            assertThat(printed.getFirst()).matches("\\d+ rows of the model come out as Solvens expects, within 1e-9");
            assertThat(printed.get(1))
                    .isEqualTo(String.format(
                            Locale.ROOT,
                            "willingness: %,d rows in the snapshots, %,d with an outcome",
                            drawn.rows().size(),
                            known));
            assertThat(printed).hasSize(14);
        }
        assertThat(families).as(trained).containsExactly("scorecard", "trees");

        // Rows that are deleted in their file: the Parquet file alone still has them.
        drawn.writeTo(folder.resolve("snapshots")).deleteFromLastFile(1, 3);
        assertThat(String.join("\n", execute(python, script, json))).contains("some rows are deleted in their files");
    }
}

package org.solvens.training.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.model.Model;
import org.solvens.model.Scorer;
import org.solvens.plan.TrainingPlan;
import org.solvens.plan.TrainingPlan.BoostingShape;
import org.solvens.registry.ModelRegistry;
import org.solvens.training.AxisResult;
import org.solvens.training.TableTraining;
import org.solvens.training.rows.AxisRows;
import org.solvens.training.table.TableFile;
import org.solvens.training.table.TableRows;
import org.solvens.training.table.TableSpec;

/// The lines of docs/python.md score as Solvens does, and so does the SQL of a scorecard.
class PythonPageTest {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final String DRIVER = String.join(
            "\n",
            "import csv, sys",
            "exported = json.load(open(sys.argv[1]))",
            "for record in csv.DictReader(open(sys.argv[2])):",
            "    read = {k: None if v == '' else v for k, v in record.items()}",
            "    for c in exported['table']['columns']:",
            "        v = read[c['column']]",
            "        if v is not None and c['kind'] == 'number': read[c['column']] = float(v)",
            "    print(repr(score(exported, features(exported, read))))",
            "");

    @TempDir
    Path folder;

    /// A table of numbers with special values, gaps and words.
    private Path table() throws IOException {
        SplittableRandom random = new SplittableRandom(4);
        List<String> lines = new ArrayList<>(List.of("Amount,Kind of claim,Months,paid"));
        for (int i = 0; i < 1_200; i++) {
            int kind = random.nextInt(4);
            double amount = Math.rint(1000 * random.nextDouble()) / 10;
            int months = random.nextInt(30);
            boolean special = random.nextInt(6) == 0;
            double logOdds = 0.03 * (amount - 50) + 0.6 * (kind - 1.5) + (special ? 1 : -0.05 * (months - 15));
            boolean paid = random.nextDouble() < 1 / (1 + Math.exp(-logOdds));
            lines.add((random.nextInt(9) == 0 ? "" : amount) + ",kind " + (i % 300 == 0 ? "rare" : kind) + ","
                    + (special ? -9 : months) + "," + (paid ? 1 : 0));
        }
        return Files.write(folder.resolve("claims.csv"), lines);
    }

    @Test
    void everyProbabilityIsThatOfSolvens() throws Exception {
        String python = python();
        assumeTrue(python != null, "Python is not installed");
        String page = Files.readString(ROOT.resolve("docs/python.md"));
        Matcher code = Pattern.compile("```python\n(.*?)```", Pattern.DOTALL).matcher(page);
        assertThat(code.find()).isTrue();
        Path script = Files.writeString(folder.resolve("score.py"), code.group(1) + DRIVER);
        Path csv = table();
        TableFile file = TableFile.read(csv, Set.of());
        TrainingPlan plan = TrainingPlan.read(ROOT.resolve("data-samples/plans/table.yaml"));
        TableSpec spec = TableSpec.of("paid").special(List.of(-9.0));
        ModelRegistry registry = new ModelRegistry(folder.resolve("models"));
        TableTraining.Trained trained = TableTraining.of(
                        file, spec, plan.planned(new BoostingShape(40, 0.1, 8, 3, 20, 0.5, 32)))
                .run(registry, "anna", Instant.EPOCH);
        assertThat(trained.results()).extracting(AxisResult::family).containsExactly("scorecard", "trees");
        TableRows source = TableRows.of(file, spec, plan);
        AxisRows rows = source.rows();
        for (AxisResult result : trained.results()) {
            Model model = registry.load(result.model());
            Path json = Files.writeString(
                    folder.resolve(result.family() + ".json"),
                    ModelExport.of(model, ModelExport.Format.JSON, "claims", trained.table()));
            Process process = new ProcessBuilder(python, script.toString(), json.toString(), csv.toString())
                    .redirectError(folder.resolve("errors").toFile())
                    .start();
            List<Double> scores = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(Double::valueOf)
                    .toList();
            assertThat(process.waitFor())
                    .as(Files.readString(folder.resolve("errors")))
                    .isZero();
            assertThat(scores).hasSize(rows.size());
            Scorer scorer = Scorer.of(model, rows.features());
            double[][] vectors = new double[rows.size()][];
            source.read(
                    org.solvens.feature.Axis.TABLE,
                    rows.features(),
                    row -> vectors[number(row.caseId())] = row.features().clone());
            for (int i = 0; i < vectors.length; i++) {
                assertThat(scores.get(i)).isCloseTo(scorer.probability(vectors[i]), within(1e-9));
            }
        }
    }

    private static int number(String caseId) {
        return Integer.parseInt(caseId.substring("row ".length()));
    }

    private static String python() {
        try {
            Process process = new ProcessBuilder("python3", "--version").start();
            return process.waitFor() == 0 ? "python3" : null;
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}

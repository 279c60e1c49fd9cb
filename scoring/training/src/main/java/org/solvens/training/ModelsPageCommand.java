package org.solvens.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.Axis;
import org.solvens.problem.Problem;
import org.solvens.registry.ModelRegistry;
import org.solvens.training.evaluate.Evaluation;
import org.solvens.training.manifest.Json;
import org.solvens.training.report.ModelsPage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Writes the page of the published models.
@Command(
        name = "page",
        sortOptions = false,
        header = "Write a page of the published models: runs, AUC over time, curves side by side.",
        description = {
            "Writes one HTML file without scripts: for each axis the runs with metrics, gate, role and author, the AUC"
                    + " over time, and the gain and reliability curves of the models with a role and of the newest."
        },
        footer = {
            "",
            "Examples:",
            "  ./solvens models page --lake lake --out models.html",
            "  SOLVENS_REGISTRY=models ./solvens models page --out models.html"
        })
final class ModelsPageCommand extends TrainingCommand {
    @Option(names = "--axis", paramLabel = "AXIS", description = "show this axis alone: ${COMPLETION-CANDIDATES}")
    private @Nullable Axis axis;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "the page, replaced if it exists")
    private Path out;

    @Override
    public Integer call() {
        ModelRegistry registry = registry();
        List<ModelsPage.Run> runs = ModelsCommand.lines(registry, axis).stream()
                .filter(line -> line.model() != null)
                .map(line -> run(registry, line))
                .toList();
        try {
            Files.writeString(out, ModelsPage.html(runs));
        } catch (IOException e) {
            throw new Problem(
                    "PAGE-WRITE",
                    out.toString(),
                    "the page cannot be written",
                    String.valueOf(e.getMessage()),
                    "name a file in a folder that exists and may be written to",
                    e);
        }
        out().println(
                        json()
                                ? Json.of(Map.of("page", out.toString(), "models", runs.size()))
                                : out + ": " + runs.size() + " models");
        return 0;
    }

    private static ModelsPage.Run run(ModelRegistry registry, ModelsCommand.Line line) {
        String model = String.valueOf(line.model());
        return new ModelsPage.Run(
                line.axis(),
                model,
                String.valueOf(line.family()),
                String.valueOf(line.plan()),
                line.trainedAt() == null ? "" : line.trainedAt().toString().substring(0, 10),
                line.by() == null ? "" : line.by(),
                line.role(),
                line.reason(),
                line.refused(),
                line.axis().equals(Axis.ROUTE_EFFECT.label()) ? null : Evaluation.of(registry, model));
    }
}

package org.solvens.training;

import org.solvens.training.manifest.Json;
import org.solvens.training.report.ModelDiff;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Shows how two models differ.
@Command(
        name = "diff",
        sortOptions = false,
        header = "Show how two models differ: plan, data, features, bins and metrics.",
        description = {
            "Shows how two models of an axis differ: plan, data, features, bins and metrics.",
            "Metrics are those of each model's own test; ./solvens compare measures both on the same rows."
        },
        footer = {"", "Example:", "  ./solvens models diff 0123456789abcdef fedcba9876543210 --lake lake"})
final class ModelDiffCommand extends TrainingCommand {
    @Parameters(index = "0", paramLabel = "A", description = "id of the first model")
    private String first;

    @Parameters(index = "1", paramLabel = "B", description = "id of the second model")
    private String second;

    @Override
    public Integer call() {
        ModelDiff diff = ModelDiff.of(registry(), first, second);
        out().print(json() ? Json.of(diff) + System.lineSeparator() : diff.text());
        return 0;
    }
}

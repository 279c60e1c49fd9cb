package org.solvens.training;

import java.util.List;
import java.util.Locale;
import org.solvens.command.Listed;
import org.solvens.command.TextTable;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.registry.ModelRegistry;
import org.solvens.training.evaluate.Metrics;
import org.solvens.training.evaluate.Resampling;
import org.solvens.training.manifest.Json;
import org.solvens.training.manifest.Manifest;
import org.solvens.training.rows.DeltaSnapshots;
import org.solvens.training.rows.SnapshotSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Compares two models on the same rows.
@Listed(Listed.Group.ANALYSTS)
@Command(
        name = "compare",
        sortOptions = false,
        header = "Compare two models on the same test rows, with an interval of the difference.",
        description = "Compares two models of an axis on rows that neither was trained on.",
        footer = {"", "Example:", "  ./solvens compare 0123456789abcdef fedcba9876543210 --lake lake"})
final class CompareCommand extends TrainingCommand {
    private final FeatureCatalogue catalogue;

    @Parameters(index = "0", paramLabel = "A", description = "id of the first model")
    private String first;

    @Parameters(index = "1", paramLabel = "B", description = "id of the second model")
    private String second;

    CompareCommand(FeatureCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public Integer call() {
        ModelRegistry registry = registry();
        long version =
                Json.readLeniently(registry.manifest(first), Manifest.class).snapshotsVersion();
        SnapshotSource source = new DeltaSnapshots(lake(), version);
        ModelComparison comparison = ModelComparison.of(registry, first, second, catalogue, source);
        if (json()) {
            out().println(Json.of(comparison));
            return 0;
        }
        out().printf(
                        Locale.ROOT,
                        "%s on %d rows as of %s or later%n",
                        comparison.axis(),
                        comparison.rows(),
                        comparison.testFrom());
        TextTable table =
                new TextTable("%-16s %-9s %6.3f %6.3f %6.3f %6.3f", "model", "family", "AUC", "KS", "Brier", "cal.");
        for (ModelComparison.Side side : List.of(comparison.first(), comparison.second())) {
            Metrics metrics = side.metrics();
            table.row(
                    side.model(),
                    side.family(),
                    metrics.auc(),
                    metrics.ks(),
                    metrics.brier(),
                    metrics.calibrationError());
        }
        out().print(table.text());
        Resampling.Interval auc = comparison.difference().auc();
        out().printf(
                        Locale.ROOT,
                        "AUC differs by %+.4f [%+.4f, %+.4f]: %s%n",
                        comparison.aucDifference(),
                        auc.low(),
                        auc.high(),
                        comparison.verdict());
        return 0;
    }
}

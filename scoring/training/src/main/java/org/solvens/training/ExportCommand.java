package org.solvens.training;

import org.solvens.training.manifest.Json;
import org.solvens.training.manifest.Manifest;
import org.solvens.training.report.ModelExport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Writes a model file.
@Command(
        name = "export",
        sortOptions = false,
        header = "Print a model for other programs.",
        description = {
            "Prints a model for other programs.",
            "sql: a query that adds log_odds, probability and points to a table of features (scorecards only).",
            "json: the complete content of the model, and what was made of the table of one that was trained by"
                    + " --table; docs/python.md scores by it."
        },
        footer = {"", "Example:", "  ./solvens models export 0123456789abcdef --lake lake --format sql > score.sql"})
final class ExportCommand extends ModelCommand {
    @Option(names = "--format", required = true, description = "sql or json")
    private ModelExport.Format format;

    @Option(
            names = "--table",
            defaultValue = "snapshots",
            description = "table that the SQL reads (default: ${DEFAULT-VALUE})")
    private String table;

    @Override
    public Integer call() {
        out().println(ModelExport.of(
                        registry().load(model()),
                        format,
                        table,
                        Json.readLeniently(registry().manifest(model()), Manifest.class)
                                .table())
                .strip());
        return 0;
    }
}

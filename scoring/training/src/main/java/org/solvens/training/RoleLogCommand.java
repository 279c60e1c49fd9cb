package org.solvens.training;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.solvens.command.TextTable;
import org.solvens.feature.Axis;
import org.solvens.registry.RoleEntry;
import org.solvens.training.manifest.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Lists the entries of the role book.
@Command(
        name = "log",
        sortOptions = false,
        header = "List which model served which axis from when, and why.",
        description = "Lists every promotion, rollback, challenge and dismissal with its reason, oldest first.",
        footer = {"", "Example:", "  ./solvens models log --axis willingness --lake lake"})
final class RoleLogCommand extends TrainingCommand {
    @Option(names = "--axis", paramLabel = "AXIS", description = "list this axis alone: ${COMPLETION-CANDIDATES}")
    private @Nullable Axis axis;

    @Override
    public Integer call() {
        List<RoleEntry> entries = registry().entries().stream()
                .filter(entry -> axis == null || entry.axis() == axis)
                .toList();
        if (json()) {
            out().println(Json.of(entries));
            return 0;
        }
        TextTable table = new TextTable(
                "%4d  %-20s %-19s %-9s %-17s %-12s %s", "no.", "at", "axis", "action", "model", "by", "reason");
        for (RoleEntry entry : entries) {
            table.row(
                    entry.sequence(),
                    entry.at().toString().replaceFirst("\\.\\d+Z$", "Z"),
                    entry.axis().label(),
                    entry.action().name().toLowerCase(Locale.ROOT),
                    entry.model() == null ? "insufficient_data" : entry.model(),
                    entry.who(),
                    ModelsCommand.reason(entry));
        }
        out().print(table.text());
        return 0;
    }
}

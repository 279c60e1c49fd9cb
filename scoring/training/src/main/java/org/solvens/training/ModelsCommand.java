package org.solvens.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.solvens.command.Listed;
import org.solvens.command.TextTable;
import org.solvens.feature.Axis;
import org.solvens.model.Model;
import org.solvens.registry.ModelRegistry;
import org.solvens.registry.RoleEntry;
import org.solvens.training.manifest.Json;
import picocli.CommandLine.Command;

/// Lists the published models.
@Listed(Listed.Group.ANALYSTS)
@Command(
        name = "models",
        sortOptions = false,
        header = "List the published models and the one that serves each axis.",
        description = "Lists the published models and the one that serves each axis.",
        subcommands = {CardCommand.class, ExportCommand.class, VerifyCommand.class},
        footer = {"", "Example:", "  ./solvens models --lake lake"})
final class ModelsCommand extends TrainingCommand {
    /// One line of the list.
    private record Line(
            String axis,
            @Nullable String family,
            @Nullable String model,
            @Nullable String plan,
            int features,
            String role,
            String reason) {}

    @Override
    public Integer call() {
        ModelRegistry registry = registry();
        List<Line> lines = new ArrayList<>();
        for (String id : registry.models()) {
            Model model = registry.load(id);
            Optional<RoleEntry> role = registry.champion(model.axis()).filter(r -> id.equals(r.model()));
            lines.add(new Line(
                    model.axis().label(),
                    model.family(),
                    id,
                    model.plan() + "@" + model.planVersion(),
                    model.features().size(),
                    role.isPresent()
                            ? "champion"
                            : registry.challengers(model.axis()).contains(id) ? "challenger" : "",
                    role.map(ModelsCommand::reason).orElse("")));
        }
        for (Axis axis : Axis.modelled()) {
            registry.champion(axis)
                    .filter(r -> r.model() == null)
                    .ifPresent(r ->
                            lines.add(new Line(axis.label(), null, null, null, 0, "insufficient_data", r.reason())));
        }
        if (json()) {
            out().println(Json.of(lines));
        } else {
            TextTable table = new TextTable(
                    "%-19s %-9s %-16s %-24s %8s  %-17s %s",
                    "axis", "family", "model", "plan", "features", "role", "reason");
            for (Line line : lines) {
                table.row(
                        line.axis(),
                        line.family() == null ? "-" : line.family(),
                        line.model() == null ? "-" : line.model(),
                        line.plan() == null ? "-" : line.plan(),
                        line.features(),
                        line.role(),
                        line.reason());
            }
            out().print(table.text());
        }
        return 0;
    }

    /// Why a model serves, who approved it, and why the gate was overridden.
    private static String reason(RoleEntry role) {
        String approved = role.approvedBy() == null ? "" : "; approved by " + role.approvedBy();
        String override = role.override() == null ? "" : "; against the gate: " + role.override();
        return role.reason() + approved + override;
    }
}

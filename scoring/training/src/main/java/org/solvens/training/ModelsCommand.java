package org.solvens.training;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.solvens.command.Listed;
import org.solvens.command.TextTable;
import org.solvens.feature.Axis;
import org.solvens.model.Model;
import org.solvens.registry.ModelRegistry;
import org.solvens.registry.RoleEntry;
import org.solvens.training.effect.EffectEvaluation;
import org.solvens.training.evaluate.Evaluation;
import org.solvens.training.evaluate.Evaluation.GateCheck;
import org.solvens.training.manifest.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Lists the published models.
@Listed(Listed.Group.ANALYSTS)
@Command(
        name = "models",
        sortOptions = false,
        header = "List the published models and the one that serves each axis.",
        description = {
            "Lists the published models and the one that serves each axis: by axis, and the newest first.",
            "AUC has its 95 %% interval on the test rows; for effects of routes it is the gain over waiting, as a share"
                    + " of the balance."
        },
        subcommands = {
            RoleLogCommand.class,
            ModelDiffCommand.class,
            ModelsPageCommand.class,
            CardCommand.class,
            ExportCommand.class,
            VerifyCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  ./solvens models --lake lake",
            "  ./solvens models --axis willingness --lake lake",
            "  ./solvens models log --lake lake"
        })
final class ModelsCommand extends TrainingCommand {
    private static final String NO_VALUE = "-";

    @Option(names = "--axis", paramLabel = "AXIS", description = "list this axis alone: ${COMPLETION-CANDIDATES}")
    private @Nullable Axis axis;

    /// One line of the list.
    ///
    /// @param by who trained it; null for a model that was published before this was recorded
    /// @param measured AUC, or the gain of effects
    /// @param calibration mean calibration error; null for effects
    /// @param refused checks of the gate that failed
    record Line(
            String axis,
            @Nullable String family,
            @Nullable String model,
            @Nullable String plan,
            int features,
            @Nullable Instant trainedAt,
            @Nullable String by,
            @Nullable Measured measured,
            @Nullable Double calibration,
            List<String> refused,
            String role,
            String reason) {}

    /// A measure with its 95 % interval.
    record Measured(String measure, double value, double low, double high) {}

    @Override
    public Integer call() {
        List<Line> lines = lines(registry(), axis);
        out().print(json() ? Json.of(lines) + System.lineSeparator() : text(lines));
        return 0;
    }

    /// The published models by axis, the newest first.
    ///
    /// @param axis to list alone; null for all
    static List<Line> lines(ModelRegistry registry, @Nullable Axis axis) {
        List<Line> lines = new ArrayList<>();
        for (String id : registry.models()) {
            lines.add(line(registry, id));
        }
        for (Axis each : Axis.modelled()) {
            registry.champion(each)
                    .filter(r -> r.model() == null)
                    .ifPresent(r -> lines.add(new Line(
                            each.label(),
                            null,
                            null,
                            null,
                            0,
                            r.at(),
                            r.who(),
                            null,
                            null,
                            List.of(),
                            "insufficient_data",
                            r.reason())));
        }
        lines.removeIf(line -> axis != null && !line.axis().equals(axis.label()));
        List<String> order = Arrays.stream(Axis.modelled()).map(Axis::label).toList();
        lines.sort(Comparator.comparingInt((Line line) -> order.indexOf(line.axis()))
                .thenComparing(Line::trainedAt, Comparator.nullsLast(Comparator.reverseOrder()))
                .thenComparing(line -> String.valueOf(line.model())));
        return lines;
    }

    private static Line line(ModelRegistry registry, String id) {
        Model model = registry.load(id);
        Optional<RoleEntry> role = registry.champion(model.axis()).filter(r -> id.equals(r.model()));
        Measured measured;
        Double calibration;
        List<GateCheck> gate;
        if (model.axis() == Axis.ROUTE_EFFECT) {
            EffectEvaluation found = Json.readLeniently(registry.evaluation(id), EffectEvaluation.class);
            measured = new Measured(
                    "gain",
                    found.gain().value(),
                    found.gain().low(),
                    found.gain().high());
            calibration = null;
            gate = found.gate();
        } else {
            Evaluation found = Evaluation.of(registry, id);
            measured = new Measured(
                    "auc",
                    found.overall().auc(),
                    found.intervals().auc().low(),
                    found.intervals().auc().high());
            calibration = found.overall().calibrationError();
            gate = found.gate();
        }
        ModelRegistry.Publication published = registry.publication(id).orElse(null);
        return new Line(
                model.axis().label(),
                model.family(),
                id,
                model.plan() + "@" + model.planVersion(),
                model.features().size(),
                published == null ? null : published.at(),
                published == null ? null : published.by(),
                measured,
                calibration,
                gate.stream()
                        .filter(check -> !check.passed())
                        .map(GateCheck::check)
                        .toList(),
                role.isPresent()
                        ? "champion"
                        : registry.challengers(model.axis()).contains(id) ? "challenger" : "",
                role.map(ModelsCommand::reason).orElse(""));
    }

    private static String text(List<Line> lines) {
        TextTable table = new TextTable(
                "%-19s %-9s %-16s %-12s %-10s %8s  %-22s %-6s %-12s %-17s %s",
                "axis",
                "family",
                "model",
                "plan",
                "trained on",
                "features",
                "AUC or gain",
                "cal.",
                "by",
                "role",
                "gate and reason");
        for (Line line : lines) {
            table.row(
                    line.axis(),
                    orDash(line.family()),
                    orDash(line.model()),
                    orDash(line.plan()),
                    line.trainedAt() == null
                            ? NO_VALUE
                            : line.trainedAt().toString().substring(0, 10),
                    line.features(),
                    line.measured() == null
                            ? NO_VALUE
                            : String.format(
                                    Locale.ROOT,
                                    "%.3f [%.3f, %.3f]",
                                    line.measured().value(),
                                    line.measured().low(),
                                    line.measured().high()),
                    line.calibration() == null ? NO_VALUE : String.format(Locale.ROOT, "%.3f", line.calibration()),
                    orDash(line.by()),
                    line.role(),
                    line.refused().isEmpty()
                            ? line.reason()
                            : "REFUSED by " + String.join(", ", line.refused())
                                    + (line.reason().isEmpty() ? "" : "; " + line.reason()));
        }
        return table.text();
    }

    private static String orDash(@Nullable String value) {
        return value == null ? NO_VALUE : value;
    }

    /// Why a model serves, who approved it, and why the gate was overridden.
    static String reason(RoleEntry role) {
        String approved = role.approvedBy() == null ? "" : "; approved by " + role.approvedBy();
        String override = role.override() == null ? "" : "; against the gate: " + role.override();
        return role.reason() + approved + override;
    }
}

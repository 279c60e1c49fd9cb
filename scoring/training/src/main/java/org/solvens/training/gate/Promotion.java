package org.solvens.training.gate;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.Axis;
import org.solvens.problem.Problem;
import org.solvens.registry.ModelRegistry;
import org.solvens.registry.RoleEntry;
import org.solvens.training.evaluate.Evaluation.GateCheck;
import org.solvens.training.evaluate.Evaluation.Severity;
import org.solvens.training.manifest.Json;

/// The rules by which a published model becomes champion: two people, and the gate or a reason to override it.
public final class Promotion {
    private Promotion() {}

    /// The part of an evaluation that a promotion needs.
    private record Gate(List<GateCheck> gate) {}

    /// Promotes a published model. If it is the champion already, nothing changes and its entry is returned.
    ///
    /// @param approvedBy the second person
    /// @param override why the gate's limits are overridden; null if they are not
    /// @throws Problem `APPROVAL` if the second person trained the model, or the trainer is unknown; `GATE` if
    ///     the gate refused it and there is no override, or an alarm was raised, which cannot be overridden
    public static RoleEntry promote(
            ModelRegistry registry,
            String id,
            String approvedBy,
            String reason,
            @Nullable String override,
            Instant at) {
        int sequence = registry.sequence();
        registry.load(id);
        String trainer = registry.publication(id)
                .map(ModelRegistry.Publication::by)
                .orElseThrow(() -> new Problem(
                        "APPROVAL",
                        id,
                        "the trainer of the model is unknown",
                        "it was published without the trainer's name",
                        "train it again"));
        requireTwo(trainer, approvedBy, id);
        List<GateCheck> gate =
                Json.readLeniently(registry.evaluation(id), Gate.class).gate();
        List<GateCheck> alarms = GateCheck.failed(gate, Severity.ERROR);
        if (!alarms.isEmpty()) {
            throw new Problem(
                    "GATE",
                    id,
                    "the gate raised an alarm: " + names(alarms),
                    "something is wrong with the data or the program: the model looks better than is possible",
                    "find the feature that leaks the outcome (the evaluation names suspects), and train again");
        }
        List<GateCheck> failed = GateCheck.failed(gate, Severity.LIMIT);
        if (!failed.isEmpty() && (override == null || override.isBlank())) {
            throw new Problem(
                    "GATE",
                    id,
                    "the gate refused the model: " + names(failed),
                    "it does not meet the limits of its plan",
                    "train a better one, or state with --override why it must serve anyway");
        }
        // If it were promoted twice, a rollback would bring back the same model.
        Optional<RoleEntry> champion = registry.champion(registry.load(id).axis());
        if (champion.isPresent() && id.equals(champion.get().model())) {
            return champion.get();
        }
        return registry.promote(id, trainer, reason, approvedBy, failed.isEmpty() ? null : override, at, sequence);
    }

    /// @throws Problem `APPROVAL` if both names are of the same person
    public static void requireTwo(String by, String approvedBy, String subject) {
        if (new PersonName(approvedBy).isSamePerson(new PersonName(by))) {
            throw new Problem(
                    "APPROVAL",
                    subject,
                    "a second person must approve the model",
                    "'" + approvedBy + "' trained it" + (approvedBy.equals(by) ? "" : " as '" + by + "'"),
                    "ask someone else, and name them");
        }
    }

    /// Whether no model ever served an axis.
    public static boolean neverHadAChampion(ModelRegistry registry, Axis axis) {
        return registry.entries().stream().noneMatch(e -> e.axis() == axis && e.status() == RoleEntry.Status.CHAMPION);
    }

    private static String names(List<GateCheck> checks) {
        return checks.stream()
                .map(c -> c.check() + " " + Math.round(c.value() * 1e4) / 1e4 + " against " + c.limit())
                .collect(Collectors.joining(", "));
    }
}

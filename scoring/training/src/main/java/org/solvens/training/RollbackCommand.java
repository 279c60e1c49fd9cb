package org.solvens.training;

import java.time.Clock;
import org.solvens.command.ActorOption;
import org.solvens.command.Listed;
import org.solvens.feature.Axis;
import org.solvens.registry.ModelRegistry;
import org.solvens.training.gate.PersonName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Returns an axis to the champion before.
@Listed(Listed.Group.ANALYSTS)
@Command(
        name = "rollback",
        sortOptions = false,
        header = "Bring back the model that served an axis before.",
        description = "Brings back the model that served an axis before.",
        footer = {"", "Example:", "  ./solvens rollback willingness --lake lake --by anna --reason 'worse in use'"})
final class RollbackCommand extends RoleCommand {
    private final Clock clock;

    @Mixin
    private ActorOption actor = new ActorOption();

    @Parameters(paramLabel = "AXIS", description = "${COMPLETION-CANDIDATES}")
    private Axis axis;

    RollbackCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() {
        ModelRegistry registry = registry();
        String who = PersonName.givenOrSystemUser(
                        actor.by(), ActorOption.NAME, settings().user())
                .text();
        print(registry.rollback(axis, who, reason(), clock.instant(), registry.sequence()));
        return 0;
    }
}

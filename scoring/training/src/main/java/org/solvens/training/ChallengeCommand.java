package org.solvens.training;

import java.time.Clock;
import org.solvens.command.ActorOption;
import org.solvens.command.Listed;
import org.solvens.registry.ModelRegistry;
import org.solvens.registry.RoleEntry;
import org.solvens.training.gate.PersonName;
import org.solvens.training.manifest.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Names or removes the challenger of an axis.
@Listed(Listed.Group.ANALYSTS)
@Command(
        name = "challenge",
        sortOptions = false,
        header = "Score a model in shadow mode; monitor compares it with the champion.",
        description = {
            "Scores a published model in shadow mode: ./solvens monitor compares it with its axis' champion.",
            "With --dismiss, stops that."
        },
        footer = {"", "Example:", "  ./solvens challenge 0123456789abcdef --lake lake --by anna --reason 'trees in use'"
        })
final class ChallengeCommand extends RoleCommand {
    private final Clock clock;

    @Parameters(paramLabel = "MODEL", description = "id of the model")
    private String model;

    @Mixin
    private ActorOption actor = new ActorOption();

    @Option(names = "--dismiss", description = "remove the challenger")
    private boolean dismiss;

    ChallengeCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() {
        ModelRegistry registry = registry();
        String who = PersonName.givenOrSystemUser(
                        actor.by(), ActorOption.NAME, settings().user())
                .text();
        RoleEntry entry = dismiss
                ? registry.dismiss(model, who, reason(), clock.instant(), registry.sequence())
                : registry.challenge(model, who, reason(), clock.instant(), registry.sequence());
        out().println(
                        json()
                                ? Json.of(entry)
                                : entry.axis().label() + " is challenged by "
                                        + String.join(", ", registry.challengers(entry.axis())));
        return 0;
    }
}

package org.solvens.training;

import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.solvens.command.Listed;
import org.solvens.training.gate.PersonName;
import org.solvens.training.gate.Promotion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Makes a model the champion of its axis.
@Listed(Listed.Group.ANALYSTS)
@Command(
        name = "promote",
        sortOptions = false,
        header = "Make a published model its axis' champion.",
        description = {
            "Makes a published model its axis' champion.",
            "Needs the approval of a person who did not train it, and a passed gate or a reason to override it."
        },
        footer = {"", "Example:", "  ./solvens promote 0123456789abcdef --lake lake --approved-by bo --reason 'agreed'"
        })
final class PromoteCommand extends RoleCommand {
    private final Clock clock;

    @Parameters(paramLabel = "MODEL", description = "id of the model")
    private String model;

    @Option(
            names = "--approved-by",
            description =
                    "the person who approves it, not the one who trained it (default: the operating system's user)")
    private @Nullable String approvedBy;

    @Option(
            names = "--override",
            description = "why it must serve although the gate refused it; recorded for the audit trail")
    private String override;

    PromoteCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() {
        PersonName approver = PersonName.givenOrSystemUser(
                approvedBy, "--approved-by", settings().user());
        print(Promotion.promote(registry(), model, approver.text(), reason(), override, clock.instant()));
        return 0;
    }
}

package org.solvens.training;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.solvens.registry.RegistryAudit;
import org.solvens.training.manifest.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Verifies the registry of models.
@Command(
        name = "verify",
        sortOptions = false,
        header = "Find files of the registry that were tampered with.",
        description = {
            "Finds files of models and role entries in the registry that differ from what was written.",
            "Prints one line for each finding and ends with 1 if there is any.",
            "Note the hash that it prints where writers of the registry cannot change it, and give it with --noted"
                    + " next time: then the removal of the newest entries is found too."
        },
        footer = {"", "Example:", "  ./solvens models verify --lake lake"})
final class VerifyCommand extends TrainingCommand {
    @Option(names = "--noted", paramLabel = "HASH", description = "hash that an earlier verification printed")
    private @Nullable String noted;

    @Override
    public Integer call() {
        RegistryAudit audit = RegistryAudit.of(registryFolder(), noted);
        if (json()) {
            out().println(Json.of(audit));
        } else {
            audit.findings().forEach(finding -> out().println(finding.line()));
            audit.notes().forEach(note -> out().println("note  " + note));
            out().printf(
                            Locale.ROOT,
                            "%d findings in %d models and %d role entries; hash of the newest entry: %s%n",
                            audit.findings().size(),
                            audit.models(),
                            audit.roles(),
                            audit.hash());
        }
        return audit.findings().isEmpty() ? 0 : 1;
    }
}

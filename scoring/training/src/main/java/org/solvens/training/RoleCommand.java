package org.solvens.training;

import org.solvens.registry.RoleEntry;
import org.solvens.training.manifest.Json;
import picocli.CommandLine.Option;

/// A decision by a person about who serves an axis.
abstract class RoleCommand extends TrainingCommand {
    @Option(names = "--reason", required = true, description = "why, for the audit trail")
    private String reason;

    String reason() {
        return reason;
    }

    void print(RoleEntry entry) {
        if (json()) {
            out().println(Json.of(entry));
        } else {
            String serves = entry.model() == null ? "nothing: insufficient data" : entry.model();
            out().println(entry.axis().label() + " is served by " + serves);
        }
    }
}

package org.solvens.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Who acts, for the audit trail.
public final class ActorOption {
    /// Its name, for messages.
    public static final String NAME = "--by";

    @Option(
            names = {NAME, "--actor"},
            paramLabel = "NAME",
            description = "acting user, for the audit trail (default: ${solvens.actor:-the operating system's user})")
    private @Nullable String by;

    /// The name that was given; null where none was.
    public @Nullable String by() {
        return by;
    }
}

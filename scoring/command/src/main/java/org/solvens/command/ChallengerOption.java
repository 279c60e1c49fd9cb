package org.solvens.command;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;

/// The options of commands that may try a second policy.
public final class ChallengerOption {
    @Option(
            names = "--challenger",
            paramLabel = "FILE",
            showDefaultValue = Help.Visibility.NEVER,
            description = "a policy that decides on a share of the debtors (default: none); ./solvens policy trial"
                    + " compares it with the other")
    private @Nullable Path file;

    @Option(
            names = "--challenger-share",
            paramLabel = "SHARE",
            showDefaultValue = Help.Visibility.NEVER,
            defaultValue = "0.2",
            description = "share of the debtors on whom the challenger decides (default: ${DEFAULT-VALUE})")
    private double share;

    @Option(
            names = "--challenger-seed",
            paramLabel = "N",
            showDefaultValue = Help.Visibility.NEVER,
            defaultValue = "1",
            description = "draws these debtors; keep it for the whole trial (default: ${DEFAULT-VALUE})")
    private long seed;

    /// The file of the challenger; null if none was given.
    public @Nullable Path file() {
        return file;
    }

    /// The share of the debtors, as it was given.
    public double share() {
        return share;
    }

    /// The seed of their draw.
    public long seed() {
        return seed;
    }
}

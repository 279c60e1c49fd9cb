package org.solvens.pipelines;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.solvens.policy.Capacity;
import picocli.CommandLine.Option;

/// The option of commands that share out the calls and reviews of teams.
final class CapacityOption {
    @Option(
            names = "--capacity",
            paramLabel = "FILE",
            description = "calls a day and reviews a week of each team; those cases get them on which they bring most"
                    + " (default: every case that needs one)")
    private @Nullable Path file;

    /// The capacity of the teams; null if calls and reviews are not scarce.
    ///
    /// @throws org.solvens.problem.Problem CAPACITY if the file is wrong
    @Nullable
    Capacity read() {
        return file == null ? null : Capacity.read(file);
    }
}

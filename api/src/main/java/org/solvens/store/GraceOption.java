package org.solvens.store;

import java.time.Duration;
import org.solvens.problem.Problem;
import picocli.CommandLine.Option;

/// How long an old secret stays in force next to a new one.
final class GraceOption {
    private static final int LONGEST_HOURS = 24 * 90;

    @Option(
            names = "--grace-hours",
            paramLabel = "HOURS",
            defaultValue = "24",
            description = "how long the old secret stays in force (default: ${DEFAULT-VALUE})")
    private int hours;

    /// The time.
    ///
    /// @throws Problem KEY-GRACE if it is out of range
    Duration time() {
        if (hours < 0 || hours > LONGEST_HOURS) {
            throw new Problem(
                    "KEY-GRACE",
                    "--grace-hours",
                    "the secret is not rotated",
                    hours + " is not from 0 to " + LONGEST_HOURS,
                    "give a number of hours in that range");
        }
        return Duration.ofHours(hours);
    }
}

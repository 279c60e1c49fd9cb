package org.solvens.policy;

import java.io.Serializable;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.solvens.problem.Problem;

/// A policy on trial.
///
/// @param trial which debtors it decides on
public record Challenger(PolicyText policy, PolicyTrial trial) implements Serializable {
    /// Reads the challenger that a command was given; null if it was given none.
    ///
    /// @param file null for none
    /// @param share of the debtors on whom it decides
    /// @param seed of their draw
    /// @throws Problem POLICY if the file is no policy, TRIAL if the share is out of range
    public static @Nullable Challenger read(@Nullable Path file, double share, long seed) {
        if (file == null) {
            return null;
        }
        if (!(share > 0 && share < 1)) {
            throw new Problem(
                    "TRIAL",
                    "--challenger-share " + share,
                    "the share is out of range",
                    "both policies need debtors",
                    "give a share between 0 and 1, such as 0.2");
        }
        return new Challenger(PolicyText.read(file), new PolicyTrial(share, seed));
    }
}

package org.solvens.pipelines;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.solvens.pipelines.AsOfCommand.PolicyText;
import org.solvens.pipelines.scores.ScoringInputs.Challenger;
import org.solvens.policy.PolicyTrial;
import org.solvens.problem.Problem;
import picocli.CommandLine.Option;

/// The options of commands that may try a second policy.
final class ChallengerOption {
    @Option(
            names = "--challenger",
            paramLabel = "FILE",
            description = "a policy that decides on a share of the debtors (default: none); ./solvens policy trial"
                    + " compares it with the other")
    private @Nullable Path challenger;

    @Option(
            names = "--challenger-share",
            paramLabel = "SHARE",
            defaultValue = "0.2",
            description = "share of the debtors on whom the challenger decides (default: ${DEFAULT-VALUE})")
    private double share;

    @Option(
            names = "--challenger-seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "draws these debtors; keep it for the whole trial (default: ${DEFAULT-VALUE})")
    private long seed;

    /// The challenger; null if there is none.
    ///
    /// @throws Problem POLICY if the file is no policy, TRIAL if the share is out of range
    @Nullable
    Challenger read() {
        if (challenger == null) {
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
        PolicyText text = AsOfCommand.text(challenger);
        return new Challenger(text.text(), text.name(), new PolicyTrial(share, seed));
    }
}

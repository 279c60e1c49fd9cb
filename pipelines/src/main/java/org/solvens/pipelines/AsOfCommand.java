package org.solvens.pipelines;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.solvens.command.AsOfOption;
import org.solvens.inputs.FeedSpans;
import org.solvens.lake.Lake;
import org.solvens.policy.PolicyText;
import org.solvens.problem.Problem;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What the commands share that decide as of a date.
abstract class AsOfCommand extends LakeCommand {
    @Option(names = "--policy", paramLabel = "FILE", description = "policy (default: the one that comes with Solvens)")
    private @Nullable Path policy;

    @Mixin
    private AsOfOption asOf = new AsOfOption();

    @Option(
            names = "--allow-future",
            description = "accept an as-of date in the future: balances and days past due are as they would be"
                    + " if nothing happened until then")
    private boolean allowFuture;

    @Mixin
    private TimeOption time = new TimeOption();

    Instant now() {
        return time.now();
    }

    /// Reads and checks the policy.
    ///
    /// @throws Problem POLICY if it is not one
    PolicyText policyText() {
        if (policy == null) {
            return PolicyText.standard();
        }
        PolicyText read = PolicyText.read(policy);
        for (String warning : read.policy().check()) {
            err().println("warning: " + policy + ": " + warning);
        }
        return read;
    }

    /// Refuses an as-of date in the future, unless it is allowed: it would be served as the newest.
    ///
    /// @throws Problem AS-OF-FUTURE if it is later than the day after today, UTC
    void requireAsOf() {
        LocalDate tomorrow = LocalDate.ofInstant(now(), ZoneOffset.UTC).plusDays(1);
        LocalDate day = asOf.day();
        if (day != null && day.isAfter(tomorrow) && !allowFuture) {
            throw new Problem(
                    "AS-OF-FUTURE",
                    day.toString(),
                    "the as-of date is in the future",
                    "today is " + tomorrow.minusDays(1) + ", and nothing that happens until then is known",
                    "leave --as-of out, or allow it with --allow-future");
        }
    }

    long asOf(FeedSpans spans) {
        return asOf.orElse(spans.nextMidnight());
    }

    /// @throws Problem HISTORIES if none were built
    static void needsHistories(Lake lake) {
        if (!lake.tables().exists(lake.histories())) {
            throw new Problem(
                    "HISTORIES",
                    lake.root(),
                    "the lake has no histories yet",
                    "features were never built",
                    "build them: ./solvens features --lake " + lake.root());
        }
    }
}

package org.solvens.pipelines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.solvens.lake.DeltaTable;
import org.solvens.lake.Lake;
import org.solvens.policy.Policy;
import org.solvens.problem.Problem;
import picocli.CommandLine.Option;

/// What the commands share that decide as of a date.
abstract class AsOfCommand extends LakeCommand {
    @Option(names = "--policy", paramLabel = "FILE", description = "policy (default: the one that comes with Solvens)")
    private @Nullable Path policy;

    @Option(
            names = "--as-of",
            paramLabel = "DATE",
            description = "what was known before this day, UTC (default: the day after the newest record)")
    private @Nullable LocalDate asOf;

    /// Reads and checks the policy.
    ///
    /// @throws Problem POLICY if it is not one
    PolicyText policyText() {
        if (policy == null) {
            return new PolicyText(Policy.standardText(), "default.yaml");
        }
        try {
            return new PolicyText(Files.readString(policy), policy.toString());
        } catch (IOException e) {
            throw new Problem(
                    "POLICY",
                    policy.toString(),
                    "the policy cannot be read",
                    String.valueOf(e.getMessage()),
                    "name a policy file",
                    e);
        }
    }

    /// A policy as its file has it, known to be sound.
    record PolicyText(String text, String name) {
        PolicyText {
            Policy.parse(text, name);
        }

        String label() {
            return Policy.parse(text, name).label();
        }
    }

    ScoringInputs inputs(SparkSession spark, Lake lake, PolicyText text) {
        return ScoringInputs.of(spark, lake, text.text(), text.name());
    }

    long asOf(FeedSpans spans) {
        return asOf == null
                ? spans.nextMidnight()
                : asOf.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }

    /// @throws Problem HISTORIES if none were built
    static void needsHistories(Lake lake) {
        if (!DeltaTable.exists(lake.histories())) {
            throw new Problem(
                    "HISTORIES",
                    lake.root(),
                    "the lake has no histories yet",
                    "features were never built",
                    "build them: ./solvens features --lake " + lake.root());
        }
    }
}

package org.solvens.pipelines;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.solvens.ingest.Protections;
import org.solvens.inputs.FeedSpans;
import org.solvens.lake.Lake;
import org.solvens.problem.Problem;
import org.solvens.quality.AcceptedChecks;
import org.solvens.quality.Result;
import org.solvens.report.CheckLevel;
import org.solvens.report.CheckStatus;

/// Refused records that would protect a debtor and are not in force, because they name no known debtor or have
/// a time in the future. Nothing is scored until a person has looked at each of them.
///
/// @param unnamed those without a known debtor or case, including accepted ones
/// @param later those with a debtor and a time in the future, including accepted ones
/// @param results one of level ERROR for each row, named `protection/<file>@<hash>:<line>`
record ProtectionCheck(List<Protections.Unnamed> unnamed, List<Protections.Unnamed> later, List<Result> results) {
    static ProtectionCheck of(SparkSession spark, Lake lake, FeedSpans spans, AcceptedChecks accepted) {
        List<Protections.Unnamed> unnamed = Protections.unnamed(spark, lake);
        List<Protections.Unnamed> later = Protections.later(spark, lake, spans.nextMidnight());
        List<Result> results = new ArrayList<>();
        unnamed.forEach(row -> results.add(accepted.applied(result(row, "names no known debtor or case"))));
        later.forEach(row ->
                results.add(accepted.applied(result(row, "its known_at is later than anything else in the lake"))));
        return new ProtectionCheck(unnamed, later, results);
    }

    private static Result result(Protections.Unnamed row, String why) {
        return new Result(
                AcceptedChecks.PROTECTION,
                row.place(),
                null,
                CheckLevel.ERROR,
                CheckStatus.FAILED,
                1.0,
                0,
                0.0,
                "a refused row of " + row.feed() + " would protect a debtor but " + why + " (" + row.code() + ": "
                        + row.reason() + ")",
                null);
    }

    /// The rows as lines, the accepted ones with their reason; empty if there are none.
    String text() {
        return QualityCommand.failures(results);
    }

    /// @throws Problem PROTECTION-UNNAMED or PROTECTION-LATER naming file and line of the first row that is
    ///     not accepted
    void require() {
        Set<String> open =
                results.stream().filter(Result::error).map(Result::name).collect(Collectors.toSet());
        List<Protections.Unnamed> nobody =
                unnamed.stream().filter(row -> open.contains(row.name())).toList();
        if (!nobody.isEmpty()) {
            throw Protections.problem(nobody);
        }
        List<Protections.Unnamed> notYet =
                later.stream().filter(row -> open.contains(row.name())).toList();
        if (!notYet.isEmpty()) {
            throw Protections.problemOfLater(notYet);
        }
    }
}

package org.solvens.pipelines;

import io.delta.tables.DeltaTable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.solvens.command.Listed;
import org.solvens.lake.Lake;
import org.solvens.lake.Published;
import org.solvens.problem.Problem;
import org.solvens.spark.TableFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `withdraw`: takes a scoring back.
@Listed(Listed.Group.CASE_SYSTEMS)
@Command(
        name = "withdraw",
        sortOptions = false,
        header = "Withdraw the scores and the report of an as-of date.",
        description = "Withdraw the scores and the report of an as-of date; what was published before is served again.",
        footer = {
            "",
            "Older versions of the tables keep the rows until they are removed by ./solvens maintain.",
            "",
            "Example:",
            "  ./solvens withdraw --lake lake --as-of 2026-07-01",
        })
final class WithdrawCommand extends LakeCommand implements Callable<Integer> {
    private static final String USER_METADATA = "spark.databricks.delta.commitInfo.userMetadata";

    @Option(names = "--as-of", required = true, paramLabel = "DATE", description = "the as-of date to withdraw")
    private @Nullable LocalDate asOf;

    @Override
    public Integer call() {
        Lake lake = existing();
        LocalDate day = java.util.Objects.requireNonNull(asOf);
        Map<String, String> served = new LinkedHashMap<>();
        try (LakeLock _ = LakeLock.take(lake)) {
            SparkSession spark = spark();
            List<String> withdrawn = new ArrayList<>();
            for (String table : List.of(lake.scores(), lake.recovery(), lake.figures())) {
                if (lake.tables().exists(table) && withdrawn(spark, lake, table, day)) {
                    withdrawn.add(table);
                    served.put(
                            table.substring(lake.root().length() + 1),
                            lake.tables()
                                    .open(table)
                                    .publishedDay()
                                    .map(LocalDate::toString)
                                    .orElse("nothing"));
                }
            }
            if (withdrawn.isEmpty()) {
                throw new Problem(
                        "NO-SCORES",
                        lake.root(),
                        "nothing was scored as of " + day,
                        "neither the scores nor the report have rows of that as-of date",
                        "name an as-of date that has scores");
            }
        }
        if (json()) {
            out().print(RunReport.json(Map.of("withdrawn", day.toString(), "served", served)));
        } else {
            served.forEach((table, date) -> out().println(table + " as of " + day + " withdrawn; served now: " + date));
        }
        out().flush();
        return 0;
    }

    private static boolean withdrawn(SparkSession spark, Lake lake, String table, LocalDate day) {
        String condition = "as_of = '" + day + "'";
        if (TableFiles.read(spark, lake.tables(), table).where(condition).isEmpty()) {
            return false;
        }
        spark.conf()
                .set(
                        USER_METADATA,
                        Published.of(lake.tables(), table).without(day).json());
        try {
            DeltaTable.forPath(spark, table).delete(condition);
        } finally {
            spark.conf().unset(USER_METADATA);
        }
        return true;
    }
}

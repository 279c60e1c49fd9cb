package org.solvens.pipelines.reports;

import static org.apache.spark.sql.functions.add_months;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import org.solvens.facts.CaseView;
import org.solvens.facts.DebtorView;
import org.solvens.facts.FeedStarts;
import org.solvens.facts.OtherCases;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.feed.Money;
import org.solvens.history.Event;
import org.solvens.history.History;
import org.solvens.lake.DeltaTable.Filter;
import org.solvens.lake.Lake;
import org.solvens.lake.Published;
import org.solvens.lake.Stamp;
import org.solvens.pipelines.histories.Histories;
import org.solvens.pipelines.scores.ScoringInputs;
import org.solvens.report.RecoveryRow;
import org.solvens.report.metric.ActualRecovery;
import org.solvens.report.metric.Calendar;
import org.solvens.report.metric.CaseFigures;
import org.solvens.report.metric.Cell;
import org.solvens.report.metric.FigureRow;
import org.solvens.report.metric.Figures;
import org.solvens.report.metric.RecoveryTotal;
import org.solvens.report.metric.Slice;
import org.solvens.scoring.CaseScoring;
import org.solvens.spark.SparkTable;
import org.solvens.table.TableContract;

/// Writes the tables of the reports in one scan of the histories. The recovery table has, for each month of placement,
/// creditor, currency and segment, the amounts placed and recovered by months since placement. The figures table has
/// every metric of {@link org.solvens.report.metric.Metric}.
///
/// A case counts under the segment that today's models and policy give it on the first day of the month after
/// it was placed, from what was known then: if it counted under its current segment, paid cases would be
/// missing from every segment. A case that was closed or fully paid before that day counts under {@link
/// #RecoveryRow.BEFORE}.
public final class Recovery {
    /// The measures of a cell of the recovery table.
    private static final List<String> MEASURES =
            List.of("cases", "paid_cases", "placed", "added", "recovered", "overpaid", "cost");

    /// Takes the place of a table's name for what came in on one case.
    private static final String ACTUAL = "actual";

    private static final List<String> FIGURE_KEYS = FigureRow.TABLE.names().stream()
            .filter(name -> !name.equals("as_of") && !name.equals("value"))
            .toList();

    /// A sum of either table: its key, the name of the table first, and its measures; a figure has only the first.
    private static final StructType PARTIAL = partial();

    private static StructType partial() {
        StructType type = new StructType().add("k", DataTypes.createArrayType(DataTypes.StringType));
        for (int i = 0; i < MEASURES.size(); i++) {
            type = type.add("m" + i, DataTypes.LongType);
        }
        return type;
    }

    private final SparkSession spark;
    private final Lake lake;

    /// @param lake with histories
    public Recovery(SparkSession spark, Lake lake) {
        this.spark = spark;
        this.lake = lake;
    }

    /// What the report counts of one partition: figures of all metrics, the cells of the recovery table, and what came
    /// in on the cases of earlier scoring dates.
    private static final class Sums {
        private final Map<List<String>, long[]> recovery = new HashMap<>();
        private final Figures figures = new Figures();
        private final List<Row> actual = new ArrayList<>();
    }

    /// Replaces the tables of an as-of date, recovery and figures; those of other dates stay. Both come from one
    /// scan of the histories, and the figures of estimates from the scores.
    ///
    /// @return totals by currency
    public Map<String, RecoveryTotal> write(long asOf, FeedStarts feeds, ScoringInputs inputs) {
        LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(asOf), ZoneOffset.UTC);
        ScoreFigures scores = new ScoreFigures(spark, lake);
        Calendar calendar = Calendar.of(asOf, scores.dates());
        Broadcast<ScoringInputs> shared =
                JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(inputs);
        MapPartitionsFunction<byte[], Row> sums = histories -> sums(
                histories,
                asOf,
                feeds,
                calendar,
                shared.value().otherCases(),
                shared.value().deciding().scoring());
        List<Column> added = new ArrayList<>();
        for (int i = 0; i < MEASURES.size(); i++) {
            added.add(sum(col("m" + i).cast("decimal(28,0)")).as("m" + i));
        }
        Dataset<Row> all = Histories.encoded(spark, lake)
                .mapPartitions(sums, Encoders.row(PARTIAL))
                .groupBy("k")
                .agg(added.getFirst(), added.subList(1, added.size()).toArray(Column[]::new))
                .persist(StorageLevel.MEMORY_AND_DISK());
        try {
            Stamp made = Histories.stamp(
                    lake, FeatureCatalogue.standard(lake.settings().otherCases()));
            replace(recovery(all, day), RecoveryRow.TABLE, lake.recovery(), day, made);
            replace(
                    figures(all, day).unionByName(scores.of(calendar, actual(all))),
                    FigureRow.TABLE,
                    lake.figures(),
                    day,
                    made);
        } finally {
            all.unpersist();
        }
        return totals(day);
    }

    private void replace(Dataset<Row> rows, TableContract<?> table, String path, LocalDate day, Stamp made) {
        SparkTable.select(rows, table)
                .coalesce(1)
                .write()
                .format("delta")
                .mode("overwrite")
                .option("mergeSchema", "true")
                .option("replaceWhere", "as_of = '" + day + "'")
                .option(
                        "userMetadata",
                        Published.of(lake.tables(), path).with(day, made).json())
                .save(path);
    }

    private static Dataset<Row> recovery(Dataset<Row> all, LocalDate day) {
        List<String> keys =
                List.of("creditor_id", "country", "currency", "claim_type", "segment", "placed_month", "months_since");
        Dataset<Row> rows = all.where(element_at(col("k"), 1).equalTo(lit(RecoveryRow.TABLE.name())));
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            columns.add(element_at(col("k"), i + 2).as(keys.get(i)));
        }
        for (int i = 0; i < MEASURES.size(); i++) {
            // The first two are counts.
            Column sum = col("m" + i);
            columns.add((i < 2 ? sum : sum.divide(lit(Money.UNIT))).as(MEASURES.get(i)));
        }
        Column monthEnd = add_months(
                col("placed_month").cast("date"),
                col("months_since").cast("int").plus(1));
        return rows.select(columns.toArray(Column[]::new))
                .withColumn("as_of", lit(day))
                .withColumn("mature", monthEnd.leq(lit(day)));
    }

    private static Dataset<Row> figures(Dataset<Row> all, LocalDate day) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < FIGURE_KEYS.size(); i++) {
            columns.add(element_at(col("k"), i + 2).as(FIGURE_KEYS.get(i)));
        }
        columns.add(col("m0").divide(lit(Money.UNIT)).as("value"));
        columns.add(lit(day).as("as_of"));
        return SparkTable.select(
                all.where(element_at(col("k"), 1).equalTo(lit(FigureRow.TABLE.name())))
                        .select(columns.toArray(Column[]::new)),
                FigureRow.TABLE);
    }

    /// What came in on the cases of earlier scoring dates: case, scoring date, and a column for each number of days.
    private static Dataset<Row> actual(Dataset<Row> all) {
        List<Column> columns = new ArrayList<>(List.of(
                element_at(col("k"), 2).as("case_id"),
                element_at(col("k"), 3).cast("date").as("as_of")));
        for (int i = 0; i < ActualRecovery.DAYS.size(); i++) {
            columns.add(col("m" + i).divide(lit(Money.UNIT)).as("actual_" + ActualRecovery.DAYS.get(i) + "d"));
        }
        return all.where(element_at(col("k"), 1).equalTo(ACTUAL)).select(columns.toArray(Column[]::new));
    }

    private Map<String, RecoveryTotal> totals(LocalDate day) {
        List<RecoveryRow> rows = new ArrayList<>();
        lake.tables().open(lake.recovery()).scan(RecoveryRow.TABLE, Filter.equal("as_of", day), rows::add);
        return RecoveryTotal.byCurrency(rows);
    }

    /// Sums over a partition, each as its key and measures.
    private static Iterator<Row> sums(
            Iterator<byte[]> histories,
            long asOf,
            FeedStarts feeds,
            Calendar calendar,
            OtherCases otherCases,
            CaseScoring scoring) {
        Sums sums = new Sums();
        while (histories.hasNext()) {
            History history = History.decode(histories.next());
            DebtorView debtor = new DebtorView(history, asOf, feeds, otherCases);
            CaseFigures.count(debtor, calendar, sums.figures);
            ActualRecovery.each(
                    debtor,
                    calendar,
                    (caseId, scored, came) -> sums.actual.add(RowFactory.create(
                            new String[] {ACTUAL, caseId, scored.toString()},
                            came[0],
                            came[1],
                            came[2],
                            null,
                            null,
                            null,
                            null)));
            for (CaseView view : debtor.cases()) {
                LocalDate placed = LocalDate.ofEpochDay(view.placed().placedOn());
                LocalDate month = placed.withDayOfMonth(1);
                // The cost of contacts about the debtor as a whole counts once, with the first case.
                boolean first = view == debtor.cases().getFirst();
                List<long[]> curve = Curve.of(view, placed, month, first);
                Slice slice = Slice.of(view);
                add(sums.recovery, slice, RecoveryRow.ALL, month, curve);
                add(sums.recovery, slice, segment(debtor, view, month, scoring), month, curve);
            }
        }
        List<Row> rows = sums.actual;
        sums.recovery.forEach((key, m) ->
                rows.add(RowFactory.create(key.toArray(String[]::new), m[0], m[1], m[2], m[3], m[4], m[5], m[6])));
        sums.figures.forEach(
                (cell, sum) -> rows.add(RowFactory.create(key(cell), sum, null, null, null, null, null, null)));
        return rows.iterator();
    }

    private static @Nullable String[] key(Cell cell) {
        return new String[] {
            FigureRow.TABLE.name(),
            cell.metric().label(),
            cell.grain().name(),
            cell.slice().creditorId(),
            cell.slice().country(),
            cell.slice().currency(),
            cell.slice().claimType(),
            cell.period() == Event.NONE
                    ? null
                    : LocalDate.ofEpochDay(cell.period()).toString(),
            cell.channel(),
            cell.kind(),
            cell.state(),
            cell.size(),
            number(cell.weekday()),
            number(cell.hour()),
            number(cell.age()),
            null
        };
    }

    private static @Nullable String number(int value) {
        return value == Event.NONE ? null : String.valueOf(value);
    }

    private static String segment(DebtorView debtor, CaseView now, LocalDate month, CaseScoring scoring) {
        long first =
                month.plusMonths(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
        CaseView then =
                debtor.at(Math.min(first, debtor.asOf())).caseAt(now.placed().caseIndex());
        return then == null || !then.open()
                ? RecoveryRow.BEFORE
                : scoring.score(then).decision().segment().name();
    }

    private static void add(
            Map<List<String>, long[]> sums, Slice slice, String segment, LocalDate month, List<long[]> curve) {
        for (int m = 0; m < curve.size(); m++) {
            long[] values = curve.get(m);
            long[] sum = sums.computeIfAbsent(
                    List.of(
                            RecoveryRow.TABLE.name(),
                            slice.creditorId(),
                            slice.country(),
                            slice.currency(),
                            Objects.requireNonNull(slice.claimType(), "the slice of a case has its type"),
                            segment,
                            month.toString(),
                            String.valueOf(m)),
                    _ -> new long[values.length]);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += values[i];
            }
        }
    }
}

package org.solvens.pipelines.reports;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
import org.solvens.facts.CaseView;
import org.solvens.facts.DebtorView;
import org.solvens.facts.FeedStarts;
import org.solvens.facts.OtherCases;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.feed.Money;
import org.solvens.history.Event;
import org.solvens.history.Event.Contact;
import org.solvens.history.Event.Payment;
import org.solvens.history.History;
import org.solvens.lake.Lake;
import org.solvens.lake.Published;
import org.solvens.pipelines.histories.Histories;
import org.solvens.pipelines.scores.ScoringInputs;
import org.solvens.report.RecoveryRow;
import org.solvens.scoring.CaseScoring;
import org.solvens.spark.SparkTable;

/// Writes the recovery report: for each month of placement, currency and segment, the amounts placed and
/// recovered, by months since placement.
///
/// A case counts under the segment that today's models and policy give it on the first day of the month after
/// it was placed, from what was known then: if it counted under its current segment, paid cases would be
/// missing from every segment. A case that was closed or fully paid before that day counts under {@link
/// #RecoveryRow.BEFORE}.
public final class Recovery {
    private static final StructType PARTIAL = new StructType()
            .add("currency", DataTypes.StringType)
            .add("segment", DataTypes.StringType)
            .add("placed_month", DataTypes.DateType)
            .add("months_since", DataTypes.IntegerType)
            .add("cases", DataTypes.LongType)
            .add("paid_cases", DataTypes.LongType)
            .add("placed", DataTypes.LongType)
            .add("added", DataTypes.LongType)
            .add("recovered", DataTypes.LongType)
            .add("overpaid", DataTypes.LongType)
            .add("cost", DataTypes.LongType);

    private final SparkSession spark;
    private final Lake lake;

    /// @param lake with histories
    public Recovery(SparkSession spark, Lake lake) {
        this.spark = spark;
        this.lake = lake;
    }

    /// The overall figures of a currency.
    ///
    /// @param placed what was owed when the cases were placed
    /// @param added charges since, minus what was waived
    /// @param owed placed and added
    /// @param recovered paid and neither reversed nor refunded, for each case up to what was owed on it
    /// @param overpaid paid beyond what was owed
    public record Total(
            long cases,
            long paidCases,
            BigDecimal placed,
            BigDecimal added,
            BigDecimal owed,
            BigDecimal recovered,
            BigDecimal overpaid) {
        /// Recovered over owed; 0 if nothing was owed.
        public double rate() {
            return owed.signum() == 0 ? 0 : recovered.doubleValue() / owed.doubleValue();
        }
    }

    private record Cell(String currency, String segment, LocalDate month) {}

    /// Replaces the report of an as-of date; those of other dates stay.
    ///
    /// @return totals by currency
    public Map<String, Total> write(long asOf, FeedStarts feeds, ScoringInputs inputs) {
        LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(asOf), ZoneOffset.UTC);
        Broadcast<ScoringInputs> shared =
                JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(inputs);
        MapPartitionsFunction<byte[], Row> sums = histories -> sums(
                histories,
                asOf,
                feeds,
                shared.value().otherCases(),
                shared.value().deciding().scoring());
        Column monthEnd = org.apache.spark.sql.functions.add_months(
                col("placed_month"), col("months_since").plus(1));
        Dataset<Row> report = Histories.encoded(spark, lake)
                .mapPartitions(sums, Encoders.row(PARTIAL))
                .groupBy("currency", "segment", "placed_month", "months_since")
                .agg(
                        sum("cases").as("cases"),
                        sum("paid_cases").as("paid_cases"),
                        amount("placed"),
                        amount("added"),
                        amount("recovered"),
                        amount("overpaid"),
                        amount("cost"))
                .withColumn("as_of", lit(day))
                .withColumn("mature", monthEnd.leq(lit(day)));
        SparkTable.select(report, RecoveryRow.TABLE)
                .write()
                .format("delta")
                .mode("overwrite")
                .option("mergeSchema", "true")
                .option("replaceWhere", "as_of = '" + day + "'")
                .option(
                        "userMetadata",
                        Published.of(lake.tables(), lake.recovery())
                                .with(
                                        day,
                                        Histories.stamp(
                                                lake,
                                                FeatureCatalogue.standard(
                                                        lake.settings().otherCases())))
                                .json())
                .save(lake.recovery());
        return totals(day);
    }

    private static Column amount(String name) {
        // Wider than any sum of amounts of one record.
        return sum(col(name).cast("decimal(19,0)")).divide(lit(Money.UNIT)).as(name);
    }

    private Map<String, Total> totals(LocalDate day) {
        Dataset<Row> all = spark.read()
                .format("delta")
                .load(lake.recovery())
                .where(col("as_of").equalTo(lit(day)).and(col("segment").equalTo(RecoveryRow.ALL)));
        Dataset<Row> last = all.groupBy("currency", "placed_month")
                .agg(org.apache.spark.sql.functions.max("months_since").as("months_since"));
        Map<String, Total> totals = new TreeMap<>();
        for (Row row : all.join(
                        last,
                        scala.jdk.javaapi.CollectionConverters.asScala(
                                        List.of("currency", "placed_month", "months_since"))
                                .toSeq())
                .groupBy("currency")
                .agg(sum("cases"), sum("paid_cases"), sum("placed"), sum("added"), sum("recovered"), sum("overpaid"))
                .collectAsList()) {
            totals.put(
                    row.getString(0),
                    new Total(
                            row.getLong(1),
                            row.getLong(2),
                            row.getDecimal(3),
                            row.getDecimal(4),
                            row.getDecimal(3).add(row.getDecimal(4)),
                            row.getDecimal(5),
                            row.getDecimal(6)));
        }
        return totals;
    }

    /// Sums over a partition: for each cell and month since placement cases, paid cases, placed, recovered
    /// and cost.
    private static Iterator<Row> sums(
            Iterator<byte[]> histories, long asOf, FeedStarts feeds, OtherCases otherCases, CaseScoring scoring) {
        Map<Cell, List<long[]>> cells = new HashMap<>();
        while (histories.hasNext()) {
            History history = History.decode(histories.next());
            DebtorView debtor = new DebtorView(history, asOf, feeds, otherCases);
            for (CaseView view : debtor.cases()) {
                LocalDate placed = LocalDate.ofEpochDay(view.placed().placedOn());
                LocalDate month = placed.withDayOfMonth(1);
                // The cost of contacts about the debtor as a whole counts once, with the first case.
                boolean first = view == debtor.cases().getFirst();
                List<long[]> curve = curve(view, placed, month, first);
                String currency = view.placed().currency();
                add(cells, new Cell(currency, RecoveryRow.ALL, month), curve);
                add(cells, new Cell(currency, segment(debtor, view, month, scoring), month), curve);
            }
        }
        List<Row> rows = new ArrayList<>();
        cells.forEach((cell, points) -> {
            for (int m = 0; m < points.size(); m++) {
                long[] p = points.get(m);
                rows.add(RowFactory.create(
                        cell.currency(), cell.segment(), cell.month(), m, p[0], p[1], p[2], p[3], p[4], p[5], p[6]));
            }
        });
        return rows.iterator();
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

    /// Cumulative figures of one case: one cell for each month since placement up to the as-of date.
    ///
    /// @param first whether the cost of contacts about the debtor as a whole counts on it
    private static List<long[]> curve(CaseView view, LocalDate placed, LocalDate month, boolean first) {
        LocalDate today = LocalDate.ofEpochDay(view.today());
        int months = (int) Math.max(0, ChronoUnit.MONTHS.between(month, today));
        long[] paid = new long[months + 1];
        long[] payments = new long[months + 1];
        long[] cost = new long[months + 1];
        for (Payment payment : view.payments()) {
            int cell = cell(placed, payment.paidOn(), months);
            paid[cell] += payment.amount();
            payments[cell]++;
        }
        for (Payment refund : view.refunds()) {
            paid[cell(placed, refund.paidOn(), months)] -= refund.amount();
        }
        add(view, view.ownContacts(), placed, cost);
        if (first) {
            add(view, view.wideContacts(), placed, cost);
        }
        List<long[]> curve = new ArrayList<>(months + 1);
        long soFar = 0;
        long spent = 0;
        long made = 0;
        for (int m = 0; m <= months; m++) {
            soFar += paid[m];
            spent += cost[m];
            made += payments[m];
            long recovered = Math.clamp(soFar, 0, view.owed());
            curve.add(new long[] {
                1,
                made > 0 ? 1 : 0,
                view.placedAmount(),
                view.owed() - view.placedAmount(),
                recovered,
                Math.max(0, soFar - view.owed()),
                spent
            });
        }
        return curve;
    }

    private static void add(CaseView view, List<Contact> contacts, LocalDate placed, long[] cost) {
        for (Contact contact : contacts) {
            if (contact.cost() != Event.NO_AMOUNT) {
                cost[cell(placed, view.calendar().dayOf(contact.at()), cost.length - 1)] += contact.cost();
            }
        }
    }

    /// The first cell that a day belongs to: months since placement that had ended by it. The last cell
    /// includes everything known, so that curves end at the total recovery.
    private static int cell(LocalDate placed, int day, int months) {
        long whole = ChronoUnit.MONTHS.between(placed, LocalDate.ofEpochDay(day));
        int cell = day < placed.toEpochDay() ? 0 : (int) Math.min(months, whole + 1);
        return Math.min(cell, months);
    }

    private static void add(Map<Cell, List<long[]>> cells, Cell cell, List<long[]> curve) {
        List<long[]> sums = cells.computeIfAbsent(cell, _ -> new ArrayList<>());
        for (int m = 0; m < curve.size(); m++) {
            if (m == sums.size()) {
                sums.add(new long[curve.get(m).length]);
            }
            for (int i = 0; i < sums.get(m).length; i++) {
                sums.get(m)[i] += curve.get(m)[i];
            }
        }
    }
}

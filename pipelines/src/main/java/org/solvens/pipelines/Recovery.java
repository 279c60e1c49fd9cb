package org.solvens.pipelines;

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
import org.solvens.feature.CaseView;
import org.solvens.feature.DebtorView;
import org.solvens.feature.FeedStarts;
import org.solvens.history.Event;
import org.solvens.history.Event.Contact;
import org.solvens.history.Event.Payment;
import org.solvens.history.History;
import org.solvens.lake.Lake;
import org.solvens.scoring.CaseScoring;

/// Writes the recovery report: for each month of placement, currency and segment, what was placed and
/// what came in by so many months since placement.
///
/// A case counts under the segment that today's models and policy give it on the first day of the month
/// after it was placed, from what was known then: were it counted under its present segment, the paid
/// cases would be missing from every one. A case that was closed or fully paid before that day counts
/// under {@link #BEFORE}.
public final class Recovery {
    /// The segment that stands for all cases.
    public static final String ALL = "ALL";

    /// Settled before its first scoring.
    public static final String BEFORE = "SETTLED_BEFORE_SCORING";

    private static final StructType PARTIAL = new StructType()
            .add("currency", DataTypes.StringType)
            .add("segment", DataTypes.StringType)
            .add("placed_month", DataTypes.DateType)
            .add("months_since", DataTypes.IntegerType)
            .add("cases", DataTypes.LongType)
            .add("paid_cases", DataTypes.LongType)
            .add("placed", DataTypes.LongType)
            .add("recovered", DataTypes.LongType)
            .add("cost", DataTypes.LongType);

    private final SparkSession spark;
    private final Lake lake;

    public Recovery(SparkSession spark, Lake lake) {
        this.spark = spark;
        this.lake = lake;
    }

    /// The overall figures of a currency.
    ///
    /// @param owed placed amounts and charges since, less what was waived
    public record Total(long cases, long paidCases, BigDecimal owed, BigDecimal recovered) {
        /// Recovered over owed; 0 where nothing was owed.
        public double rate() {
            return owed.signum() == 0 ? 0 : recovered.doubleValue() / owed.doubleValue();
        }
    }

    private record Cell(String currency, String segment, LocalDate month) {}

    /// Replaces the report of an as-of date; those of other dates stay.
    ///
    /// @return totals by currency
    Map<String, Total> write(long asOf, FeedStarts feeds, ScoringInputs inputs) {
        LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(asOf), ZoneOffset.UTC);
        Broadcast<ScoringInputs> shared =
                JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(inputs);
        MapPartitionsFunction<byte[], Row> sums = histories ->
                sums(histories, asOf, feeds, shared.value().deciding().scoring());
        Column monthEnd = org.apache.spark.sql.functions.add_months(
                col("placed_month"), col("months_since").plus(1));
        Dataset<Row> report = Histories.encoded(spark, lake)
                .mapPartitions(sums, Encoders.row(PARTIAL))
                .groupBy("currency", "segment", "placed_month", "months_since")
                .agg(
                        sum("cases").as("cases"),
                        sum("paid_cases").as("paid_cases"),
                        amount("placed"),
                        amount("recovered"),
                        amount("cost"))
                .select(
                        lit(day).as("as_of"),
                        col("currency"),
                        col("segment"),
                        col("placed_month"),
                        col("months_since"),
                        col("cases"),
                        col("paid_cases"),
                        col("placed"),
                        col("recovered"),
                        col("cost"),
                        monthEnd.leq(lit(day)).as("mature"));
        report.write()
                .format("delta")
                .mode("overwrite")
                .option("replaceWhere", "as_of = '" + day + "'")
                .save(lake.recovery());
        return totals(day);
    }

    private static Column amount(String name) {
        return sum(name)
                .cast("decimal(20,0)")
                .divide(lit(100))
                .cast("decimal(14,2)")
                .as(name);
    }

    private Map<String, Total> totals(LocalDate day) {
        Dataset<Row> all = spark.read()
                .format("delta")
                .load(lake.recovery())
                .where(col("as_of").equalTo(lit(day)).and(col("segment").equalTo(ALL)));
        Dataset<Row> last = all.groupBy("currency", "placed_month")
                .agg(org.apache.spark.sql.functions.max("months_since").as("months_since"));
        Map<String, Total> totals = new TreeMap<>();
        for (Row row : all.join(
                        last,
                        scala.jdk.javaapi.CollectionConverters.asScala(
                                        List.of("currency", "placed_month", "months_since"))
                                .toSeq())
                .groupBy("currency")
                .agg(sum("cases"), sum("paid_cases"), sum("placed"), sum("recovered"))
                .collectAsList()) {
            totals.put(
                    row.getString(0), new Total(row.getLong(1), row.getLong(2), row.getDecimal(3), row.getDecimal(4)));
        }
        return totals;
    }

    /// Sums over a partition: for each cell and month since placement cases, paid cases, placed, recovered
    /// and cost.
    private static Iterator<Row> sums(Iterator<byte[]> histories, long asOf, FeedStarts feeds, CaseScoring scoring) {
        Map<Cell, List<long[]>> cells = new HashMap<>();
        while (histories.hasNext()) {
            History history = History.decode(histories.next());
            for (CaseView view : new DebtorView(history, asOf, feeds).cases()) {
                LocalDate placed = LocalDate.ofEpochDay(view.placed().placedOn());
                LocalDate month = placed.withDayOfMonth(1);
                List<long[]> curve = curve(view, placed, month);
                String currency = view.placed().currency();
                add(cells, new Cell(currency, ALL, month), curve);
                add(cells, new Cell(currency, segment(view, month, asOf, feeds, scoring), month), curve);
            }
        }
        List<Row> rows = new ArrayList<>();
        cells.forEach((cell, points) -> {
            for (int m = 0; m < points.size(); m++) {
                long[] p = points.get(m);
                rows.add(RowFactory.create(
                        cell.currency(), cell.segment(), cell.month(), m, p[0], p[1], p[2], p[3], p[4]));
            }
        });
        return rows.iterator();
    }

    private static String segment(CaseView now, LocalDate month, long asOf, FeedStarts feeds, CaseScoring scoring) {
        long first =
                month.plusMonths(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
        DebtorView then = new DebtorView(now.debtor().history(), Math.min(first, asOf), feeds);
        for (CaseView view : then.cases()) {
            if (view.placed().caseIndex() == now.placed().caseIndex() && view.open()) {
                return scoring.score(view).decision().segment().name();
            }
        }
        return BEFORE;
    }

    /// Cumulative figures of one case: one cell for each month since placement up to the as-of date.
    private static List<long[]> curve(CaseView view, LocalDate placed, LocalDate month) {
        LocalDate today = LocalDate.ofEpochDay(view.today());
        int months = (int) Math.max(0, ChronoUnit.MONTHS.between(month, today));
        List<long[]> curve = new ArrayList<>(months + 1);
        for (int m = 0; m <= months; m++) {
            // The last month counted takes in everything known, so that curves end at the whole recovery.
            int before =
                    m == months ? Integer.MAX_VALUE : (int) placed.plusMonths(m).toEpochDay();
            int payments = 0;
            long recovered = 0;
            long cost = 0;
            for (Payment payment : view.payments()) {
                if (payment.paidOn() < before) {
                    payments++;
                    recovered += payment.amount();
                }
            }
            for (Contact contact : view.contacts()) {
                boolean own = contact.caseIndex() == view.placed().caseIndex()
                        || contact.caseIndex() == Event.NONE
                                && view.debtor().cases().getFirst() == view;
                cost += own && contact.day() < before && contact.cost() != Event.NO_AMOUNT ? contact.cost() : 0;
            }
            curve.add(new long[] {1, payments > 0 ? 1 : 0, view.owed(), recovered, cost});
        }
        return curve;
    }

    private static void add(Map<Cell, List<long[]>> cells, Cell cell, List<long[]> curve) {
        List<long[]> sums = cells.computeIfAbsent(cell, _ -> new ArrayList<>());
        for (int m = 0; m < curve.size(); m++) {
            if (m == sums.size()) {
                sums.add(new long[5]);
            }
            for (int i = 0; i < 5; i++) {
                sums.get(m)[i] += curve.get(m)[i];
            }
        }
    }
}

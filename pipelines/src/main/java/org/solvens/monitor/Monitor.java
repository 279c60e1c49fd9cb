package org.solvens.monitor;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.xxhash64;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
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
import org.jspecify.annotations.Nullable;
import org.solvens.facts.CaseView;
import org.solvens.facts.DebtorView;
import org.solvens.facts.FeedStarts;
import org.solvens.facts.OtherCases;
import org.solvens.feature.Axis;
import org.solvens.feature.Feature;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.history.History;
import org.solvens.lake.Lake;
import org.solvens.lake.Stamp;
import org.solvens.model.Scorer;
import org.solvens.outcome.Outcomes;
import org.solvens.problem.Problem;
import org.solvens.report.MonitoringRow;
import org.solvens.spark.SparkTable;
import org.solvens.spark.TableFiles;
import org.solvens.stability.Bins;

/// Compares the months of the scores table with training.
///
/// The reference are the snapshots. Each month's features are computed again from the
/// histories, as of that month's date, over the same population. Champions and challengers
/// score them again, so that a challenger runs in shadow mode without a trace in the scores.
/// Noise counts debtors, not cases or months, because cases of one debtor are alike.
public final class Monitor {
    private static final long DAY = 86_400_000L;
    private static final int SAMPLE = 20_000;

    private static final StructType COUNTED = new StructType()
            .add("as_of_day", DataTypes.IntegerType)
            .add("cases", DataTypes.LongType)
            .add("debtors", DataTypes.LongType)
            .add("counts", DataTypes.createArrayType(DataTypes.LongType, false));

    private final SparkSession spark;
    private final Lake lake;
    private final Dataset<byte[]> histories;
    private final FeedStarts feeds;
    private final List<Tracked> models;
    private final Outcomes outcomes;
    private final int maxAgeDays;
    private final @Nullable Stamp made;
    private final OtherCases otherCases;
    private final List<Feature> features;

    /// @param histories encoded
    /// @param models champions and challengers with features that this version computes
    /// @param outcomes of the plan
    /// @param maxAgeDays of the plan
    /// @param made the stamp that the findings are stored with in the lake; null if they are
    ///     not stored
    public Monitor(
            SparkSession spark,
            Lake lake,
            Dataset<byte[]> histories,
            FeedStarts feeds,
            List<Tracked> models,
            Outcomes outcomes,
            int maxAgeDays,
            @Nullable Stamp made) {
        this.spark = spark;
        this.lake = lake;
        this.otherCases = lake.settings().otherCases();
        this.features = FeatureCatalogue.standard(otherCases).features();
        this.histories = histories;
        this.feeds = feeds;
        this.models = List.copyOf(models);
        this.outcomes = outcomes;
        this.maxAgeDays = maxAgeDays;
        this.made = made;
    }

    /// Measures the scoring months from a day on and replaces their rows in the monitoring table.
    ///
    /// @param from first as-of date; null for all
    /// @param knownUntil milliseconds UTC up to which the lake knows
    /// @return findings by month, kind and subject
    /// @throws Problem `MONITOR` if there is nothing to compare
    public List<MonitoringRow> run(@Nullable LocalDate from, long knownUntil) {
        Dataset<Row> all = TableFiles.read(spark, lake.tables(), lake.scores());
        Dataset<Row> scores = from == null ? all : all.where(col("as_of").geq(lit(from)));
        List<Integer> months = scores.select(unix_date(col("as_of"))).distinct().collectAsList().stream()
                .map(row -> row.getInt(0))
                .sorted()
                .toList();
        Dataset<Row> snapshots = snapshots();
        long referenceDebtors =
                snapshots.agg(countDistinct("debtor_id")).first().getLong(0);
        if (months.isEmpty() || referenceDebtors == 0) {
            throw problem(
                    months.isEmpty() ? "no month was scored" : "the snapshots are empty",
                    "score and train first: ./solvens run --lake " + lake.root());
        }
        Counting.Shared shared = new Counting.Shared(models, bins(snapshots), maxAgeDays, otherCases);
        Counts reference = reference(snapshots, shared);
        List<MonitoringRow> findings = new ArrayList<>();
        Shifts shifts = new Shifts(models, features, reference, referenceDebtors, shared);
        for (Counted month : counted(months, shared)) {
            shifts.add(findings, month);
        }
        Shifts.abstentions(findings, all);
        findings.removeIf(f -> from != null && f.asOf().isBefore(from));
        List<Integer> mature = months.stream()
                .filter(month -> outcomes.mature(month * DAY, knownUntil))
                .toList();
        if (!mature.isEmpty()) {
            Dataset<Row> judged = judged(mature, shared).cache();
            Judged.calibration(findings, judged, scores);
            Judged.challengers(findings, judged, models);
            judged.unpersist();
        }
        findings.sort(Comparator.comparing(MonitoringRow::asOf)
                .thenComparing(MonitoringRow::kind)
                .thenComparing(MonitoringRow::subject)
                .thenComparing(f -> String.valueOf(f.model())));
        if (made != null) {
            write(findings, months, made);
        }
        return List.copyOf(findings);
    }

    private Problem problem(String what, String remedy) {
        return new Problem("MONITOR", lake.root(), what, "scoring months are compared with training", remedy);
    }

    private Dataset<Row> snapshots() {
        Dataset<Row> table = TableFiles.read(spark, lake.tables(), lake.snapshots());
        Set<String> columns = new HashSet<>(Arrays.asList(table.columns()));
        for (Feature feature : features) {
            if (!columns.contains(feature.name())) {
                throw problem(
                        "the snapshots lack the feature " + feature.name(),
                        "write them again: ./solvens features --lake " + lake.root());
            }
        }
        return table.select(
                col("debtor_id"),
                xxhash64(col("case_id"), col("as_of")).as("draw"),
                array(features.stream().map(f -> col(f.name())).toArray(Column[]::new))
                        .as("vector"));
    }

    /// Bins at quantiles of a sample that is the same each time.
    private List<Bins> bins(Dataset<Row> snapshots) {
        List<double[]> sample = snapshots.orderBy("draw").limit(SAMPLE).select("vector").collectAsList().stream()
                .map(row -> vector(row, 0))
                .toList();
        Scorer[] scorers = Counting.scorers(models, otherCases);
        List<Bins> bins = new ArrayList<>();
        for (int f = 0; f < features.size(); f++) {
            int at = f;
            bins.add(Bins.of(sample.stream().mapToDouble(v -> v[at]).toArray(), Counts.MOST_BINS));
        }
        for (Scorer scorer : scorers) {
            bins.add(Bins.of(sample.stream().mapToDouble(scorer::logOdds).toArray(), Counts.MOST_BINS));
        }
        return bins;
    }

    private static double[] vector(Row row, int column) {
        return row.<Double>getList(column).stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    private Counts reference(Dataset<Row> snapshots, Counting.Shared shared) {
        Broadcast<Counting.Shared> broadcast =
                JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(shared);
        MapPartitionsFunction<Row, Row> counting = rows -> {
            Counting counts = new Counting(broadcast.value());
            long cases = 0;
            while (rows.hasNext()) {
                counts.take(vector(rows.next(), 0));
                cases++;
            }
            return List.of(row(0, cases, 0, counts.counts())).iterator();
        };
        return sums(snapshots.select("vector").mapPartitions(counting, Encoders.row(COUNTED)))
                .getFirst()
                .counts();
    }

    private static Row row(int day, long cases, long debtors, long[] counts) {
        return RowFactory.create(
                day, cases, debtors, Arrays.stream(counts).boxed().toArray(Long[]::new));
    }

    /// A month, counted.
    record Counted(int day, long cases, long debtors, Counts counts) {}

    private static List<Counted> sums(Dataset<Row> parts) {
        Map<Integer, Counted> sums = new TreeMap<>();
        for (Row part : parts.collectAsList()) {
            long[] counts =
                    part.<Long>getList(3).stream().mapToLong(Long::longValue).toArray();
            sums.merge(
                    part.getInt(0),
                    new Counted(part.getInt(0), part.getLong(1), part.getLong(2), new Counts(counts)),
                    (a, b) -> new Counted(
                            a.day(),
                            a.cases() + b.cases(),
                            a.debtors() + b.debtors(),
                            a.counts().plus(b.counts())));
        }
        return List.copyOf(sums.values());
    }

    private List<Counted> counted(List<Integer> months, Counting.Shared shared) {
        Broadcast<Counting.Shared> broadcast =
                JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(shared);
        FeedStarts starts = feeds;
        MapPartitionsFunction<byte[], Row> counting = encoded -> {
            Counting.Shared known = broadcast.value();
            Counting[] counts = new Counting[months.size()];
            Arrays.setAll(counts, _ -> new Counting(known));
            long[] cases = new long[months.size()];
            long[] debtors = new long[months.size()];
            FeatureCatalogue catalogue = FeatureCatalogue.standard(known.otherCases());
            double[] vector = new double[catalogue.features().size()];
            while (encoded.hasNext()) {
                History history = History.decode(encoded.next());
                for (int m = 0; m < counts.length; m++) {
                    List<CaseView> population = Counting.population(
                            new DebtorView(history, months.get(m) * DAY, starts, known.otherCases()),
                            known.maxAgeDays());
                    for (CaseView view : population) {
                        catalogue.compute(view, vector);
                        counts[m].take(vector);
                        cases[m]++;
                    }
                    debtors[m] += population.isEmpty() ? 0 : 1;
                }
            }
            return IntStream.range(0, counts.length)
                    .mapToObj(m -> row(months.get(m), cases[m], debtors[m], counts[m].counts()))
                    .iterator();
        };
        return sums(histories.mapPartitions(counting, Encoders.row(COUNTED)));
    }

    /// The outcomes of the cases of matured months, and each model's scores for them.
    private Dataset<Row> judged(List<Integer> months, Counting.Shared shared) {
        Broadcast<Counting.Shared> broadcast =
                JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(shared);
        FeedStarts starts = feeds;
        Outcomes definition = outcomes;
        MapPartitionsFunction<byte[], Row> judge = encoded -> {
            Counting.Shared known = broadcast.value();
            Scorer[] scorers = Counting.scorers(known.models(), known.otherCases());
            FeatureCatalogue catalogue = FeatureCatalogue.standard(known.otherCases());
            double[] vector = new double[catalogue.features().size()];
            int[] target = new int[Axis.scored().length];
            Iterable<byte[]> all = () -> encoded;
            return StreamSupport.stream(all.spliterator(), false)
                    .flatMap(bytes -> {
                        List<Row> rows = new ArrayList<>();
                        History history = History.decode(bytes);
                        for (int day : months) {
                            DebtorView debtor = new DebtorView(history, day * DAY, starts, known.otherCases());
                            for (CaseView view : Counting.population(debtor, known.maxAgeDays())) {
                                definition.observe(view, target);
                                catalogue.compute(view, vector);
                                rows.addAll(rows(day, view, target, vector, scorers, known.models()));
                            }
                        }
                        return rows.stream();
                    })
                    .iterator();
        };
        return histories.mapPartitions(judge, Encoders.row(Judged.ROWS));
    }

    private static List<Row> rows(
            int day, CaseView view, int[] target, double[] vector, Scorer[] scorers, List<Tracked> models) {
        List<Row> rows = new ArrayList<>();
        for (Axis axis : Axis.scored()) {
            int outcome = target[axis.ordinal()];
            if (outcome == Outcomes.NONE) {
                continue;
            }
            Double[] probabilities = new Double[scorers.length];
            for (int m = 0; m < scorers.length; m++) {
                probabilities[m] = models.get(m).axis() == axis ? scorers[m].probability(vector) : -1;
            }
            rows.add(RowFactory.create(
                    day, view.caseId(), view.debtor().history().debtorId(), axis.label(), outcome, probabilities));
        }
        return rows;
    }

    private void write(List<MonitoringRow> findings, List<Integer> months, Stamp made) {
        List<Row> rows = findings.stream()
                .map(row -> SparkTable.row(MonitoringRow.TABLE, row))
                .toList();
        String days = String.join(
                ", ",
                months.stream().map(m -> "'" + LocalDate.ofEpochDay(m) + "'").toList());
        spark.createDataFrame(rows, SparkTable.schema(MonitoringRow.TABLE))
                .coalesce(1)
                .write()
                .format("delta")
                .mode("overwrite")
                .partitionBy("as_of")
                .option("replaceWhere", "as_of in (" + days + ")")
                .option("userMetadata", made.json())
                .save(lake.monitoring());
    }
}

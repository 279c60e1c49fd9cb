package org.solvens.monitor;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
import org.solvens.feature.Family;
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
import org.solvens.stability.Bins;
import org.solvens.stability.Level;
import org.solvens.stability.Shift;

/// Compares the months of the scores table with training.
///
/// The reference are the snapshots. Each month's features are computed again from the histories, as of that
/// month's date, over the same population. Champions and challengers score them again, so that a challenger
/// runs in shadow mode without a trace in the scores. Noise counts debtors, not cases or months, because cases
/// of one debtor are alike.
public final class Monitor {
    private static final long DAY = 86_400_000L;
    private static final int SAMPLE = 20_000;

    /// Difference of shares that is worth a look.
    private static final double NOTICE = 0.1;

    /// Difference of shares that is large.
    private static final double ALARM = 0.25;

    /// Distance of outcomes from scores that is worth a look.
    private static final double OFF_NOTICE = 0.03;

    /// Distance of outcomes from scores that is large.
    private static final double OFF_ALARM = 0.1;

    /// Normal quantile of 0.9995: two-sided one in a thousand.
    private static final double Z = 3.2905267314918945;

    private static final StructType COUNTED = new StructType()
            .add("as_of_day", DataTypes.IntegerType)
            .add("cases", DataTypes.LongType)
            .add("debtors", DataTypes.LongType)
            .add("counts", DataTypes.createArrayType(DataTypes.LongType, false));

    private static final StructType JUDGED = new StructType()
            .add("as_of_day", DataTypes.IntegerType)
            .add("case_id", DataTypes.StringType)
            .add("debtor_id", DataTypes.StringType)
            .add("axis", DataTypes.StringType)
            .add("outcome", DataTypes.IntegerType)
            .add("probabilities", DataTypes.createArrayType(DataTypes.DoubleType, false));

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
    /// @param made the stamp that the findings are stored with in the lake; null if they are not stored
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
        Dataset<Row> all = spark.read().format("delta").load(lake.scores());
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
        long[] reference = reference(snapshots, shared);
        List<MonitoringRow> findings = new ArrayList<>();
        for (Counted month : counted(months, shared)) {
            shifts(findings, month, reference, referenceDebtors, shared.bins());
        }
        abstentions(findings, all);
        findings.removeIf(f -> from != null && f.asOf().isBefore(from));
        List<Integer> mature = months.stream()
                .filter(month -> outcomes.mature(month * DAY, knownUntil))
                .toList();
        if (!mature.isEmpty()) {
            Dataset<Row> judged = judged(mature, shared).cache();
            calibration(findings, judged, scores);
            challengers(findings, judged);
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
        Dataset<Row> table = spark.read().format("delta").load(lake.snapshots());
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
            bins.add(Bins.of(sample.stream().mapToDouble(v -> v[at]).toArray(), Counting.MOST_BINS));
        }
        for (Scorer scorer : scorers) {
            bins.add(Bins.of(sample.stream().mapToDouble(scorer::logOdds).toArray(), Counting.MOST_BINS));
        }
        return bins;
    }

    private static double[] vector(Row row, int column) {
        return row.<Double>getList(column).stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    private long[] reference(Dataset<Row> snapshots, Counting.Shared shared) {
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
    private record Counted(int day, long cases, long debtors, long[] counts) {}

    private static List<Counted> sums(Dataset<Row> parts) {
        Map<Integer, Counted> sums = new TreeMap<>();
        for (Row part : parts.collectAsList()) {
            long[] counts =
                    part.<Long>getList(3).stream().mapToLong(Long::longValue).toArray();
            sums.merge(
                    part.getInt(0),
                    new Counted(part.getInt(0), part.getLong(1), part.getLong(2), counts),
                    (a, b) -> new Counted(
                            a.day(),
                            a.cases() + b.cases(),
                            a.debtors() + b.debtors(),
                            IntStream.range(0, counts.length)
                                    .mapToLong(i -> a.counts()[i] + b.counts()[i])
                                    .toArray()));
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

    private void shifts(
            List<MonitoringRow> findings, Counted month, long[] reference, long referenceDebtors, List<Bins> bins) {
        if (month.debtors() == 0) {
            return;
        }
        LocalDate day = LocalDate.ofEpochDay(month.day());
        Set<String> read = new HashSet<>();
        for (int m = 0; m < models.size(); m++) {
            if (models.get(m).champion()) {
                read.addAll(Counting.scorers(List.of(models.get(m)), otherCases)[0]
                        .model()
                        .features());
            }
        }
        for (int at = 0; at < bins.size(); at++) {
            long[] before = slice(reference, at, bins.get(at));
            long[] now = slice(month.counts(), at, bins.get(at));
            Shift shift = Shift.of(before, now, referenceDebtors, month.debtors());
            if (at >= features.size()) {
                Tracked model = models.get(at - features.size());
                findings.add(finding(
                        day,
                        MonitoringRow.Kind.SCORE,
                        model.axis().label(),
                        model.axis().label(),
                        model.id(),
                        shift,
                        model.champion() ? shift.level() : atMostNotice(shift.level()),
                        month));
                continue;
            }
            Feature feature = features.get(at);
            // Features of the season always change, and routing features are not read by any model.
            if (feature.axis() == Axis.ROUTING || feature.family() == Family.CALENDAR) {
                continue;
            }
            String axis = feature.axis().label();
            boolean alarms = read.contains(feature.name());
            findings.add(finding(
                    day,
                    MonitoringRow.Kind.FEATURE,
                    axis,
                    feature.name(),
                    null,
                    shift,
                    alarms ? shift.level() : atMostNotice(shift.level()),
                    month));
            double expected = missing(before);
            double value = missing(now);
            double noise = Z * Math.sqrt(expected * (1 - expected) * (1.0 / referenceDebtors + 1.0 / month.debtors()));
            Level level = level(Math.abs(value - expected), noise, NOTICE, ALARM);
            findings.add(new MonitoringRow(
                    day,
                    MonitoringRow.Kind.MISSING,
                    axis,
                    feature.name(),
                    null,
                    value,
                    expected,
                    noise,
                    month.cases(),
                    month.debtors(),
                    alarms ? level : atMostNotice(level)));
        }
    }

    private static MonitoringRow finding(
            LocalDate day,
            MonitoringRow.Kind kind,
            String axis,
            String subject,
            @Nullable String model,
            Shift shift,
            Level level,
            Counted month) {
        return new MonitoringRow(
                day,
                kind,
                axis,
                subject,
                model,
                shift.value(),
                shift.expected(),
                shift.noise(),
                month.cases(),
                month.debtors(),
                level);
    }

    private static long[] slice(long[] counts, int at, Bins bins) {
        return Arrays.copyOfRange(counts, at * Counting.STRIDE, at * Counting.STRIDE + bins.count());
    }

    private static double missing(long[] counts) {
        long missing = 0;
        long all = 0;
        for (int b = 0; b < counts.length; b++) {
            all += counts[b];
            missing += b < Bins.MISSING ? counts[b] : 0;
        }
        return all == 0 ? 0 : (double) missing / all;
    }

    private static Level level(double distance, double noise, double notice, double alarm) {
        if (distance > Math.max(alarm, noise)) {
            return Level.ALARM;
        }
        return distance > Math.max(notice, noise) ? Level.NOTICE : Level.QUIET;
    }

    private static Level atMostNotice(Level level) {
        return level == Level.ALARM ? Level.NOTICE : level;
    }

    /// Shares of open cases without a score on an axis, compared with all earlier months.
    private static void abstentions(List<MonitoringRow> findings, Dataset<Row> scores) {
        List<Column> unscored = new ArrayList<>();
        for (Axis axis : Axis.scored()) {
            unscored.add(sum(when(col(axis.label() + "_status").notEqual("scored"), 1L)
                            .otherwise(0L))
                    .as(axis.label()));
        }
        List<Row> months = scores.groupBy(unix_date(col("as_of")).as("day"))
                .agg(
                        count(lit(1)).as("cases"),
                        Stream.concat(Stream.of(countDistinct("debtor_id").as("debtors")), unscored.stream())
                                .toArray(Column[]::new))
                .orderBy("day")
                .collectAsList();
        for (int a = 0; a < Axis.scored().length; a++) {
            long before = 0;
            long beforeUnscored = 0;
            long beforeDebtors = 0;
            for (Row month : months) {
                long cases = month.getLong(1);
                long debtors = month.getLong(2);
                long without = month.getLong(3 + a);
                double value = (double) without / cases;
                double expected = before == 0 ? value : (double) beforeUnscored / before;
                double noise = before == 0
                        ? 0
                        : Z * Math.sqrt(expected * (1 - expected) * (1.0 / beforeDebtors + 1.0 / debtors));
                String axis = Axis.scored()[a].label();
                findings.add(new MonitoringRow(
                        LocalDate.ofEpochDay(month.getInt(0)),
                        MonitoringRow.Kind.ABSTAINED,
                        axis,
                        axis,
                        null,
                        value,
                        expected,
                        noise,
                        cases,
                        debtors,
                        level(value - expected, noise, NOTICE, ALARM)));
                before += cases;
                beforeUnscored += without;
                beforeDebtors = Math.max(beforeDebtors, debtors);
            }
        }
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
        return histories.mapPartitions(judge, Encoders.row(JUDGED));
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

    /// Compares the given scores with the outcomes of the cases.
    private static void calibration(List<MonitoringRow> findings, Dataset<Row> judged, Dataset<Row> scores) {
        Column given = null;
        Column model = null;
        for (Axis axis : Axis.scored()) {
            Column here = col("axis").equalTo(axis.label());
            given = given == null ? when(here, col(axis.label())) : given.when(here, col(axis.label()));
            Column id = col(axis.label() + "_model");
            model = model == null ? when(here, id) : model.when(here, id);
        }
        List<Column> columns = new ArrayList<>(List.of(unix_date(col("as_of")).as("as_of_day"), col("case_id")));
        for (Axis axis : Axis.scored()) {
            columns.add(col(axis.label()));
            columns.add(col(axis.label() + "_model"));
        }
        Dataset<Row> pairs = judged.drop("probabilities")
                .join(
                        scores.select(columns.toArray(Column[]::new)),
                        scala.jdk.javaapi.CollectionConverters.asScala(List.of("as_of_day", "case_id"))
                                .toSeq())
                .select(
                        col("as_of_day"),
                        col("debtor_id"),
                        col("axis"),
                        col("outcome"),
                        given.as("given"),
                        model.as("model"))
                .where(col("given").isNotNull());
        for (Row row : clustered(pairs, col("outcome").minus(col("given")), col("given"))) {
            double cases = row.getLong(3);
            double expected = row.getDouble(6);
            double value = expected + row.getDouble(4) / cases;
            double noise = Z * Math.sqrt(row.getDouble(5)) / cases;
            findings.add(new MonitoringRow(
                    LocalDate.ofEpochDay(row.getInt(0)),
                    MonitoringRow.Kind.CALIBRATION,
                    row.getString(1),
                    row.getString(1),
                    row.getString(2),
                    value,
                    expected,
                    noise,
                    row.getLong(3),
                    row.getLong(7),
                    level(Math.abs(value - expected), noise, OFF_NOTICE, OFF_ALARM)));
        }
    }

    /// Sums of a difference over debtors, squared and added up: as_of_day, axis, model, cases, sum, sum of
    /// squares, mean of the other column, debtors.
    private static List<Row> clustered(Dataset<Row> rows, Column difference, Column beside) {
        return rows.groupBy("as_of_day", "axis", "model", "debtor_id")
                .agg(sum(difference).as("d"), sum(beside).as("b"), count(lit(1)).as("n"))
                .groupBy("as_of_day", "axis", "model")
                .agg(sum("n"), sum("d"), sum(col("d").multiply(col("d"))), sum("b").divide(sum("n")), count(lit(1)))
                .collectAsList();
    }

    /// Compares challengers with the champion of their axis, on the same matured cases.
    private void challengers(List<MonitoringRow> findings, Dataset<Row> judged) {
        Map<Axis, Integer> champions = new HashMap<>();
        for (int m = 0; m < models.size(); m++) {
            if (models.get(m).champion()) {
                champions.put(models.get(m).axis(), m);
            }
        }
        for (int m = 0; m < models.size(); m++) {
            Tracked model = models.get(m);
            Integer champion = champions.get(model.axis());
            if (model.champion() || champion == null) {
                continue;
            }
            Column theirs = square(col("outcome").minus(col("probabilities").getItem(champion)));
            Column own = square(col("outcome").minus(col("probabilities").getItem(m)));
            Dataset<Row> rows =
                    judged.where(col("axis").equalTo(model.axis().label())).withColumn("model", lit(model.id()));
            for (Row row : clustered(rows, own.minus(theirs), theirs)) {
                double cases = row.getLong(3);
                double expected = row.getDouble(6);
                double noise = Z * Math.sqrt(row.getDouble(5)) / cases;
                double better = -row.getDouble(4) / cases;
                findings.add(new MonitoringRow(
                        LocalDate.ofEpochDay(row.getInt(0)),
                        MonitoringRow.Kind.CHALLENGER,
                        row.getString(1),
                        row.getString(1),
                        row.getString(2),
                        expected - better,
                        expected,
                        noise,
                        row.getLong(3),
                        row.getLong(7),
                        better > noise ? Level.NOTICE : Level.QUIET));
            }
        }
    }

    private static Column square(Column column) {
        return column.multiply(column);
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

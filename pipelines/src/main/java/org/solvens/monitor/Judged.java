package org.solvens.monitor;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.when;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.solvens.feature.Axis;
import org.solvens.report.MonitoringRow;
import org.solvens.stability.Level;

/// What the outcomes of matured months say about scores: whether they were right on average, and whether a challenger
/// would have been closer.
final class Judged {
    /// A case of a matured month with its outcome on an axis, and the probability that each model gives it; -1 for
    /// models of other axes.
    static final StructType ROWS = new StructType()
            .add("as_of_day", DataTypes.IntegerType)
            .add("case_id", DataTypes.StringType)
            .add("debtor_id", DataTypes.StringType)
            .add("axis", DataTypes.StringType)
            .add("outcome", DataTypes.IntegerType)
            .add("probabilities", DataTypes.createArrayType(DataTypes.DoubleType, false));

    /// Distance of outcomes from scores that is worth a look.
    private static final double OFF_NOTICE = 0.03;

    /// Distance of outcomes from scores that is large.
    private static final double OFF_ALARM = 0.1;

    private Judged() {}

    /// Compares the given scores with the outcomes of the cases.
    static void calibration(List<MonitoringRow> findings, Dataset<Row> judged, Dataset<Row> scores) {
        List<Column> given = new ArrayList<>();
        List<Column> model = new ArrayList<>();
        for (Axis axis : Axis.scored()) {
            Column here = col("axis").equalTo(axis.label());
            given.add(when(here, col(axis.label())));
            model.add(when(here, col(axis.label() + "_model")));
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
                        coalesce(given.toArray(Column[]::new)).as("given"),
                        coalesce(model.toArray(Column[]::new)).as("model"))
                .where(col("given").isNotNull());
        for (Row row : clustered(pairs, col("outcome").minus(col("given")), col("given"))) {
            double cases = row.getLong(3);
            double expected = row.getDouble(6);
            double value = expected + row.getDouble(4) / cases;
            double noise = Shifts.Z * Math.sqrt(row.getDouble(5)) / cases;
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
                    Shifts.level(Math.abs(value - expected), noise, OFF_NOTICE, OFF_ALARM)));
        }
    }

    /// Sums of a difference over debtors, squared and added up: as_of_day, axis, model, cases, sum, sum of
    /// squares, mean of the other column, debtors.
    private static List<Row> clustered(Dataset<Row> rows, Column difference, Column base) {
        return rows.groupBy("as_of_day", "axis", "model", "debtor_id")
                .agg(sum(difference).as("d"), sum(base).as("b"), count(lit(1)).as("n"))
                .groupBy("as_of_day", "axis", "model")
                .agg(sum("n"), sum("d"), sum(col("d").multiply(col("d"))), sum("b").divide(sum("n")), count(lit(1)))
                .collectAsList();
    }

    /// Compares challengers with the champion of their axis, on the same matured cases.
    static void challengers(List<MonitoringRow> findings, Dataset<Row> judged, List<Tracked> models) {
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
                double noise = Shifts.Z * Math.sqrt(row.getDouble(5)) / cases;
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
}

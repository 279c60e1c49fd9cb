package org.solvens.monitor;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.when;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.Axis;
import org.solvens.feature.Family;
import org.solvens.feature.Feature;
import org.solvens.monitor.Monitor.Counted;
import org.solvens.report.MonitoringRow;
import org.solvens.stability.Bins;
import org.solvens.stability.Level;
import org.solvens.stability.Shift;

/// How the features, scores and abstentions of a month differ from those of training or of
/// earlier months. Training counts as if its cases had the ages of the month ({@link Counts});
/// only the age itself is compared as it is.
final class Shifts {
    /// Difference of shares that is worth a look.
    private static final double NOTICE = 0.1;

    /// Difference of shares that is large.
    private static final double ALARM = 0.25;

    /// Normal quantile of 0.9995: two-sided one in a thousand.
    static final double Z = 3.2905267314918945;

    private final List<Tracked> models;
    private final List<Feature> features;
    private final Counts reference;
    private final long referenceDebtors;
    private final Counting.Shared shared;

    /// @param reference counts of training
    /// @param referenceDebtors debtors of training
    Shifts(
            List<Tracked> models,
            List<Feature> features,
            Counts reference,
            long referenceDebtors,
            Counting.Shared shared) {
        this.models = models;
        this.features = features;
        this.reference = reference;
        this.referenceDebtors = referenceDebtors;
        this.shared = shared;
    }

    /// Compares the features and scores of a month with the reference, at like ages.
    void add(List<MonitoringRow> findings, Counted month) {
        if (month.debtors() == 0) {
            return;
        }
        LocalDate day = LocalDate.ofEpochDay(month.day());
        Set<String> read = new HashSet<>();
        for (int m = 0; m < models.size(); m++) {
            if (models.get(m).champion()) {
                read.addAll(Counting.scorers(List.of(models.get(m)), shared.otherCases())[0]
                        .model()
                        .features());
            }
        }
        List<Bins> bins = shared.bins();
        // Debtors by whom training tells what cases of the month's ages are like.
        double alike = referenceDebtors * reference.effectiveShare(month.counts());
        for (int at = 0; at < bins.size(); at++) {
            boolean age = at < features.size() && features.get(at).name().equals(Counting.AGE);
            double[] before = age
                    ? Arrays.stream(reference.of(at, bins.get(at)))
                            .asDoubleStream()
                            .toArray()
                    : reference.ofAgesLike(month.counts(), at, bins.get(at));
            double members = age ? referenceDebtors : alike;
            double[] now = Arrays.stream(month.counts().of(at, bins.get(at)))
                    .asDoubleStream()
                    .toArray();
            Shift shift = Shift.of(before, now, members, month.debtors());
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
            // That cases grow older is no fault of a feed.
            boolean alarms = !age && read.contains(feature.name());
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
            double noise = Z * Math.sqrt(expected * (1 - expected) * (1.0 / members + 1.0 / month.debtors()));
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

    private static double missing(double[] counts) {
        double missing = 0;
        double all = 0;
        for (int b = 0; b < counts.length; b++) {
            all += counts[b];
            missing += b < Bins.MISSING ? counts[b] : 0;
        }
        return all == 0 ? 0 : missing / all;
    }

    static Level level(double distance, double noise, double notice, double alarm) {
        if (distance > Math.max(alarm, noise)) {
            return Level.ALARM;
        }
        return distance > Math.max(notice, noise) ? Level.NOTICE : Level.QUIET;
    }

    private static Level atMostNotice(Level level) {
        return level == Level.ALARM ? Level.NOTICE : level;
    }

    /// Shares of open cases without a score on an axis, compared with all earlier months.
    static void abstentions(List<MonitoringRow> findings, Dataset<Row> scores) {
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
}

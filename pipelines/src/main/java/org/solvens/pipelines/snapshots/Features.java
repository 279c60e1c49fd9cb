package org.solvens.pipelines.snapshots;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_from_unix_date;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.stream.Collectors;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.solvens.facts.CaseView;
import org.solvens.facts.DebtorView;
import org.solvens.facts.FeedStarts;
import org.solvens.facts.OtherCases;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.history.Event;
import org.solvens.history.History;
import org.solvens.inputs.FeedSpans;
import org.solvens.lake.Lake;
import org.solvens.pipelines.histories.Histories;
import org.solvens.plan.SnapshotColumn;
import org.solvens.problem.Problem;
import org.solvens.spark.TableFiles;

/// Features of every open case at as-of dates, computed in one scan of the histories, and written on request.
public final class Features {
    private final SparkSession spark;
    private final Lake lake;
    private final FeatureCatalogue catalogue;

    /// @param lake with histories
    public Features(SparkSession spark, Lake lake) {
        this.spark = spark;
        this.lake = lake;
        this.catalogue = FeatureCatalogue.standard(lake.settings().otherCases());
    }

    /// The result of a scan.
    ///
    /// @param rows open cases, counted at each as-of date
    /// @param sum of all values that are not missing, as a proof that they were computed
    public record Scan(long rows, double sum) {}

    /// When each feed of the lake began. This distinguishes a feed without records from an absent one.
    public FeedStarts feedStarts() {
        return FeedSpans.ofCases(lake).starts();
    }

    /// Computes the whole catalogue for every open case and keeps nothing.
    public Scan scan(List<LocalDate> asOf, FeedStarts feeds) {
        long[] dates = midnights(asOf);
        OtherCases otherCases = catalogue.otherCases();
        MapPartitionsFunction<byte[], double[]> count = histories -> {
            FeatureCatalogue computed = FeatureCatalogue.standard(otherCases);
            double[] values = new double[computed.features().size()];
            double rows = 0;
            double sum = 0;
            while (histories.hasNext()) {
                Iterator<CaseView> cases = new OpenCases(History.decode(histories.next()), dates, feeds, otherCases);
                while (cases.hasNext()) {
                    computed.compute(cases.next(), values);
                    rows++;
                    for (double value : values) {
                        sum += org.solvens.feature.Missing.is(value) ? 0 : value;
                    }
                }
            }
            return List.of(new double[] {rows, sum}).iterator();
        };
        double rows = 0;
        double sum = 0;
        for (double[] part : Histories.encoded(spark, lake)
                .mapPartitions(count, org.apache.spark.sql.Encoders.javaSerialization(double[].class))
                .collectAsList()) {
            rows += part[0];
            sum += part[1];
        }
        return new Scan((long) rows, sum);
    }

    /// Replaces the rows of the as-of dates in the table of features: case_id, debtor_id, as_of, and one
    /// column for each feature, with codes for missing values. Other dates stay, if they have the same
    /// columns.
    ///
    /// @param names of features of the catalogue; empty for all
    /// @throws Problem FEATURE if a name is not in the catalogue
    public void write(List<LocalDate> asOf, List<String> names, FeedStarts feeds) {
        int[] chosen = positions(names);
        long[] dates = midnights(asOf);
        OtherCases otherCases = catalogue.otherCases();
        FlatMapFunction<byte[], FeatureRow> compute =
                bytes -> new Rows(History.decode(bytes), dates, feeds, chosen, otherCases);
        List<Column> columns = new ArrayList<>(List.of(
                col("caseId").as(SnapshotColumn.CASE_ID.label()),
                col("debtorId").as(SnapshotColumn.DEBTOR_ID.label()),
                date_from_unix_date(col("asOfDay")).as(SnapshotColumn.AS_OF.label())));
        for (int i = 0; i < chosen.length; i++) {
            columns.add(col("values")
                    .getItem(i)
                    .as(catalogue.features().get(chosen[i]).name()));
        }
        Dataset<FeatureRow> rows = Histories.encoded(spark, lake).flatMap(compute, Encoders.bean(FeatureRow.class));
        String replaced = asOf.stream()
                .map(date -> "date'" + date + "'")
                .collect(Collectors.joining(", ", SnapshotColumn.AS_OF.label() + " in (", ")"));
        var writer = rows.select(columns.toArray(Column[]::new))
                .write()
                .format("delta")
                .mode("overwrite")
                .option("userMetadata", Histories.stamp(lake, catalogue).json())
                .option("delta.dataSkippingNumIndexedCols", "3");
        boolean sameColumns = lake.tables().exists(lake.features())
                && List.of(TableFiles.read(spark, lake.tables(), lake.features())
                                .columns())
                        .equals(List.of(
                                rows.select(columns.toArray(Column[]::new)).columns()));
        (sameColumns ? writer.option("replaceWhere", replaced) : writer.option("overwriteSchema", "true"))
                .save(lake.features());
    }

    private int[] positions(List<String> names) {
        int[] positions = new int[names.isEmpty() ? catalogue.features().size() : names.size()];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = names.isEmpty() ? i : catalogue.indexOf(names.get(i));
            if (positions[i] < 0) {
                throw new Problem(
                        "FEATURE",
                        names.get(i),
                        "there is no feature of this name",
                        "the catalogue does not list it",
                        "see ./solvens catalogue");
            }
        }
        return positions;
    }

    private static long[] midnights(List<LocalDate> dates) {
        return dates.stream()
                .mapToLong(date -> date.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli())
                .toArray();
    }

    /// The open cases of one debtor at each date, computed on demand.
    private static final class OpenCases implements Iterator<CaseView> {
        private final History history;
        private final long[] dates;
        private final FeedStarts feeds;
        private final OtherCases otherCases;
        private final Queue<CaseView> cases = new ArrayDeque<>();
        private int nextDate;

        OpenCases(History history, long[] dates, FeedStarts feeds, OtherCases otherCases) {
            this.history = history;
            this.dates = dates;
            this.feeds = feeds;
            this.otherCases = otherCases;
        }

        @Override
        public boolean hasNext() {
            while (cases.isEmpty() && nextDate < dates.length) {
                for (CaseView view : new DebtorView(history, dates[nextDate++], feeds, otherCases).cases()) {
                    if (view.open()) {
                        cases.add(view);
                    }
                }
            }
            return !cases.isEmpty();
        }

        @Override
        public CaseView next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return cases.remove();
        }
    }

    /// The chosen features of open cases.
    private static final class Rows implements Iterator<FeatureRow> {
        private final OpenCases cases;
        private final String debtorId;
        private final int[] chosen;
        private final FeatureCatalogue catalogue;
        private final FeatureRow out = new FeatureRow();

        Rows(History history, long[] dates, FeedStarts feeds, int[] chosen, OtherCases otherCases) {
            this.cases = new OpenCases(history, dates, feeds, otherCases);
            this.catalogue = FeatureCatalogue.standard(otherCases);
            this.debtorId = history.debtorId();
            this.chosen = chosen;
            out.setValues(new double[chosen.length]);
        }

        @Override
        public boolean hasNext() {
            return cases.hasNext();
        }

        @Override
        public FeatureRow next() {
            CaseView view = cases.next();
            catalogue.compute(view, chosen, out.getValues());
            out.setCaseId(view.caseId());
            out.setDebtorId(debtorId);
            // The as-of day of the table, also where the day is another in the case's country.
            out.setAsOfDay(Event.dayOf(view.debtor().asOf()));
            return out;
        }
    }
}

package org.solvens.pipelines.snapshots;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;

import io.delta.tables.DeltaTable;
import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.solvens.facts.CaseView;
import org.solvens.facts.DebtorView;
import org.solvens.facts.FeedStarts;
import org.solvens.facts.OtherCases;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.history.History;
import org.solvens.history.HistoryAssembler;
import org.solvens.history.Piece;
import org.solvens.inputs.FeedSpans;
import org.solvens.lake.Lake;
import org.solvens.pipelines.histories.Histories;
import org.solvens.spark.TableFiles;

/// Checks on real data whether features see the future.
///
/// For a sample of debtors the features at past as-of dates are computed from the newest histories, and again
/// from less data: once without every record known at the as-of date or later, and once from an older Delta
/// version of the histories, at dates that this version covers. Every value must be the same to the bit. If
/// the older version lacks a record that was known before the date, the delivery was late. That is reported
/// separately, because it is not a fault of a feature.
public final class LeakCheck {
    /// Older versions of the histories that are compared.
    private static final int VERSIONS = 3;
    /// As-of dates that are checked: the first day of each of the last months.
    private static final int DATES = 6;

    private final SparkSession spark;
    private final Lake lake;
    private final Catalogue catalogue;

    /// Checks the catalogue of Solvens.
    public LeakCheck(SparkSession spark, Lake lake) {
        this(spark, lake, standard(lake.settings().otherCases()));
    }

    /// @param catalogue created on the executors, because features are functions
    public LeakCheck(SparkSession spark, Lake lake, Catalogue catalogue) {
        this.spark = spark;
        this.lake = lake;
        this.catalogue = catalogue;
    }

    private static Catalogue standard(OtherCases otherCases) {
        return () -> FeatureCatalogue.standard(otherCases);
    }

    /// Gives the features to check.
    public interface Catalogue extends Serializable {
        FeatureCatalogue get();
    }

    /// The result of one comparison.
    ///
    /// @param against `cut` for the newest histories cut off at the date, or `version N`
    /// @param rows cases at dates that were computed twice
    /// @param differing of those, with another value of some feature although the same was known
    /// @param late of those, with another value because a record came late
    /// @param features that differed, with the number of rows
    public record Finding(String against, long rows, long differing, long late, Map<String, Long> features) {}

    /// Checks about the given number of debtors.
    public List<Finding> run(int debtors) {
        Dataset<Row> newest = TableFiles.read(spark, lake.tables(), lake.histories());
        FeedSpans spans = FeedSpans.ofCases(lake);
        long every = Math.max(1, newest.count() / Math.max(1, debtors));
        Dataset<Row> sample = sampled(newest, every);
        List<Finding> findings = new ArrayList<>();
        long[] dates = dates(spans.knownUntil() + 1);
        FeedStarts feeds = spans.starts();
        Catalogue features = catalogue;
        FlatMapFunction<byte[], Compared> cut = bytes -> {
            History history = History.decodeWithKeys(bytes);
            List<Compared> all = new ArrayList<>();
            for (long date : dates) {
                compare(features.get(), history, before(history, date), date, feeds, all);
            }
            return all.iterator();
        };
        findings.add(finding(
                "cut",
                sample.select(col(Histories.HISTORY))
                        .as(Encoders.BINARY())
                        .flatMap(cut, Encoders.javaSerialization(Compared.class))
                        .collectAsList()));
        for (Row version : olderVersions()) {
            Dataset<Row> older = spark.read()
                    .format("delta")
                    .option("versionAsOf", version.getLong(0))
                    .load(lake.histories());
            findings.add(against(version.getLong(0), sampled(older, every), sample, feeds));
        }
        return findings;
    }

    private Finding against(long version, Dataset<Row> older, Dataset<Row> newest, FeedStarts feeds) {
        Dataset<Row> pairs = older.select(
                        col(Histories.DEBTOR), col(Histories.HISTORY).as("older"))
                .join(newest.select(col(Histories.DEBTOR), col(Histories.HISTORY)), Histories.DEBTOR)
                .select("older", Histories.HISTORY);
        long until = pairs.select("older")
                .as(Encoders.BINARY())
                .toJavaRDD()
                .map(bytes -> {
                    var events = History.decode(bytes).events();
                    return events.isEmpty() ? Long.MIN_VALUE : events.getLast().knownAt();
                })
                .fold(Long.MIN_VALUE, Math::max);
        if (until == Long.MIN_VALUE) {
            return finding("version " + version, List.of());
        }
        long[] dates = dates(until + 1);
        Catalogue features = catalogue;
        FlatMapFunction<Row, Compared> both = pair -> {
            History old = History.decodeWithKeys(pair.<byte[]>getAs(0));
            History now = History.decodeWithKeys(pair.<byte[]>getAs(1));
            List<Compared> all = new ArrayList<>();
            for (long date : dates) {
                compare(features.get(), now, old, date, feeds, all);
            }
            return all.iterator();
        };
        return finding(
                "version " + version,
                pairs.flatMap(both, Encoders.javaSerialization(Compared.class)).collectAsList());
    }

    private static Dataset<Row> sampled(Dataset<Row> histories, long every) {
        return histories.where(pmod(col(Histories.HASH), lit(every)).equalTo(0));
    }

    /// The newest versions before the current one that were written by an update of the histories.
    private List<Row> olderVersions() {
        List<Row> updates = DeltaTable.forPath(spark, lake.histories())
                .history()
                .where(col("userMetadata").isNotNull())
                .select("version")
                .orderBy(col("version").desc())
                .collectAsList();
        return updates.subList(Math.min(1, updates.size()), Math.min(1 + VERSIONS, updates.size()));
    }

    /// The firsts of the months up to an instant, the newest ones.
    private static long[] dates(long until) {
        LocalDate newest =
                LocalDate.ofInstant(Instant.ofEpochMilli(until), ZoneOffset.UTC).withDayOfMonth(1);
        long[] dates = new long[DATES];
        for (int i = 0; i < DATES; i++) {
            dates[i] = newest.minusMonths(i)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant()
                    .toEpochMilli();
        }
        return dates;
    }

    /// A history without the records that became known at a date or later.
    private static History before(History history, long date) {
        List<Piece> pieces = HistoryAssembler.pieces(history);
        pieces.removeIf(piece -> piece.knownAt() >= date);
        return HistoryAssembler.assemble(history.debtorId(), pieces);
    }

    /// One case at one date.
    ///
    /// @param differing names of the features with two values
    /// @param late whether one history lacks a record that the other knew before the date
    public record Compared(List<String> differing, boolean late) implements Serializable {}

    private static void compare(
            FeatureCatalogue catalogue, History all, History less, long date, FeedStarts feeds, List<Compared> to) {
        Map<String, double[]> expected = features(catalogue, all, date, feeds);
        Map<String, double[]> found = features(catalogue, less, date, feeds);
        Set<String> cases = new HashSet<>(expected.keySet());
        cases.addAll(found.keySet());
        for (String one : cases) {
            double[] left = expected.get(one);
            double[] right = found.get(one);
            List<String> differing = new ArrayList<>();
            if (left == null || right == null) {
                differing.add("the case itself");
            } else if (!Arrays.equals(left, right)) {
                for (int i = 0; i < left.length; i++) {
                    if (Double.doubleToRawLongBits(left[i]) != Double.doubleToRawLongBits(right[i])) {
                        differing.add(catalogue.features().get(i).name());
                    }
                }
            }
            to.add(new Compared(
                    differing, !differing.isEmpty() && !known(all, date).equals(known(less, date))));
        }
    }

    private static Map<String, double[]> features(
            FeatureCatalogue catalogue, History history, long date, FeedStarts feeds) {
        Map<String, double[]> features = new HashMap<>();
        for (CaseView view : new DebtorView(history, date, feeds, catalogue.otherCases()).cases()) {
            double[] values = new double[catalogue.features().size()];
            catalogue.compute(view, values);
            features.put(view.caseId(), values);
        }
        return features;
    }

    private static Set<String> known(History history, long date) {
        Set<String> known = new HashSet<>();
        for (int i = 0; i < history.events().size(); i++) {
            if (history.events().get(i).knownAt() < date) {
                known.add(history.keys().get(i) + "@" + history.events().get(i).knownAt());
            }
        }
        return known;
    }

    private static Finding finding(String against, List<Compared> compared) {
        Map<String, Long> features = new TreeMap<>();
        compared.stream()
                .filter(one -> !one.late())
                .flatMap(one -> one.differing().stream())
                .forEach(name -> features.merge(name, 1L, Long::sum));
        return new Finding(
                against,
                compared.size(),
                compared.stream()
                        .filter(one -> !one.differing().isEmpty() && !one.late())
                        .count(),
                compared.stream().filter(Compared::late).count(),
                features);
    }
}

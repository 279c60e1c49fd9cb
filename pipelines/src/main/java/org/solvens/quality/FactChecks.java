package org.solvens.quality;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.solvens.facts.Contradiction;
import org.solvens.facts.DebtorView;
import org.solvens.facts.FeedStarts;
import org.solvens.facts.OtherCases;
import org.solvens.feed.Feed;
import org.solvens.history.Event;
import org.solvens.history.History;
import org.solvens.history.HoldKind;
import org.solvens.lake.Lake;
import org.solvens.pipelines.histories.Histories;

/// Counts contradictions in the records of debtors, in one scan of the histories without a shuffle.
public final class FactChecks {
    private static final StructType COUNTS = new StructType()
            .add("check", DataTypes.StringType)
            .add("count", DataTypes.LongType)
            .add("on", DataTypes.LongType)
            .add("example", DataTypes.StringType);

    private final SparkSession spark;
    private final Lake lake;

    public FactChecks(SparkSession spark, Lake lake) {
        this.spark = spark;
        this.lake = lake;
    }

    /// The results of all checks on the feeds that the lake has. They are not judged if there are no readable
    /// histories, and have a note if the histories are behind the feeds.
    ///
    /// @param asOf milliseconds UTC; records known then or later are ignored
    public List<Result> check(long asOf, FeedStarts feeds, AcceptedChecks accepted) {
        Histories.State state = Histories.state(lake);
        boolean readable = state != Histories.State.UNREADABLE;
        Map<FactCheck, Found> found = readable ? counted(asOf, feeds) : Map.of();
        String note = state == Histories.State.BEHIND ? "; the histories are behind the feeds" : "";
        List<Result> results = new ArrayList<>();
        for (FactCheck check : FactCheck.values()) {
            Found some = found.getOrDefault(check, Found.NOTHING);
            if (some.count > 0 || feeds.firstKnownAt().containsKey(check.feed())) {
                results.add(accepted.applied(
                        readable
                                ? check.judged(some.count, some.on, some.example, note)
                                : check.notJudged("there are no histories yet that can be read; ./solvens run --lake "
                                        + lake.root() + " builds them")));
            }
        }
        return results;
    }

    private Map<FactCheck, Found> counted(long asOf, FeedStarts feeds) {
        Map<FactCheck, Found> all = new EnumMap<>(FactCheck.class);
        for (Row row : Histories.encoded(spark, lake)
                .mapPartitions(counting(asOf, feeds, lake.settings().otherCases()), Encoders.row(COUNTS))
                .collectAsList()) {
            all.merge(
                    FactCheck.valueOf(row.getString(0)),
                    new Found(row.getLong(1), row.getLong(2), row.getString(3)),
                    Found::and);
        }
        return all;
    }

    /// Static, so that nothing else is sent to the executors.
    private static MapPartitionsFunction<byte[], Row> counting(long asOf, FeedStarts feeds, OtherCases otherCases) {
        return histories -> {
            Map<FactCheck, Found> found = new EnumMap<>(FactCheck.class);
            while (histories.hasNext()) {
                count(histories.next(), asOf, feeds, otherCases, found);
            }
            return found.entrySet().stream()
                    .map(entry -> RowFactory.create(
                            entry.getKey().name(),
                            entry.getValue().count,
                            entry.getValue().on,
                            entry.getValue().example))
                    .iterator();
        };
    }

    private static void count(
            byte[] bytes, long asOf, FeedStarts feeds, OtherCases otherCases, Map<FactCheck, Found> found) {
        History history = History.decode(bytes);
        DebtorView view = new DebtorView(history, asOf, feeds, otherCases);
        if (view.cases().isEmpty()) {
            if (view.holds().stream().anyMatch(hold -> hold.kind() == HoldKind.PENDING_PROTECTION)) {
                countUnknown(History.decodeWithKeys(bytes), asOf, found);
            }
            return;
        }
        List<Contradiction> contradictions = view.contradictions();
        Set<String> counted = contradictions.isEmpty() ? Set.of() : new HashSet<>();
        for (Contradiction one : contradictions) {
            FactCheck check = FactCheck.of(one.kind());
            String id = history.caseIds().get(one.caseIndex());
            boolean first = counted.add(check + "/" + id);
            found.merge(check, new Found(1, first ? 1 : 0, id), Found::and);
        }
    }

    /// The protections of a debtor who has no known case, by the feed of the refused record.
    private static void countUnknown(History history, long asOf, Map<FactCheck, Found> found) {
        Set<FactCheck> counted = new HashSet<>();
        for (int i = 0; i < history.events().size(); i++) {
            Event event = history.events().get(i);
            if (event instanceof Event.Hold hold
                    && hold.kind() == HoldKind.PENDING_PROTECTION
                    && hold.visibleAt(asOf)) {
                String key = history.keys().get(i);
                Feed feed = Feed.ofLabel(key.substring(0, key.indexOf('/')));
                FactCheck check = feed == null ? null : FactCheck.ofUnknownDebtor(feed);
                if (check != null) {
                    found.merge(check, new Found(1, counted.add(check) ? 1 : 0, history.debtorId()), Found::and);
                }
            }
        }
    }

    /// @param on cases or debtors
    /// @param example the first id by its letters, so that the same histories give the same example
    private record Found(long count, long on, @Nullable String example) {
        static final Found NOTHING = new Found(0, 0, null);

        Found and(Found other) {
            boolean own = other.example == null || example != null && example.compareTo(other.example) <= 0;
            return new Found(count + other.count, on + other.on, own ? example : other.example);
        }
    }
}

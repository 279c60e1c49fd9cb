package org.solvens.pipelines.snapshots;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_from_unix_date;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Set;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.solvens.facts.CaseView;
import org.solvens.facts.DebtorView;
import org.solvens.facts.FeedStarts;
import org.solvens.facts.OtherCases;
import org.solvens.feature.Axis;
import org.solvens.feature.Feature;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.feed.Feed;
import org.solvens.history.Event;
import org.solvens.history.History;
import org.solvens.inputs.FeedSpans;
import org.solvens.lake.Lake;
import org.solvens.outcome.Outcomes;
import org.solvens.outcome.Recovered;
import org.solvens.pipelines.histories.Histories;
import org.solvens.plan.SnapshotColumn;
import org.solvens.plan.SnapshotContent;
import org.solvens.plan.TrainingPlan;
import org.solvens.plan.TrainingPlan.Every;
import org.solvens.plan.TrainingPlan.Grid;
import org.solvens.problem.Problem;
import org.solvens.spark.TableFiles;

/// Writes training snapshots: features and outcomes of every case in the population at each as-of date of a
/// plan, computed in one scan of the histories.
public final class Snapshots {
    /// The field of {@link SnapshotRow} that holds each outcome.
    private static final Map<Axis, String> OUTCOMES = new EnumMap<>(Map.of(
            Axis.WILLINGNESS, "willingness",
            Axis.ABILITY, "ability",
            Axis.REACHABILITY, "reachability",
            Axis.PROMISE_KEPT, "promiseKept",
            Axis.SELF_CURE, "selfCure"));

    private static final long DAY = 86_400_000L;

    private final SparkSession spark;
    private final Lake lake;
    private final TrainingPlan plan;

    /// @param plan whose outcomes, population and dates the snapshots have
    public Snapshots(SparkSession spark, Lake lake, TrainingPlan plan) {
        this.spark = spark;
        this.lake = lake;
        this.plan = plan;
    }

    /// Replaces the snapshots by those of the plan.
    ///
    /// @return how many as-of dates they have
    /// @throws Problem SNAPSHOTS if no as-of date of the plan is mature
    public int write(FeedSpans spans) {
        Outcomes outcomes = plan.outcomeDefinition();
        long[] dates = dates(outcomes, spans);
        FeatureCatalogue catalogue = FeatureCatalogue.standard(lake.settings().otherCases());
        FeedStarts feeds = spans.starts();
        int maxAgeDays = plan.asOf().maxAgeDays();
        Every every = plan.asOf().every();
        OtherCases otherCases = catalogue.otherCases();
        boolean follow = plan.followsRecovery();
        long knownUntil = spans.knownUntil();
        FlatMapFunction<byte[], SnapshotRow> observe = bytes -> new Observing(
                History.decode(bytes), dates, every, feeds, outcomes, maxAgeDays, follow, knownUntil, otherCases);
        Dataset<Row> rows = Histories.encoded(spark, lake)
                .flatMap(observe, Encoders.bean(SnapshotRow.class))
                .select(columns(catalogue));
        rows.write()
                .format("delta")
                .mode("overwrite")
                .option("overwriteSchema", "true")
                // A model names the version that it was trained on; its log must outlive the usual month.
                .option("delta.logRetentionDuration", "interval 36500 days")
                .option(
                        "userMetadata",
                        Histories.stamp(lake, catalogue)
                                .withPlan(plan.label())
                                .json(SnapshotContent.NAME, SnapshotContent.of(plan, catalogue.version())))
                .save(lake.snapshots());
        return dates.length;
    }

    private LocalDate firstPlacedOn() {
        return TableFiles.read(spark, lake.tables(), lake.feed(Feed.CASES.label()))
                .agg(min("placed_on"))
                .head()
                .getLocalDate(0);
    }

    /// The dates of the grid with mature outcomes, at midnight UTC. If recovery is followed,
    /// it is enough that the first period is over.
    private long[] dates(Outcomes outcomes, FeedSpans spans) {
        Grid grid = plan.asOf();
        LocalDate from = grid.from() == null ? firstPlacedOn().plusDays(1) : grid.from();
        LocalDate until = grid.until();
        List<Long> dates = new ArrayList<>();
        for (LocalDate date = grid.first(from); until == null || date.isBefore(until); date = grid.after(date)) {
            long asOf = date.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
            boolean followed = outcomes.mature(asOf, spans.knownUntil())
                    || plan.followsRecovery() && Recovered.begun(asOf, plan.lateDays(), spans.knownUntil());
            if (!followed) {
                break;
            }
            dates.add(asOf);
        }
        if (dates.isEmpty()) {
            throw new Problem(
                    "SNAPSHOTS",
                    plan.plan(),
                    "the outcomes of no as-of date are known yet",
                    "the lake has data for less than " + plan.horizonDays() + " + " + plan.lateDays()
                            + " days after the first as-of date",
                    "wait for more history, or shorten horizon_days in the plan");
        }
        return dates.stream().mapToLong(Long::longValue).toArray();
    }

    /// The columns of the table, from the rows of {@link SnapshotRow}.
    public static Column[] columns(FeatureCatalogue catalogue) {
        List<Column> columns = new ArrayList<>();
        for (SnapshotColumn each : SnapshotColumn.values()) {
            columns.add(of(each).as(each.label()));
        }
        List<Feature> features = catalogue.features();
        for (int i = 0; i < features.size(); i++) {
            columns.add(col("features").getItem(i).as(features.get(i).name()));
        }
        OUTCOMES.forEach((axis, field) ->
                columns.add(when(col(field).notEqual(Outcomes.NONE), col(field)).as(SnapshotColumn.outcome(axis))));
        List<String> recovered = SnapshotColumn.recovered();
        for (int period = 0; period < recovered.size(); period++) {
            Column share = col("recovered").getItem(period);
            columns.add(when(not(isnan(share)), share).as(recovered.get(period)));
        }
        return columns.toArray(Column[]::new);
    }

    private static Column of(SnapshotColumn column) {
        return switch (column) {
            case CASE_ID -> col("caseId");
            case DEBTOR_ID -> col("debtorId");
            case CREDITOR_ID -> col("creditorId");
            case COUNTRY -> col("country");
            case CLAIM_TYPE -> col("claimType");
            case STAGE -> col("stage");
            case AS_OF -> date_from_unix_date(col("asOfDay"));
            case DAYS_PAST_DUE -> col("daysPastDue");
            case AGE_DAYS -> col("ageDays");
        };
    }

    /// The rows of one debtor, computed on demand.
    private static final class Observing implements Iterator<SnapshotRow> {
        private final History history;
        private final long[] dates;
        private final Every every;
        private final FeedStarts feeds;
        private final Outcomes outcomes;
        private final int maxAgeDays;
        private final boolean follow;
        private final long knownUntil;
        private final FeatureCatalogue catalogue;
        private final Queue<CaseView> cases = new ArrayDeque<>();
        private final SnapshotRow out = new SnapshotRow();
        private final int[] target = new int[Axis.values().length];
        private final Set<Integer> observed = new HashSet<>();
        private int nextDate;

        Observing(
                History history,
                long[] dates,
                Every every,
                FeedStarts feeds,
                Outcomes outcomes,
                int maxAgeDays,
                boolean follow,
                long knownUntil,
                OtherCases otherCases) {
            this.history = history;
            this.every = every;
            this.dates = every.event() ? eventsOf(history, every, dates) : dates;
            this.feeds = feeds;
            this.outcomes = outcomes;
            this.maxAgeDays = maxAgeDays;
            this.follow = follow;
            this.knownUntil = knownUntil;
            this.catalogue = FeatureCatalogue.standard(otherCases);
            out.setFeatures(new double[catalogue.features().size()]);
            double[] recovered = new double[Recovered.PERIODS];
            Arrays.fill(recovered, Double.NaN);
            out.setRecovered(recovered);
        }

        @Override
        public boolean hasNext() {
            while (cases.isEmpty() && nextDate < dates.length) {
                long date = dates[nextDate++];
                for (CaseView view : new DebtorView(history, date, feeds, catalogue.otherCases()).cases()) {
                    // A corrected case has two events; the first one counts.
                    boolean own = !every.event()
                            || event(view.placed(), every) == date
                                    && observed.add(view.placed().caseIndex());
                    if (own && view.ageDays() <= maxAgeDays && view.inPopulation()) {
                        cases.add(view);
                    }
                }
            }
            return !cases.isEmpty();
        }

        /// The dates on which one of the debtor's cases has its event.
        private static long[] eventsOf(History history, Every every, long[] dates) {
            return history.events().stream()
                    .filter(Event.CasePlaced.class::isInstance)
                    .mapToLong(event -> event((Event.CasePlaced) event, every))
                    .filter(date -> Arrays.binarySearch(dates, date) >= 0)
                    .sorted()
                    .distinct()
                    .toArray();
        }

        /// The first midnight after an event of a case at which the case is known.
        private static long event(Event.CasePlaced placed, Every every) {
            int day = every == Every.PLACEMENT ? placed.placedOn() : placed.dueOn();
            return DAY * Math.max(day + 1L, Math.floorDiv(placed.knownAt(), DAY) + 1);
        }

        @Override
        public SnapshotRow next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            CaseView view = cases.remove();
            out.describe(view);
            catalogue.compute(view, out.getFeatures());
            outcomes.observe(view, knownUntil, target);
            if (follow) {
                Recovered.observe(view, outcomes.lateDays(), knownUntil, out.getRecovered());
            }
            out.setWillingness(target[Axis.WILLINGNESS.ordinal()]);
            out.setAbility(target[Axis.ABILITY.ordinal()]);
            out.setReachability(target[Axis.REACHABILITY.ordinal()]);
            out.setPromiseKept(target[Axis.PROMISE_KEPT.ordinal()]);
            out.setSelfCure(target[Axis.SELF_CURE.ordinal()]);
            return out;
        }
    }
}

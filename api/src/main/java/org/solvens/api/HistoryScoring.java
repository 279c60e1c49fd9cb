package org.solvens.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.solvens.facts.CaseView;
import org.solvens.facts.DebtorView;
import org.solvens.facts.FeedStarts;
import org.solvens.feature.Axis;
import org.solvens.feature.Feature;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.feature.Missing;
import org.solvens.feed.Feed;
import org.solvens.history.History;
import org.solvens.history.HistoryAssembler;
import org.solvens.history.Piece;
import org.solvens.inputs.FeedSpans;
import org.solvens.inputs.MandatesFeed;
import org.solvens.lake.DeltaTable;
import org.solvens.lake.Lake;
import org.solvens.model.AxisScorer;
import org.solvens.policy.Deciders;
import org.solvens.registry.ModelRegistry;
import org.solvens.scoring.CallChoice;
import org.solvens.scoring.CaseScoring;
import org.solvens.scoring.EstimateReasons;
import org.solvens.scoring.Mandates;
import org.solvens.scoring.ScoreRow;

/// Scores histories that requests bring, by the code and the inputs of batch scoring: the champions, the policies, the
/// mandates, and since when the lake has each feed. Immutable but for the scorers that it lends to threads.
final class HistoryScoring {
    /// As many reasons for each axis as batch scoring gives.
    private static final int REASONS = 4;

    /// Fewer for an estimate: there are five of them.
    private static final int ESTIMATE_REASONS = 3;

    private final FeatureCatalogue catalogue;
    private final FeedStarts starts;
    private final Deciders deciders;
    private final BlockingQueue<CaseScoring> idle;

    private HistoryScoring(
            FeatureCatalogue catalogue, FeedStarts starts, Deciders deciders, Collection<CaseScoring> scorings) {
        this.catalogue = catalogue;
        this.starts = starts;
        this.deciders = deciders;
        this.idle = new ArrayBlockingQueue<>(scorings.size(), false, scorings);
    }

    /// What the inputs depend on. Equal stamps mean equal inputs.
    ///
    /// @param roles entries of the role book; -1 without a registry
    /// @param feeds newest commit of each feed
    record Stamp(int roles, Map<Feed, DeltaTable.Commit> feeds) {
        static Stamp of(Lake lake) {
            Map<Feed, DeltaTable.Commit> feeds = new EnumMap<>(Feed.class);
            for (Feed feed : Feed.values()) {
                lake.tables().lastCommit(lake.feed(feed.label())).ifPresent(commit -> feeds.put(feed, commit));
            }
            return new Stamp(new ModelRegistry(lake.registry()).sequence(), feeds);
        }
    }

    /// Reads the inputs.
    ///
    /// @param scorings how many requests are scored at once
    static HistoryScoring read(Lake lake, FeatureCatalogue catalogue, Deciders deciders, int scorings) {
        ModelRegistry registry = new ModelRegistry(lake.registry());
        Mandates mandates = MandatesFeed.of(lake);
        List<CaseScoring> all = new ArrayList<>();
        for (int i = 0; i < scorings; i++) {
            Map<Axis, AxisScorer> scorers = new EnumMap<>(Axis.class);
            for (Axis axis : Axis.modelled()) {
                scorers.put(axis, registry.scorer(axis, catalogue));
            }
            all.add(new CaseScoring(catalogue, scorers, deciders, mandates, REASONS));
        }
        return new HistoryScoring(catalogue, FeedSpans.of(lake).starts(), deciders, all);
    }

    /// A case with what was computed.
    ///
    /// @param features by name; empty if the debtor may not be profiled
    /// @param missing by name: why there is no value
    /// @param estimates what moved the estimates; nothing if the debtor may not be profiled
    record Scored(ScoreRow row, Map<String, Double> features, Map<String, String> missing, EstimateReasons estimates) {}

    /// Scores the open cases of a debtor.
    ///
    /// @param pieces the whole history
    /// @param asOf milliseconds UTC, a midnight
    /// @throws InterruptedException if the thread is interrupted while it waits for its turn
    List<Scored> score(String debtorId, Collection<Piece> pieces, long asOf) throws InterruptedException {
        History history = HistoryAssembler.assemble(debtorId, pieces);
        CaseScoring scoring = idle.take();
        try {
            List<Scored> scored = new ArrayList<>();
            for (CaseView view : new DebtorView(history, asOf, starts, catalogue.otherCases()).cases()) {
                if (view.open()) {
                    ScoreRow row = ScoreRow.of(scoring.score(view), catalogue.version());
                    scored.add(scored(
                            row, scoring.features().orElse(new double[0]), scoring.estimateReasons(ESTIMATE_REASONS)));
                }
            }
            return scored;
        } finally {
            idle.add(scoring);
        }
    }

    /// The decisions on a debtor's open cases.
    ///
    /// @param creditors of all cases of the debtor, open or not, by case
    record OfDebtor(List<ScoreRow> open, Map<String, String> creditors) {}

    /// The calls that teams have given to cases.
    interface Calls {
        /// Whether a case got one.
        boolean given(String caseId);

        /// The team that serves a case; null if that is not known.
        @Nullable
        String team(String caseId);
    }

    /// Decides on the cases of a debtor as batch scoring does.
    ///
    /// @param asOf milliseconds UTC; what became known at or after it is not used
    /// @param calls that were given; no other case gets one. Null if calls are not scarce
    /// @throws InterruptedException if the thread is interrupted while it waits for its turn
    OfDebtor decide(History history, long asOf, @Nullable Calls calls) throws InterruptedException {
        CaseScoring scoring = idle.take();
        try {
            List<ScoreRow> open = new ArrayList<>();
            Map<String, String> creditors = new LinkedHashMap<>();
            for (CaseView view : new DebtorView(history, asOf, starts, catalogue.otherCases()).cases()) {
                creditors.put(view.caseId(), view.creditorId());
                if (view.open()) {
                    String caseId = view.caseId();
                    open.add(
                            calls == null
                                    ? ScoreRow.of(scoring.score(view), catalogue.version())
                                    : CallChoice.of(scoring, view)
                                            .row(calls.given(caseId), calls.team(caseId), catalogue.version()));
                }
            }
            return new OfDebtor(open, creditors);
        } finally {
            idle.add(scoring);
        }
    }

    /// Who decides.
    Deciders deciders() {
        return deciders;
    }

    /// @param vector empty if the debtor may not be profiled
    private Scored scored(ScoreRow row, double[] vector, EstimateReasons estimates) {
        Map<String, Double> features = new LinkedHashMap<>();
        Map<String, String> missing = new LinkedHashMap<>();
        for (int i = 0; i < vector.length; i++) {
            Feature feature = catalogue.features().get(i);
            if (Missing.is(vector[i])) {
                missing.put(feature.name(), Missing.of(vector[i]).name().toLowerCase(java.util.Locale.ROOT));
            } else {
                features.put(feature.name(), vector[i]);
            }
        }
        return new Scored(row, features, missing, estimates);
    }
}

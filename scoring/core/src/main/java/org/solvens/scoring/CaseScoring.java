package org.solvens.scoring;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.solvens.facts.CaseView;
import org.solvens.feature.Axis;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.feature.ScoreStatus;
import org.solvens.feed.Money;
import org.solvens.history.HoldKind;
import org.solvens.history.Route;
import org.solvens.model.AxisScore;
import org.solvens.model.AxisScorer;
import org.solvens.model.Contribution;
import org.solvens.model.CurveEstimate;
import org.solvens.policy.CaseFacts;
import org.solvens.policy.CaseFacts.Score;
import org.solvens.policy.Decider;
import org.solvens.policy.Deciders;
import org.solvens.policy.Decision;
import org.solvens.policy.RouteEffects;

/// Scores cases on every axis and decides on them. One instance serves one thread.
public final class CaseScoring {
    private static final AxisScore OUTSIDE = new AxisScore.OutsidePopulation("");
    private static final CurveEstimate NO_CURVE = new CurveEstimate.Unknown(OUTSIDE);
    private static final ScoredCase.Estimates NOT_PROFILED =
            new ScoredCase.Estimates(OUTSIDE, OUTSIDE, OUTSIDE, NO_CURVE, NO_CURVE);

    private final FeatureCatalogue catalogue;
    private final Map<Axis, AxisScorer> scorers;
    private final Deciders deciders;
    private final Mandates mandates;
    private final int reasons;
    private final double[] vector;
    private final SameClaim sameClaim;
    private boolean vectorIsOfLast;
    private int ageOfLast;

    /// @param scorers one for each scored axis, and for each estimate that has a model, made for the
    ///     catalogue's order
    /// @param reasons most reasons to give for each axis
    public CaseScoring(
            FeatureCatalogue catalogue,
            Map<Axis, AxisScorer> scorers,
            Deciders deciders,
            Mandates mandates,
            int reasons) {
        this.catalogue = catalogue;
        this.scorers = new EnumMap<>(scorers);
        this.deciders = deciders;
        this.mandates = mandates;
        this.reasons = reasons;
        this.vector = new double[catalogue.features().size()];
        this.sameClaim = new SameClaim(catalogue);
    }

    /// The scores of a case and the decision on it.
    public ScoredCase score(CaseView view) {
        return score(view, Decider::decide);
    }

    /// The scores of a case for which the policy prefers a call, and the decision where no call is left.
    public ScoredCase scoreWithoutCall(CaseView view) {
        return score(view, Decider::decideWithoutCall);
    }

    /// The features of the case that was scored last, in the order of the catalogue; none if its debtor may not be
    /// profiled: whoever is not scored is not measured either.
    public Optional<double[]> features() {
        return vectorIsOfLast ? Optional.of(vector.clone()) : Optional.empty();
    }

    /// What moved the estimates of the case that was scored last; nothing if its debtor may not be profiled.
    /// Computed when asked for and kept nowhere: by trees these reasons take longer than the score of a case.
    ///
    /// @param most how many to give of each estimate at most
    public EstimateReasons estimateReasons(int most) {
        return vectorIsOfLast
                ? new EstimateReasons(
                        reasons(Axis.PROMISE_KEPT, vector, most),
                        reasons(Axis.SELF_CURE, vector, most),
                        reasons(Axis.ABILITY, sameClaim.of(vector), Integer.MAX_VALUE).stream()
                                .filter(reason -> !SameClaim.given(reason.feature()))
                                .limit(most)
                                .toList(),
                        curveReasons(Axis.EXPECTED_RECOVERY, most),
                        curveReasons(Axis.PAYMENT_PROBABILITY, most))
                : EstimateReasons.NONE;
    }

    private List<Contribution> reasons(Axis axis, double[] of, int most) {
        return scorer(axis).score(of, ageOfLast, most) instanceof AxisScore.Scored scored
                ? scored.reasons()
                : List.of();
    }

    private List<Contribution> curveReasons(Axis axis, int most) {
        return scorer(axis).curveReasons(vector, ageOfLast, EstimateReasons.DAYS, most);
    }

    /// The routes that holds, law, mandate and limits leave open on a case.
    public Set<Route> open(CaseView view) {
        boolean profiled = measured(view);
        List<AxisScore> scores = Stream.of(Axis.scored())
                .map(axis -> score(view, axis, profiled))
                .toList();
        CaseFacts facts = facts(view, scores);
        return deciders.of(facts.debtorId()).open(facts);
    }

    /// @param profiled whether the features of the case have been computed
    private AxisScore score(CaseView view, Axis axis, boolean profiled) {
        return profiled ? Objects.requireNonNull(scorers.get(axis)).score(vector, view.ageDays(), reasons) : OUTSIDE;
    }

    private CaseFacts facts(CaseView view, List<AxisScore> scores) {
        return FactsOf.of(
                view,
                new CaseFacts.Scores(fact(scores.get(0)), fact(scores.get(1)), fact(scores.get(2))),
                mandates.of(view.creditorId(), view.today(), view.debtor().asOf()));
    }

    /// How a decider is asked.
    private interface Deciding {
        Decision decide(Decider decider, CaseFacts facts, RouteEffects effects);
    }

    private ScoredCase score(CaseView view, Deciding deciding) {
        boolean profiled = measured(view);
        List<AxisScore> scores = new ArrayList<>(3);
        List<Contribution> strongest = new ArrayList<>();
        for (Axis axis : Axis.scored()) {
            AxisScore score = score(view, axis, profiled);
            scores.add(score);
            if (score instanceof AxisScore.Scored scored) {
                strongest.addAll(scored.reasons());
            }
        }
        CaseFacts facts = facts(view, scores);
        RouteEffects effects = profiled ? effects(view) : RouteEffects.NONE;
        Decider decider = deciders.of(facts.debtorId());
        Decision decision = deciding.decide(decider, facts, effects);
        Double worth = decider.policy().worth(facts.claim().currency());
        return new ScoredCase(
                view,
                scores,
                profiled ? estimates(view) : NOT_PROFILED,
                decision,
                decider.policy().label(),
                worth == null ? 0 : worth * Money.units(view.balance()),
                decider.policy().settledByTalk(),
                strongest);
    }

    private RouteEffects effects(CaseView view) {
        AxisScorer scorer = scorer(Axis.ROUTE_EFFECT);
        return new RouteEffects(scorer.effects(vector, view.ageDays(), view.stage()), scorer.effectErrors());
    }

    private ScoredCase.Estimates estimates(CaseView view) {
        int age = view.ageDays();
        return new ScoredCase.Estimates(
                scorer(Axis.PROMISE_KEPT).score(vector, age, 0),
                scorer(Axis.SELF_CURE).score(vector, age, 0),
                scorer(Axis.ABILITY).score(sameClaim.of(vector), age, 0),
                scorer(Axis.EXPECTED_RECOVERY).curve(vector, age),
                scorer(Axis.PAYMENT_PROBABILITY).curve(vector, age));
    }

    private AxisScorer scorer(Axis estimate) {
        return scorers.getOrDefault(estimate, new AxisScorer.WithoutModel());
    }

    /// Computes the features of a case, if its debtor may be profiled.
    private boolean measured(CaseView view) {
        vectorIsOfLast = mayBeProfiled(view);
        if (vectorIsOfLast) {
            catalogue.compute(view, vector);
            ageOfLast = view.ageDays();
        }
        return vectorIsOfLast;
    }

    /// Debtors who objected to profiling are not scored (GDPR, article 21). A refused record that would
    /// protect the debtor may be such an objection.
    private static boolean mayBeProfiled(CaseView view) {
        return !view.holds().contains(HoldKind.OBJECTED_TO_PROFILING)
                && !view.holds().contains(HoldKind.PENDING_PROTECTION);
    }

    private static Score fact(AxisScore score) {
        return switch (score) {
            case AxisScore.Scored scored -> Score.of(scored.probability());
            case AxisScore.NoModel _ -> Score.missing(ScoreStatus.NO_MODEL);
            case AxisScore.InsufficientData _ -> Score.missing(ScoreStatus.INSUFFICIENT_DATA);
            case AxisScore.OutsidePopulation _ -> Score.missing(ScoreStatus.OUTSIDE_POPULATION);
        };
    }
}

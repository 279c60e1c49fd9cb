package org.solvens.api;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.solvens.feature.Axis;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.model.Curve;

/// A decision as a case system sees it. Field names are those of openapi.yaml, in snake case.
@JsonPropertyOrder({
    "caseId",
    "debtorId",
    "asOf",
    "segment",
    "flags",
    "route",
    "secondRoute",
    "routeProbability",
    "needsHuman",
    "reviewOn",
    "rule",
    "trace",
    "holds",
    "scores",
    "estimates",
    "reasons",
    "versions"
})
record SegmentAnswer(
        String caseId,
        String debtorId,
        LocalDate asOf,
        String segment,
        List<String> flags,
        String route,
        String secondRoute,
        double routeProbability,
        boolean needsHuman,
        LocalDate reviewOn,
        String rule,
        List<String> trace,
        List<String> holds,
        Map<String, Score> scores,
        Estimates estimates,
        List<Reason> reasons,
        Versions versions) {

    record Score(Double probability, Integer points, String status, String model) {
        private static Score of(Decision.Score score) {
            return new Score(
                    Double.isNaN(score.probability()) ? null : score.probability(),
                    score.points(),
                    score.status(),
                    score.model());
        }
    }

    /// What is said of the case beside the scores; the decision does not rest on it.
    ///
    /// @param promiseKept of a promise that is open or is made within the horizon
    /// @param selfCure paid in full before the collector does anything
    /// @param expectedRecovery of the balance
    /// @param paymentProbability that the case pays anything
    @JsonPropertyOrder({"promiseKept", "selfCure", "expectedRecovery", "paymentProbability"})
    record Estimates(
            Score promiseKept,
            Score selfCure,
            ByDays<ShareByDay> expectedRecovery,
            ByDays<ProbabilityByDay> paymentProbability) {
        private static Estimates of(Decision.Estimates estimates) {
            return new Estimates(
                    Score.of(estimates.promiseKept()),
                    Score.of(estimates.selfCure()),
                    ByDays.of(estimates.recovery(), ShareByDay::new),
                    ByDays.of(estimates.payment(), ProbabilityByDay::new));
        }
    }

    /// An estimate that is a curve.
    ///
    /// @param points by days; empty where there is no estimate
    @JsonPropertyOrder({"points", "status", "model"})
    record ByDays<P>(List<P> points, String status, String model) {
        private static <P> ByDays<P> of(Decision.ByDays estimate, Point<P> point) {
            List<P> points = new ArrayList<>();
            double[] values = estimate.values();
            for (int i = 0; 3 * i < values.length; i++) {
                points.add(point.of(Curve.DAYS.get(i), values[3 * i], values[3 * i + 1], values[3 * i + 2]));
            }
            return new ByDays<>(points, estimate.status(), estimate.model());
        }
    }

    /// Makes a point of a curve.
    private interface Point<P> {
        P of(int days, double value, double low, double high);
    }

    /// The share of the balance expected by a day after the as-of date, with the interval of the mean of such
    /// cases.
    @JsonPropertyOrder({"days", "share", "low", "high"})
    record ShareByDay(int days, double share, double low, double high) {}

    /// The probability that the case pays anything by a day after the as-of date, with the interval of the share of
    /// such cases that pay.
    @JsonPropertyOrder({"days", "probability", "low", "high"})
    record ProbabilityByDay(int days, double probability, double low, double high) {}

    /// Why a score is what it is.
    ///
    /// @param code stable, such as `W-broken_promises_365d`
    /// @param effect raises or lowers the axis' probability
    /// @param text what the feature means, for a reader
    record Reason(String code, String axis, String effect, String feature, String text) {
        /// @throws IllegalArgumentException if the code is not axis letter, sign, feature
        static Reason of(String code, FeatureCatalogue catalogue) {
            String axis = null;
            for (Axis scored : Axis.scored()) {
                if (code.length() > 2 && scored.name().charAt(0) == code.charAt(0)) {
                    axis = scored.label();
                }
            }
            if (axis == null || (code.charAt(1) != '+' && code.charAt(1) != '-')) {
                throw new IllegalArgumentException("reason: " + code);
            }
            String feature = code.substring(2);
            int position = catalogue.indexOf(feature);
            String text =
                    position < 0 ? feature : catalogue.features().get(position).description();
            return new Reason(code, axis, code.charAt(1) == '+' ? "raises" : "lowers", feature, text);
        }
    }

    /// What the decision was made by: the same versions and the same history give it again.
    record Versions(String policy, String features, Map<String, String> models) {}

    static SegmentAnswer of(Decision decision, LocalDate asOf, FeatureCatalogue catalogue) {
        Map<String, Score> scores = new LinkedHashMap<>();
        scores.put(Axis.WILLINGNESS.label(), Score.of(decision.willingness()));
        scores.put(Axis.ABILITY.label(), Score.of(decision.ability()));
        scores.put(Axis.REACHABILITY.label(), Score.of(decision.reachability()));
        Map<String, String> models = new LinkedHashMap<>();
        scores.forEach((axis, score) -> models.put(axis, score.model()));
        return new SegmentAnswer(
                decision.caseId(),
                decision.debtorId(),
                asOf,
                decision.segment(),
                decision.flags(),
                decision.route(),
                decision.secondRoute(),
                decision.routeProbability(),
                decision.needsHuman(),
                decision.reviewOn(),
                decision.rule(),
                decision.trace(),
                decision.holds(),
                scores,
                Estimates.of(decision.estimates()),
                decision.reasons().stream()
                        .map(code -> Reason.of(code, catalogue))
                        .toList(),
                new Versions(decision.policy(), decision.featuresVersion(), models));
    }
}

package org.solvens.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonFormat.Shape;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.solvens.feature.Axis;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.feed.Money;
import org.solvens.history.HoldKind;
import org.solvens.history.Route;
import org.solvens.history.Stage;
import org.solvens.model.Curve;
import org.solvens.policy.Flag;
import org.solvens.policy.Segment;
import org.solvens.scoring.ScoreRow;

/// A decision as a case system sees it. Field names are those of openapi.yaml, in snake case.
///
/// @param asOf the day of knownBefore, UTC
/// @param decisionId null for a decision that was not published
/// @param secondRoute null if no other route is open
@JsonPropertyOrder({
    "caseId",
    "debtorId",
    "asOf",
    "decisionId",
    "basis",
    "knownBefore",
    "scoredAt",
    "creditorId",
    "country",
    "currency",
    "stage",
    "daysPastDue",
    "balance",
    "balancePrincipal",
    "balanceInterest",
    "balanceCosts",
    "placedOn",
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
        @Nullable String decisionId,
        Basis basis,
        Instant knownBefore,
        Instant scoredAt,
        String creditorId,
        String country,
        String currency,
        Stage stage,
        int daysPastDue,
        @JsonFormat(shape = Shape.STRING) BigDecimal balance,
        @JsonFormat(shape = Shape.STRING) BigDecimal balancePrincipal,
        @JsonFormat(shape = Shape.STRING) BigDecimal balanceInterest,
        @JsonFormat(shape = Shape.STRING) BigDecimal balanceCosts,
        LocalDate placedOn,
        Segment segment,
        List<Flag> flags,
        Route route,
        @Nullable Route secondRoute,
        double routeProbability,
        boolean needsHuman,
        LocalDate reviewOn,
        String rule,
        List<String> trace,
        List<HoldKind> holds,
        Map<String, Score> scores,
        Estimates estimates,
        List<Reason> reasons,
        Versions versions) {

    /// The order of the scores table.
    private static final Comparator<Enum<?>> BY_NAME = Comparator.comparing(Enum::name);

    /// @param probability null without a score, as the others but the status
    record Score(
            @Nullable Double probability,
            @Nullable Integer points,
            String status,
            @Nullable String model) {
        private static Score of(ScoreRow.Score score) {
            return new Score(
                    rounded(score.value()), score.points(), score.status().label(), score.model());
        }
    }

    /// Estimates in addition to the scores; the decision does not use them.
    ///
    /// @param promiseKept of a promise that is open or is made within the horizon
    /// @param selfCure paid in full before the agency does anything
    /// @param expectedRecovery of the balance
    /// @param paymentProbability that the case pays anything
    @JsonPropertyOrder({"promiseKept", "selfCure", "expectedRecovery", "paymentProbability"})
    record Estimates(
            Score promiseKept,
            Score selfCure,
            ByDays<ShareByDay> expectedRecovery,
            ByDays<ProbabilityByDay> paymentProbability) {
        private static Estimates of(ScoreRow row) {
            return new Estimates(
                    Score.of(row.promiseKept()),
                    Score.of(row.selfCure()),
                    ByDays.of(row.expectedRecovery(), ShareByDay::new),
                    ByDays.of(row.paymentProbability(), ProbabilityByDay::new));
        }
    }

    /// An estimate that is a curve.
    ///
    /// @param points by days; empty if there is no estimate
    /// @param model null if there is no estimate
    @JsonPropertyOrder({"points", "status", "model"})
    record ByDays<P>(
            List<P> points, String status, @Nullable String model) {
        private static <P> ByDays<P> of(ScoreRow.Values values, Point<P> point) {
            List<P> points = new ArrayList<>();
            for (int i = 0; i < Curve.DAYS.size(); i++) {
                ScoreRow.Band band = values.bands().get(i);
                if (band.known()) {
                    points.add(point.of(
                            Curve.DAYS.get(i),
                            Rounded.of(band.value()),
                            Rounded.of(band.low()),
                            Rounded.of(band.high())));
                }
            }
            return new ByDays<>(points, values.status().label(), values.model());
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

    /// The probability that the case pays anything by a day after the as-of date, with the interval of the
    /// share of such cases that pay.
    @JsonPropertyOrder({"days", "probability", "low", "high"})
    record ProbabilityByDay(int days, double probability, double low, double high) {}

    /// A reason for a score.
    ///
    /// @param code stable, such as `W-broken_promises_365d`
    /// @param effect raises or lowers the axis' probability
    /// @param value of the feature; null if it has none, or the caller may not see it
    /// @param points that the feature adds to the score of a mean case; null if the caller may not see it
    /// @param text the meaning of the feature, for people
    @JsonPropertyOrder({"code", "axis", "effect", "feature", "value", "points", "text"})
    record Reason(
            String code,
            String axis,
            String effect,
            String feature,
            @Nullable Double value,
            @Nullable Double points,
            String text) {
        private static List<Reason> of(ScoreRow.Reasons reasons, FeatureCatalogue catalogue) {
            List<Reason> all = new ArrayList<>();
            for (int i = 0; i < reasons.codes().size(); i++) {
                all.add(of(
                        reasons.codes().get(i),
                        reasons.values().get(i),
                        reasons.points().get(i),
                        catalogue));
            }
            return all;
        }

        /// @throws IllegalArgumentException if the code is not axis letter, sign, feature
        private static Reason of(String code, double value, double points, FeatureCatalogue catalogue) {
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
            return new Reason(
                    code,
                    axis,
                    code.charAt(1) == '+' ? "raises" : "lowers",
                    feature,
                    rounded(value),
                    rounded(points),
                    text);
        }
    }

    private static @Nullable Double rounded(double value) {
        return Double.isNaN(value) ? null : Rounded.of(value);
    }

    /// The versions that made the decision. The same versions and the same history give the same decision.
    record Versions(String policy, String featuresVersion, Map<String, String> models) {}

    /// The answer to a caller.
    static SegmentAnswer of(Decided decided, FeatureCatalogue catalogue, Caller caller) {
        ScoreRow decision = caller.shown(decided.row(), catalogue);
        Map<String, Score> scores = new LinkedHashMap<>();
        for (Axis axis : Axis.scored()) {
            scores.put(axis.label(), Score.of(decision.score(axis)));
        }
        Map<String, String> models = new LinkedHashMap<>();
        scores.forEach((axis, score) -> models.put(axis, score.model()));
        return new SegmentAnswer(
                decision.caseId(),
                decision.debtorId(),
                decision.asOf(),
                decided.id(),
                decided.basis(),
                decided.knownBefore(),
                decided.scoredAt(),
                decision.creditorId(),
                decision.country(),
                decision.currency(),
                decision.stage(),
                decision.daysPastDue(),
                Money.shown(decision.balance(), decision.currency()),
                Money.shown(decision.balancePrincipal(), decision.currency()),
                Money.shown(decision.balanceInterest(), decision.currency()),
                Money.shown(decision.balanceCosts(), decision.currency()),
                decision.placedOn(),
                decision.segment(),
                decision.flags().stream().sorted(BY_NAME).toList(),
                decision.route(),
                decision.secondRoute(),
                decision.routeProbability(),
                decision.needsHuman(),
                decision.reviewOn(),
                decision.rule(),
                decision.trace(),
                decision.holds().stream().sorted(BY_NAME).toList(),
                scores,
                Estimates.of(decision),
                Reason.of(decision.reasons(), catalogue),
                new Versions(decision.policy(), decision.featuresVersion(), models));
    }
}

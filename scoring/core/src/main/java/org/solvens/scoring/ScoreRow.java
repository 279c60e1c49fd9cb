package org.solvens.scoring;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.solvens.facts.CaseView;
import org.solvens.feature.Axis;
import org.solvens.feature.Missing;
import org.solvens.feature.ScoreStatus;
import org.solvens.history.ClaimType;
import org.solvens.history.Event;
import org.solvens.history.HoldKind;
import org.solvens.history.Route;
import org.solvens.history.Stage;
import org.solvens.model.AxisScore;
import org.solvens.model.Contribution;
import org.solvens.model.Curve;
import org.solvens.model.CurveEstimate;
import org.solvens.policy.Decision;
import org.solvens.policy.Flag;
import org.solvens.policy.Segment;
import org.solvens.table.Means;
import org.solvens.table.TableContract;

/// A row of the scores table: an open case at an as-of date, its scores and estimates, and what was decided.
///
/// @param balance thousandths of the currency's unit, as its parts
/// @param secondRoute null if there was no other route
public record ScoreRow(
        @Means(value = "Day as of which the case was scored, a midnight UTC", key = true)
        LocalDate asOf,

        @Means(value = "Id of the case", key = true) String caseId,

        @Means(value = "Pseudonym of the debtor", key = true)
        String debtorId,

        @Means("Id of the creditor") String creditorId,
        @Means("Country of the case, ISO 3166-1 alpha-2") String country,
        @Means("Currency of the case, ISO 4217") String currency,
        @Means("Stage of collection") Stage stage,

        @Means("Days since the due date, negative before it")
        int daysPastDue,

        @Means(value = "What is owed minus what was paid, in units of the currency", amount = true)
        long balance,

        @Means("Day of placement") LocalDate placedOn,
        @Means("Willingness") Score willingness,
        @Means("Ability") Score ability,
        @Means("Reachability") Score reachability,
        @Means("Segment") Segment segment,
        @Means("Flags of the case") Set<Flag> flags,
        @Means("Route") Route route,
        @Means("Next best permitted route") @Nullable Route secondRoute,
        @Means("Id of the rule that decided") String rule,

        @Means("Ids of the steps and rules passed through, in order")
        List<String> trace,

        @Means("Whether a person must confirm the route") boolean needsHuman,
        @Means("Day of the next review") LocalDate reviewOn,
        @Means("Kinds of the open holds") Set<HoldKind> holds,

        @Means("Reasons of the scores, the strongest of each axis first")
        Reasons reasons,

        @Means("Policy, as name@version") String policy,
        @Means("Version of the feature catalogue") String featuresVersion,

        @Means("Probability with which the policy takes the route; below 1 where it might have drawn another")
        double routeProbability,

        @Means("Chance that a promise is kept") Score promiseKept,

        @Means("Chance of payment in full before the agency acts")
        Score selfCure,

        @Means("Chance that a debtor who engages carries a claim of 20,000 units of the currency and no other: ability"
                + " without the size of the claim")
        Score means,

        @Means("Expected share of the balance that is recovered")
        Values expectedRecovery,

        @Means("Probability that the case pays anything") Values paymentProbability,

        @Means(value = "Principal in the balance", amount = true)
        long balancePrincipal,

        @Means(value = "Interest in the balance", amount = true)
        long balanceInterest,

        @Means(value = "Costs in the balance", amount = true)
        long balanceCosts,

        @Means("Team that serves the case; missing where the capacity of teams was not given") @Nullable
        String team,

        @Means("What a call is worth where calls are scarce, in units of the policy's reference currency: what the"
                + " talk is expected to settle at once, or where the policy does not say how much that is at most,"
                + " what a call is estimated to bring beyond the route without one; missing where it is not known"
                + " or no call was considered")
        double callValue,

        @Means("First day, not before the as-of date, for which a payment on the case was promised; missing if there is"
                + " none. Promises about the debtor as a whole do not count")
        @Nullable
        LocalDate promiseDueOn,

        @Means("Last day, not after the as-of date, on which a promise of payment on the case was found broken or kept"
                + " in part; missing if there is none. Promises about the debtor as a whole do not count")
        @Nullable
        LocalDate promiseBrokenOn,

        @Means("Last day on which the claim can be collected; missing where its country has no rule of limitation")
        @Nullable
        LocalDate limitationOn,

        @Means("Type of the claim") ClaimType claimType) {

    /// The table of these rows.
    public static final TableContract<ScoreRow> TABLE = TableContract.of("scores", ScoreRow.class);

    /// A score, or an estimate that is one number.
    ///
    /// @param value 0 to 1; NaN if there is none
    /// @param points null if there is no score
    /// @param model null if there is no score
    public record Score(
            @Means("calibrated probability, 0 to 1") double value,
            @Means("points of the model's scale") @Nullable Integer points,
            @Means("whether there is a score, and why not") ScoreStatus status,
            @Means("id of the model") @Nullable String model) {
        private static Score of(AxisScore score) {
            return score instanceof AxisScore.Scored given
                    ? new Score(given.probability(), given.points(), given.status(), given.modelId())
                    : new Score(Double.NaN, null, score.status(), null);
        }
    }

    /// The reasons of the scores: three lists of one length.
    ///
    /// @param values NaN where a feature has none
    public record Reasons(
            @Means(value = "codes such as W-broken_promises_365d", name = "value")
            List<String> codes,

            @Means("values of their features") List<Double> values,

            @Means("points that they add to the score of a mean case of the training")
            List<Double> points) {
        /// No reasons.
        public static final Reasons NONE = new Reasons(List.of(), List.of(), List.of());

        private static Reasons of(List<Contribution> contributions) {
            return new Reasons(
                    contributions.stream().map(Contribution::code).toList(),
                    contributions.stream()
                            .map(c -> Missing.is(c.value()) ? Double.NaN : c.value())
                            .toList(),
                    contributions.stream().map(Contribution::points).toList());
        }

        /// Some of them.
        ///
        /// @param wanted by the code
        /// @param measured whether with values and points
        public Reasons only(Predicate<String> wanted, boolean measured) {
            int[] kept = IntStream.range(0, codes.size())
                    .filter(i -> wanted.test(codes.get(i)))
                    .toArray();
            return new Reasons(
                    Arrays.stream(kept).mapToObj(codes::get).toList(),
                    Arrays.stream(kept)
                            .mapToObj(i -> measured ? values.get(i) : Double.NaN)
                            .toList(),
                    Arrays.stream(kept)
                            .mapToObj(i -> measured ? points.get(i) : Double.NaN)
                            .toList());
        }
    }

    /// An estimate by the days of {@link Curve#DAYS}.
    ///
    /// @param model null if there is no estimate
    public record Values(
            @Means(value = "within 30 days", name = "30d") Band by30,
            @Means(value = "within 90 days", name = "90d") Band by90,
            @Means(value = "within 180 days", name = "180d") Band by180,

            @Means("whether there is an estimate, and why not")
            ScoreStatus status,

            @Means("id of the model") @Nullable String model) {
        private static Values of(CurveEstimate estimate) {
            return switch (estimate) {
                case CurveEstimate.Expected(String model, Curve curve) ->
                    new Values(Band.of(curve, 30), Band.of(curve, 90), Band.of(curve, 180), estimate.status(), model);
                case CurveEstimate.Unknown _ -> new Values(Band.NONE, Band.NONE, Band.NONE, estimate.status(), null);
            };
        }

        /// The bands in the order of {@link Curve#DAYS}.
        public List<Band> bands() {
            return List.of(by30, by90, by180);
        }
    }

    /// An estimate with its interval, each NaN if there is none.
    public record Band(
            @Means("estimate, 0 to 1") double value,
            @Means("lower end of the interval") double low,
            @Means("upper end of the interval") double high) {
        /// No estimate.
        static final Band NONE = new Band(Double.NaN, Double.NaN, Double.NaN);

        private static Band of(Curve curve, int days) {
            return curve.points().stream()
                    .filter(point -> point.days() == days)
                    .findFirst()
                    .map(point -> new Band(point.value(), point.low(), point.high()))
                    .orElse(NONE);
        }

        /// Whether there is an estimate.
        public boolean known() {
            return !Double.isNaN(value);
        }
    }

    /// The row of a scored case.
    ///
    /// @param featuresVersion of the catalogue that computed the features
    public static ScoreRow of(ScoredCase scored, String featuresVersion) {
        return of(scored, featuresVersion, null, Double.NaN);
    }

    /// The row of a case whose team has so many calls and reviews and no more.
    ///
    /// @param team null if that is not known
    /// @param callValue NaN if it is not known
    static ScoreRow of(ScoredCase scored, String featuresVersion, @Nullable String team, double callValue) {
        CaseView view = scored.view();
        Decision decision = scored.decision();
        // The as-of day of the table, also where the day is another in the case's country.
        LocalDate asOf = LocalDate.ofEpochDay(Event.dayOf(view.debtor().asOf()));
        return new ScoreRow(
                asOf,
                view.caseId(),
                view.debtor().history().debtorId(),
                view.creditorId(),
                view.placed().country(),
                view.placed().currency(),
                view.stage(),
                view.daysPastDue(),
                view.balance(),
                LocalDate.ofEpochDay(view.placed().placedOn()),
                Score.of(scored.score(Axis.WILLINGNESS)),
                Score.of(scored.score(Axis.ABILITY)),
                Score.of(scored.score(Axis.REACHABILITY)),
                decision.segment(),
                decision.flags(),
                decision.route(),
                decision.secondRoute(),
                decision.rule(),
                decision.trace(),
                decision.needsHuman(),
                decision.reviewOn(),
                decision.holds(),
                Reasons.of(scored.reasons()),
                scored.policy(),
                featuresVersion,
                decision.probability(),
                Score.of(scored.estimates().promiseKept()),
                Score.of(scored.estimates().selfCure()),
                Score.of(scored.estimates().means()),
                Values.of(scored.estimates().recovery()),
                Values.of(scored.estimates().payment()),
                view.principalOpen(),
                view.interestOpen(),
                view.costsOpen(),
                team,
                callValue,
                PromiseDays.due(view, asOf),
                PromiseDays.broken(view, asOf),
                Limitation.lastDay(view),
                view.placed().claimType());
    }

    /// The same with other reasons.
    public ScoreRow with(Reasons some) {
        return with(rule, trace, holds, some);
    }

    /// The same, saying something else about why it was decided so.
    public ScoreRow with(String otherRule, List<String> otherTrace, Set<HoldKind> otherHolds, Reasons some) {
        return new ScoreRow(
                asOf,
                caseId,
                debtorId,
                creditorId,
                country,
                currency,
                stage,
                daysPastDue,
                balance,
                placedOn,
                willingness,
                ability,
                reachability,
                segment,
                flags,
                route,
                secondRoute,
                otherRule,
                otherTrace,
                needsHuman,
                reviewOn,
                otherHolds,
                some,
                policy,
                featuresVersion,
                routeProbability,
                promiseKept,
                selfCure,
                means,
                expectedRecovery,
                paymentProbability,
                balancePrincipal,
                balanceInterest,
                balanceCosts,
                team,
                callValue,
                promiseDueOn,
                promiseBrokenOn,
                limitationOn,
                claimType);
    }

    /// The score of an axis, or the estimate that is one number.
    ///
    /// @throws IllegalArgumentException if the axis has neither
    public Score score(Axis axis) {
        return switch (axis) {
            case WILLINGNESS -> willingness;
            case ABILITY -> ability;
            case REACHABILITY -> reachability;
            case PROMISE_KEPT -> promiseKept;
            case SELF_CURE -> selfCure;
            case EXPECTED_RECOVERY, PAYMENT_PROBABILITY, ROUTE_EFFECT, CLAIM, ROUTING, TABLE ->
                throw new IllegalArgumentException(axis.label());
        };
    }
}

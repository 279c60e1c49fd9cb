package org.solvens.training.report;

import java.util.List;
import java.util.stream.Collectors;
import org.solvens.feature.Axis;
import org.solvens.outcome.OwnOutcome;
import org.solvens.plan.StatedBins;
import org.solvens.plan.TrainingPlan;
import org.solvens.plan.TrainingPlan.AxisPlan;

/// What a model's card says of its target and its use.
final class CardWords {
    private CardWords() {}

    /// The good outcome, as a phrase.
    static String target(Axis axis, TrainingPlan plan) {
        AxisPlan own = plan.axis(axis);
        OwnOutcome outcome = own == null ? null : own.outcome();
        if (outcome != null) {
            return outcome.words() + " (" + outcome.good()
                    + (outcome.observed() == null ? "" : ", observed where " + outcome.observed())
                    + "), which the plan defines in place of the axis' own";
        }
        return switch (axis) {
            case WILLINGNESS ->
                "of the contacts and acts that pass between the debtor and us within " + plan.horizonDays()
                        + " days one is drawn, and it is a voluntary act";
            case ABILITY ->
                "of a debtor who engages, within " + plan.horizonDays() + " days "
                        + percent(plan.outcomeDefinition().ableShare())
                        + " of the balance is paid, or every instalment that falls due";
            case REACHABILITY ->
                "of a debtor who is called or gets in touch, the right person is reached within " + plan.horizonDays()
                        + " days";
            case PROMISE_KEPT -> "the first promise that falls due within " + plan.horizonDays() + " days is kept";
            case SELF_CURE ->
                "everything is paid within " + plan.horizonDays()
                        + " days before the collector sends or calls anything";
            case EXPECTED_RECOVERY ->
                "a unit of the balance that is open at the beginning of a period of 30 days comes" + " in during it";
            case PAYMENT_PROBABILITY ->
                "a case that has not paid until the beginning of a period of 30 days pays" + " during it";
            case ROUTING, CLAIM, ROUTE_EFFECT, TABLE ->
                throw new IllegalArgumentException(axis.label() + " has no outcome of a plan");
        };
    }

    private static String percent(double share) {
        return Math.round(100 * share) + " %";
    }

    /// The bins that the plan states for an axis.
    static List<StatedBins> stated(Axis axis, TrainingPlan plan) {
        AxisPlan own = plan.axis(axis);
        return own == null ? List.of() : own.statedBins();
    }

    /// Stated bins in words.
    static String bins(StatedBins bins) {
        return switch (bins) {
            case StatedBins.Cuts cuts ->
                "from " + cuts.at().stream().map(CardWords::plain).collect(Collectors.joining(", from "));
            case StatedBins.Groups groups ->
                groups.values().stream().map(group -> String.join(", ", group)).collect(Collectors.joining("; "))
                        + "; others";
        };
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    /// What the model is for, and how it is watched, in sentences.
    static List<String> use(Axis axis) {
        String use = switch (axis) {
            case WILLINGNESS, ABILITY, REACHABILITY ->
                "For the decision on a case, by a policy whose rules come before the score, and for its order in"
                        + " lists. Not for a decision on a person by the score alone, not for credit, and not"
                        + " for debtors of another kind than those it was trained on.";
            case TABLE -> "For the question of the analyst who trained it. It serves nothing.";
            case PROMISE_KEPT, SELF_CURE, EXPECTED_RECOVERY, PAYMENT_PROBABILITY, ROUTE_EFFECT ->
                "For people and case systems, as an estimate next to the decision on a case. Not for a decision"
                        + " on a person by the estimate alone, not for credit, and not for debtors of another"
                        + " kind than those it was trained on.";
            case ROUTING, CLAIM -> throw new IllegalArgumentException(axis.label() + " has no model");
        };
        return axis == Axis.TABLE
                ? List.of(use)
                : List.of(
                        use,
                        "Each month of scores is compared with training by ./solvens monitor: stability of the score"
                            + " and of each feature with what chance alone makes of it, missing values, cases without"
                            + " a score, and matured outcomes against the scores given. It says what to do where a"
                            + " limit is passed, and ends with 3 where somebody must act. A model is replaced,"
                            + " recalibrated or rolled back by two people, each time with a reason that is recorded.");
    }
}

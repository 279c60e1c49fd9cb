package org.solvens.training.offpolicy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.solvens.training.evaluate.ClusteredMean;

/// The value of a policy from decisions that were drawn with known probabilities by another one.
///
/// Three estimators of the same mean. IPS weighs each decision on which both agree by one over its probability:
/// right on average, and noisy. SNIPS divides by the sum of the weights: less noisy, slightly biased. DR adds
/// to the expected outcome of the policy's choice the weighted error of that expectation where both agree:
/// right if either the probabilities or the expectations are. Horvitz and Thompson, 1952; Swaminathan and
/// Joachims, 2015; Dudik, Langford and Li, 2011.
///
/// The intervals are corrected for skewness: few decisions with large weights and amounts decide each value.
///
/// The mean weight is about 1 where the log could have taken every choice of the policy; it estimates the share
/// of the policy's decisions that the log supports. Where support is missing, no estimator says anything about
/// these decisions, and none is given.
///
/// @param decisions measured
/// @param debtors of them
/// @param matched decisions on which both agree
/// @param effective how many decisions of equal weight say as much: (sum w)^2 / sum w^2
/// @param support mean weight
/// @param logged mean outcome of the decisions as they were taken
/// @param ips inverse propensity; null where support is missing, as the next three
/// @param snips self-normalised
/// @param doublyRobust with expectations
/// @param gain of the doubly robust value over the logged outcomes
/// @param choices by choice of the policy, most frequent first
/// @param missing what support is missing, one sentence each; empty if the estimates are given
public record OffPolicy(
        int decisions,
        int debtors,
        int matched,
        double effective,
        ClusteredMean support,
        ClusteredMean logged,
        @Nullable ClusteredMean ips,
        @Nullable ClusteredMean snips,
        @Nullable ClusteredMean doublyRobust,
        @Nullable ClusteredMean gain,
        List<Choice> choices,
        List<String> missing) {
    /// Fewest decisions on which both agree, for each choice.
    static final int LEAST_MATCHED = 30;

    /// Choices that are made more seldom need not be explored.
    private static final double LEAST_SHARE = 0.01;

    /// Largest share of the policy's decisions that may lack support.
    static final double MOST_UNSUPPORTED = 0.05;

    /// A mean weight that is below 1 by more than so many half-widths of its interval (four standard errors)
    /// says that decisions lack support.
    private static final double HALF_WIDTHS = 2;

    /// The decisions in which the policy makes the same choice.
    ///
    /// @param share of all decisions
    /// @param support mean weight
    /// @param needed share of these decisions in which the log would have to take the choice,
    ///     at least, so that both
    ///     agree often enough
    public record Choice(
            String name,
            double share,
            int matched,
            double effective,
            ClusteredMean support,
            boolean supported,
            double needed) {}

    /// Logged decisions, and what a policy would do.
    ///
    /// @param choices of the policy
    /// @param agree whether the log took the same
    /// @param probabilities with which the log took what it took, in (0, 1]
    /// @param outcomes of what the log took
    /// @param expected outcome of the policy's choice, from elsewhere than the decision itself
    /// @param debtors hashes
    public record Log(
            String[] choices,
            boolean[] agree,
            double[] probabilities,
            double[] outcomes,
            double[] expected,
            long[] debtors) {
        private double weight(int row) {
            return agree[row] ? 1 / probabilities[row] : 0;
        }
    }

    /// Estimates the value.
    ///
    /// @param log at least one decision
    public static OffPolicy of(Log log) {
        int[] all = IntStream.range(0, log.outcomes().length).toArray();
        double[] weights = Arrays.stream(all).mapToDouble(log::weight).toArray();
        List<Choice> choices = choices(log, all);
        double unsupported = choices.stream()
                .filter(c -> !c.supported())
                .mapToDouble(Choice::share)
                .sum();
        List<String> missing = new ArrayList<>();
        if (unsupported > MOST_UNSUPPORTED) {
            for (Choice choice : choices) {
                if (!choice.supported() && choice.share() >= LEAST_SHARE) {
                    missing.add(sentence(choice));
                }
            }
        }
        boolean answered = missing.isEmpty();
        double[] weighted = new double[all.length];
        double[] robust = new double[all.length];
        double[] gains = new double[all.length];
        for (int i : all) {
            weighted[i] = weights[i] * log.outcomes()[i];
            robust[i] = log.expected()[i] + weights[i] * (log.outcomes()[i] - log.expected()[i]);
            gains[i] = robust[i] - log.outcomes()[i];
        }
        return new OffPolicy(
                all.length,
                (int) Arrays.stream(log.debtors()).distinct().count(),
                (int) Arrays.stream(all).filter(i -> log.agree()[i]).count(),
                effective(weights),
                ClusteredMean.of(weights, log.debtors()),
                ClusteredMean.skewed(log.outcomes(), log.debtors()),
                answered ? ClusteredMean.skewed(weighted, log.debtors()) : null,
                answered ? ClusteredMean.skewed(weighted, weights, log.debtors()) : null,
                answered ? ClusteredMean.skewed(robust, log.debtors()) : null,
                answered ? ClusteredMean.skewed(gains, log.debtors()) : null,
                choices,
                List.copyOf(missing));
    }

    private static List<Choice> choices(Log log, int[] all) {
        List<Choice> choices = new ArrayList<>();
        for (String name : new TreeSet<>(Arrays.asList(log.choices()))) {
            int[] some = Arrays.stream(all)
                    .filter(i -> log.choices()[i].equals(name))
                    .toArray();
            double[] weights = Arrays.stream(some).mapToDouble(log::weight).toArray();
            int matched = (int) Arrays.stream(some).filter(i -> log.agree()[i]).count();
            ClusteredMean support = ClusteredMean.of(
                    weights,
                    Arrays.stream(some).mapToLong(i -> log.debtors()[i]).toArray());
            // A choice that is made seldom need not match often.
            double needed = Math.min(1, (double) LEAST_MATCHED / some.length);
            boolean often = matched >= Math.min(LEAST_MATCHED, some.length / 2.0);
            choices.add(new Choice(
                    name,
                    (double) some.length / all.length,
                    matched,
                    effective(weights),
                    support,
                    often && !(support.value() + HALF_WIDTHS * (support.high() - support.value()) < 1),
                    needed));
        }
        choices.sort((a, b) -> Double.compare(b.share(), a.share()));
        return List.copyOf(choices);
    }

    private static double effective(double[] weights) {
        double sum = Arrays.stream(weights).sum();
        double squares = Arrays.stream(weights).map(w -> w * w).sum();
        return squares == 0 ? 0 : sum * sum / squares;
    }

    private static String sentence(Choice choice) {
        return String.format(
                Locale.ROOT,
                "the policy takes %s in %.1f %% of the decisions, and the log took it in %d of them, with a mean"
                        + " weight of %.2f instead of 1: explore it in at least %.1f %% of these decisions",
                choice.name(),
                100 * choice.share(),
                choice.matched(),
                choice.support().value(),
                100 * choice.needed());
    }
}

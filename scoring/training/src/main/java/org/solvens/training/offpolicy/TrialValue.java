package org.solvens.training.offpolicy;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.solvens.facts.CaseView;
import org.solvens.facts.DebtorView;
import org.solvens.facts.OtherCases;
import org.solvens.feed.Money;
import org.solvens.history.History;
import org.solvens.inputs.FeedSpans;
import org.solvens.lake.Lake;
import org.solvens.outcome.Recovered;
import org.solvens.policy.Policy;
import org.solvens.policy.PolicyTrial;
import org.solvens.problem.Problem;
import org.solvens.training.effect.CameOf;
import org.solvens.training.rows.HistoryScan;

/// What a trial of a challenging policy has shown.
///
/// The debtors are those who had an open case on the first day. The outcome of a debtor is what came in on these
/// cases within {@link Recovered#DAYS} days, up to their balances, less the cost of their contacts, in units of the
/// reference currency. Whether the routes were taken does not matter: debtors are compared as they were drawn.
///
/// A trial is judged once, when the outcomes of all its debtors are known. An interval that excludes zero is a
/// verdict; without one, fewer debtors than the difference to be found needs give no verdict. Looking earlier and
/// stopping at the first significant difference finds differences that are
/// not there.
///
/// @param known the day from which the outcomes are known
/// @param champion debtors on whom the champion decided
/// @param challenger debtors on whom the challenger decided
/// @param difference of the means, challenger less champion; null where an arm has fewer than two debtors
/// @param effect the difference to be found, in units of the reference currency per debtor
/// @param needed debtors that are needed to find it in four trials out of five; 0 where that cannot be said
/// @param verdict what to do
public record TrialValue(
        LocalDate from,
        LocalDate known,
        Arm champion,
        Arm challenger,
        @Nullable Difference difference,
        double effect,
        long needed,
        Verdict verdict) {
    /// Quantiles of the standard normal: two-sided 95 %, and a power of 80 %.
    private static final double SIGNIFICANT = 1.959964;

    private static final double POWER = 0.841621;
    private static final long DAY = 86_400_000L;

    /// One side of a trial.
    ///
    /// @param mean outcome of a debtor
    /// @param deviation standard deviation between debtors
    public record Arm(int debtors, double mean, double deviation) {
        static Arm of(List<Double> outcomes) {
            double mean = outcomes.stream().mapToDouble(x -> x).average().orElse(0);
            double squares =
                    outcomes.stream().mapToDouble(x -> (x - mean) * (x - mean)).sum();
            return new Arm(
                    outcomes.size(),
                    mean,
                    outcomes.size() < 2 ? Double.NaN : Math.sqrt(squares / (outcomes.size() - 1)));
        }

        private double variance() {
            return deviation * deviation;
        }
    }

    /// A difference with its 95 % interval.
    public record Difference(double value, double low, double high) {}

    /// What to do.
    public enum Verdict {
        /// The outcomes are not known yet.
        WAIT("wait: the outcomes are not known before "),
        /// There are too few debtors to find the difference.
        TOO_SMALL(
                "no verdict: the trial has too few debtors to find the difference; give the challenger more, or accept"
                        + " a larger difference with --effect"),
        /// The challenger brings more.
        CHALLENGER_BETTER("the challenger brings more: make it the policy"),
        /// The challenger brings less.
        CHALLENGER_WORSE("the challenger brings less: end the trial"),
        /// No difference was found.
        NO_DIFFERENCE("no difference: a difference of the size to be found would most likely have shown");

        private final String words;

        Verdict(String words) {
            this.words = words;
        }
    }

    /// Reads a trial from the histories of a lake.
    ///
    /// @param policy whose currencies state what a unit is worth
    /// @param from first day of the trial
    /// @param effect the difference to be found; null for a twentieth of the champion's mean
    /// @param lateDays days after the outcome until records of it are taken to be known
    /// @throws Problem `TRIAL` if no debtor had an open case on that day, `POLICY-CURRENCY` if a currency has no
    ///     worth
    public static TrialValue of(
            Lake lake,
            OtherCases otherCases,
            Policy policy,
            PolicyTrial trial,
            LocalDate from,
            @Nullable Double effect,
            int lateDays) {
        HistoryScan scan = new HistoryScan(lake);
        FeedSpans spans = scan.spans();
        long start = from.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
        LocalDate known = from.plusDays(Recovered.DAYS + lateDays);
        boolean mature = start + (Recovered.DAYS + lateDays) * DAY <= spans.knownUntil();
        List<Double> champion = new ArrayList<>();
        List<Double> challenger = new ArrayList<>();
        scan.each(history -> {
            Double outcome = outcome(history, spans, otherCases, policy, start, mature, lateDays);
            if (outcome != null) {
                (trial.challenges(history.debtorId()) ? challenger : champion).add(outcome);
            }
        });
        if (champion.isEmpty() && challenger.isEmpty()) {
            throw new Problem(
                    "TRIAL",
                    from.toString(),
                    "no debtor had an open case on that day",
                    "the lake knows nothing of it",
                    "name the first day on which ./solvens score was run with --challenger");
        }
        return of(from, known, mature, champion, challenger, trial.share(), effect);
    }

    /// What the outcomes of debtors show.
    ///
    /// @param mature whether the outcomes are known
    /// @param share of the challenger
    static TrialValue of(
            LocalDate from,
            LocalDate known,
            boolean mature,
            List<Double> champions,
            List<Double> challengers,
            double share,
            @Nullable Double effect) {
        // The sum of many numbers depends on their order in the last digit.
        Arm champion = Arm.of(champions.stream().sorted().toList());
        Arm challenger = Arm.of(challengers.stream().sorted().toList());
        if (!mature) {
            return new TrialValue(
                    from, known, champion, challenger, null, effect == null ? 0 : effect, 0, Verdict.WAIT);
        }
        double sought = effect == null ? Math.abs(champion.mean()) / 20 : effect;
        if (champion.debtors() < 2 || challenger.debtors() < 2 || sought == 0) {
            return new TrialValue(from, known, champion, challenger, null, sought, 0, Verdict.TOO_SMALL);
        }
        double value = challenger.mean() - champion.mean();
        double error =
                Math.sqrt(champion.variance() / champion.debtors() + challenger.variance() / challenger.debtors());
        Difference difference = new Difference(value, value - SIGNIFICANT * error, value + SIGNIFICANT * error);
        double each = (SIGNIFICANT + POWER) * (SIGNIFICANT + POWER) / (sought * sought);
        long needed = (long) Math.ceil(each * (champion.variance() / (1 - share) + challenger.variance() / share));
        Verdict verdict;
        if (difference.low() > 0) {
            verdict = Verdict.CHALLENGER_BETTER;
        } else if (difference.high() < 0) {
            verdict = Verdict.CHALLENGER_WORSE;
        } else {
            verdict = champion.debtors() + challenger.debtors() < needed ? Verdict.TOO_SMALL : Verdict.NO_DIFFERENCE;
        }
        return new TrialValue(from, known, champion, challenger, difference, sought, needed, verdict);
    }

    /// The outcome of a debtor, 0 as long as it is not known; null if no case was open.
    private static @Nullable Double outcome(
            History history,
            FeedSpans spans,
            OtherCases otherCases,
            Policy policy,
            long start,
            boolean mature,
            int lateDays) {
        List<CaseView> open = new DebtorView(history, start, spans.starts(), otherCases)
                .cases().stream()
                        .filter(view -> view.open() && view.balance() > 0)
                        .toList();
        if (open.isEmpty()) {
            return null;
        }
        if (!mature) {
            return 0.0;
        }
        double outcome = 0;
        for (CaseView known : new DebtorView(history, spans.knownUntil() + 1, spans.starts(), otherCases).cases()) {
            for (CaseView view : open) {
                if (view.caseId().equals(known.caseId())) {
                    String currency = view.placed().currency();
                    policy.requireCurrencies(List.of(currency));
                    CameOf came = CameOf.of(view, known, lateDays, spans.knownUntil());
                    outcome += Objects.requireNonNull(policy.worth(currency))
                            * (came.share() * Money.units(view.balance()) - Money.units(came.cost()));
                }
            }
        }
        return outcome;
    }

    /// Whether it can be judged.
    public boolean judged() {
        return verdict != Verdict.WAIT && verdict != Verdict.TOO_SMALL;
    }

    /// The report as text.
    public String text() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "trial from %s, judged on what came in within %d days; outcomes known from %s%n%n",
                from,
                Recovered.DAYS,
                known));
        line(text, "champion", champion);
        line(text, "challenger", challenger);
        if (difference != null) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-12s %+,14.0f a debtor [%,.0f, %,.0f]%n",
                    "difference",
                    difference.value(),
                    difference.low(),
                    difference.high()));
        }
        if (needed > 0) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-12s %,14d debtors, to find a difference of %,.0f in four trials out of five%n",
                    "needed",
                    needed,
                    effect));
        }
        return text.append(System.lineSeparator())
                .append(verdict.words)
                .append(verdict == Verdict.WAIT ? known.toString() : "")
                .append(System.lineSeparator())
                .toString();
    }

    private void line(StringBuilder text, String name, Arm arm) {
        text.append(String.format(Locale.ROOT, "%-12s %,14d debtors", name, arm.debtors()));
        if (verdict != Verdict.WAIT) {
            text.append(String.format(Locale.ROOT, ", %,.0f a debtor", arm.mean()));
        }
        text.append(System.lineSeparator());
    }
}

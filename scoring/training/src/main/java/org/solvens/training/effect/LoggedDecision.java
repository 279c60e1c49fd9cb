package org.solvens.training.effect;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.solvens.chance.Draws;
import org.solvens.facts.CaseView;
import org.solvens.facts.DebtorView;
import org.solvens.facts.FeedStarts;
import org.solvens.facts.OtherCases;
import org.solvens.history.Event.Decision;
import org.solvens.history.History;
import org.solvens.history.Route;
import org.solvens.inputs.FeedSpans;
import org.solvens.lake.Lake;
import org.solvens.outcome.Recovered;
import org.solvens.training.rows.HistoryScan;

/// A decision of the log, the case as it was known before that day, and what came of it.
///
/// @param view the case before the day of the decision
/// @param debtor as {@link Draws#hash}
/// @param route taken
/// @param probability with which it was chosen, in (0, 1]
/// @param share of the balance that came in within {@link Recovered#DAYS} days, in [0, 1]; of
///     a case that was closed
///     without payment, what came in before
/// @param cost of the contacts in these days, in thousandths of the currency unit
public record LoggedDecision(CaseView view, long debtor, Route route, double probability, double share, long cost) {
    private static final long DAY = 86_400_000L;

    /// Gives the decisions of the lake whose outcome is known. Left out are HOLD, which protects and is not
    /// chosen, decisions without a probability, a second decision on one case and day, and cases that were not
    /// open before the day.
    ///
    /// @param lateDays days after the outcome until records of it are taken to be known
    public static void each(Lake lake, OtherCases otherCases, int lateDays, Consumer<LoggedDecision> consumer) {
        HistoryScan scan = new HistoryScan(lake);
        FeedSpans span = scan.spans();
        scan.each(history -> each(history, span.starts(), span.knownUntil(), otherCases, lateDays, consumer));
    }

    /// Gives the decisions of one debtor.
    ///
    /// @param knownUntil milliseconds since 1970-01-01
    public static void each(
            History history,
            FeedStarts starts,
            long knownUntil,
            OtherCases otherCases,
            int lateDays,
            Consumer<LoggedDecision> consumer) {
        long debtor = Draws.hash(history.debtorId());
        for (CaseView known : new DebtorView(history, knownUntil + 1, starts, otherCases).cases()) {
            Set<Long> days = new HashSet<>();
            for (Decision decision : known.decisions()) {
                long day = Math.floorDiv(decision.decidedAt(), DAY);
                double probability = decision.probability();
                boolean mature = (day + Recovered.DAYS + lateDays) * DAY <= knownUntil;
                if (decision.route() == Route.HOLD
                        || !(probability > 0 && probability <= 1)
                        || !mature
                        || !days.add(day)) {
                    continue;
                }
                CaseView view = open(history, known.caseId(), day * DAY, starts, otherCases);
                if (view != null && view.balance() > 0) {
                    CameOf came = CameOf.of(view, known, lateDays, knownUntil);
                    consumer.accept(
                            new LoggedDecision(view, debtor, decision.route(), probability, came.share(), came.cost()));
                }
            }
        }
    }

    private static @Nullable CaseView open(
            History history, String caseId, long asOf, FeedStarts starts, OtherCases otherCases) {
        List<CaseView> cases = new DebtorView(history, asOf, starts, otherCases).cases();
        for (CaseView view : cases) {
            if (view.caseId().equals(caseId) && view.open()) {
                return view;
            }
        }
        return null;
    }
}

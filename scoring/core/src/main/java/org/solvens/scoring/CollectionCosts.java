package org.solvens.scoring;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.solvens.facts.CaseView;
import org.solvens.history.ArrangementKind;
import org.solvens.history.Event;
import org.solvens.history.Event.CasePlaced;
import org.solvens.policy.FeeClaim;
import org.solvens.policy.Statutes;

/// What a case was charged for collection out of court, and the most that the law allows.
///
/// @param charged thousandths of the currency unit
/// @param most the same; null if no rule of its country is about the claim
public record CollectionCosts(long charged, @Nullable Long most) {
    /// The costs of a case by the rules of {@link Statutes#standard()}. Null if it was placed after
    /// a legal step: what it brought with it holds costs of courts, which these rules are not about.
    public static @Nullable CollectionCosts of(CaseView view) {
        long charged = view.costsOutOfCourt();
        if (charged == Event.NO_AMOUNT) {
            return null;
        }
        CasePlaced placed = view.placed();
        boolean plan = view.agreements().stream()
                .map(agreement -> agreement.arrangement().kind())
                .anyMatch(kind -> kind == ArrangementKind.PLAN || kind == ArrangementKind.TRIAL_PLAN);
        return new CollectionCosts(
                charged,
                Statutes.standard()
                        .mostFees(new FeeClaim(
                                placed.country(),
                                placed.currency(),
                                placed.debtorKind(),
                                LocalDate.ofEpochDay(placed.dueOn()),
                                Math.addExact(placed.principal(), placed.interest()),
                                placed.feeAgreed(),
                                plan)));
    }

    /// What was charged above the law, thousandths of the currency unit; 0 where there is no rule.
    public long above() {
        return most == null ? 0 : Math.max(0, charged - most);
    }
}

package org.solvens.scoring;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.solvens.facts.CaseView;
import org.solvens.policy.Statutes;

/// When the claims of cases become time-barred, by the rules and facts that decide on them.
public final class Limitation {
    private Limitation() {}

    /// The last day on which the claim can be collected; null if its country has no rule. The rules are
    /// {@link Statutes#standard()}.
    static @Nullable LocalDate lastDay(CaseView view) {
        Statutes.Expiry expiry = FactsOf.expiry(view, Statutes.standard());
        return expiry == null ? null : expiry.lastDay();
    }

    /// Days from the view's day to the last day on which the claim can be collected: 0 on that day, negative once it is
    /// barred; null if its country has no rule. The rules are {@link Statutes#standard()}.
    public static @Nullable Integer daysLeft(CaseView view) {
        LocalDate last = lastDay(view);
        return last == null ? null : (int) ChronoUnit.DAYS.between(LocalDate.ofEpochDay(view.today()), last);
    }
}

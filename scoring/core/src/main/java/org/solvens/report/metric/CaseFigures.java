package org.solvens.report.metric;

import org.solvens.facts.CaseView;
import org.solvens.facts.DebtorView;

/// Counts all metrics that come from histories.
public final class CaseFigures {
    private CaseFigures() {}

    /// Adds a debtor's cases to the figures. A record about the debtor as a whole counts once, with the first case.
    ///
    /// @param debtor as of the calendar's day
    public static void count(DebtorView debtor, Calendar calendar, Figures figures) {
        boolean first = true;
        for (CaseView view : debtor.cases()) {
            Slice slice = Slice.of(view);
            MoneyFigures.count(view, slice, calendar, figures);
            ContactFigures.count(view, first, slice, calendar, figures);
            AgreementFigures.count(view, first, slice, calendar, figures);
            HoldFigures.count(view, first, slice, figures);
            LimitationFigures.count(view, slice, figures);
            FeeFigures.count(view, slice, figures);
            VintageFigures.count(view, slice, calendar, figures);
            first = false;
        }
        StockFigures.count(debtor, calendar, figures);
    }
}

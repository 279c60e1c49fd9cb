package org.solvens.facts;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.solvens.history.Event.Hold;
import org.solvens.history.HoldKind;

/// A summary of the holds on a case and on the debtor as a whole. Holds on the debtor as a whole are counted
/// once for all cases of a country.
public final class HoldSummary {
    private final Set<HoldKind> open = EnumSet.noneOf(HoldKind.class);
    private int disputes365;
    private int disputesRejected;

    /// @param by the case that gives the as-of day
    /// @param more a summary to start from; null for none
    HoldSummary(CaseView by, List<Hold> holds, @Nullable HoldSummary more) {
        if (more != null) {
            open.addAll(more.open);
            disputes365 = more.disputes365;
            disputesRejected = more.disputesRejected;
        }
        for (int i = 0, n = holds.size(); i < n; i++) {
            Hold hold = holds.get(i);
            if (by.open(hold)) {
                open.add(hold.kind());
            }
            if (hold.kind() == HoldKind.DISPUTE) {
                disputes365 += by.today() - hold.openedOn() <= 365 ? 1 : 0;
                disputesRejected += hold.outcome() == Hold.Outcome.REJECTED ? 1 : 0;
            }
        }
    }

    /// The kinds of the holds that are open on the as-of day.
    Set<HoldKind> open() {
        return open;
    }

    /// Disputes opened in the last 365 days.
    public int disputes365() {
        return disputes365;
    }

    /// Disputes that were rejected.
    public int disputesRejected() {
        return disputesRejected;
    }
}

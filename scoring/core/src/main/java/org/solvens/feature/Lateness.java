package org.solvens.feature;

import static org.solvens.feature.Values.NOT_APPLICABLE;
import static org.solvens.feature.Values.share;

import java.util.ArrayList;
import java.util.List;
import org.solvens.facts.CaseView;
import org.solvens.facts.DebtorView;
import org.solvens.history.Event;
import org.solvens.history.Event.CaseChanged;
import org.solvens.history.Event.CasePlaced;
import org.solvens.history.Event.Payment;

/// How late the debtor paid the claims of all cases, counted from their due dates. A case that
/// ended otherwise than by payment says nothing of it and is left out.
final class Lateness {
    /// A claim that is paid within so many days of its due date is paid in time, as for the
    /// payments of a case.
    private static final int IN_TIME_DAYS = 30;

    private final List<Paid> paid = new ArrayList<>();
    private final List<Owed> owed = new ArrayList<>();

    /// A case that was paid in full.
    ///
    /// @param on day of the last payment
    /// @param late days from the due date, at least 0
    private record Paid(CasePlaced placed, int on, int late) {}

    /// An open case.
    ///
    /// @param late days from the due date until the as-of day; negative before it
    private record Owed(CasePlaced placed, int late) {}

    Lateness(DebtorView debtor) {
        List<CaseView> cases = debtor.cases();
        for (int i = 0, n = cases.size(); i < n; i++) {
            CaseView one = cases.get(i);
            if (one.open()) {
                owed.add(new Owed(one.placed(), one.daysPastDue()));
            } else if (one.balance() == 0 || one.closedAs() == CaseChanged.ClosedAs.PAID) {
                int on = paidOn(one);
                paid.add(
                        new Paid(one.placed(), on, Math.max(0, on - one.placed().dueOn())));
            }
        }
    }

    private static int paidOn(CaseView one) {
        int last = Event.NONE;
        List<Payment> payments = one.payments();
        for (int i = 0, n = payments.size(); i < n; i++) {
            last = Math.max(last, payments.get(i).paidOn());
        }
        return last != Event.NONE ? last : one.closedOn() != Event.NONE ? one.closedOn() : one.today();
    }

    /// Mean days late of the paid cases other than one; not applicable without any.
    double mean(CaseView own) {
        long sum = 0;
        int count = 0;
        for (Paid one : paid) {
            if (one.placed() != own.placed()) {
                sum += one.late();
                count++;
            }
        }
        return count == 0 ? NOT_APPLICABLE : (double) sum / count;
    }

    /// Most days late of the cases other than one, paid or still open; not applicable without
    /// any.
    double worst(CaseView own) {
        double worst = NOT_APPLICABLE;
        for (Paid one : paid) {
            worst = one.placed() == own.placed() ? worst : Math.max(worst, one.late());
        }
        for (Owed one : owed) {
            worst = one.placed() == own.placed() ? worst : Math.max(worst, Math.max(0, one.late()));
        }
        return worst;
    }

    /// Days late of the case paid last, other than one, less the mean of those paid before it;
    /// not applicable with fewer than two.
    double trend(CaseView own) {
        Paid last = null;
        long sum = 0;
        int count = 0;
        for (Paid one : paid) {
            if (one.placed() != own.placed()) {
                sum += one.late();
                count++;
                last = last == null || one.on() > last.on() ? one : last;
            }
        }
        return last == null || count < 2 ? NOT_APPLICABLE : last.late() - (double) (sum - last.late()) / (count - 1);
    }

    /// Share of the cases other than one that were paid in time, of those that were paid or
    /// are due for longer than that; not applicable without any.
    double inTime(CaseView own) {
        int inTime = 0;
        int all = 0;
        for (Paid one : paid) {
            if (one.placed() != own.placed()) {
                all++;
                inTime += one.late() <= IN_TIME_DAYS ? 1 : 0;
            }
        }
        for (Owed one : owed) {
            all += one.placed() != own.placed() && one.late() > IN_TIME_DAYS ? 1 : 0;
        }
        return share(inTime, all);
    }
}

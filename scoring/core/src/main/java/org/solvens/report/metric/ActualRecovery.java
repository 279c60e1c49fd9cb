package org.solvens.report.metric;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.solvens.facts.CaseView;
import org.solvens.facts.DebtorView;
import org.solvens.history.Event.Payment;

/// What came in on the cases of earlier scoring dates. It is given case by case, because the segment and route under
/// which a case counts are in the scores of that date.
public final class ActualRecovery {
    /// Days within which money is expected.
    public static final List<Integer> DAYS = List.of(30, 90, 180);

    /// Takes what came in on a case.
    public interface Sink {
        /// @param scored scoring date
        /// @param came thousandths of the currency unit within each of {@link #DAYS}, some of them above 0
        void add(String caseId, LocalDate scored, long[] came);
    }

    private ActualRecovery() {}

    /// Gives every case and scoring date on which something came in, for each case up to its balance then.
    ///
    /// @param debtor as of the calendar's day
    public static void each(DebtorView debtor, Calendar calendar, Sink sink) {
        for (long scored : calendar.scored()) {
            LocalDate date = LocalDate.ofInstant(Instant.ofEpochMilli(scored), ZoneOffset.UTC);
            for (CaseView then : debtor.at(scored).cases()) {
                CaseView now = debtor.caseAt(then.placed().caseIndex());
                if (now != null && then.open()) {
                    long[] came = came(then, now);
                    // Within more days not less comes in, unless it was taken back.
                    if (came[0] > 0 || came[1] > 0 || came[2] > 0) {
                        sink.add(now.caseId(), date, came);
                    }
                }
            }
        }
    }

    private static long[] came(CaseView then, CaseView now) {
        long[] came = new long[DAYS.size()];
        for (int i = 0; i < came.length; i++) {
            long sum = 0;
            for (Payment payment : now.payments()) {
                sum += within(payment, then.today(), DAYS.get(i)) ? payment.amount() : 0;
            }
            for (Payment refund : now.refunds()) {
                sum -= within(refund, then.today(), DAYS.get(i)) ? refund.amount() : 0;
            }
            came[i] = Math.clamp(sum, 0, then.balance());
        }
        return came;
    }

    private static boolean within(Payment payment, int from, int days) {
        return payment.paidOn() >= from && payment.paidOn() < from + days;
    }
}

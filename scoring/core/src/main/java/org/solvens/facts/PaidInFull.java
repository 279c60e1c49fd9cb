package org.solvens.facts;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.solvens.history.Event;
import org.solvens.history.Event.CaseChanged;
import org.solvens.history.Event.Payment;

/// The days on which a case became paid in full: something was owed before, and nothing at the end of the day.
/// Money that went back counts as never paid.
///
/// @param days in order
record PaidInFull(int[] days) {
    static PaidInFull of(CaseView view) {
        List<Payment> money = Stream.concat(view.payments().stream(), view.refunds().stream())
                .sorted(Comparator.comparingInt(Payment::paidOn))
                .toList();
        List<CaseChanged> changes = view.changes();
        Claim claim = new Claim(view.placed());
        IntStream.Builder days = IntStream.builder();
        long paid = 0;
        boolean owing = true;
        int change = 0;
        int entry = 0;
        while (entry < money.size() || change < changes.size()) {
            int day = Math.min(
                    entry < money.size() ? money.get(entry).paidOn() : Integer.MAX_VALUE,
                    change < changes.size() ? changes.get(change).happenedOn() : Integer.MAX_VALUE);
            for (; change < changes.size() && changes.get(change).happenedOn() == day; change++) {
                claim.apply(changes.get(change));
            }
            for (; entry < money.size() && money.get(entry).paidOn() == day; entry++) {
                Payment one = money.get(entry);
                paid = Math.addExact(paid, one.kind() == Payment.Kind.REFUND ? -one.amount() : one.amount());
            }
            if (owing && paid >= claim.total()) {
                days.add(day);
            }
            owing = paid < claim.total();
        }
        return new PaidInFull(days.build().toArray());
    }

    /// The first of the days on or after another; {@link Event#NONE} if there is none.
    int since(int day) {
        int at = Arrays.binarySearch(days, day);
        int first = at >= 0 ? at : -at - 1;
        return first < days.length ? days[first] : Event.NONE;
    }
}

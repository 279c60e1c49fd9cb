package org.solvens.simulation;

import java.util.ArrayList;
import java.util.List;
import org.solvens.history.Route;
import org.solvens.history.Stage;

/// What changes about a case. Amounts in minor units, days since 1970-01-01; a day of 0 is none.
/// Copied where a life forks.
final class CaseState implements Cloneable {
    final Claim claim;
    long principal;
    long interest;
    long costs;
    /// The principal that is claimed, before payments.
    long claimedPrincipal;
    /// Paid beyond what is owed, and not refunded.
    long overpaid;
    Stage stage;
    boolean closed;
    /// How it was last closed; empty before that.
    String closedAs = "";
    /// Last day on which something about the case reached the debtor.
    int remindedOn;
    /// Day on which the debtor deals with the last message that arrived; 0 for none.
    int lookOn;
    int nextDecision;
    Route route = Route.WAIT;
    int routeOn;
    int nextInterest;

    int secondReminderOn;
    int callsLeft;
    int nextCall;
    int returnedOn;
    String returnedLetter = "";

    int promisedFor;
    long promised;

    String arrangement = "";
    /// Key of the arrangement; the feeds and a later end refer to it.
    String arrangementKey = "";
    long instalment;
    int instalmentsLeft;
    int instalmentsPaid;
    int firstDue;
    /// Day on which the debtor next sits down to pay an instalment.
    int nextDue;
    Interval interval = Interval.MONTH;
    int missed;
    /// Waived hope: the debtor again sees an end to the debt.
    boolean relieved;

    String holdId = "";
    String holdKind = "";
    String holdOutcome = "";
    int holdFrom;
    int holdUntil;
    boolean disputeDone;

    int directKnownOn;
    long directPaid;
    /// Money that will move later, in the order in which it was foreseen. Never changed in place: forks share it.
    private List<Movement> movements = List.of();

    String asked = "";
    int askedOn;
    int threatenedOn;
    /// Letters of termination that reached the debtor.
    int threats;
    int enforcedFrom;
    int paymentNumber;

    CaseState(Claim claim) {
        this.claim = claim;
        this.principal = claim.principal();
        this.claimedPrincipal = claim.principal();
        this.interest = claim.interest();
        this.costs = claim.costs();
        this.stage = claim.stage();
        this.nextDecision = claim.placedOn() + 1;
        this.nextInterest = claim.placedOn() + 180;
    }

    CaseState copy() {
        try {
            return (CaseState) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    long balance() {
        return principal + interest + costs;
    }

    /// The balance as the collector knows it. A payment to the creditor lowers it only once it is reported.
    long believed() {
        return balance() + (directKnownOn != 0 ? directPaid : 0);
    }

    void expect(Movement movement) {
        List<Movement> longer = new ArrayList<>(movements);
        longer.add(movement);
        movements = List.copyOf(longer);
    }

    boolean expects(Movement.Kind kind) {
        for (Movement each : movements) {
            if (each.kind() == kind) {
                return true;
            }
        }
        return false;
    }

    boolean expectsMoney() {
        return !movements.isEmpty();
    }

    /// Takes out the money that moves on a day.
    List<Movement> due(int day) {
        if (movements.isEmpty()) {
            return movements;
        }
        List<Movement> due = movements.stream().filter(m -> m.on() <= day).toList();
        movements = movements.stream().filter(m -> m.on() > day).toList();
        return due;
    }

    /// Whether a payment is announced that does not count yet.
    boolean awaitsMoney() {
        return expects(Movement.Kind.VALUE_DATE);
    }

    int pastDue(int day) {
        return day - claim.dueOn();
    }

    boolean held() {
        return !holdKind.isEmpty();
    }

    boolean arranged() {
        return !arrangement.isEmpty();
    }

    /// Books a payment on costs, then interest, then principal; what is over is overpaid.
    ///
    /// @return what lowered the balance
    long pay(long amount) {
        long left = Math.min(amount, balance());
        long taken = left;
        long part = Math.min(left, costs);
        costs -= part;
        left -= part;
        part = Math.min(left, interest);
        interest -= part;
        left -= part;
        principal -= left;
        overpaid += amount - taken;
        return taken;
    }

    /// Money goes back: first what was overpaid, the rest is owed again as principal.
    void takeBack(long amount) {
        long part = Math.min(amount, overpaid);
        overpaid -= part;
        principal += amount - part;
    }

    void endArrangement() {
        arrangement = "";
        arrangementKey = "";
        instalment = 0;
        instalmentsLeft = 0;
        instalmentsPaid = 0;
        nextDue = 0;
        missed = 0;
    }
}

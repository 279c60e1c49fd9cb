package org.solvens.simulation;

/// What changes about a case. Amounts in minor units, days since 1970-01-01; a day of 0 is none.
/// Copied where a life forks.
final class CaseState implements Cloneable {
    final Claim claim;
    long principal;
    long interest;
    long costs;
    Stage stage;
    boolean closed;
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
    long instalment;
    int instalmentsLeft;
    int nextDue;
    int interval;
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
    String reversalOf = "";
    long reversal;
    int reversalOn;

    String asked = "";
    int askedOn;
    int threatenedOn;
    int enforcedFrom;
    int paymentNumber;

    CaseState(Claim claim) {
        this.claim = claim;
        this.principal = claim.principal();
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

    /// What the collector takes to be owed, which a payment to the creditor lowers only once told.
    long believed() {
        return balance() + (directKnownOn != 0 ? directPaid : 0);
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

    /// Books a payment on costs, then interest, then principal; what is over is not taken.
    ///
    /// @return the amount taken
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
        return taken;
    }

    void endArrangement() {
        arrangement = "";
        instalment = 0;
        instalmentsLeft = 0;
        nextDue = 0;
        missed = 0;
    }
}

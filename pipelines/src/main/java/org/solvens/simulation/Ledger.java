package org.solvens.simulation;

import org.solvens.simulation.Chance.Purpose;

/// The books of a debtor's cases: money in, money back, holds, closing.
final class Ledger {
    private final Debtor debtor;
    private final Chance chance;
    private final Journal journal;
    private final DebtorState self;
    private final CaseState[] cases;

    Ledger(Situation now) {
        this.debtor = now.debtor;
        this.chance = now.chance;
        this.journal = now.journal;
        this.self = now.self;
        this.cases = now.cases;
    }

    void pay(int day, int index, long amount) {
        CaseState one = cases[index];
        long taken = one.pay(amount);
        if (taken <= 0) {
            return;
        }
        int number = one.paymentNumber++;
        boolean done = one.balance() == 0;
        boolean direct = done && chance.unit(Purpose.DIRECT, index, day, number) < 0.05;
        if (direct) {
            int delay = chance.between(Purpose.DIRECT_DELAY, index, day, 5, 60);
            one.directKnownOn = day + delay;
            one.directPaid = taken;
            one.endArrangement();
            journal.payment(index, day, taken, "DIRECT_TO_CREDITOR", delay);
            return;
        }
        boolean third = chance.unit(Purpose.THIRD_PARTY, index, day, number) < 0.02;
        String key = journal.payment(index, day, taken, third ? "THIRD_PARTY" : "DEBTOR", 0);
        if (chance.unit(Purpose.REVERSAL, index, day, number) < 0.008 && one.reversalOn == 0) {
            one.reversalOn = day + chance.between(Purpose.REVERSAL_DELAY, index, day, 4, 30);
            one.reversal = taken;
            one.reversalOf = key;
        }
        if (done) {
            close(day, index, "PAID");
        }
    }

    void reverse(int day, int index) {
        CaseState one = cases[index];
        journal.reversal(index, day, one.reversal, one.reversalOf);
        one.principal += one.reversal;
        one.reversalOn = 0;
        if (one.closed) {
            one.closed = false;
            one.nextDecision = day + 3;
            journal.closed(index, day, "");
        }
    }

    void enforce(int day, int index) {
        CaseState one = cases[index];
        double excess = self.income(debtor, day) - 0.7 * debtor.country().income();
        long amount = Math.round(0.15 * Math.max(0, excess)) * 100;
        if (amount >= 200_00 && chance.unit(Purpose.ENFORCED, index, day, 0) < 0.8) {
            amount = one.pay(amount);
            journal.payment(index, day, amount, "ENFORCEMENT", 0);
            if (one.balance() == 0) {
                close(day, index, "PAID");
            }
        }
    }

    void close(int day, int index, String as) {
        CaseState one = cases[index];
        if (one.held()) {
            endHold(day, index, "WITHDRAWN");
        }
        one.closed = true;
        one.endArrangement();
        one.promisedFor = 0;
        one.callsLeft = 0;
        journal.closed(index, day, as);
    }

    void hold(int day, int index, String kind, int until) {
        CaseState one = cases[index];
        if (one.held()) {
            return;
        }
        one.holdKind = kind;
        one.holdFrom = day;
        one.holdUntil = until;
        one.holdId = journal.holdOpened(index, day, kind);
        one.callsLeft = 0;
        journal.decision(index, day, Route.HOLD, 1, false);
    }

    void endHold(int day, int index, String outcome) {
        CaseState one = cases[index];
        if (one.held()) {
            journal.holdClosed(one.holdId, index, one.holdFrom, day, one.holdKind, outcome);
            one.holdKind = "";
        }
    }

    void resolve(int day, int index) {
        CaseState one = cases[index];
        boolean dispute = one.holdKind.equals("DISPUTE");
        if (!dispute) {
            endHold(day, index, "EXPIRED");
            one.nextDecision = day + 2;
            return;
        }
        double u = chance.unit(Purpose.DISPUTE_END, index, day, 0);
        if (one.claim.rightly()) {
            if (u < 0.75) {
                endHold(day, index, "UPHELD");
                close(day, index, "WRONGFUL");
                return;
            }
            endHold(day, index, "PARTLY_UPHELD");
            one.principal = Math.round(one.principal * 0.6);
            journal.charge(index, day, "CHARGE_RESTATED", "PRINCIPAL", one.principal);
            if (one.balance() == 0) {
                close(day, index, "PAID");
                return;
            }
        } else {
            endHold(day, index, u < 0.85 ? "REJECTED" : "WITHDRAWN");
        }
        one.remindedOn = day;
        one.nextDecision = day + 2;
    }

    void waive(int index, int day, long interest, long costs) {
        CaseState one = cases[index];
        one.interest -= interest;
        one.costs -= costs;
        if (interest > 0) {
            journal.charge(index, day, "CHARGE_WAIVED", "INTEREST", interest);
        }
        if (costs > 0) {
            journal.charge(index, day, "CHARGE_WAIVED", "COSTS", costs);
        }
    }
}

package org.solvens.simulation;

import org.solvens.history.Route;
import org.solvens.simulation.Chance.Purpose;
import org.solvens.simulation.Movement.Kind;

/// The books of a debtor's cases: money in, money back, holds, closing.
final class Ledger {
    /// Chance that a payment of the whole balance goes to the creditor, who reports it later. This chance and those
    /// below are assumed.
    private static final double DIRECT = 0.05;
    /// Chance that a payment of the whole balance is rounded up to the next hundred.
    private static final double ROUNDED_UP = 0.02;
    /// Chance that a payment of the whole balance is made again.
    private static final double PAID_TWICE = 0.006;
    /// Chance that what was overpaid is refunded.
    private static final double REFUNDED = 0.85;
    /// Chance that the bank takes a payment back: 45 % of these in full, 25 % in part, 15 % in two parts, and 15 %
    /// in full until we win the dispute about it.
    private static final double REVERSED = 0.012;
    /// Chance that a payment of a debtor with several cases is first booked on the wrong one.
    private static final double MISPLACED = 0.03;
    /// Chance that a payment reported on the last bank day before a weekend or holiday counts from the next bank
    /// day.
    private static final double VALUE_DATE_LATER = 0.15;
    /// Chance that a payment is post-dated by 5 to 28 days.
    private static final double POST_DATED = 0.004;

    private final Situation now;
    private final World world;
    private final Debtor debtor;
    private final Chance chance;
    private final Journal journal;
    private final DebtorState self;
    private final CaseState[] cases;

    Ledger(Situation now) {
        this.now = now;
        this.world = now.world;
        this.debtor = now.debtor;
        this.chance = now.chance;
        this.journal = now.journal;
        this.self = now.self;
        this.cases = now.cases;
    }

    /// The debtor pays a sum, or what is left of the balance. The money may count some days later, be too much, or
    /// go another way than to us. The chances are assumed; no public figure is known.
    void pay(int day, int index, long amount) {
        CaseState one = cases[index];
        long wanted = Math.min(amount, one.balance());
        if (wanted <= 0) {
            return;
        }
        int number = one.paymentNumber++;
        boolean done = wanted == one.balance();
        boolean direct = done && chance.unit(Purpose.DIRECT, index, day, number) < DIRECT;
        if (direct) {
            int delay = chance.between(Purpose.DIRECT_DELAY, index, day, 5, 60);
            one.pay(wanted);
            one.directKnownOn = day + delay;
            one.directPaid = wanted;
            one.endArrangement();
            journal.payment(index, day, day + delay, wanted, "DIRECT_TO_CREDITOR");
            journal.received(index, day, wanted, "DIRECT_TO_CREDITOR");
            return;
        }
        boolean third = chance.unit(Purpose.THIRD_PARTY, index, day, number) < 0.02;
        String source = third ? "THIRD_PARTY" : "DEBTOR";
        long paid = wanted;
        if (done && chance.unit(Purpose.OVERPAID, index, day, number) < ROUNDED_UP) {
            paid = Math.ceilDiv(wanted, 100_00) * 100_00;
        }
        int counts = valueDate(day, index, number);
        String key = journal.payment(index, counts, day, paid, source);
        if (counts > day) {
            one.expect(new Movement(counts, Kind.VALUE_DATE, key, paid, source, number, counts));
        } else {
            receive(day, index, key, paid, source, number);
        }
    }

    /// Money reported before a weekend or holiday may count from the next bank day; a few payments are post-
    /// dated.
    private int valueDate(int day, int index, int number) {
        if (chance.unit(Purpose.POST_DATED, index, day, number) < POST_DATED) {
            return day + chance.between(Purpose.POST_DATED_DAYS, index, day, 5, 28);
        }
        Country country = debtor.country();
        boolean lastBankDay = world.bankDay(country, day) && !world.bankDay(country, day + 1);
        return lastBankDay && chance.unit(Purpose.VALUE_DATE, index, day, number) < VALUE_DATE_LATER
                ? world.nextBankDay(country, day)
                : day;
    }

    private void receive(int day, int index, String key, long amount, String source, int number) {
        CaseState one = cases[index];
        boolean wasOwed = one.balance() > 0;
        one.pay(amount);
        journal.received(index, day, amount, source);
        if (one.overpaid > 0) {
            refundLater(day, index, number);
        } else {
            comeBackLater(day, index, key, amount, source, number);
        }
        closeIfPaid(day, index, wasOwed);
    }

    private void closeIfPaid(int day, int index, boolean wasOwed) {
        CaseState one = cases[index];
        if (wasOwed && one.balance() == 0 && !one.closed && one.directKnownOn == 0) {
            close(day, index, "PAID");
        }
    }

    private void refundLater(int day, int index, int number) {
        CaseState one = cases[index];
        if (!one.expects(Kind.REFUND) && chance.unit(Purpose.REFUND, index, day, number) < REFUNDED) {
            int delay = chance.between(Purpose.REFUND_DELAY, index, day, 5, 45);
            one.expect(new Movement(day + delay, Kind.REFUND, "", one.overpaid, "", number, day));
        }
    }

    /// What the future holds for a payment: the bank takes it back, it belongs to another case, or it comes twice.
    private void comeBackLater(int day, int index, String key, long amount, String source, int number) {
        CaseState one = cases[index];
        boolean reversing = one.expects(Kind.REVERSAL) || one.expects(Kind.CHARGEBACK);
        if (chance.unit(Purpose.REVERSAL, index, day, number) < REVERSED && !reversing) {
            int on = day + chance.between(Purpose.REVERSAL_DELAY, index, day, 4, 30);
            double u = chance.unit(Purpose.REVERSAL_KIND, index, day, number);
            double share = 0.1 + 0.5 * chance.unit(Purpose.REVERSAL_SHARE, index, day, number);
            long part = Math.clamp(Math.round(amount * share / 1_00) * 1_00, 1, amount);
            boolean full = u < 0.45;
            boolean chargeback = u >= 0.85;
            boolean twoParts = u >= 0.7 && !chargeback;
            one.expect(new Movement(
                    on,
                    chargeback ? Kind.CHARGEBACK : Kind.REVERSAL,
                    key,
                    full || chargeback ? amount : part,
                    source,
                    number,
                    day));
            long second = Math.min(amount - part, part / 2);
            if (twoParts && second > 0) {
                one.expect(new Movement(on + 9, Kind.REVERSAL, key, second, source, number, day));
            }
        } else if (now.opened > 1 && chance.unit(Purpose.MISPLACED, index, day, number) < MISPLACED) {
            int on = day + chance.between(Purpose.MISPLACED_DAYS, index, day, 3, 25);
            one.expect(new Movement(on, Kind.MISPLACED, key, amount, source, number, day));
        } else if (one.balance() == 0 && chance.unit(Purpose.PAID_TWICE, index, day, number) < PAID_TWICE) {
            int on = day + chance.between(Purpose.PAID_TWICE_DELAY, index, day, 1, 4);
            one.expect(new Movement(on, Kind.PAID_TWICE, "", amount, source, number + 1, on));
        }
    }

    /// Moves the money that is due to move.
    void move(int day, int index, Movement what) {
        CaseState one = cases[index];
        switch (what.kind()) {
            case VALUE_DATE -> receive(day, index, what.entry(), what.amount(), what.source(), what.number());
            case PAID_TWICE -> {
                String key = journal.payment(index, day, day, what.amount(), what.source());
                receive(day, index, key, what.amount(), what.source(), what.number());
            }
            case REVERSAL, CHARGEBACK -> {
                if (one.overpaid > 0) {
                    return;
                }
                String key = journal.reversal(index, day, what.amount(), what.entry());
                owedAgain(day, index, what.amount(), chance.unit(Purpose.REOPENED_TOLD, index, day, 0) < 0.5);
                if (what.kind() == Kind.CHARGEBACK) {
                    int back = day + chance.between(Purpose.WON_BACK_DELAY, index, day, 15, 45);
                    one.expect(new Movement(
                            back, Kind.WON_BACK, key, what.amount(), what.source(), what.number(), what.paidOn()));
                }
            }
            case WON_BACK -> {
                journal.wonBack(index, day, what.amount(), what.entry());
                boolean wasOwed = one.balance() > 0;
                one.pay(what.amount());
                if (one.overpaid > 0) {
                    refundLater(day, index, what.number());
                }
                closeIfPaid(day, index, wasOwed);
            }
            case REFUND -> {
                long amount = Math.min(what.amount(), one.overpaid);
                if (amount > 0) {
                    one.overpaid -= amount;
                    journal.refund(index, day, amount);
                }
            }
            case MISPLACED -> misplaced(day, index, what);
        }
    }

    /// A payment goes to another open case of the debtor, which was placed when it was paid and owes that much.
    private void misplaced(int day, int index, Movement what) {
        CaseState one = cases[index];
        for (int i = 1; i < now.opened && one.overpaid == 0; i++) {
            int to = (index + i) % now.opened;
            CaseState other = cases[to];
            if (!other.closed
                    && other.directKnownOn == 0
                    && other.claim.placedOn() <= what.paidOn()
                    && other.balance() >= what.amount()) {
                journal.moved(what.entry(), index, to, day, what.amount());
                owedAgain(day, index, what.amount(), true);
                other.pay(what.amount());
                closeIfPaid(day, to, true);
                return;
            }
        }
    }

    /// What was paid is owed again. A case closed as PAID is open again; a case closed otherwise stays closed.
    ///
    /// @param reported whether the case system writes that the case is open again
    private void owedAgain(int day, int index, long amount, boolean reported) {
        CaseState one = cases[index];
        one.takeBack(amount);
        if (one.closed && one.closedAs.equals("PAID")) {
            one.closed = false;
            one.nextDecision = day + 3;
            if (reported) {
                journal.closed(index, day, "");
            }
        }
    }

    void enforce(int day, int index) {
        CaseState one = cases[index];
        double excess = self.income(debtor, day) - 0.7 * debtor.country().income();
        long amount = Math.round(0.15 * Math.max(0, excess)) * 100;
        if (amount >= 200_00 && chance.unit(Purpose.ENFORCED, index, day, 0) < world.of(Assumption.ENFORCED_SHARE)) {
            amount = Math.min(amount, one.balance());
            one.pay(amount);
            journal.payment(index, day, day, amount, "ENFORCEMENT");
            journal.received(index, day, amount, "ENFORCEMENT");
            closeIfPaid(day, index, true);
        }
    }

    void close(int day, int index, String as) {
        CaseState one = cases[index];
        if (one.held()) {
            endHold(day, index, "WITHDRAWN");
        }
        one.closed = true;
        one.closedAs = as;
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
            long cut = Math.min(one.claimedPrincipal, one.principal - Math.round(one.principal * 0.6));
            one.principal -= cut;
            one.claimedPrincipal -= cut;
            journal.charge(index, day, "CHARGE_RESTATED", "PRINCIPAL", one.claimedPrincipal);
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

package org.solvens.simulation;

import org.solvens.simulation.Chance.Purpose;

/// What is agreed with a debtor, and whether it is kept.
final class Agreements {
    private static final long PLAN_COST = 60_00;
    private static final long REDUCTION_COST = 90_00;

    private final Situation now;
    private final World world;
    private final Debtor debtor;
    private final Chance chance;
    private final Journal journal;
    private final DebtorState self;
    private final CaseState[] cases;
    private final Ledger ledger;

    Agreements(Situation now, Ledger ledger) {
        this.now = now;
        this.world = now.world;
        this.debtor = now.debtor;
        this.chance = now.chance;
        this.journal = now.journal;
        this.self = now.self;
        this.cases = now.cases;
        this.ledger = ledger;
    }

    void arrange(Route route, int day, int index, Situation.Mood mood) {
        CaseState one = cases[index];
        long waivedInterest = 0;
        long waivedCosts = 0;
        if (route == Route.REDUCTION) {
            waivedInterest = one.interest;
            waivedCosts = one.costs * 3 / 4;
            if (one.principal + one.costs - waivedCosts <= 0) {
                return;
            }
            ledger.waive(index, day, waivedInterest, waivedCosts);
            one.relieved = true;
        }
        double free = self.free(debtor, day) * 100;
        int toPayday = world.untilPayday(debtor.country(), day + 5) + 6;
        one.arrangement = route.name();
        one.missed = 0;
        one.interval = 30;
        one.nextDue = day + toPayday;
        one.callsLeft = 0;
        long balance = one.balance();
        switch (route) {
            case PLAN, REDUCTION -> {
                int longest = Math.max(3, one.claim.creditor().maxPlanMonths());
                boolean atOnce = route == Route.REDUCTION && mood.canPay() > 0.55;
                int months = atOnce ? 1 : (int) Math.clamp(Math.ceil(balance / (0.55 * free)), 2, longest);
                one.instalmentsLeft = months;
                one.instalment = (balance + months - 1) / months;
            }
            case TRIAL_PLAN -> {
                one.instalmentsLeft = 3;
                one.instalment = Math.min(
                        balance, Math.max(100_00, Math.round(Math.min(balance / 8.0, 0.3 * free) / 1000) * 1000));
            }
            case COSTS_ONLY -> {
                one.instalmentsLeft = 1;
                one.instalment = Math.max(50_00, one.interest + one.costs);
                one.instalment = Math.min(balance, one.instalment);
            }
            case DEFERRAL -> {
                one.instalmentsLeft = 1;
                one.instalment = balance;
                one.nextDue = day + 20 + toPayday;
            }
            case REMINDER, CALL, TRACE_ADDRESS, HOLD, WAIT, SURVEILLANCE, LEGAL_REVIEW ->
                throw new AssertionError(route);
        }
        boolean lump = route == Route.DEFERRAL;
        journal.cost(index, day, route == Route.REDUCTION ? REDUCTION_COST : lump ? PLAN_COST / 4 : PLAN_COST);
        journal.arrangement(
                index,
                day,
                route.name(),
                lump ? 0 : one.instalment,
                lump ? 0 : one.instalmentsLeft,
                lump ? 0 : one.interval,
                one.nextDue,
                waivedInterest,
                waivedCosts);
    }

    void instalment(int day, int index, CaseState one) {
        double will;
        double can;
        boolean lump =
                one.arrangement.equals("DEFERRAL") || one.instalmentsLeft == 1 && one.instalment == one.balance();
        if (lump) {
            Situation.Mood mood = now.mood(day, one);
            will = mood.will() - 0.5;
            can = mood.canPay();
        } else {
            Situation.Mood mood = now.mood(day, one);
            will = mood.will() + 0.3;
            can = Behaviour.canCarry(self.free(debtor, day), one.instalment / 100.0);
        }
        if (chance.unit(Purpose.INSTALMENT, index, day, 0) < Behaviour.paysInstalment(will, can)) {
            one.instalmentsLeft--;
            one.nextDue += one.interval;
            one.missed = 0;
            ledger.pay(day, index, one.instalment);
            if (!one.closed && one.instalmentsLeft <= 0) {
                boolean principalRests = one.arrangement.equals("COSTS_ONLY");
                boolean tried = one.arrangement.equals("TRIAL_PLAN");
                one.endArrangement();
                one.remindedOn = day;
                one.nextDecision = day + (principalRests ? 45 : 3);
                if (tried && chance.unit(Purpose.GOES_ON, index, day, 0) < 0.8) {
                    // Who kept the trial goes on with a plan.
                    arrange(Route.PLAN, day, index, now.mood(day, one));
                }
            }
        } else if (++one.missed >= 2) {
            one.endArrangement();
            one.nextDecision = day + 5;
        } else {
            one.nextDue = day + 10;
        }
    }

    void settlePromise(int day, int index, CaseState one) {
        long promised = Math.min(one.promised, one.balance());
        one.promisedFor = 0;
        Situation.Mood mood = now.mood(day, one, promised);
        double keeps = Behaviour.keeps(mood.will(), mood.canPay());
        double u = chance.unit(Purpose.PROMISE_KEPT, index, day, 0);
        if (u < keeps) {
            ledger.pay(day, index, promised);
        } else if (u < keeps + 0.1 && promised > 300_00) {
            ledger.pay(day, index, Math.max(100_00, promised / 4 / 1000 * 1000));
        }
    }
}

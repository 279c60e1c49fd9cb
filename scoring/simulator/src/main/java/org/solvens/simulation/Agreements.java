package org.solvens.simulation;

import org.solvens.history.Route;
import org.solvens.simulation.Chance.Purpose;

/// What is agreed with a debtor, and whether it is kept.
final class Agreements {
    /// Share of plans paid by the week, half of them every second one. This number and those below are assumed.
    private static final double WEEKLY = 0.08;
    /// Chance that an instalment due on no bank day is paid on that day.
    private static final double PAYS_AT_WEEKENDS = 0.3;
    /// Chance that a missed first instalment leads to smaller ones.
    private static final double RENEGOTIATES_AFTER_MISSING = 0.25;
    /// Chance that the debtor asks for smaller instalments on paying one.
    private static final double RENEGOTIATES_AFTER_PAYING = 0.015;
    /// Chance that the whole rest is paid with an instalment, where it can be paid at once.
    private static final double PAYS_THE_REST = 0.08;
    /// Chance that the case system records that a plan was replaced.
    private static final double REPLACEMENT_TOLD = 0.5;
    /// Chance that the case system records that a broken plan was cancelled.
    private static final double CANCELLATION_TOLD = 0.35;
    /// Chance that the case system records that a plan was fulfilled early.
    private static final double FULFILMENT_TOLD = 0.6;

    private final Situation now;
    private final World world;
    private final Debtor debtor;
    private final Chance chance;
    private final Journal journal;
    private final DebtorState self;
    private final CaseState[] cases;
    private final Ledger ledger;
    private final long planCost;

    Agreements(Situation now, Ledger ledger) {
        this.now = now;
        this.world = now.world;
        this.debtor = now.debtor;
        this.chance = now.chance;
        this.journal = now.journal;
        this.self = now.self;
        this.cases = now.cases;
        this.ledger = ledger;
        this.planCost = world.minor(Assumption.PLAN_COST);
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
        long balance = one.balance();
        switch (route) {
            case PLAN, REDUCTION -> {
                int longest = Math.max(3, one.claim.creditor().maxPlanMonths());
                boolean atOnce = route == Route.REDUCTION && mood.canPay() > 0.55;
                boolean stretched = chance.unit(Purpose.STRETCHED, index, day, 0) < world.of(Assumption.PLAN_STRETCHED);
                double needed = stretched ? longest : Math.ceil(balance / (0.55 * free));
                int months = atOnce ? 1 : (int) Math.clamp(needed, 2, longest);
                long monthly = (balance + months - 1) / months;
                double u = chance.unit(Purpose.WEEKLY, index, day, 0);
                boolean weekly = route == Route.PLAN && u < WEEKLY;
                plan(
                        day,
                        index,
                        route,
                        weekly ? u < WEEKLY / 2 ? Interval.WEEK : Interval.FORTNIGHT : Interval.MONTH,
                        monthly);
            }
            case TRIAL_PLAN -> {
                long instalment = Math.min(
                        balance, Math.max(100_00, Math.round(Math.min(balance / 8.0, 0.3 * free) / 1000) * 1000));
                begin(day, index, route, Interval.MONTH, instalment, 3, 0);
            }
            case COSTS_ONLY ->
                begin(
                        day,
                        index,
                        route,
                        Interval.MONTH,
                        Math.min(balance, Math.max(50_00, one.interest + one.costs)),
                        1,
                        0);
            case DEFERRAL -> begin(day, index, route, Interval.MONTH, balance, 1, 20);
            case REMINDER, CALL, TRACE_ADDRESS, HOLD, WAIT, SURVEILLANCE, LEGAL_REVIEW ->
                throw new AssertionError(route);
        }
        boolean lump = route == Route.DEFERRAL;
        long reduction = world.minor(Assumption.REDUCTION_COST);
        journal.cost(index, day, route == Route.REDUCTION ? reduction : lump ? planCost / 4 : planCost);
        one.arrangementKey = journal.arrangement(
                index,
                day,
                route.name(),
                lump ? 0 : one.instalment,
                lump ? 0 : one.instalmentsLeft,
                lump ? null : one.interval,
                one.firstDue,
                waivedInterest,
                waivedCosts);
    }

    /// A plan over the whole balance.
    private void plan(int day, int index, Route route, Interval interval, long monthly) {
        long balance = cases[index].balance();
        long instalment = Math.clamp(interval.share(monthly), 1, balance);
        begin(day, index, route, interval, instalment, (int) Math.ceilDiv(balance, instalment), 0);
    }

    private void begin(int day, int index, Route route, Interval interval, long instalment, int count, int later) {
        CaseState one = cases[index];
        one.endArrangement();
        one.arrangement = route.name();
        one.interval = interval;
        one.instalment = instalment;
        one.instalmentsLeft = count;
        one.firstDue = day + later + world.untilPayday(debtor.country(), day + 5) + 6;
        one.nextDue = sitsDown(index, one.firstDue);
        one.callsLeft = 0;
    }

    /// An instalment due at a weekend or on a bank holiday is paid on the next bank day, or on the day itself.
    private int sitsDown(int index, int due) {
        boolean onTheDay =
                world.bankDay(debtor.country(), due) || chance.unit(Purpose.WEEKEND, index, due, 0) < PAYS_AT_WEEKENDS;
        return onTheDay ? due : world.nextBankDay(debtor.country(), due);
    }

    void instalment(int day, int index, CaseState one) {
        Situation.Mood mood = now.mood(day, one);
        double will;
        double can;
        boolean lump =
                one.arrangement.equals("DEFERRAL") || one.instalmentsLeft == 1 && one.instalment == one.balance();
        if (lump) {
            will = mood.will() - 0.5;
            can = mood.canPay();
        } else {
            will = mood.will() + 0.3;
            can = Behaviour.canCarry(self.free(debtor, day), one.instalment * one.interval.ofMonth() / 100.0);
        }
        double changes = chance.unit(Purpose.RENEGOTIATED, index, day, 0);
        boolean plan = one.arrangement.equals("PLAN") || one.arrangement.equals("REDUCTION");
        if (chance.unit(Purpose.INSTALMENT, index, day, 0) < Behaviour.paysInstalment(world, will, can)) {
            boolean early = plan
                    && one.instalmentsLeft > 1
                    && chance.unit(Purpose.EARLY, index, day, 0) < PAYS_THE_REST * mood.canPay();
            String key = one.arrangementKey;
            one.instalmentsLeft = early ? 0 : one.instalmentsLeft - 1;
            one.instalmentsPaid++;
            one.nextDue = Math.max(day + 1, sitsDown(index, one.interval.due(one.firstDue, one.instalmentsPaid)));
            one.missed = 0;
            journal.cost(index, day, world.minor(Assumption.INSTALMENT_COST));
            ledger.pay(day, index, early ? one.balance() : one.instalment);
            if (early) {
                end(day, index, key, "FULFILLED", FULFILMENT_TOLD);
            }
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
            } else if (!one.closed && one.arranged() && plan && changes < RENEGOTIATES_AFTER_PAYING) {
                renegotiate(day, index);
            }
        } else if (++one.missed >= 2) {
            journal.cost(index, day, world.minor(Assumption.BREACH_COST));
            end(day, index, one.arrangementKey, "CANCELLED", CANCELLATION_TOLD);
            one.endArrangement();
            one.nextDecision = day + 5;
        } else if (plan && changes < RENEGOTIATES_AFTER_MISSING) {
            renegotiate(day, index);
        } else {
            one.nextDue = day + 10;
        }
    }

    /// The debtor agrees on instalments of six tenths. The new plan replaces the old one; not every case system
    /// records the end of the old one.
    private void renegotiate(int day, int index) {
        CaseState one = cases[index];
        long monthly = Math.round(one.instalment * one.interval.ofMonth() * 0.6);
        if (one.balance() <= monthly || one.awaitsMoney()) {
            return;
        }
        end(day, index, one.arrangementKey, "REPLACED", REPLACEMENT_TOLD);
        plan(day, index, Route.PLAN, one.interval, monthly);
        journal.cost(index, day, planCost);
        one.arrangementKey = journal.arrangement(
                index, day, Route.PLAN.name(), one.instalment, one.instalmentsLeft, one.interval, one.firstDue, 0, 0);
    }

    private void end(int day, int index, String key, String as, double reported) {
        if (chance.unit(Purpose.END_TOLD, index, day, 0) < reported) {
            journal.arrangementEnded(index, key, day, as);
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

package org.solvens.simulation;

import org.solvens.history.Route;

/// How a debtor's traits turn into chances. Every formula of the simulator's psychology is here.
final class Behaviour {
    /// No urge to pay is stronger than this on any one day.
    static final double MOST_INTENT = 0.3;
    /// No urge to write or call is stronger than this on any one day.
    static final double MOST_INBOUND = 0.06;
    /// Chance that one who sits down to pay and cannot gets in touch.
    static final double ASKS = 0.3;
    /// Writing or calling without being asked, for each urge to pay.
    static final double SEEKS = 0.2;

    private Behaviour() {}

    static double logistic(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }

    /// Money available now: part of the savings, and what is left of the month, more of it just after payday.
    static double liquid(World world, Debtor debtor, DebtorState state, int day) {
        double savings = debtor.savingsMonths() * debtor.income() * (state.inShock(day) ? 0.12 : 0.3);
        boolean fresh = world.sincePayday(debtor.country(), day) < 5;
        return savings + state.free(debtor, day) * (fresh ? 1.1 : 0.6);
    }

    /// Chance that a sum, in units, can be paid at once in addition to the other debts.
    static double canPay(double liquid, double sum, double otherDebt) {
        return logistic(1.5 * (StrictMath.log(liquid / (sum + 0.25 * otherDebt + 1)) + 0.35));
    }

    /// Chance that an instalment can be carried by what a month leaves.
    static double canCarry(double free, double instalment) {
        return logistic(2.2 * (StrictMath.log(free / (instalment + 1)) + 0.8));
    }

    /// 0 to 1: how far out of sight the end of all debts is.
    static double hopeless(double debt, double free) {
        return logistic(1.4 * StrictMath.log(debt / (10 * free) + 1e-9));
    }

    /// Willingness as it acts today: wear of contacts, hardship and hopelessness lower it, a threat of
    /// legal steps raises that of those who could pay and will not, and hurts the willing.
    static double will(World world, DebtorState state, CaseState one, double hopeless, double canPay, int day) {
        double will = state.willing
                - one.claim.reluctance()
                - (state.inHardship(day) ? 0.5 : 0)
                - (state.inShock(day) ? world.of(Assumption.SHOCK_ON_WILL) : 0)
                - (one.relieved ? world.of(Assumption.RELIEF) : 1.1) * hopeless
                - 0.12 * Math.max(0, state.wear(day) - 4);
        if (one.threatenedOn != 0 && day - one.threatenedOn < world.of(Assumption.THREAT_DAYS)) {
            double stubborn = logistic(-1.5 * state.willing);
            double raises = world.of(Assumption.THREAT_RAISES)
                    * StrictMath.pow(world.of(Assumption.THREAT_DULLS), one.threats - 1);
            will += raises * canPay * stubborn - world.of(Assumption.THREAT_HURTS) * (1 - stubborn);
        }
        return will;
    }

    /// 0 to 1: how present the claim is in the debtor's mind. The forgetful need to be reminded.
    static double attention(World world, Debtor debtor, CaseState one, int day) {
        double memory = StrictMath.exp(-(day - one.remindedOn) / world.of(Assumption.MEMORY_DAYS));
        return 1 - debtor.forgetful() * (1 - memory);
    }

    /// Chance of sitting down to pay on one day.
    static double intent(World world, Debtor debtor, double will, double attention, CaseState one, int day) {
        int since = world.sincePayday(debtor.country(), day);
        double payday = since < 4 ? 2.4 : 0.78;
        double age = 0.1 + 0.9 * StrictMath.exp(-one.pastDue(day) / 170.0);
        double unaware = day - one.remindedOn > 250 ? 0.4 : 1;
        return Math.min(
                MOST_INTENT,
                0.024 * attention * StrictMath.exp(1.05 * will) * payday * age * unaware * world.season(day));
    }

    /// Chance that the right person answers one call.
    static double answers(Debtor debtor, DebtorState state, int day) {
        if (!state.phoneGood) {
            return 0;
        }
        return logistic(-0.5
                + 0.85 * debtor.answer()
                + 0.6 * state.willing
                - (state.inHardship(day) ? 0.7 : 0)
                - 0.18 * Math.max(0, state.wear(day) - 4));
    }

    /// Chance of opening the link in a message or letter and looking at the case. It is how somebody deals with
    /// mail of this kind, more than with this one claim.
    static double looks(World world, Debtor debtor, DebtorState state, int day) {
        return logistic(-0.5
                + world.of(Assumption.LOOKS_BY_WILL) * state.willing
                + world.of(Assumption.LOOKS_BY_HABIT) * debtor.habit()
                - (state.inHardship(day) ? 0.3 : 0)
                - 0.12 * Math.max(0, state.wear(day) - 4));
    }

    /// Chance of promising, once reached.
    ///
    /// @param caller how good the caller is, about standard normal
    static double promises(World world, double will, double canPay, double caller) {
        return logistic(0.25 + 0.8 * will + 0.9 * (canPay - 0.5) + world.of(Assumption.AGENTS) * caller);
    }

    /// Chance of keeping a promise in full.
    static double keeps(double will, double canPay) {
        return logistic(1.3 + 0.9 * will) * (0.03 + 0.97 * canPay);
    }

    /// Chance of paying an instalment that is due.
    static double paysInstalment(World world, double will, double canCarry) {
        return logistic(world.of(Assumption.INSTALMENT_PAID) + world.of(Assumption.INSTALMENT_BY_WILL) * will)
                * (0.02 + 0.98 * canCarry);
    }

    /// Chance of accepting what a route offers.
    ///
    /// @param asked whether the debtor asked for it or for something like it
    static double accepts(World world, Route route, boolean asked, double will, double canPay, double hopeless) {
        double unasked = asked ? 0 : world.of(Assumption.OFFER_UNASKED);
        return switch (route) {
            case PLAN ->
                logistic(world.of(Assumption.PLAN_ACCEPT) + world.of(Assumption.PLAN_ACCEPT_BY_WILL) * will - unasked)
                        * (1 - world.of(Assumption.PLAN_DECLINED) * canPay);
            case TRIAL_PLAN -> logistic(0.8 + 0.8 * will - unasked) * (1 - 0.8 * canPay);
            case DEFERRAL -> logistic(0.0 + 0.7 * will - unasked) * (1 - 0.8 * canPay);
            case COSTS_ONLY -> logistic(0.0 + 0.9 * will - unasked) * (1 - 0.5 * canPay);
            // Granted to debtors whose income cannot carry the debt; those who can pay are mostly refused.
            case REDUCTION -> logistic(0.4 + 0.9 * (will + 1.1 * hopeless) - unasked) * (0.1 + 0.9 * hopeless);
            case REMINDER, CALL, TRACE_ADDRESS, HOLD, WAIT, SURVEILLANCE, LEGAL_REVIEW -> 0;
        };
    }
}

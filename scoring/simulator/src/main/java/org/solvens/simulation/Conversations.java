package org.solvens.simulation;

import org.solvens.simulation.Chance.Purpose;

/// What a debtor says when reached, and does voluntarily.
final class Conversations {
    private final long attemptCost;
    private final long talkCost;
    private final Situation now;
    private final World world;
    private final Debtor debtor;
    private final Chance chance;
    private final Journal journal;
    private final DebtorState self;
    private final CaseState[] cases;
    private final Ledger ledger;

    Conversations(Situation now, Ledger ledger) {
        this.now = now;
        this.world = now.world;
        this.debtor = now.debtor;
        this.chance = now.chance;
        this.journal = now.journal;
        this.self = now.self;
        this.cases = now.cases;
        this.ledger = ledger;
        this.attemptCost = world.minor(Assumption.ATTEMPT_COST);
        this.talkCost = world.minor(Assumption.TALK_COST);
    }

    /// One call.
    ///
    /// @return whether the right person was reached
    boolean attempt(int day, int index, int count) {
        CaseState one = cases[index];
        double u = chance.unit(Purpose.ANSWER, index, day, count);
        if (u >= Behaviour.answers(debtor, self, day)) {
            boolean wrong = !self.phoneGood && chance.unit(Purpose.WRONG_PARTY, index, day, count) < 0.3;
            journal.contact(index, day, "OUTBOUND", "CALL", wrong ? "WRONG_PARTY" : "NO_ANSWER", 0, 0, attemptCost);
            return false;
        }
        self.contacted(day);
        one.remindedOn = day;
        speak(day, index, "OUTBOUND", "CALL", attemptCost + talkCost);
        return true;
    }

    /// What the debtor says.
    void speak(int day, int index, String direction, String channel, long cost) {
        CaseState one = cases[index];
        if (one.directKnownOn != 0) {
            journal.contact(index, day, direction, channel, "SAYS_PAID_DIRECT", 0, 0, cost);
            ledger.hold(day, index, "DIRECT_PAYMENT", one.directKnownOn);
            return;
        }
        if (one.claim.disputed() && !one.disputeDone) {
            one.disputeDone = true;
            journal.contact(index, day, direction, channel, "DISPUTES", 0, 0, cost);
            int days = 14 + (int) (-30 * StrictMath.log(1 - chance.unit(Purpose.DISPUTE_DAYS, index, day, 0)));
            ledger.hold(day, index, "DISPUTE", day + Math.min(days, 240));
            return;
        }
        if (one.arranged() || one.promisedFor != 0) {
            journal.contact(index, day, direction, channel, "REACHED", 0, 0, cost);
            return;
        }
        Situation.Mood mood = now.mood(day, one);
        double u = chance.unit(Purpose.OUTCOME, index, day, 0);
        double kind = chance.unit(Purpose.OUTCOME_KIND, index, day, 0);
        double promise =
                Behaviour.promises(world, mood.will(), mood.canPay(), chance.normal(Purpose.AGENT, index, day));
        if (u < promise) {
            boolean all = kind < 0.25 + 0.6 * mood.canPay();
            one.promised = all ? one.balance() : Math.max(100_00, one.balance() / 3 / 1000 * 1000);
            one.promised = Math.min(one.promised, one.balance());
            int wait = kind < 0.5 ? 7 : world.untilPayday(debtor.country(), day + 3) + 4;
            one.promisedFor = day + Math.min(wait, 30);
            journal.contact(index, day, direction, channel, "PROMISED", one.promised, one.promisedFor, cost);
            if (one.promised < one.balance()) {
                journal.arrangement(index, day, "PARTIAL_PAYMENT", one.promised, 1, null, one.promisedFor, 0, 0);
            }
            return;
        }
        double rest = (u - promise) / (1 - promise);
        String outcome;
        if (rest < 0.6 * (1 - mood.canPay()) + 0.15 * Behaviour.logistic(mood.will())) {
            outcome = kind < 0.35
                    ? "ASKS_PLAN"
                    : kind < 0.7 ? "CANNOT_PAY" : kind < 0.86 ? "ASKS_DEFERRAL" : "ASKS_REDUCTION";
            one.asked = outcome;
            one.askedOn = day;
        } else if (rest < 0.93) {
            outcome = kind < Behaviour.logistic(0.6 - 1.2 * mood.will()) ? "REFUSED" : "REACHED";
        } else {
            outcome = "OPTS_OUT";
            if (!self.noCalls) {
                self.noCalls = true;
                journal.holdOpened(-1, day, "NO_CALLS");
            }
        }
        journal.contact(index, day, direction, channel, outcome, 0, 0, cost);
        if (self.inHardship(day) && chance.unit(Purpose.VULNERABLE, index, day, 0) < 0.25) {
            ledger.hold(day, index, "VULNERABLE", day + 75);
        }
    }

    /// Looking at the case in the portal, or not.
    void look(int day, int index) {
        if (chance.unit(Purpose.LOOKS, index, day, 0)
                < world.of(Assumption.LOOKS_SHOWN) * Behaviour.looks(world, debtor, self, day)) {
            journal.contact(index, day, "INBOUND", "PORTAL", "REACHED", 0, 0, 0);
        }
    }

    /// Paying, or writing, without being asked that day.
    void ofOwnWill(int day, int index, CaseState one) {
        double u = chance.unit(Purpose.INTENT, index, day, 0);
        double v = chance.unit(Purpose.INBOUND, index, day, 0);
        if (u >= Behaviour.MOST_INTENT && v >= Behaviour.MOST_INBOUND) {
            return;
        }
        Situation.Mood mood = now.mood(day, one);
        double attention = Behaviour.attention(world, debtor, one, day);
        double intent = Behaviour.intent(world, debtor, mood.will(), attention, one, day);
        boolean asks = v < Math.min(Behaviour.MOST_INBOUND, Behaviour.SEEKS * intent);
        if (u < intent) {
            if (one.claim.disputed() && one.claim.rightly() && !one.disputeDone) {
                return;
            }
            if (chance.unit(Purpose.PAYS_FULL, index, day, 0) < mood.canPay()) {
                ledger.pay(day, index, one.balance());
                return;
            }
            if (chance.unit(Purpose.PART, index, day, 0) < 0.22) {
                double share = 0.15 + 0.5 * chance.unit(Purpose.PART_SIZE, index, day, 0);
                long most = Math.round(Behaviour.liquid(world, debtor, self, day) * 100 * share);
                long part = Math.min(one.balance(), Math.max(100_00, most / 10_000 * 10_000));
                ledger.pay(day, index, part);
                return;
            }
            // Who wants to pay and cannot mostly says so.
            asks |= chance.unit(Purpose.ASKS, index, day, 0) < Behaviour.ASKS;
        }
        if (asks) {
            double kind = chance.unit(Purpose.INBOUND_KIND, index, day, 0);
            boolean portal = kind < 0.5;
            String channel = portal ? "PORTAL" : kind < 0.75 ? "EMAIL" : "CALL";
            speak(day, index, "INBOUND", channel, portal ? 0 : talkCost);
        }
    }
}

package org.solvens.simulation;

import org.jspecify.annotations.Nullable;
import org.solvens.simulation.Chance.Purpose;

/// One debtor's life, day by day: what the policy does, how the debtor answers, what is written down.
///
/// A life can be forked at a decision. The fork goes on from the same state with another journal, and
/// with the same luck or another.
final class Life {
    /// Told of each decision before it takes effect.
    interface Witness {
        void deciding(Life life, int day, int index, double[] distribution, Route chosen);

        void changed(Life life, int day);
    }

    private static final long LETTER_COST = 12_00;
    private static final long MOBILE_COST = 1_00;
    private static final long ATTEMPT_COST = 12_00;
    private static final long TALK_COST = 28_00;
    private static final long TRACE_COST = 30_00;
    private static final long PLAN_COST = 60_00;
    private static final long LEGAL_COST = 900_00;
    private static final long REDUCTION_COST = 90_00;

    private final World world;
    private final Debtor debtor;
    private final Chance chance;
    private final Journal journal;
    private final @Nullable Witness witness;
    private final DebtorState self;
    private final @Nullable CaseState[] cases;
    private int opened;

    Life(World world, Debtor debtor, Chance chance, Journal journal, Witness witness) {
        this.world = world;
        this.debtor = debtor;
        this.chance = chance;
        this.journal = journal;
        this.witness = witness;
        this.self = new DebtorState(debtor, chance);
        this.cases = new CaseState[debtor.claims().size()];
    }

    private Life(Life origin, Chance chance, Journal journal) {
        this.world = origin.world;
        this.debtor = origin.debtor;
        this.chance = chance;
        this.journal = journal;
        this.witness = null;
        this.self = origin.self.copy();
        this.opened = origin.opened;
        this.cases = new CaseState[origin.cases.length];
        for (int i = 0; i < opened; i++) {
            cases[i] = origin.cases[i].copy();
        }
    }

    Debtor debtor() {
        return debtor;
    }

    DebtorState self() {
        return self;
    }

    CaseState state(int index) {
        return cases[index];
    }

    Chance chance() {
        return chance;
    }

    World world() {
        return world;
    }

    /// What might happen from a decision on, up to but not including a day.
    ///
    /// @param index of the case decided on
    /// @param route taken, or null to let the policy draw it
    Tally imagine(int future, int day, int index, @Nullable Route route, int until) {
        Tally tally = new Tally(index);
        Life life = new Life(this, chance.future(future), tally);
        if (route == null) {
            life.decide(day, index);
        } else {
            life.take(route, day, index);
        }
        for (int i = index + 1; i < life.opened; i++) {
            life.decideIfDue(day, i);
        }
        life.live(day);
        for (int next = day + 1; next < until && !life.idle(index); next++) {
            life.day(next);
        }
        return tally;
    }

    /// The years before the first case, in which only the traits move.
    void youth(int from, int to, TaxOffice tax) {
        for (int day = from; day < to; day++) {
            if (Math.floorMod(day, 30) == debtor.stepOffset()) {
                self.step(world, debtor, chance, day);
                tax.month(day, self.income(debtor, day));
            }
        }
    }

    /// The days of the history.
    void run(int from, int to, TaxOffice tax) {
        for (int day = from; day <= to; day++) {
            if (Math.floorMod(day, 30) == debtor.stepOffset()) {
                tax.month(day, self.income(debtor, day));
            }
            day(day);
        }
    }

    private boolean idle(int index) {
        CaseState one = cases[index];
        return one.closed && one.reversalOn == 0;
    }

    private void day(int day) {
        while (opened < cases.length && debtor.claims().get(opened).placedOn() <= day) {
            open(day);
        }
        if (Math.floorMod(day, 30) == debtor.stepOffset()) {
            boolean changed = self.step(world, debtor, chance, day);
            if (opened > 0) {
                strike(day);
                if (witness != null && changed) {
                    witness.changed(this, day);
                }
            }
        }
        for (int i = 0; i < opened; i++) {
            decideIfDue(day, i);
        }
        live(day);
    }

    private void open(int day) {
        Claim claim = debtor.claims().get(opened);
        CaseState one = new CaseState(claim);
        cases[opened] = one;
        int index = opened++;
        journal.caseOpened(claim);
        one.remindedOn = self.addressGood ? claim.dueOn() - 10 : claim.aroseOn() - 60;
        if (claim.stage() == Stage.COLLECTION && self.addressGood && claim.pastOnPlacement() < 200) {
            one.remindedOn = Math.max(one.remindedOn, claim.placedOn() - 20);
        }
        if (self.stopped) {
            one.nextDecision = Integer.MAX_VALUE;
        }
        if (index == 0) {
            if (witness != null) {
                witness.changed(this, day);
            }
            if (chance.unit(Purpose.TRACE, index, day, 9) < 0.4) {
                lookUp(day, index, "SCHEDULED");
            }
        }
    }

    private void decideIfDue(int day, int index) {
        CaseState one = cases[index];
        if (one.closed || day < one.nextDecision || self.stopped) {
            return;
        }
        if (one.held() || one.arranged()) {
            return;
        }
        decide(day, index);
    }

    private void decide(int day, int index) {
        CaseState one = cases[index];
        double[] p = OldPolicy.distribution(one, self, world.staff(day), debtor.country(), day);
        double u = chance.unit(Purpose.ROUTE, index, day, 0);
        int drawn = 0;
        while (drawn < p.length - 1 && u >= p[drawn]) {
            u -= p[drawn++];
        }
        while (p[drawn] == 0) {
            drawn--;
        }
        Route route = Route.of(drawn);
        if (witness != null) {
            witness.deciding(this, day, index, p, route);
        }
        boolean human = route == Route.REDUCTION
                || route == Route.LEGAL_REVIEW
                || chance.unit(Purpose.HUMAN, index, day, 0) < 0.08;
        journal.decision(index, day, route, p[drawn], human);
        take(route, day, index);
    }

    private void take(Route route, int day, int index) {
        CaseState one = cases[index];
        one.route = route;
        one.routeOn = day;
        one.nextDecision = day + OldPolicy.interval(route) + chance.between(Purpose.REVIEW, index, day, 0, 6);
        switch (route) {
            case REMINDER -> {
                remind(day, index, one.stage == Stage.COLLECTION ? "OTHER" : "REMINDER", true);
                one.secondReminderOn = day + 11;
            }
            case CALL -> {
                if (self.noCalls) {
                    remind(day, index, "OTHER", true);
                } else {
                    one.callsLeft = 3;
                    one.nextCall = day + 1;
                }
            }
            case PLAN, TRIAL_PLAN, DEFERRAL, COSTS_ONLY, REDUCTION -> offer(route, day, index);
            case TRACE_ADDRESS -> {
                lookUp(day, index, self.badAddressKnown ? "RETURNED_MAIL" : "MANUAL");
                if (!self.badAddressKnown) {
                    remind(day, index, "OTHER", false);
                }
            }
            case SURVEILLANCE -> {
                if (one.stage != Stage.SURVEILLANCE) {
                    one.stage = Stage.SURVEILLANCE;
                    journal.stage(index, day, Stage.SURVEILLANCE);
                }
            }
            case LEGAL_REVIEW -> {
                journal.cost(index, day, LEGAL_COST);
                if (remind(day, index, "TERMINATION", false)) {
                    one.threatenedOn = day;
                }
            }
            case HOLD, WAIT -> {}
        }
    }

    /// Sends a text message, an e-mail or a letter.
    ///
    /// @return whether it reached the debtor
    private boolean remind(int day, int index, String letter, boolean anyChannel) {
        CaseState one = cases[index];
        boolean delivered;
        double u = chance.unit(Purpose.BOUNCED, index, day, 0);
        if (anyChannel && debtor.mobile() && u < 0.5) {
            delivered = self.phoneGood;
            journal.contact(
                    index,
                    day,
                    "OUTBOUND",
                    u < 0.3 ? "SMS" : "EMAIL",
                    delivered ? "DELIVERED" : "BOUNCED",
                    0,
                    0,
                    MOBILE_COST);
        } else {
            delivered = self.addressGood;
            journal.contact(index, day, "OUTBOUND", "LETTER", "SENT", 0, 0, LETTER_COST);
            journal.letter(index, day, letter, false);
            if (!delivered && one.returnedOn == 0 && chance.unit(Purpose.RETURNED, index, day, 0) < 0.6) {
                one.returnedOn = day + chance.between(Purpose.RETURN_DELAY, index, day, 6, 25);
                one.returnedLetter = letter;
            }
        }
        if (delivered) {
            one.remindedOn = day;
            self.contacted(day);
        }
        return delivered;
    }

    private void lookUp(int day, int index, String trigger) {
        journal.cost(index, day, TRACE_COST);
        double u = chance.unit(Purpose.TRACE, index, day, 0);
        String result;
        if (self.addressGood) {
            result = "CONFIRMED";
            self.badAddressKnown = false;
        } else if (u < 0.75) {
            result = "MOVED";
            self.addressGood = true;
            self.badAddressKnown = false;
        } else {
            result = u < 0.82 ? "EMIGRATED" : "UNKNOWN";
            self.badAddressKnown = true;
        }
        journal.hit(day, u < 0.85 ? "POPULATION" : "POSTAL", result, trigger);
        if (!self.phoneGood && !trigger.equals("SCHEDULED")) {
            boolean found = chance.unit(Purpose.TRACE_PHONE, index, day, 0) < 0.5;
            self.phoneGood = found;
            journal.hit(day, "PHONE", found ? "PHONE_FOUND" : "UNKNOWN", trigger);
        }
    }

    /// Offers an arrangement by letter, and by one call where the letter does not arrive.
    private void offer(Route route, int day, int index) {
        int before = cases[index].remindedOn;
        boolean reached = remind(day, index, "OTHER", false);
        if (reached) {
            // An offer of time presses less than a reminder.
            cases[index].remindedOn = Math.max(before, day - 14);
        }
        if (!reached && !self.noCalls) {
            reached = attempt(day, index, 7);
        }
        CaseState one = cases[index];
        if (!reached || one.held() || one.promisedFor != 0 || one.directKnownOn != 0) {
            return;
        }
        Mood mood = mood(day, one);
        if (chance.unit(Purpose.ACCEPT, index, day, 0)
                < Behaviour.accepts(route, mood.will(), mood.canPay(), mood.hopeless())) {
            arrange(route, day, index, mood);
        }
    }

    private void arrange(Route route, int day, int index, Mood mood) {
        CaseState one = cases[index];
        long waivedInterest = 0;
        long waivedCosts = 0;
        if (route == Route.REDUCTION) {
            waivedInterest = one.interest;
            waivedCosts = one.costs * 3 / 4;
            if (one.principal + one.costs - waivedCosts <= 0) {
                return;
            }
            waive(index, day, waivedInterest, waivedCosts);
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

    private void waive(int index, int day, long interest, long costs) {
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

    private void live(int day) {
        for (int i = 0; i < opened; i++) {
            CaseState one = cases[i];
            if (one.reversalOn != 0 && day >= one.reversalOn) {
                reverse(day, i);
            }
            if (!one.closed) {
                live(day, i, one);
            }
        }
    }

    private void live(int day, int index, CaseState one) {
        if (one.directKnownOn != 0 && day >= one.directKnownOn) {
            one.directKnownOn = 0;
            endHold(day, index, "UPHELD");
            close(day, index, "PAID");
            return;
        }
        if (one.held() && day >= one.holdUntil) {
            resolve(day, index);
            if (one.closed) {
                return;
            }
        }
        if (one.returnedOn != 0 && day >= one.returnedOn) {
            one.returnedOn = 0;
            journal.letter(index, day, one.returnedLetter, true);
            self.badAddressKnown = !self.addressGood;
        }
        if (one.held() || self.stopped) {
            return;
        }
        if (one.directKnownOn == 0) {
            accrue(day, index, one);
        }
        if (one.callsLeft > 0 && day >= one.nextCall && world.staff(day) > 0.3) {
            one.callsLeft--;
            one.nextCall = day + chance.between(Purpose.CALL_GAP, index, day, 2, 5);
            if (attempt(day, index, 0)) {
                one.callsLeft = 0;
            }
        }
        if (one.directKnownOn != 0 || one.held()) {
            return;
        }
        if (one.secondReminderOn != 0 && day >= one.secondReminderOn) {
            one.secondReminderOn = 0;
            if (!one.arranged() && one.promisedFor == 0 && !self.badAddressKnown) {
                remind(day, index, "OTHER", true);
            }
        }
        if (one.promisedFor != 0 && day >= one.promisedFor) {
            settlePromise(day, index, one);
        } else if (one.arranged()) {
            if (day >= one.nextDue) {
                instalment(day, index, one);
            }
        } else if (one.promisedFor == 0) {
            if (one.enforcedFrom != 0 && day >= one.enforcedFrom && world.sincePayday(debtor.country(), day) == 2) {
                enforce(day, index);
            }
            if (!one.closed) {
                ofOwnWill(day, index, one);
            }
        }
    }

    private void accrue(int day, int index, CaseState one) {
        if (day >= one.nextInterest) {
            long interest = Math.round(one.principal * 0.11 * 120 / 365);
            one.nextInterest = day + 120;
            if (interest > 0 && !one.arranged()) {
                one.interest += interest;
                journal.charge(index, day, "CHARGE_ADDED", "INTEREST", interest);
            }
        }
        if (one.arranged()) {
            return;
        }
        int late = one.pastDue(day);
        if (one.stage == Stage.REMINDER && late >= 32) {
            enter(day, index, Stage.PRE_COLLECTION, debtor.country().reminderFee(), "REMINDER");
        } else if (one.stage == Stage.PRE_COLLECTION && late >= 64) {
            enter(day, index, Stage.COLLECTION, debtor.country().demandFee(), "COLLECTION_DEMAND");
        } else if (one.route == Route.LEGAL_REVIEW && one.stage == Stage.COLLECTION && day == one.routeOn + 40) {
            one.stage = Stage.LEGAL;
            journal.stage(index, day, Stage.LEGAL);
            one.costs += 380_00;
            journal.charge(index, day, "CHARGE_ADDED", "COSTS", 380_00);
            one.enforcedFrom = day + 35;
        }
    }

    private void enter(int day, int index, Stage stage, long fee, String letter) {
        CaseState one = cases[index];
        one.stage = stage;
        journal.stage(index, day, stage);
        one.costs += fee;
        journal.charge(index, day, "CHARGE_ADDED", "COSTS", fee);
        remind(day, index, letter, false);
    }

    /// One call.
    ///
    /// @return whether the right person was reached
    private boolean attempt(int day, int index, int count) {
        CaseState one = cases[index];
        double u = chance.unit(Purpose.ANSWER, index, day, count);
        if (u >= Behaviour.answers(debtor, self, day)) {
            boolean wrong = !self.phoneGood && chance.unit(Purpose.WRONG_PARTY, index, day, count) < 0.3;
            journal.contact(index, day, "OUTBOUND", "CALL", wrong ? "WRONG_PARTY" : "NO_ANSWER", 0, 0, ATTEMPT_COST);
            return false;
        }
        self.contacted(day);
        one.remindedOn = day;
        speak(day, index, "OUTBOUND", "CALL", ATTEMPT_COST + TALK_COST);
        return true;
    }

    /// What the debtor says.
    private void speak(int day, int index, String direction, String channel, long cost) {
        CaseState one = cases[index];
        if (one.directKnownOn != 0) {
            journal.contact(index, day, direction, channel, "SAYS_PAID_DIRECT", 0, 0, cost);
            hold(day, index, "DIRECT_PAYMENT", one.directKnownOn);
            return;
        }
        if (one.claim.disputed() && !one.disputeDone) {
            one.disputeDone = true;
            journal.contact(index, day, direction, channel, "DISPUTES", 0, 0, cost);
            int days = 14 + (int) (-30 * StrictMath.log(1 - chance.unit(Purpose.DISPUTE_DAYS, index, day, 0)));
            hold(day, index, "DISPUTE", day + Math.min(days, 240));
            return;
        }
        if (one.arranged() || one.promisedFor != 0) {
            journal.contact(index, day, direction, channel, "REACHED", 0, 0, cost);
            return;
        }
        Mood mood = mood(day, one);
        double u = chance.unit(Purpose.OUTCOME, index, day, 0);
        double kind = chance.unit(Purpose.OUTCOME_KIND, index, day, 0);
        double promise = Behaviour.promises(mood.will(), mood.canPay());
        if (u < promise) {
            boolean all = kind < 0.25 + 0.6 * mood.canPay();
            one.promised = all ? one.balance() : Math.max(100_00, one.balance() / 3 / 1000 * 1000);
            one.promised = Math.min(one.promised, one.balance());
            int wait = kind < 0.5 ? 7 : world.untilPayday(debtor.country(), day + 3) + 4;
            one.promisedFor = day + Math.min(wait, 30);
            journal.contact(index, day, direction, channel, "PROMISED", one.promised, one.promisedFor, cost);
            if (one.promised < one.balance()) {
                journal.arrangement(index, day, "PARTIAL_PAYMENT", one.promised, 1, 0, one.promisedFor, 0, 0);
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
            hold(day, index, "VULNERABLE", day + 75);
        }
    }

    private void settlePromise(int day, int index, CaseState one) {
        long promised = Math.min(one.promised, one.balance());
        one.promisedFor = 0;
        Mood mood = mood(day, one, promised);
        double keeps = Behaviour.keeps(mood.will(), mood.canPay());
        double u = chance.unit(Purpose.PROMISE_KEPT, index, day, 0);
        if (u < keeps) {
            pay(day, index, promised);
        } else if (u < keeps + 0.1 && promised > 300_00) {
            pay(day, index, Math.max(100_00, promised / 4 / 1000 * 1000));
        }
    }

    private void instalment(int day, int index, CaseState one) {
        double will;
        double can;
        boolean lump =
                one.arrangement.equals("DEFERRAL") || one.instalmentsLeft == 1 && one.instalment == one.balance();
        if (lump) {
            Mood mood = mood(day, one);
            will = mood.will() - 0.5;
            can = mood.canPay();
        } else {
            Mood mood = mood(day, one);
            will = mood.will() + 0.3;
            can = Behaviour.canCarry(self.free(debtor, day), one.instalment / 100.0);
        }
        if (chance.unit(Purpose.INSTALMENT, index, day, 0) < Behaviour.paysInstalment(will, can)) {
            one.instalmentsLeft--;
            one.nextDue += one.interval;
            one.missed = 0;
            pay(day, index, one.instalment);
            if (!one.closed && one.instalmentsLeft <= 0) {
                boolean principalRests = one.arrangement.equals("COSTS_ONLY");
                boolean tried = one.arrangement.equals("TRIAL_PLAN");
                one.endArrangement();
                one.remindedOn = day;
                one.nextDecision = day + (principalRests ? 45 : 3);
                if (tried && chance.unit(Purpose.GOES_ON, index, day, 0) < 0.8) {
                    // Who kept the trial goes on with a plan.
                    arrange(Route.PLAN, day, index, mood(day, one));
                }
            }
        } else if (++one.missed >= 2) {
            one.endArrangement();
            one.nextDecision = day + 5;
        } else {
            one.nextDue = day + 10;
        }
    }

    private void enforce(int day, int index) {
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

    /// Paying, or writing, without being asked that day.
    private void ofOwnWill(int day, int index, CaseState one) {
        double u = chance.unit(Purpose.INTENT, index, day, 0);
        double v = chance.unit(Purpose.INBOUND, index, day, 0);
        if (u >= Behaviour.MOST_INTENT && v >= Behaviour.MOST_INBOUND) {
            return;
        }
        Mood mood = mood(day, one);
        double attention = Behaviour.attention(debtor, one, day);
        double intent = Behaviour.intent(world, debtor, mood.will(), attention, one, day);
        if (u < intent) {
            if (one.claim.disputed() && one.claim.rightly() && !one.disputeDone) {
                return;
            }
            if (chance.unit(Purpose.PAYS_FULL, index, day, 0) < mood.canPay()) {
                pay(day, index, one.balance());
                return;
            }
            if (chance.unit(Purpose.PART, index, day, 0) < 0.22) {
                double share = 0.15 + 0.5 * chance.unit(Purpose.PART_SIZE, index, day, 0);
                long most = Math.round(Behaviour.liquid(world, debtor, self, day) * 100 * share);
                long part = Math.min(one.balance(), Math.max(100_00, most / 10_000 * 10_000));
                pay(day, index, part);
                return;
            }
            // Who wants to pay and cannot often says so.
            v *= 0.02;
        }
        if (v < Math.min(Behaviour.MOST_INBOUND, 0.12 * intent)) {
            double kind = chance.unit(Purpose.INBOUND_KIND, index, day, 0);
            boolean portal = kind < 0.5;
            String channel = portal ? "PORTAL" : kind < 0.75 ? "EMAIL" : "CALL";
            speak(day, index, "INBOUND", channel, portal ? 0 : TALK_COST);
        }
    }

    private void pay(int day, int index, long amount) {
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

    private void reverse(int day, int index) {
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

    private void close(int day, int index, String as) {
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

    private void hold(int day, int index, String kind, int until) {
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

    private void endHold(int day, int index, String outcome) {
        CaseState one = cases[index];
        if (one.held()) {
            journal.holdClosed(one.holdId, index, one.holdFrom, day, one.holdKind, outcome);
            one.holdKind = "";
        }
    }

    private void resolve(int day, int index) {
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

    /// Once a month: things that end the work on a debtor or a case.
    private void strike(int day) {
        if (!self.stopped && chance.unit(Purpose.STOP, 0, day, 0) < 0.0016) {
            double u = chance.unit(Purpose.STOP_KIND, 0, day, 0);
            String kind;
            if (debtor.company()) {
                kind = "BANKRUPTCY";
            } else if (u < 0.3) {
                kind = "DECEASED";
            } else if (u < 0.32) {
                kind = "MINOR";
            } else if (u < 0.6) {
                kind = "DEBT_RELIEF";
            } else if (u < 0.7) {
                kind = "PROTECTED_IDENTITY";
            } else if (u < 0.9) {
                kind = "WRONG_PERSON";
            } else {
                kind = "OBJECTED_TO_PROFILING";
            }
            journal.holdOpened(-1, day, kind);
            if (kind.equals("DECEASED")) {
                journal.hit(day, "POPULATION", "DECEASED", "SCHEDULED");
            }
            self.stopped = !kind.equals("OBJECTED_TO_PROFILING");
        }
        for (int i = 0; i < opened; i++) {
            CaseState one = cases[i];
            if (one.closed || one.directKnownOn != 0) {
                continue;
            }
            double u = chance.unit(Purpose.WITHDRAWN, i, day, 0);
            if (u < 0.003) {
                close(day, i, "WITHDRAWN");
            } else if (one.pastDue(day) > 900 && u < 0.03) {
                close(day, i, "WRITTEN_OFF");
            } else if (one.pastDue(day) > 3650) {
                close(day, i, "TIME_BARRED");
            }
        }
    }

    /// Where a debtor stands towards a case today.
    private record Mood(double will, double canPay, double hopeless) {}

    private Mood mood(int day, CaseState one) {
        return mood(day, one, one.balance());
    }

    private Mood mood(int day, CaseState one, long sum) {
        long debt = 0;
        for (int i = 0; i < opened; i++) {
            if (!cases[i].closed) {
                debt += cases[i].balance();
            }
        }
        double liquid = Behaviour.liquid(world, debtor, self, day);
        double canPay = Behaviour.canPay(liquid, sum / 100.0, (debt - one.balance()) / 100.0);
        double hopeless = Behaviour.hopeless(debt / 100.0, self.free(debtor, day));
        return new Mood(Behaviour.will(self, one, hopeless, canPay, day), canPay, hopeless);
    }
}

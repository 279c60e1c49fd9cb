package org.solvens.simulation;

import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.solvens.history.Route;
import org.solvens.history.Stage;
import org.solvens.simulation.Chance.Purpose;

/// One debtor's life, day by day: what the policy does, how the debtor answers, what is written down.
///
/// A life can be forked at a decision. The fork goes on from the same state with another journal, and
/// with the same luck or another.
final class Life {
    /// Is given each decision before it takes effect.
    interface Witness {
        /// @param untold whether a record of the case, by its index, becomes known after the last day only
        default void ended(Life life, IntPredicate untold) {}

        void deciding(Life life, int day, int index, double[] distribution, Route chosen);

        void changed(Life life, int day);
    }

    private final Situation now;
    private final @Nullable Witness witness;
    private final Ledger ledger;
    private final Agreements agreements;
    private final Conversations conversations;
    private final Treatments treatments;
    private final World world;
    private final Debtor debtor;
    private final Chance chance;
    private final Journal journal;
    private final DebtorState self;
    private final CaseState[] cases;

    /// A life that begins.
    Life(World world, Debtor debtor, Chance chance, Journal journal, Witness witness) {
        this(new Situation(world, debtor, chance, journal), witness);
    }

    private Life(Situation now, @Nullable Witness witness) {
        this.now = now;
        this.witness = witness;
        this.ledger = new Ledger(now);
        this.agreements = new Agreements(now, ledger);
        this.conversations = new Conversations(now, ledger);
        this.treatments = new Treatments(now, conversations, agreements);
        this.world = now.world;
        this.debtor = now.debtor;
        this.chance = now.chance;
        this.journal = now.journal;
        this.self = now.self;
        this.cases = now.cases;
    }

    Debtor debtor() {
        return debtor;
    }

    DebtorState self() {
        return self;
    }

    /// How many cases were placed.
    int opened() {
        return now.opened;
    }

    CaseState state(int index) {
        return cases[index];
    }

    Situation.Mood mood(int day, int index) {
        return now.mood(day, cases[index]);
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
    /// @param until the day
    Tally imagine(int future, int day, int index, @Nullable Route route, int until) {
        return imagine(future, day, index, route, until, until);
    }

    /// What might happen from a decision on, up to but not including a day.
    ///
    /// @param index of the case decided on
    /// @param route taken, or null to let the policy draw it
    /// @param near day from which only the net sums count
    /// @param until the day
    Tally imagine(int future, int day, int index, @Nullable Route route, int near, int until) {
        Tally tally = new Tally(index, day, near, world.of(Assumption.DISCOUNT));
        Life life = new Life(new Situation(now, chance.future(future), tally), null);
        if (route == null) {
            life.decide(day, index);
        } else {
            life.treatments.take(route, day, index);
        }
        for (int i = index + 1; i < life.now.opened; i++) {
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
                tax.month(day, self.income(debtor, day) * debtor.reported());
            }
        }
    }

    /// The days of the history.
    void run(int from, int to, TaxOffice tax) {
        for (int day = from; day <= to; day++) {
            if (Math.floorMod(day, 30) == debtor.stepOffset()) {
                tax.month(day, self.income(debtor, day) * debtor.reported());
            }
            day(day);
        }
    }

    private boolean idle(int index) {
        CaseState one = cases[index];
        return one.closed && !one.expectsMoney();
    }

    private void day(int day) {
        while (now.opened < cases.length && debtor.claims().get(now.opened).placedOn() <= day) {
            open(day);
        }
        if (Math.floorMod(day, 30) == debtor.stepOffset()) {
            boolean changed = self.step(world, debtor, chance, day);
            if (now.opened > 0) {
                strike(day);
                if (witness != null && changed) {
                    witness.changed(this, day);
                }
            }
        }
        for (int i = 0; i < now.opened; i++) {
            decideIfDue(day, i);
        }
        live(day);
    }

    private void open(int day) {
        Claim claim = debtor.claims().get(now.opened);
        CaseState one = new CaseState(claim);
        cases[now.opened] = one;
        int index = now.opened++;
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
                treatments.lookUp(day, index, "SCHEDULED");
            }
        }
    }

    private void decideIfDue(int day, int index) {
        CaseState one = cases[index];
        if (one.closed || day < one.nextDecision || self.stopped) {
            return;
        }
        if (one.held() || one.arranged() || one.awaitsMoney()) {
            return;
        }
        decide(day, index);
    }

    private void decide(int day, int index) {
        CaseState one = cases[index];
        double[] p = OldPolicy.distribution(world, one, self, debtor.country(), day);
        double u = chance.unit(Purpose.ROUTE, index, day, 0);
        int drawn = 0;
        while (drawn < p.length - 1 && u >= p[drawn]) {
            u -= p[drawn++];
        }
        while (p[drawn] == 0) {
            drawn--;
        }
        Route route = OldPolicy.ROUTES.get(drawn);
        if (witness != null) {
            witness.deciding(this, day, index, p, route);
        }
        boolean human = route.humanOnly() || chance.unit(Purpose.HUMAN, index, day, 0) < 0.08;
        journal.decision(index, day, route, p[drawn], human);
        treatments.take(route, day, index);
    }

    private void live(int day) {
        for (int i = 0; i < now.opened; i++) {
            CaseState one = cases[i];
            for (Movement each : one.due(day)) {
                ledger.move(day, i, each);
            }
            if (!one.closed) {
                live(day, i, one);
            }
        }
    }

    private void live(int day, int index, CaseState one) {
        if (one.directKnownOn != 0 && day >= one.directKnownOn) {
            one.directKnownOn = 0;
            ledger.endHold(day, index, "UPHELD");
            if (one.balance() == 0) {
                ledger.close(day, index, "PAID");
            } else {
                // The bank took an earlier payment back in the meantime.
                one.nextDecision = day + 2;
            }
            return;
        }
        if (one.held() && day >= one.holdUntil) {
            ledger.resolve(day, index);
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
        if (one.lookOn != 0 && day >= one.lookOn) {
            one.lookOn = 0;
            conversations.look(day, index);
        }
        if (one.directKnownOn == 0) {
            accrue(day, index, one);
        }
        if (one.awaitsMoney()) {
            return;
        }
        if (one.callsLeft > 0 && day >= one.nextCall && world.staff(day) > 0.3) {
            one.callsLeft--;
            one.nextCall = day + chance.between(Purpose.CALL_GAP, index, day, 2, 5);
            if (conversations.attempt(day, index, 0)) {
                one.callsLeft = 0;
            }
        }
        if (one.directKnownOn != 0 || one.held()) {
            return;
        }
        if (one.secondReminderOn != 0 && day >= one.secondReminderOn) {
            one.secondReminderOn = 0;
            if (!one.arranged() && one.promisedFor == 0 && !self.badAddressKnown) {
                treatments.remind(day, index, "OTHER", true);
            }
        }
        if (one.promisedFor != 0 && day >= one.promisedFor) {
            agreements.settlePromise(day, index, one);
        } else if (one.arranged()) {
            if (day >= one.nextDue) {
                agreements.instalment(day, index, one);
            }
        } else if (one.promisedFor == 0) {
            if (one.enforcedFrom != 0 && day >= one.enforcedFrom && world.sincePayday(debtor.country(), day) == 2) {
                ledger.enforce(day, index);
            }
            if (!one.closed) {
                conversations.ofOwnWill(day, index, one);
            }
        }
    }

    private void accrue(int day, int index, CaseState one) {
        if (day >= one.nextInterest) {
            long interest = Math.round(one.principal * 0.11 * 180 / 365);
            one.nextInterest = day + 180;
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
        } else if (one.route == Route.LEGAL_REVIEW
                && one.stage == Stage.COLLECTION
                && day == one.routeOn + (int) world.of(Assumption.COURT_AFTER)) {
            one.stage = Stage.LEGAL;
            journal.stage(index, day, Stage.LEGAL);
            one.costs += 380_00;
            journal.charge(index, day, "CHARGE_ADDED", "COSTS", 380_00);
            one.enforcedFrom = day + (int) world.of(Assumption.ENFORCED_AFTER);
            journal.cost(index, day, world.minor(Assumption.COURT_COST));
            if (chance.unit(Purpose.LEAVES, index, day, 0) < 0.5) {
                journal.cost(index, day, world.minor(Assumption.LOST_CUSTOMER_COST));
            }
            if (chance.unit(Purpose.RUIN, index, day, 0) < world.of(Assumption.RUIN)) {
                journal.holdOpened(-1, day, debtor.company() ? "BANKRUPTCY" : "DEBT_RELIEF");
                self.stopped = true;
            }
        }
    }

    private void enter(int day, int index, Stage stage, long fee, String letter) {
        CaseState one = cases[index];
        one.stage = stage;
        journal.stage(index, day, stage);
        one.costs += fee;
        journal.charge(index, day, "CHARGE_ADDED", "COSTS", fee);
        treatments.remind(day, index, letter, false);
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
        for (int i = 0; i < now.opened; i++) {
            CaseState one = cases[i];
            if (one.closed || one.directKnownOn != 0) {
                continue;
            }
            double u = chance.unit(Purpose.WITHDRAWN, i, day, 0);
            if (u < 0.003) {
                ledger.close(day, i, "WITHDRAWN");
            } else if (one.pastDue(day) > 900 && u < 0.03) {
                ledger.close(day, i, "WRITTEN_OFF");
            } else if (one.pastDue(day) > 3650) {
                ledger.close(day, i, "TIME_BARRED");
            }
        }
    }
}

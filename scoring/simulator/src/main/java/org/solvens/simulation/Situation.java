package org.solvens.simulation;

/// The state of one debtor and of each case, with the world, the chance and the journal of the simulation.
final class Situation {
    /// Share of the debts elsewhere that weighs on somebody who looks at one claim. Assumed.
    private static final double ELSEWHERE_FELT = 0.15;

    final World world;
    final Debtor debtor;
    final Chance chance;
    final Journal journal;
    final DebtorState self;
    /// By index; filled as far as cases were opened.
    final CaseState[] cases;

    int opened;

    Situation(World world, Debtor debtor, Chance chance, Journal journal) {
        this.world = world;
        this.debtor = debtor;
        this.chance = chance;
        this.journal = journal;
        this.self = new DebtorState(debtor, chance);
        this.cases = new CaseState[debtor.claims().size()];
    }

    /// A copy that goes on with other luck and writes elsewhere.
    Situation(Situation origin, Chance chance, Journal journal) {
        this.world = origin.world;
        this.debtor = origin.debtor;
        this.chance = chance;
        this.journal = journal;
        this.self = origin.self.copy();
        this.opened = origin.opened;
        this.cases = new CaseState[origin.cases.length];
        for (int i = 0; i < opened; i++) {
            cases[i] = origin.cases[i].copy();
        }
    }

    /// The attitude and means of a debtor towards a case today.
    record Mood(double will, double canPay, double hopeless) {}

    Mood mood(int day, CaseState one) {
        return mood(day, one, one.balance());
    }

    Mood mood(int day, CaseState one, long sum) {
        long debt = 0;
        for (int i = 0; i < opened; i++) {
            if (!cases[i].closed) {
                debt += cases[i].balance();
            }
        }
        double liquid = Behaviour.liquid(world, debtor, self, day);
        double canPay = Behaviour.canPay(liquid, sum / 100.0, (debt - one.balance()) / 100.0);
        double hopeless =
                Behaviour.hopeless(debt / 100.0 + ELSEWHERE_FELT * debtor.elsewhere(), self.free(debtor, day));
        return new Mood(Behaviour.will(world, self, one, hopeless, canPay, day), canPay, hopeless);
    }
}

package org.solvens.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Who the debtors are.
final class DebtorTest {
    private static final World WORLD = new World(Scenario.FIRST, 17, Facts.FROM, Facts.TO);
    private static final List<Debtor> DEBTORS = new ArrayList<>();

    @BeforeAll
    static void draw() {
        for (int number = 0; number < 20_000; number++) {
            DEBTORS.add(Debtor.draw(WORLD, number));
        }
    }

    @Test
    void willingnessAbilityAndReadinessToAnswerGoTogetherALittle() {
        ToDoubleFunction<Debtor> ability =
                debtor -> Math.log(debtor.income() / debtor.country().income());

        assertThat(correlation(Debtor::willing, ability)).isBetween(0.02, 0.25);
        assertThat(correlation(Debtor::willing, Debtor::answer)).isBetween(0.02, 0.25);
        assertThat(correlation(ability, Debtor::answer)).isBetween(0.02, 0.25);
        assertThat(Math.abs(correlation(Debtor::willing, Debtor::forgetful))).isLessThan(0.03);
        assertThat(correlation(Debtor::savingsMonths, Debtor::wealth)).isGreaterThan(0.1);
    }

    @Test
    void someHaveSeveralCasesOfSeveralCreditors() {
        long several = DEBTORS.stream().filter(d -> d.claims().size() > 1).count();
        long creditors = DEBTORS.stream()
                .filter(d -> d.claims().stream().map(Claim::creditor).distinct().count() > 1)
                .count();

        assertThat(several / 20_000.0).isBetween(0.15, 0.4);
        assertThat(creditors).isBetween(several / 2, several);
    }

    @Test
    void everyCountryKindAndClaimTypeIsThere() {
        Set<Object> seen = new HashSet<>();
        for (Debtor debtor : DEBTORS) {
            seen.add(debtor.country());
            seen.add(debtor.kind());
            debtor.claims().forEach(claim -> seen.add(claim.creditor().claimType()));
        }
        seen.removeAll(Set.of((Object[]) Country.values()));

        assertThat(seen).hasSize(3 + 10).contains("PERSON", "SOLE_TRADER", "COMPANY", "LOAN", "PARKING");
    }

    @Test
    void claimsHaveAHeavyTail() {
        double[] sums = DEBTORS.stream()
                .flatMap(d -> d.claims().stream())
                .mapToDouble(Claim::principal)
                .sorted()
                .toArray();
        double all = 0;
        double top = 0;
        for (int i = 0; i < sums.length; i++) {
            all += sums[i];
            top += i >= sums.length * 0.9 ? sums[i] : 0;
        }

        assertThat(all / sums.length).isGreaterThan(2 * sums[sums.length / 2]);
        assertThat(top / all).isGreaterThan(0.4);
    }

    @Test
    void traitsMoveAndRecover() {
        int shocked = 0;
        int recovered = 0;
        int moved = 0;
        double drift = 0;
        for (Debtor debtor : DEBTORS.subList(0, 2_000)) {
            Chance chance = Chance.of(17, debtor.number());
            DebtorState state = new DebtorState(debtor, chance);
            boolean wasGood = state.addressGood;
            boolean inShock = false;
            for (int day = WORLD.firstDay(); day < WORLD.lastDay(); day += 30) {
                state.step(WORLD, debtor, chance, day);
                shocked += !inShock && state.inShock(day) ? 1 : 0;
                recovered += inShock && !state.inShock(day) ? 1 : 0;
                inShock = state.inShock(day);
            }
            moved += wasGood && !state.addressGood ? 1 : 0;
            drift += Math.abs(state.willing - debtor.willing()) / 2_000;
        }

        assertThat(shocked / 2_000.0).isBetween(0.15, 0.6);
        assertThat(recovered).isBetween(shocked / 2, shocked);
        assertThat(moved / 2_000.0).isBetween(0.05, 0.3);
        assertThat(drift).isBetween(0.2, 0.8);
    }

    @Test
    void theRecessionBringsMoreShocksAndLessPaying() {
        int day = WORLD.firstDay();
        while (!WORLD.recession(day)) {
            day++;
        }
        assertThat(day).isLessThan(WORLD.lastDay());
        int[] shocks = new int[2];
        for (Debtor debtor : DEBTORS) {
            Chance chance = Chance.of(17, debtor.number());
            for (int when : new int[] {day - 365, day}) {
                DebtorState state = new DebtorState(debtor, chance);
                state.step(WORLD, debtor, chance, when);
                shocks[when == day ? 1 : 0] += state.inShock(when) ? 1 : 0;
            }
        }
        assertThat(shocks[1]).isGreaterThan(shocks[0] * 3 / 2);
        assertThat(WORLD.season(day)).isLessThan(WORLD.season(day - 1));
    }

    @Test
    void paydayIsOnceAMonth() {
        for (Country country : Country.values()) {
            int paydays = 0;
            for (int day = WORLD.firstDay(); day <= WORLD.lastDay(); day++) {
                paydays += WORLD.sincePayday(country, day) == 0 ? 1 : 0;
                assertThat(WORLD.untilPayday(country, day)).isBetween(0, 31);
            }
            assertThat(paydays).isEqualTo(24);
        }
    }

    @Test
    void contactsWearAndFade() {
        Debtor debtor = DEBTORS.getFirst();
        DebtorState state = new DebtorState(debtor, Chance.of(17, 0));
        state.phoneGood = true;
        double fresh = Behaviour.answers(debtor, state, 20_300);
        for (int i = 0; i < 8; i++) {
            state.contacted(20_300);
        }
        double worn = Behaviour.answers(debtor, state, 20_300);

        assertThat(worn).isLessThan(fresh);
        assertThat(Behaviour.answers(debtor, state, 20_400)).isEqualTo(fresh);
    }

    private static double correlation(ToDoubleFunction<Debtor> x, ToDoubleFunction<Debtor> y) {
        double n = DEBTORS.size();
        double mx = DEBTORS.stream().mapToDouble(x).sum() / n;
        double my = DEBTORS.stream().mapToDouble(y).sum() / n;
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (Debtor debtor : DEBTORS) {
            double dx = x.applyAsDouble(debtor) - mx;
            double dy = y.applyAsDouble(debtor) - my;
            xy += dx * dy;
            xx += dx * dx;
            yy += dy * dy;
        }
        return xy / Math.sqrt(xx * yy);
    }
}

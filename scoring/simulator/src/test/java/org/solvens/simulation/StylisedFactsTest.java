package org.solvens.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.solvens.feed.Feed;

/// What is known of real collection must show in the simulated one, each fact within its band.
///
/// Where a paper gives a figure it is named. Where none is public, the band is this project's own reading
/// of what practitioners report, and that is said.
final class StylisedFactsTest {
    private static Facts facts;

    @BeforeAll
    static void simulate() {
        facts = new Facts(4_000, 20260630L, 0.35, 60, 0.04, 40);
    }

    /// Source: the practice of recovery curves compared at equal age, one line a month of placement; early
    /// is better. No public figure by age: the tenth between bands is this project's own.
    @Test
    void recoveryFallsWithTheAgeOfTheDebt() {
        double young = facts.solved(180, c -> c.placedOn() - c.dueOn() < 30);
        double middle = facts.solved(180, c -> c.placedOn() - c.dueOn() >= 30 && c.placedOn() - c.dueOn() < 150);
        double old = facts.solved(180, c -> c.placedOn() - c.dueOn() >= 150);

        assertThat(young).isGreaterThan(middle * 1.1);
        assertThat(middle).isGreaterThan(old * 1.1);
    }

    /// Source: the contact funnel's definition, promises paid to nine tenths within five days over promises
    /// due. No public figure for consumers: the band is this project's own.
    @Test
    void betweenThreeAndSixOfTenPromisesAreBroken() {
        assertThat(facts.promises).hasSizeGreaterThan(500);
        assertThat(facts.brokenShare()).isBetween(0.30, 0.60);
    }

    /// Source: the contact funnel's definition, right-party contacts over attempts. Vendors' figures differ
    /// with the definition: the band is this project's own.
    @Test
    void oneToFourOfTenCallsReachTheRightPerson() {
        assertThat(facts.calls).isGreaterThan(5_000);
        assertThat(facts.rightParty / (double) facts.calls).isBetween(0.10, 0.40);
    }

    /// Source: EPN Quito study, JRFM 18(11):630, 2025: best KS 51.4 % at 1 to 30 days of arrears, 38.8 %
    /// at 31 to 90 days. Beyond 90 days it says nothing; that separation goes on falling is this project's
    /// own.
    @Test
    void separationFallsWithTheAgeOfTheArrears() {
        double early = facts.ks(late -> late <= 30);
        double middle = facts.ks(late -> late > 30 && late <= 90);
        double late = facts.ks(days -> days > 90 && days <= 365);

        assertThat(early).isGreaterThan(middle);
        assertThat(middle).isGreaterThan(late);
        assertThat(late).isBetween(0.30, 0.60);
    }

    /// Source: Bellotti, Brigo, Gambetti, Vrins 2021, IJF: the history of contacts and payments helps every
    /// algorithm. Sanchez, Maldonado, Vairetti 2022, DSS: contact, promise and repayment are one funnel.
    @Test
    void aKeptPromisePredictsTheNextPayment() {
        assertThat(facts.paysAfter(true)).isGreaterThan(facts.paysAfter(false) + 0.05);
    }

    /// Source: none with a figure; it follows from what people can pay at once.
    @Test
    void smallerClaimsAreRecoveredMore() {
        double small = facts.recovery(180, c -> c.placed() < 2_000);
        double middle = facts.recovery(180, c -> c.placed() >= 2_000 && c.placed() < 10_000);
        double large = facts.recovery(180, c -> c.placed() >= 10_000);

        assertThat(small).isGreaterThan(middle);
        assertThat(middle).isGreaterThan(large * 1.2);
    }

    /// Source: Bellotti, Brigo, Gambetti, Vrins 2021: capacity and commitment are separate. Of those who
    /// pay at all, those with more income for their debt pay all of it.
    @Test
    void incomeDrivesWhatTheEngagedCanPay() {
        assertThat(facts.ableWhereEngaged(0, 0.1)).isGreaterThan(facts.ableWhereEngaged(0.1, 0.4) + 0.05);
        assertThat(facts.ableWhereEngaged(0.1, 0.4)).isGreaterThan(facts.ableWhereEngaged(0.4, 1000) + 0.1);
    }

    /// Source: none with a figure; wages come on one day of the month for most.
    @Test
    void paymentsPeakAfterPayday() {
        assertThat(facts.paydaySpike()).isBetween(1.5, 4.0);
    }

    /// Source: the definitions of recovery by value and by count, over placed sums with fees, within a year.
    /// The band is this project's own.
    @Test
    void twoToSixOfTenPlacedAreRecoveredInAYear() {
        assertThat(facts.recovery(365, c -> true)).isBetween(0.20, 0.60);
        assertThat(facts.solved(365, c -> true)).isBetween(0.20, 0.60);
    }

    /// Source: AUC 0.70 to 0.85 is what realistic histories allow, above 0.95 smells of leakage. The
    /// true chance is the best that any score could do.
    @Test
    void theTrueChanceSeparatesNeitherTooLittleNorTooWell() {
        assertThat(facts.points).hasSizeGreaterThan(3_000);
        assertThat(facts.auc()).isBetween(0.75, 0.90);
    }

    @Test
    void theTrueChanceIsTrue() {
        double expected = facts.points.stream().mapToDouble(Facts.Point::chance).sum();
        double variance = facts.points.stream()
                .mapToDouble(p -> p.chance() * (1 - p.chance()))
                .sum();
        double paid = facts.points.stream().filter(Facts.Point::paid).count();

        assertThat((paid - expected) / Math.sqrt(variance)).isCloseTo(0, within(4.0));
    }

    /// Source: van de Geer, Wang, Bhulai 2018, and Liu et al. 2025 with at least 6 % more recovered: choosing
    /// the action for each debtor is where the money is. Loterman et al. 2012: amounts stay noisy, hence
    /// means over futures. The 15 % is what a benchmark of routes needs to tell policies apart.
    @Test
    void noSingleRouteIsBestForAll() {
        assertThat(facts.choices).hasSizeGreaterThan(700);
        assertThat(facts.lossOfSingleBest()).isGreaterThanOrEqualTo(0.15);
    }

    @Test
    void theUnwillingButAbleAreEnforced() {
        assertThat(facts.cases.values().stream()
                        .flatMap(c -> c.payments().stream())
                        .filter(p -> p.source().equals("ENFORCEMENT")))
                .hasSizeGreaterThan(20);
    }

    @Test
    void everyFeedHasRows() {
        for (Feed feed : Feed.values()) {
            if (feed != Feed.MANDATES) {
                assertThat(facts.rows.getOrDefault(feed, 0)).as(feed.label()).isPositive();
            }
        }
        assertThat(facts.counts.get(Feed.HOLDS)).containsKeys("DISPUTE", "DIRECT_PAYMENT", "VULNERABLE", "DECEASED");
        assertThat(facts.counts.get(Feed.ARRANGEMENTS))
                .containsKeys("PLAN", "TRIAL_PLAN", "DEFERRAL", "COSTS_ONLY", "PARTIAL_PAYMENT", "REDUCTION");
    }
}

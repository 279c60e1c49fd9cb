package org.solvens.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.solvens.feature.Life;
import org.solvens.history.ArrangementKind;
import org.solvens.history.HoldKind;
import org.solvens.history.Route;
import org.solvens.history.Stage;
import org.solvens.policy.CaseFacts;
import org.solvens.policy.CaseFacts.Interruption;
import org.solvens.policy.TrialOutcome;

/// What a decision asks about, read off small lives. Days are days before the as-of date.
class FactsOfTest {
    private static Life invoice() {
        return new Life().invoice("C", "CR", 100, 130, 1_000_00);
    }

    private static CaseFacts facts(Life life) {
        return FactsOf.of(life.view("C"), CaseFacts.Scores.NONE, null);
    }

    @Test
    void theClaimAfterChargesAndPayments() {
        CaseFacts facts = facts(new Life()
                .claim("C", "CR", 100, 130, 1_000_00, 50_00, 60_00, "LOAN", "COMPANY", "REMINDER")
                .changed("C", 40, "CHARGE_ADDED", "component", "COSTS", "amount", 40_00L)
                .changed("C", 30, "STAGE_CHANGED", "stage", "COLLECTION")
                .paid("C", 20, 120_00));
        assertThat(facts.asOf()).isEqualTo(Life.TODAY);
        CaseFacts.Claim claim = facts.claim();
        assertThat(claim.balance()).isEqualTo(1_030_000);
        assertThat(claim.costsOpen()).isZero();
        assertThat(claim.interestOpen()).isEqualTo(30_000);
        assertThat(claim.principalOpen()).isEqualTo(1_000_000);
        assertThat(claim.stage()).isEqualTo(Stage.COLLECTION);
        assertThat(claim.daysPastDue()).isEqualTo(130);
        assertThat(claim.ageDays()).isEqualTo(100);
        assertThat(facts.mandate()).isNull();
    }

    @Test
    void openHoldsAndWhatThePopulationRegisterSaidLast() {
        assertThat(facts(invoice()
                                .held("H1", "C", 20, "DISPUTE")
                                .heldUntil("H2", "C", 20, 10, "VULNERABLE", "EXPIRED")
                                .register(5, "POPULATION", "DECEASED", "SCHEDULED"))
                        .holds())
                .containsExactlyInAnyOrder(HoldKind.DISPUTE, HoldKind.DECEASED);
        assertThat(facts(invoice()
                                .register(50, "POPULATION", "PROTECTED", "SCHEDULED")
                                .register(5, "POPULATION", "CONFIRMED", "SCHEDULED")
                                .register(3, "POSTAL", "UNKNOWN", "SCHEDULED"))
                        .holds())
                .isEmpty();
    }

    @Test
    void incomeIsTheNewestOfTheCasesCurrencyAndDebtsAreOfAllCases() {
        Life life = invoice()
                .invoice("C2", "CR2", 90, 110, 3_000_00)
                .tax(400, 2023, 10_000_00, 0L)
                .tax(60, 2024, 8_000_00, 0L)
                .tax(50, 2025, 99_000_00, 0L, "NOK", "COLLECTION_SCORING");
        CaseFacts.Income income = facts(life).income();
        assertThat(income.netYear()).isEqualTo(8_000_000L);
        assertThat(income.ageDays()).isEqualTo((int)
                (Life.TODAY.toEpochDay() - LocalDate.of(2024, 12, 31).toEpochDay()));
        assertThat(income.debtToIncome()).isEqualTo(0.5);
        assertThat(facts(invoice()).income()).isEqualTo(CaseFacts.Income.UNKNOWN);
        assertThat(facts(invoice().tax(60, 2024, 0, 0L)).income().debtToIncome())
                .isEqualTo(100.0);
    }

    /// The claims of all creditors and what is owed elsewhere beyond all assets; assets beyond the debts pay no claim.
    @Test
    void debtsBeyondAllAssetsAreDebtsToo() {
        Life life = invoice().invoice("C2", "CR2", 90, 110, 3_000_00);
        assertThat(facts(life.tax(60, 2024, 8_000_00, -12_000_00L)).income().debtToIncome())
                .isEqualTo(2.0);
        assertThat(facts(invoice().tax(60, 2024, 8_000_00, 50_000_00L)).income().debtToIncome())
                .isEqualTo(0.125);
        assertThat(facts(invoice().tax(60, 2024, 8_000_00, null)).income().debtToIncome())
                .isEqualTo(0.125);
    }

    /// Features and decisions ask the same definition.
    @Test
    void theFeatureIsTheFact() {
        Life life = invoice().tax(60, 2024, 8_000_00, -3_000_00L);
        assertThat(life.value("debt_to_income")).isEqualTo(facts(life).income().debtToIncome());
    }

    @Test
    void promisesOfTheLastYear() {
        assertThat(facts(invoice()
                                .promised("C", 60, 100_00, 50)
                                .paid("C", 51, 100_00)
                                .promised("C", 30, 100_00, 20)
                                .promised("C", 5, 100_00, -5))
                        .promises())
                .isEqualTo(new CaseFacts.Promises(1, 1));
    }

    @Test
    void contactsAreCountedInTheirWindows() {
        CaseFacts.Contacts contacts = facts(invoice()
                        .contact("C", 95, "OUTBOUND", "LETTER", "SENT")
                        .contact("C", 60, "OUTBOUND", "LETTER", "SENT")
                        .contact("C", 45, "OUTBOUND", "EMAIL", "BOUNCED")
                        .contact("C", 25, "OUTBOUND", "CALL", "NO_ANSWER")
                        .contact("C", 6, "OUTBOUND", "CALL", "REACHED")
                        .contact("C", 12, "INBOUND", "PORTAL", "ASKS_PLAN")
                        .contact("C", 1, "OUTBOUND", "CALL", "NO_ANSWER"))
                .contacts();
        assertThat(contacts).isEqualTo(new CaseFacts.Contacts(12, 1, 2, 1, 1, false, 1, 2, 3));
    }

    @Test
    void returnedMailStandsUntilARegisterKnowsBetter() {
        Life returned = invoice()
                .changed("C", 40, "LETTER_SENT", "letter", "COLLECTION_DEMAND")
                .changed("C", 30, "LETTER_RETURNED", "letter", "COLLECTION_DEMAND");
        assertThat(facts(returned).contacts().addressUnresolved()).isTrue();
        assertThat(facts(returned).contacts().returned90()).isEqualTo(1);
        assertThat(facts(returned).limitation().interruptions()).isEmpty();
        assertThat(facts(returned.register(10, "POPULATION", "MOVED", "RETURNED_MAIL"))
                        .contacts()
                        .addressUnresolved())
                .isFalse();
    }

    @Test
    void lettersAndWhatInterruptsLimitation() {
        CaseFacts facts = facts(invoice()
                .changed("C", 90, "LETTER_SENT", "letter", "REMINDER")
                .changed("C", 60, "LETTER_SENT", "letter", "COLLECTION_DEMAND")
                .changed("C", 50, "STAGE_CHANGED", "stage", "LEGAL")
                .promised("C", 40, 100_00, 35)
                .paid("C", 36, 100_00));
        assertThat(facts.letters()).isEqualTo(new CaseFacts.Letters(90, 60));
        assertThat(facts.limitation().interruptions())
                .containsExactlyInAnyOrder(
                        new Interruption(Interruption.Kind.LETTER, Life.TODAY.minusDays(90)),
                        new Interruption(Interruption.Kind.LETTER, Life.TODAY.minusDays(60)),
                        new Interruption(Interruption.Kind.LEGAL_STEP, Life.TODAY.minusDays(50)),
                        new Interruption(Interruption.Kind.ACKNOWLEDGEMENT, Life.TODAY.minusDays(40)),
                        new Interruption(Interruption.Kind.PAYMENT, Life.TODAY.minusDays(36)));
        assertThat(facts.limitation().dueOn()).isEqualTo(Life.TODAY.minusDays(130));
    }

    /// Swedish invoices of persons: three years from when the debt arose, and from each renewal that came in time.
    @Test
    void theDaysUntilAClaimIsBarred() {
        assertThat(Limitation.daysLeft(invoice().view("C"))).isEqualTo(threeYearsFrom(130));
        assertThat(Limitation.daysLeft(invoice().paid("C", 20, 100_00).view("C")))
                .isEqualTo(threeYearsFrom(20));
        Life old = new Life().invoice("C", "CR", 100, 1_200, 1_000_00);
        assertThat(Limitation.daysLeft(old.view("C")))
                .isEqualTo(threeYearsFrom(1_200))
                .isNegative();
        assertThat(Limitation.daysLeft(old.changed("C", 90, "LETTER_SENT", "letter", "REMINDER")
                        .view("C")))
                .isEqualTo(threeYearsFrom(1_200));
    }

    private static int threeYearsFrom(int daysAgo) {
        return (int) ChronoUnit.DAYS.between(
                Life.TODAY, Life.TODAY.minusDays(daysAgo).plusYears(3));
    }

    @Test
    void agreementsRunBreakAndEnd() {
        // Three instalments of 100, due 60, 30 and 0 days ago.
        Life agreed = invoice().arranged("C", 70, "PLAN", 100_00, 3, 60);
        assertThat(facts(agreed).agreement())
                .isEqualTo(new CaseFacts.Agreement(ArrangementKind.PLAN, true, TrialOutcome.NONE, 70));
        assertThat(facts(agreed.paid("C", 60, 100_00).paid("C", 30, 100_00)).agreement())
                .isEqualTo(new CaseFacts.Agreement(ArrangementKind.PLAN, false, TrialOutcome.NONE, 70));
        // Two instalments, due 90 and 60 days ago: it is over.
        Life trial = invoice().arranged("C", 95, "TRIAL_PLAN", 100_00, 2, 90);
        assertThat(facts(trial).agreement())
                .isEqualTo(new CaseFacts.Agreement(ArrangementKind.TRIAL_PLAN, true, TrialOutcome.BROKEN, 95));
        assertThat(facts(trial.paid("C", 91, 200_00)).agreement())
                .isEqualTo(new CaseFacts.Agreement(null, false, TrialOutcome.KEPT, 95));
        assertThat(facts(invoice()).agreement()).isEqualTo(CaseFacts.Agreement.NONE);
    }

    @Test
    void termsAreOfferedByADecisionOrByAnAgreement() {
        assertThat(offered(invoice())).isNull();
        assertThat(offered(invoice().decided("C", 20, "REMINDER").decided("C", 10, "LEGAL_REVIEW")))
                .isNull();
        for (Route route : Route.values()) {
            Integer expected = route.accommodates() ? (Integer) 20 : null;
            assertThat(offered(invoice().decided("C", 20, route.name())))
                    .as(route.name())
                    .isEqualTo(expected);
        }
        assertThat(offered(agreed())).isEqualTo(30);
        assertThat(offered(agreed().decided("C", 5, "TRIAL_PLAN"))).isEqualTo(5);
        assertThat(offered(agreed().decided("C", 5, "CALL"))).isEqualTo(30);
    }

    private static Life agreed() {
        return invoice().decided("C", 50, "PLAN").arranged("C", 30, "PLAN", 100_00, 3, 20);
    }

    private static @Nullable Integer offered(Life life) {
        return facts(life).agreement().daysSinceOffer();
    }

    @Test
    void requestsStandUntilTheyAreAnswered() {
        Life asked = invoice().contact("C", 20, "INBOUND", "CALL", "ASKS_PLAN");
        assertThat(facts(asked).requests()).isEqualTo(new CaseFacts.Requests(true, false, false));
        assertThat(facts(asked.decided("C", 10, "PLAN")).requests()).isEqualTo(CaseFacts.Requests.NONE);
    }
}

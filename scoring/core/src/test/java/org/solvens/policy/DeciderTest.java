package org.solvens.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.LocalDate;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.solvens.feature.ScoreStatus;
import org.solvens.history.ArrangementKind;
import org.solvens.history.ClaimType;
import org.solvens.history.DebtorKind;
import org.solvens.history.HoldKind;
import org.solvens.history.Route;
import org.solvens.history.Stage;
import org.solvens.policy.CaseFacts.Interruption;
import org.solvens.policy.CaseFacts.Score;

class DeciderTest {
    private static final Decider DECIDER = new Decider(Policy.standard());

    private static Decision decide(Consumer<CaseDraft> changes) {
        return DECIDER.decide(CaseDraft.of(changes));
    }

    private static Arguments row(
            String what, Consumer<CaseDraft> changes, Segment segment, Route route, Route second, String rule) {
        return arguments(what, changes, segment, route, second, rule);
    }

    static Stream<Arguments> routes() {
        return Stream.of(
                row(
                        "early, willing",
                        c -> {
                            c.scores(0.7, 0.8, 0.7).daysPastDue = 20;
                            c.stage = Stage.REMINDER;
                        },
                        Segment.FORGETFUL,
                        Route.REMINDER,
                        null,
                        "forgetful"),
                row(
                        "early, willing, without the means for now",
                        c -> {
                            c.scores(0.7, 0.5, 0.7).daysPastDue = 20;
                            c.stage = Stage.REMINDER;
                        },
                        Segment.FORGETFUL,
                        Route.DEFERRAL,
                        Route.REMINDER,
                        "forgetful_unable"),
                row(
                        "likely to pay unasked",
                        c -> c.scores(0.9, 0.8, 0.7).daysPastDue = 5,
                        Segment.FORGETFUL,
                        Route.WAIT,
                        Route.REMINDER,
                        "self_cure"),
                row(
                        "willing and able",
                        c -> c.scores(0.7, 0.7, 0.7),
                        Segment.WILLING_ABLE,
                        Route.PLAN,
                        Route.CALL,
                        "able_large"),
                row(
                        "willing and able, a small claim",
                        c -> c.scores(0.7, 0.7, 0.7).balance = 1_900_000,
                        Segment.WILLING_ABLE,
                        Route.CALL,
                        Route.PLAN,
                        "able"),
                row(
                        "willing and able, sought us",
                        c -> c.scores(0.7, 0.7, 0.7).daysSinceInbound = 10,
                        Segment.WILLING_ABLE,
                        Route.PLAN,
                        Route.CALL,
                        "able_talking"),
                row(
                        "willing, and answers calls",
                        c -> c.scores(0.7, 0.7, 0.8),
                        Segment.WILLING_ABLE,
                        Route.CALL,
                        Route.PLAN,
                        "willing_reached"),
                row(
                        "willing, nothing known of ability or reachability",
                        c -> c.willingness = Score.of(0.7),
                        Segment.WILLING_ABLE,
                        Route.PLAN,
                        Route.CALL,
                        "able_large"),
                row(
                        "willing, asks for a plan",
                        c -> {
                            c.willingness = Score.of(0.7);
                            c.asksPlan = true;
                        },
                        Segment.WILLING_UNABLE,
                        Route.PLAN,
                        Route.TRIAL_PLAN,
                        "willing_asks_plan"),
                row(
                        "willing and unable",
                        c -> c.scores(0.7, 0.2, 0.7),
                        Segment.WILLING_UNABLE,
                        Route.PLAN,
                        Route.COSTS_ONLY,
                        "unable"),
                row(
                        "willing and unable, a large claim",
                        c -> c.scores(0.7, 0.2, 0.7).balance = 80_000_000,
                        Segment.WILLING_UNABLE,
                        Route.PLAN,
                        Route.TRIAL_PLAN,
                        "unable_large"),
                row(
                        "willing and unable, early, a promise broken",
                        c -> {
                            c.scores(0.7, 0.2, 0.7).daysPastDue = 25;
                            c.broken = 1;
                        },
                        Segment.WILLING_UNABLE,
                        Route.COSTS_ONLY,
                        Route.PLAN,
                        "unable_costs"),
                row(
                        "deferral asked at the reminder stage",
                        c -> {
                            c.scores(0.7, 0.7, 0.7).stage = Stage.REMINDER;
                            c.asksDeferral = true;
                            c.daysPastDue = 10;
                        },
                        Segment.FORGETFUL,
                        Route.DEFERRAL,
                        Route.PLAN,
                        "deferral_asked"),
                row(
                        "deep in debt and willing",
                        c -> c.scores(0.7, 0.2, 0.7).income(240_000_000, 300, 0.8).interest = 320_000,
                        Segment.OVER_INDEBTED,
                        Route.REDUCTION,
                        Route.TRIAL_PLAN,
                        "reduction"),
                row(
                        "deep in debt and willing, little to waive",
                        c -> c.scores(0.7, 0.2, 0.7).income(240_000_000, 300, 0.8).interest = 319_999,
                        Segment.OVER_INDEBTED,
                        Route.PLAN,
                        Route.TRIAL_PLAN,
                        "over_indebted"),
                row(
                        "able and unwilling, not long",
                        c -> c.scores(0.1, 0.8, 0.7),
                        Segment.ABLE_UNWILLING,
                        Route.CALL,
                        Route.REMINDER,
                        "able_unwilling_call"),
                row(
                        "able and unwilling, long",
                        c -> c.ableUnwilling(120),
                        Segment.ABLE_UNWILLING,
                        Route.LEGAL_REVIEW,
                        Route.PLAN,
                        "able_unwilling_legal"),
                row(
                        "able and unwilling, long, terms never offered",
                        c -> c.ableUnwilling(120).daysSinceOffer = null,
                        Segment.ABLE_UNWILLING,
                        Route.PLAN,
                        Route.TRIAL_PLAN,
                        "able_unwilling_terms"),
                row(
                        "able and unwilling, long, terms offered long ago",
                        c -> c.ableUnwilling(120).daysSinceOffer = 366,
                        Segment.ABLE_UNWILLING,
                        Route.PLAN,
                        Route.TRIAL_PLAN,
                        "able_unwilling_terms"),
                row(
                        "able and unwilling, long, terms never offered, answers calls",
                        c -> {
                            c.ableUnwilling(120).daysSinceOffer = null;
                            c.reachability = Score.of(0.8);
                        },
                        Segment.ABLE_UNWILLING,
                        Route.CALL,
                        Route.PLAN,
                        "unwilling_reached"),
                row(
                        "able and unwilling, long, no mandate for terms",
                        c -> {
                            c.ableUnwilling(120).daysSinceOffer = null;
                            c.mandate = new Mandate(0, false, false, 0, false, false, 0, true, 0);
                        },
                        Segment.ABLE_UNWILLING,
                        Route.LEGAL_REVIEW,
                        Route.CALL,
                        "able_unwilling_no_terms"),
                row(
                        "neither able nor willing",
                        c -> c.scores(0.1, 0.2, 0.7).daysPastDue = 120,
                        Segment.UNABLE_UNWILLING,
                        Route.PLAN,
                        Route.TRIAL_PLAN,
                        "unable_unwilling"),
                row(
                        "neither able nor willing, early",
                        c -> c.scores(0.1, 0.2, 0.7).daysPastDue = 40,
                        Segment.UNABLE_UNWILLING,
                        Route.PLAN,
                        Route.REMINDER,
                        "unable_unwilling_early"),
                row(
                        "mail came back",
                        c -> c.scores(0.7, 0.7, 0.7).addressUnresolved = true,
                        Segment.UNREACHABLE_BAD_DATA,
                        Route.TRACE_ADDRESS,
                        Route.WAIT,
                        "bad_address"),
                row(
                        "not reached by score",
                        c -> c.scores(0.1, 0.7, 0.1),
                        Segment.UNREACHABLE_AVOIDING,
                        Route.PLAN,
                        Route.CALL,
                        "avoiding_offered"),
                row(
                        "letters ignored, called often already",
                        c -> {
                            c.delivered = 3;
                            c.calls30 = 6;
                        },
                        Segment.UNREACHABLE_AVOIDING,
                        Route.PLAN,
                        Route.REMINDER,
                        "avoiding_offered"),
                row(
                        "an arrangement runs",
                        c -> c.scores(0.1, 0.8, 0.7).arrangement = ArrangementKind.PLAN,
                        Segment.ABLE_UNWILLING,
                        Route.WAIT,
                        null,
                        "arrangement_running"),
                row("at court", c -> c.stage = Stage.LEGAL, Segment.UNSCORED, Route.PLAN, Route.WAIT, "before_court"),
                row(
                        "too old for the models",
                        c -> c.willingness = Score.missing(ScoreStatus.OUTSIDE_POPULATION),
                        Segment.UNSCORED,
                        Route.SURVEILLANCE,
                        null,
                        "old"),
                row(
                        "no score, new",
                        c -> c.daysPastDue = 3,
                        Segment.UNSCORED,
                        Route.WAIT,
                        Route.REMINDER,
                        "unscored_new"),
                row("no score, early", c -> {}, Segment.UNSCORED, Route.REMINDER, Route.CALL, "unscored_early"),
                row(
                        "no score, late",
                        c -> c.daysPastDue = 100,
                        Segment.UNSCORED,
                        Route.CALL,
                        Route.REMINDER,
                        "unscored_late"),
                row(
                        "no score, long past due",
                        c -> c.daysPastDue = 400,
                        Segment.UNSCORED,
                        Route.SURVEILLANCE,
                        null,
                        "unscored_old"),
                row(
                        "in surveillance",
                        c -> c.stage = Stage.SURVEILLANCE,
                        Segment.UNSCORED,
                        Route.SURVEILLANCE,
                        null,
                        "resting"),
                row(
                        "trial plan kept",
                        c -> c.scores(0.7, 0.2, 0.7).trial = TrialOutcome.KEPT,
                        Segment.WILLING_UNABLE,
                        Route.PLAN,
                        Route.COSTS_ONLY,
                        "trial_kept"),
                row(
                        "hardly anything owed",
                        c -> {
                            c.balance = 40_000;
                            c.interest = 0;
                            c.costs = 0;
                        },
                        Segment.UNSCORED,
                        Route.WAIT,
                        null,
                        "tiny"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("routes")
    void routeOfEachKindOfCase(
            String what, Consumer<CaseDraft> changes, Segment segment, Route route, Route second, String rule) {
        Decision decision = decide(changes);
        assertThat(decision.trace()).as(what).contains("data.valid");
        assertThat(decision.segment()).isEqualTo(segment);
        assertThat(decision.route()).isEqualTo(route);
        assertThat(decision.secondRoute()).isEqualTo(second);
        assertThat(decision.rule()).isEqualTo(rule);
    }

    @ParameterizedTest
    @CsvSource({
        "DISPUTE, DISPUTING, true, 2026-06-08",
        "DIRECT_PAYMENT, DISPUTING, false, 2026-06-08",
        "DEBT_RELIEF, PROTECTED, true, 2026-08-30",
        "BANKRUPTCY, PROTECTED, true, 2026-08-30",
        "DECEASED, PROTECTED, true, 2026-07-01",
        "MINOR, PROTECTED, true, 2026-06-08",
        "PROTECTED_IDENTITY, PROTECTED, true, 2026-06-08",
        "VULNERABLE, PROTECTED, true, 2026-07-01",
        "WRONG_PERSON, PROTECTED, true, 2026-06-03",
    })
    void holdsStop(HoldKind kind, Segment segment, boolean human, LocalDate review) {
        Decision decision = decide(c -> c.scores(0.9, 0.9, 0.9).holds.add(kind));
        assertThat(decision.route()).isEqualTo(Route.HOLD);
        assertThat(decision.segment()).isEqualTo(segment);
        assertThat(decision.needsHuman()).isEqualTo(human);
        assertThat(decision.reviewOn()).isEqualTo(review);
        assertThat(decision.holds()).containsExactly(kind);
        assertThat(decision.rule()).isEqualTo("holds." + kind.name().toLowerCase(java.util.Locale.ROOT));
        assertThat(decision.secondRoute()).isNull();
        assertThat(decision.trace()).containsExactly("data.valid", decision.rule());
    }

    @Test
    void theStricterOfTwoHoldsDecides() {
        Decision decision = decide(c -> {
            c.holds.add(HoldKind.DISPUTE);
            c.holds.add(HoldKind.MINOR);
            c.holds.add(HoldKind.NO_CALLS);
        });
        assertThat(decision.rule()).isEqualTo("holds.minor");
        assertThat(decision.holds()).containsOnly(HoldKind.DISPUTE, HoldKind.MINOR, HoldKind.NO_CALLS);
    }

    @Test
    void aRefusedRecordThatProtectsHoldsTheCaseUnderEveryPolicyAndIsFlagged() {
        Decision decision = decide(c -> c.scores(0.9, 0.9, 0.9).holds.add(HoldKind.PENDING_PROTECTION));
        assertThat(decision.route()).isEqualTo(Route.HOLD);
        assertThat(decision.segment()).isEqualTo(Segment.PROTECTED);
        assertThat(decision.rule()).isEqualTo("holds.pending_protection");
        assertThat(decision.needsHuman()).isTrue();
        assertThat(decision.flags()).contains(Flag.PROTECTION_PENDING);
        Decision next = decide(c -> {
            c.holds.add(HoldKind.PENDING_PROTECTION);
            c.holds.add(HoldKind.DECEASED);
        });
        assertThat(next.route()).isEqualTo(Route.HOLD);
        assertThat(next.flags()).as("whichever hold decides").contains(Flag.PROTECTION_PENDING);
        assertThat(decide(c -> c.holds.add(HoldKind.DECEASED)).flags()).doesNotContain(Flag.PROTECTION_PENDING);
    }

    @Test
    void anObjectionLeavesScoresUnread() {
        Decision with = decide(c -> c.scores(0.1, 0.9, 0.9).holds.add(HoldKind.OBJECTED_TO_PROFILING));
        assertThat(with.segment()).isEqualTo(Segment.UNSCORED);
        assertThat(with.rule()).isEqualTo("unscored_early");
        assertThat(with.needsHuman()).isTrue();
        assertThat(with.flags()).contains(Flag.SCORES_UNUSED);
        Decision other = decide(c -> c.scores(0.9, 0.1, 0.1).holds.add(HoldKind.OBJECTED_TO_PROFILING));
        assertThat(other).isEqualTo(with);
    }

    @Test
    void noCallsTakesTheNextRoute() {
        Decision decision = decide(c -> {
            c.scores(0.7, 0.7, 0.7).balance = 1_900_000;
            c.holds.add(HoldKind.NO_CALLS);
        });
        assertThat(decision.route()).isEqualTo(Route.PLAN);
        assertThat(decision.rule()).isEqualTo("able");
        assertThat(decision.flags()).contains(Flag.NO_CALLS).doesNotContain(Flag.LETTER_FIRST);
        assertThat(decision.trace()).contains("holds.no_calls", "route.able");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, CALL",
        "1, 1, 1, PLAN",
        "0, 4, 14, CALL",
        "0, 5, 5, PLAN",
        "0, 0, 15, PLAN",
    })
    void callLimits(int day, int week, int month, Route route) {
        Decision decision = decide(c -> {
            c.scores(0.7, 0.7, 0.7).country = "NO";
            c.currency = "NOK";
            c.balance = 1_900_000;
            c.calls1 = day;
            c.calls7 = week;
            c.calls30 = month;
        });
        assertThat(decision.route()).isEqualTo(route);
        assertThat(decision.flags().contains(Flag.CALL_LIMIT)).isEqualTo(route == Route.PLAN);
    }

    @Test
    void invalidDataIsHeldForAPerson() {
        assertThat(decide(c -> c.balance = 0).rule()).isEqualTo("data.balance");
        assertThat(decide(c -> c.interest = -1).rule()).isEqualTo("data.components");
        Decision currency = decide(c -> c.currency = "XXX");
        assertThat(currency.rule()).isEqualTo("data.currency");
        assertThat(currency.route()).isEqualTo(Route.HOLD);
        assertThat(currency.needsHuman()).isTrue();
    }

    @Test
    void aClaimNotDueYetIsLeftAlone() {
        Decision decision = decide(c -> c.daysPastDue = -4);
        assertThat(decision.rule()).isEqualTo("data.not_due");
        assertThat(decision.route()).isEqualTo(Route.HOLD);
        assertThat(decision.reviewOn()).isEqualTo("2026-06-06");
        assertThat(decision.needsHuman()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        // country, claim, years past due, interruption, years since it, barred
        "SE, INVOICE, 4, , 0, true",
        "SE, INVOICE, 2, , 0, false",
        "SE, INVOICE, 4, LETTER, 2, false",
        "SE, INVOICE, 8, LETTER, 2, true",
        "SE, LOAN, 9, , 0, false",
        "SE, LOAN, 11, , 0, true",
        "NO, INVOICE, 4, LETTER, 2, true",
        "NO, INVOICE, 4, PAYMENT, 2, false",
        "NO, INVOICE, 9, LEGAL_STEP, 7, false",
        "NO, LOAN, 9, , 0, false",
        "DK, INVOICE, 4, LETTER, 2, true",
        "DK, INVOICE, 4, PAYMENT, 2, true",
        "DK, INVOICE, 4, ACKNOWLEDGEMENT, 2, false",
        "FI, INVOICE, 4, LETTER, 2, false",
        "FI, INVOICE, 7, LEGAL_STEP, 4, false",
        "PL, INVOICE, 30, , 0, false",
    })
    void limitation(
            String country, ClaimType claim, int yearsPastDue, Interruption.Kind by, int yearsSince, boolean barred) {
        Decision decision = decide(c -> {
            c.country = country;
            c.claimType = claim;
            c.aroseOn = CaseDraft.AS_OF.minusYears(yearsPastDue);
            c.daysPastDue = (int) (CaseDraft.AS_OF.toEpochDay() - c.aroseOn.toEpochDay());
            if (by != null) {
                c.interruptions.add(new Interruption(by, CaseDraft.AS_OF.minusYears(yearsSince)));
            }
        });
        assertThat(decision.flags().contains(Flag.TIME_BARRED)).isEqualTo(barred);
        assertThat(decision.rule().startsWith("limitation.")).isEqualTo(barred);
        assertThat(decision.trace().contains("limitation.no_rule")).isEqualTo(country.equals("PL"));
        if (barred) {
            assertThat(decision.route()).isEqualTo(Route.HOLD);
            assertThat(decision.needsHuman()).isTrue();
        }
    }

    @Test
    void lettersKeepASwedishClaimAliveOneAfterTheOther() {
        Decision decision = decide(c -> {
            c.aroseOn = CaseDraft.AS_OF.minusYears(8);
            c.interruptions.add(new Interruption(Interruption.Kind.LETTER, CaseDraft.AS_OF.minusYears(1)));
            c.interruptions.add(new Interruption(Interruption.Kind.LETTER, CaseDraft.AS_OF.minusYears(3)));
            c.interruptions.add(new Interruption(Interruption.Kind.LETTER, CaseDraft.AS_OF.minusYears(6)));
        });
        assertThat(decision.flags()).doesNotContain(Flag.TIME_BARRED);
    }

    @Test
    void limitationLastsThroughItsLastDayAndWarnsBefore() {
        Decision last = decide(c -> c.aroseOn = CaseDraft.AS_OF.minusYears(3));
        assertThat(last.flags()).contains(Flag.LIMITATION_NEAR).doesNotContain(Flag.TIME_BARRED);
        Decision after = decide(c -> c.aroseOn = CaseDraft.AS_OF.minusYears(3).minusDays(1));
        assertThat(after.flags()).contains(Flag.TIME_BARRED);
        assertThat(after.rule()).isEqualTo("limitation.se_consumer");
    }

    @ParameterizedTest
    @CsvSource({
        // country, currency, days since demand, legal review open
        "SE, SEK, , false",
        "SE, SEK, 13, false",
        "SE, SEK, 14, true",
        "NO, NOK, 13, false",
        "NO, NOK, 14, true",
        "NO, NOK, 196, true",
        "NO, NOK, 213, false",
        "DK, DKK, 9, false",
        "DK, DKK, 10, true",
        "FI, EUR, 13, false",
        "FI, EUR, 14, true",
        "DE, EUR, 13, false",
        "DE, EUR, 14, true",
    })
    void legalReviewWaitsForTheDemand(String country, String currency, Integer days, boolean open) {
        Decision decision = decide(c -> {
            c.ableUnwilling(300);
            c.country = country;
            c.currency = currency;
            c.daysSinceDemand = days;
        });
        assertThat(decision.route()).isEqualTo(open ? Route.LEGAL_REVIEW : Route.PLAN);
        assertThat(decision.flags().contains(Flag.LETTER_FIRST)).isEqualTo(!open);
    }

    @ParameterizedTest
    @CsvSource({
        "SE, LOAN, PERSON, 2026-11-19, false",
        "SE, LOAN, PERSON, 2026-11-20, true",
        "SE, INVOICE, PERSON, 2026-11-20, false",
        "SE, LOAN, COMPANY, 2026-11-20, false",
        "DE, LOAN, PERSON, 2026-11-20, false",
    })
    void forbearanceIsConsideredBeforeLegalSteps(
            String country, ClaimType claim, DebtorKind debtor, LocalDate asOf, boolean considered) {
        Decision decision = decide(c -> {
            c.ableUnwilling(120);
            c.country = country;
            c.claimType = claim;
            c.debtorKind = debtor;
            c.asOf = asOf;
        });
        assertThat(decision.route()).isEqualTo(Route.LEGAL_REVIEW);
        assertThat(decision.flags().contains(Flag.CONSIDER_FORBEARANCE)).isEqualTo(considered);
        assertThat(decision.trace().contains("forbearance.eu_consumer_credit")).isEqualTo(considered);
    }

    @ParameterizedTest
    @CsvSource({"30, REMINDER", "100, CALL", "400, SURVEILLANCE"})
    void foreignDataWithPaymentsOnlyStillGetsARoute(int daysPastDue, Route route) {
        Decision decision = decide(c -> {
            c.country = "IT";
            c.currency = "EUR";
            c.claimType = ClaimType.PUBLIC;
            c.daysPastDue = daysPastDue;
            c.daysSinceReminder = null;
            c.daysSinceDemand = null;
            c.mandate = null;
        });
        assertThat(decision.route()).isEqualTo(route);
        assertThat(decision.needsHuman()).isFalse();
    }

    @Test
    void aReturnedDemandDoesNotCount() {
        String text =
                Policy.standardText().replace("when: {address_unresolved: {is: true}}", "when: {returned: {min: 99}}");
        Decision decision = new Decider(Policy.parse(text, "variant")).decide(CaseDraft.of(c -> {
            c.ableUnwilling(300);
            c.addressUnresolved = true;
        }));
        assertThat(decision.route()).isEqualTo(Route.PLAN);
        assertThat(decision.trace()).contains("letters.se_demand");
    }

    @Test
    void aReminderComesBeforeACall() {
        Decision before = decide(c -> {
            c.scores(0.7, 0.7, 0.7).stage = Stage.REMINDER;
            c.balance = 1_900_000;
            c.daysSinceReminder = null;
            c.daysSinceDemand = null;
            c.mandate = null;
            c.asksPlan = false;
            c.holds.clear();
        });
        assertThat(before.trace()).contains("letters.se_reminder_first");
        assertThat(before.route()).isEqualTo(Route.PLAN);
        Decision unscored = decide(c -> {
            c.stage = Stage.PRE_COLLECTION;
            c.daysPastDue = 100;
            c.daysSinceReminder = null;
        });
        assertThat(unscored.route()).isEqualTo(Route.REMINDER);
    }

    @Test
    void remindersKeepTheirDistance() {
        Decision tooSoon = decide(c -> {
            c.country = "DK";
            c.currency = "DKK";
            c.daysSinceReminder = 9;
        });
        assertThat(tooSoon.route()).isEqualTo(Route.CALL);
        assertThat(tooSoon.trace()).contains("letters.dk_reminder_spacing");
        Decision later = decide(c -> {
            c.country = "DK";
            c.currency = "DKK";
            c.daysSinceReminder = 10;
        });
        assertThat(later.route()).isEqualTo(Route.REMINDER);
    }

    @Test
    void withoutMandateNothingButAPlanIsOffered() {
        Decision decision = decide(c -> {
            c.scores(0.7, 0.2, 0.7).balance = 80_000_000;
            c.income(80_000_000, 200, 0.5);
            c.mandate = null;
        });
        assertThat(decision.route()).isEqualTo(Route.REMINDER);
        assertThat(decision.flags()).contains(Flag.NO_MANDATE_ON_FILE, Flag.OUTSIDE_MANDATE);
        assertThat(decision.trace()).contains("mandate.trial_plan");
    }

    @Test
    void legalNeedsAMandateAndItsLeastAmount() {
        Mandate costly = new Mandate(12, true, true, 30, true, true, 1.0, true, 20_000_010);
        Decision small = decide(c -> {
            c.ableUnwilling(300);
            c.mandate = costly;
        });
        assertThat(small.route()).isEqualTo(Route.PLAN);
        assertThat(small.trace()).contains("mandate.legal_review");
    }

    @Test
    void deferralOutsideTheMandateBecomesAPlanOffer() {
        Mandate none = new Mandate(12, false, false, 0, false, false, 0, false, 0);
        Decision decision = decide(c -> {
            c.scores(0.7, 0.7, 0.7).stage = Stage.REMINDER;
            c.asksDeferral = true;
            c.mandate = none;
        });
        assertThat(decision.route()).isEqualTo(Route.PLAN);
        assertThat(decision.needsHuman()).isFalse();
        Decision later = decide(c -> {
            c.scores(0.7, 0.7, 0.7).stage = Stage.COLLECTION;
            c.asksDeferral = true;
        });
        assertThat(later.route()).isEqualTo(Route.PLAN);
        assertThat(later.trace()).contains("mandate.deferral");
    }

    @Test
    void refusingAPlanThatWasAskedForNeedsAPerson() {
        Mandate none = new Mandate(0, false, false, 0, false, false, 0, false, 0);
        Decision refused = decide(c -> {
            c.willingness = Score.missing(ScoreStatus.NO_MODEL);
            c.asksPlan = true;
            c.mandate = none;
        });
        assertThat(refused.route()).isEqualTo(Route.REMINDER);
        assertThat(refused.needsHuman()).isTrue();
        assertThat(refused.flags()).contains(Flag.REQUEST_NOT_MET);
        Decision granted = decide(c -> c.asksPlan = true);
        assertThat(granted.route()).isEqualTo(Route.TRIAL_PLAN);
        assertThat(granted.needsHuman()).isFalse();
    }

    @Test
    void aPlanThatTakesTooMuchBecomesATrialPlan() {
        // 12 000 over 12 months is 1 000 a month; a fifth of 4 999 is less, of 5 000 just enough
        Decision tooMuch = decide(c -> {
            c.scores(0.7, 0.2, 0.7).income(4_999_000 * 12, 200, 0.5);
            c.balance = 12_000_000;
        });
        assertThat(tooMuch.route()).isEqualTo(Route.TRIAL_PLAN);
        assertThat(tooMuch.flags()).contains(Flag.UNAFFORDABLE);
        assertThat(tooMuch.rule()).isEqualTo("unable");
        Decision bearable = decide(c -> {
            c.scores(0.7, 0.2, 0.7).income(5_000_000 * 12, 200, 0.5);
            c.balance = 12_000_000;
        });
        assertThat(bearable.route()).isEqualTo(Route.PLAN);
        Decision stale = decide(c -> {
            c.scores(0.7, 0.2, 0.7).income(4_999_000 * 12, 731, 0.5);
            c.balance = 12_000_000;
        });
        assertThat(stale.route()).isEqualTo(Route.PLAN);
        assertThat(stale.flags()).contains(Flag.INCOME_UNKNOWN);
    }

    @Test
    void aReductionWithOldTaxFiguresAsksForNewOnes() {
        Decision decision = decide(c -> c.scores(0.7, 0.2, 0.7).income(240_000_000, 900, 3.0).interest = 1_000_000);
        assertThat(decision.route()).isEqualTo(Route.TRIAL_PLAN);
        assertThat(decision.flags()).contains(Flag.REFRESH_TAX_FIGURES);
    }

    @Test
    void aReductionNeedsSomethingToWaive() {
        Policy nothing =
                Policy.parse(Policy.standardText().replace("worth_waiving: 500", "worth_waiving: 0"), "p.yaml");
        Decision decision = new Decider(nothing).decide(CaseDraft.of(c -> {
            c.scores(0.7, 0.2, 0.7).income(240_000_000, 300, 3.0);
            c.interest = 0;
            c.costs = 0;
        }));
        assertThat(decision.route()).isEqualTo(Route.TRIAL_PLAN);
        assertThat(decision.trace()).contains("reduction.nothing_to_waive");
    }

    @Test
    void aBrokenTrialPlanIsNotOfferedAgain() {
        Decision decision = decide(c -> {
            c.scores(0.7, 0.2, 0.7).balance = 80_000_000;
            c.income(80_000_000, 200, 0.5);
            c.trial = TrialOutcome.BROKEN;
        });
        assertThat(decision.route()).isEqualTo(Route.COSTS_ONLY);
        assertThat(decision.trace()).contains("affordability.plan", "broken.trial_plan");
    }

    @Test
    void aBrokenPlanIsNotOfferedAgain() {
        Decision decision = decide(c -> {
            c.scores(0.7, 0.2, 0.7).arrangement = ArrangementKind.PLAN;
            c.arrangementBroken = true;
        });
        assertThat(decision.route()).isEqualTo(Route.COSTS_ONLY);
        assertThat(decision.flags()).contains(Flag.ARRANGEMENT_BROKEN);
    }

    @Test
    void traceNamesEachStep() {
        Decision decision = decide(c -> c.ableUnwilling(120));
        assertThat(decision.trace())
                .containsExactly(
                        "data.valid",
                        "holds.none",
                        "limitation.running",
                        "letters.read",
                        "segment.able_unwilling",
                        "route.able_unwilling_legal",
                        "human.rule",
                        "human.route");
        assertThat(decision.needsHuman()).isTrue();
        assertThat(decision.reviewOn()).isEqualTo("2026-06-15");
    }

    @Test
    void thresholdsAreComparedInTheReferenceCurrency() {
        Decision euros = decide(c -> {
            c.scores(0.7, 0.2, 0.7).balance = 8_000_000;
            c.country = "FI";
            c.currency = "EUR";
        });
        assertThat(euros.rule()).isEqualTo("unable_large");
    }

    @Test
    void explanationShowsConditionsAndValues() {
        assertThat(Policy.standard().explain(CaseDraft.of(c -> c.ableUnwilling(120))))
                .contains(
                        "policy default@8, statutes 2026-12-01, as of 2026-06-01",
                        "passed segment.able_unwilling",
                        "segment.willing_able does not hold",
                        "  willingness at least 0.15: no, it is 0.1",
                        "route.able_unwilling_legal holds",
                        "  days_past_due at least 91: yes, it is 120",
                        "decided by able_unwilling_legal: segment ABLE_UNWILLING, route LEGAL_REVIEW, second PLAN,"
                                + " a person must confirm, review on 2026-06-15");
    }

    @Test
    void explanationOfAStopEndsThere() {
        assertThat(Policy.standard().explain(CaseDraft.of(c -> c.holds.add(HoldKind.DISPUTE))))
                .containsExactly(
                        "policy default@8, statutes 2026-12-01, as of 2026-06-01",
                        "passed data.valid",
                        "passed holds.dispute",
                        "decided by holds.dispute: segment DISPUTING, route HOLD, a person must confirm,"
                                + " review on 2026-06-08");
    }
}

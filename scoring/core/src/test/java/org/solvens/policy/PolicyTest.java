package org.solvens.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.solvens.history.HoldKind;
import org.solvens.history.Route;
import org.solvens.problem.Problem;

class PolicyTest {
    private static final String GOOD = Policy.standardText();

    static Stream<Arguments> bad() {
        return Stream.of(
                arguments("no default", GOOD.substring(0, GOOD.indexOf("\ndefault:")), "at default", "no default"),
                arguments("no default segment", without("default_segment: unscored"), "default_segment", "no value"),
                arguments("unknown key", GOOD + "\ncolour: red\n", "colour", "unknown key 'colour'"),
                arguments(
                        "unknown fact",
                        with("address_unresolved: {is: true}", "shoe_size: {is: true}"),
                        "segments[0] (bad_address).when.shoe_size",
                        "unknown fact 'shoe_size'"),
                arguments(
                        "number for a truth",
                        with("address_unresolved: {is: true}", "address_unresolved: {min: 1}"),
                        "segments[0] (bad_address).when.address_unresolved",
                        "true or false"),
                arguments(
                        "choice for a number",
                        with("balance: {max: tiny}", "balance: {any_of: [1, 2]}"),
                        "routes[3] (tiny).when.balance",
                        "do not fit a number"),
                arguments(
                        "range for a choice",
                        with("stage: {is: legal}", "stage: {min: 1}"),
                        "routes[1] (before_court).when.stage",
                        "choice"),
                arguments(
                        "unknown choice",
                        with("stage: {is: legal}", "stage: {is: heaven}"),
                        "routes[1] (before_court).when.stage",
                        "'heaven' is not known"),
                arguments(
                        "unknown threshold",
                        with("balance: {max: tiny}", "balance: {max: huge}"),
                        "routes[3] (tiny).when.balance.max",
                        "unknown threshold 'huge'"),
                arguments(
                        "nothing asked",
                        with("balance: {max: tiny}", "balance: {}"),
                        "routes[3] (tiny).when.balance",
                        "nothing is asked"),
                arguments(
                        "missing and compared",
                        with("balance: {max: tiny}", "balance: {max: tiny, missing: true}"),
                        "routes[3] (tiny).when.balance",
                        "can never hold"),
                arguments(
                        "empty range",
                        with("balance: {max: tiny}", "balance: {min: 60, max: tiny}"),
                        "routes[3] (tiny).when.balance",
                        "min is greater"),
                arguments(
                        "a truth is never missing",
                        with("address_unresolved: {is: true}", "address_unresolved: {missing: true}"),
                        "segments[0]",
                        "never missing"),
                arguments(
                        "segment asked in a segment",
                        with("address_unresolved: {is: true}", "segment: {is: unscored}"),
                        "segments[0]",
                        "cannot ask for the segment"),
                arguments(
                        "unknown route",
                        with("route: trace_address", "route: fax"),
                        "routes[2] (bad_address).route",
                        "'fax' is not known"),
                arguments(
                        "unknown second route",
                        with("second: trial_plan", "second: fax"),
                        ".second",
                        "'fax' is not known"),
                arguments(
                        "unknown segment",
                        with("segment: unreachable_bad_data", "segment: rich"),
                        "segments[0].segment",
                        "'rich' is not known"),
                arguments(
                        "duplicate id",
                        with("- id: before_court", "- id: arrangement_running"),
                        "routes[1].id",
                        "occurs twice"),
                arguments("no id", with("- id: before_court", "- id: \"Before court\""), "routes[1].id", "usable id"),
                arguments(
                        "rule after an unconditional one",
                        with("when: {stage: {is: legal}}", "when: {}"),
                        "routes[2] (bad_address)",
                        "follows one without conditions"),
                arguments(
                        "segment without conditions",
                        with("when: {address_unresolved: {is: true}}", "when: {}"),
                        "segments[0] (bad_address).when",
                        "without conditions"),
                arguments(
                        "default that can be taken away",
                        with("id: default\n  route: wait", "id: default\n  route: legal_review"),
                        "default.route",
                        "taken away"),
                arguments(
                        "no review date",
                        with(
                                "id: default\n  route: wait\n  review_days: 14",
                                "id: default\n  route: wait\n  review_days: 0"),
                        "default.review_days",
                        "positive"),
                arguments(
                        "a hold nobody speaks of",
                        without("  minor: {effect: stop, segment: protected, needs_human: true, review_days: 7}\n"),
                        "at holds",
                        "the policy does not state the effect of minor"),
                arguments(
                        "a protective hold that does not stop",
                        with(
                                "dispute: {effect: stop, segment: disputing, needs_human: true, review_days: 7}",
                                "dispute: {effect: no_calls, needs_human: true}"),
                        "holds.dispute.effect",
                        "does not fit"),
                arguments(
                        "unknown hold",
                        with("  dispute: {", "  quarrel: {"),
                        "holds.quarrel",
                        "'quarrel' is not known"),
                arguments(
                        "limits out of range",
                        with("instalment_income_share: 0.2", "instalment_income_share: 7"),
                        "limits",
                        "the file's content is not as expected"),
                arguments(
                        "a probability above one",
                        with("willing: 0.15\n", "willing: 1.6\n"),
                        "thresholds.willing, line 22, column 12",
                        "1.6 is not a value that willingness can have"),
                arguments(
                        "a probability below zero",
                        with("able: 0.7", "able: -0.6"),
                        "thresholds.able, line 24, column 9",
                        "-0.6 is not a value that ability can have"),
                arguments(
                        "a probability in a rule",
                        with("reachability: {max: unreachable}", "reachability: {max: 60}"),
                        ".when.reachability.max, line ",
                        "60 is not a value that reachability can have"),
                arguments(
                        "a share of the limits",
                        with("reduction_min_willingness: 0.15", "reduction_min_willingness: 25"),
                        "limits.reduction_min_willingness, line 74, column 30",
                        "the file's content is not as expected"),
                arguments(
                        "days before today",
                        with("address_unresolved: {is: true}", "days_past_due: {min: -100000}"),
                        "segments[0] (bad_address).when.days_past_due.min, line ",
                        "-100000 is not a value that days_past_due can have"),
                arguments(
                        "a first segment that takes all",
                        with("address_unresolved: {is: true}", "days_past_due: {min: 0}"),
                        "segments[0] (bad_address).when, line ",
                        "takes every case"),
                arguments(
                        "a first route that takes all",
                        with(
                                "when: {arrangement_running: {is: true}}",
                                "when: {debtor_kind: {any_of: [person, company, sole_trader]}}"),
                        "routes[1] (before_court), line ",
                        "follows one without conditions"),
                arguments(
                        "a review that never comes",
                        with(
                                "route: trace_address\n    second: wait\n    review_days: 14",
                                "route: trace_address\n" + "    second: wait\n    review_days: 2147483647"),
                        "routes[2] (bad_address).review_days, line ",
                        "the review is 2147483647 days away"),
                arguments(
                        "a review in the past",
                        with(
                                "id: default\n  route: wait\n  review_days: 14",
                                "id: default\n  route: wait\n  review_days: -1"),
                        "default.review_days, line ",
                        "positive"),
                arguments(
                        "a hold that is looked at too late",
                        with(
                                "deceased: {effect: stop, segment: protected, needs_human: true, review_days: 30}",
                                "deceased: {effect: stop, segment: protected, needs_human: true, review_days: 1096}"),
                        "holds.deceased.review_days, line ",
                        "the review is 1096 days away"),
                arguments(
                        "the same second route",
                        with(
                                "route: trace_address\n    second: wait",
                                "route: trace_address\n    second: trace_address"),
                        "routes[2] (bad_address).second, line ",
                        "the second route is the route itself"),
                arguments(
                        "legal steps without a person",
                        with(
                                "route: legal_review\n    second: plan\n    needs_human: true",
                                "route: legal_review\n    second: plan\n    needs_human: false"),
                        ".needs_human, line ",
                        "no machine may take the route legal_review alone"),
                arguments(
                        "an empty list",
                        with("stage: {is: legal}", "stage: {any_of: []}"),
                        "routes[1] (before_court).when.stage, line ",
                        "any_of is empty"),
                arguments(
                        "a value twice",
                        with("stage: {is: legal}", "stage: {any_of: [legal, LEGAL]}"),
                        "routes[1] (before_court).when.stage.any_of, line ",
                        "'LEGAL' is given twice"),
                arguments(
                        "a number that is always known",
                        with("balance: {max: tiny}", "balance: {missing: true}"),
                        "routes[3] (tiny).when.balance, line ",
                        "never missing"),
                arguments(
                        "a country of three letters",
                        with("stage: {is: legal}", "country: {is: SWE}"),
                        "routes[1] (before_court).when.country, line ",
                        "'SWE' is not a code"),
                arguments(
                        "a currency that stops the case",
                        with("stage: {is: legal}", "currency: {is: JPY}"),
                        "routes[1] (before_court).when.currency, line ",
                        "not one of currencies"),
                arguments(
                        "a mandate of too many months",
                        with("mandate_default:\n  max_plan_months: 12", "mandate_default:\n  max_plan_months: 99999"),
                        "mandate_default.max_plan_months, line ",
                        "too large"),
                arguments(
                        "no number",
                        with("tiny: 50", "tiny: .nan"),
                        "thresholds.tiny, line ",
                        "the file's content is not as expected"),
                arguments(
                        "no end",
                        with("tiny: 50", "tiny: .inf"),
                        "thresholds.tiny, line ",
                        "the file's content is not as expected"),
                arguments("currency", with("SEK: 1.0", "SEK: -1"), "currencies.SEK", "not a positive number"),
                arguments("name", with("name: default", "name: \"My Policy\""), "at name", "usable name"),
                arguments("version", with("version: 8", "version: 0"), "at version", "positive"),
                arguments("no routes", with("\nroutes:", "\nold_routes:"), "old_routes", "unknown key"));
    }

    private static String with(String text, String other) {
        assertThat(GOOD).contains(text);
        return GOOD.replaceFirst(java.util.regex.Pattern.quote(text), java.util.regex.Matcher.quoteReplacement(other));
    }

    private static String without(String text) {
        return with(text, "");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void badPoliciesAreRefusedByPlace(String what, String text, String place, String message) {
        Problem problem = catchThrowableOfType(Problem.class, () -> Policy.parse(text, "bad.yaml"));
        assertThat(problem).as(what).isNotNull();
        assertThat(problem.code()).isEqualTo("POLICY");
        assertThat(problem.subject() + " " + problem.what()).contains("bad.yaml", place.replace("old_routes", ""));
        assertThat(problem.what()).contains(message);
    }

    @ParameterizedTest
    @EnumSource(
            value = HoldKind.class,
            names = {"DISPUTE", "DIRECT_PAYMENT", "NO_CALLS", "PENDING_PROTECTION"},
            mode = EnumSource.Mode.EXCLUDE)
    void aPersonDecidesAboutThoseWhomAHoldProtects(HoldKind kind) {
        String name = kind.name().toLowerCase(Locale.ROOT);
        String text = GOOD.replaceFirst("(?m)^(  " + name + ": .*)needs_human: true", "$1needs_human: false");
        assertThat(text).isNotEqualTo(GOOD);
        Problem problem = catchThrowableOfType(Problem.class, () -> Policy.parse(text, "bad.yaml"));
        assertThat(problem).isNotNull();
        assertThat(problem.subject()).startsWith("bad.yaml at holds." + name + ".needs_human, line ");
        assertThat(problem.what()).isEqualTo("no person looks at a case with the hold " + name);
        Policy left = Policy.parse(GOOD, "good.yaml");
        assertThat(new Decider(left)
                        .decide(CaseDraft.of(c -> c.holds.add(kind)))
                        .needsHuman())
                .isTrue();
    }

    @Test
    void theStandardPolicyRaisesNoWarning() {
        assertThat(Policy.standard().check()).isEmpty();
        assertThat(Policy.standard().label()).isEqualTo("default@8");
    }

    @Test
    void theSampleIsValidAndDecides() {
        Policy cautious =
                Policy.read(Path.of(System.getProperty("solvens.home"), "data-samples/policies/cautious.yaml"));
        assertThat(cautious.label()).isEqualTo("cautious@2");
        assertThat(cautious.check()).isEmpty();
        Decision decision = new Decider(cautious).decide(CaseDraft.of(c -> {
            c.scores(0.7, 0.7, 0.7);
            c.mandate = null;
            c.daysPastDue = 60;
        }));
        assertThat(decision.route()).isEqualTo(Route.CALL);
        assertThat(decision.needsHuman()).isTrue();
    }

    @Test
    void rulesThatAreNeverReachedAreRefused() {
        String shadowed = with(
                "  - id: forgetful\n    when:\n      days_past_due: {max: early_days}",
                "  - id: forgetful_twice\n"
                        + "    segment: forgetful\n"
                        + "    when: {debt_to_income: {min: 3}, willingness: {min: 0.9}}\n"
                        + "  - id: forgetful\n"
                        + "    when:\n"
                        + "      days_past_due: {max: early_days}");
        assertUnreachable(
                shadowed,
                "segments[2].when",
                "segment.forgetful_twice",
                "segment.over_indebted takes every case it would take");
        String never = with(
                "- id: before_court\n    when: {stage: {is: legal}}",
                "- id: before_court\n    when: {stage: {is: legal}, arrangement_running: {is: true}}");
        assertUnreachable(
                never,
                "routes[1].when",
                "route.before_court",
                "route.arrangement_running takes every case it would take");
        String unknown = with("when: {segment: {is: unreachable_bad_data}}", "when: {segment: {is: disputing}}");
        assertUnreachable(unknown, "routes[2].when", "route.bad_address", "no rule gives its segments");
    }

    @Test
    void aRuleThatSeveralBeforeItTakeTogetherIsRefused() {
        String split = with("  - id: forgetful\n    when:", """
            - id: early
              segment: forgetful
              when: {days_past_due: {max: 20}}
            - id: late
              segment: willing_able
              when: {days_past_due: {min: 21}, stage: {any_of: [reminder, collection]}}
            - id: rest
              segment: willing_able
              when: {days_past_due: {min: 15}}
            - id: forgetful
              when:\
            """.indent(2).stripTrailing());
        assertUnreachable(
                split, "segments[5].when", "segment.forgetful", "the rules before it take every case it would take");
    }

    private static void assertUnreachable(String text, String place, String id, String why) {
        Problem problem = catchThrowableOfType(Problem.class, () -> Policy.parse(text, "x"));
        assertThat(problem).isNotNull();
        assertThat(problem.what()).isEqualTo(id + " is never reached");
        assertThat(problem.why()).isEqualTo(why);
        assertThat(problem.subject()).startsWith("x at " + place + ", line ").contains(", column ");
    }

    @Test
    void checkFindsSegmentsWithoutARule() {
        String text = with("when: {segment: {is: unreachable_bad_data}}", "when: {returned: {min: 2}}");
        assertThat(Policy.parse(text, "x").check())
                .containsExactly("the segment UNREACHABLE_BAD_DATA has no route but the default");
    }

    @Test
    void countriesAreCodesAndNorwayIsNotFalse() {
        String text = with("when: {stage: {is: legal}}", "when: {country: {any_of: [NO, SE]}}");
        Decision decision = new Decider(Policy.parse(text, "x")).decide(CaseDraft.of(c -> {
            c.country = "NO";
            c.currency = "NOK";
        }));
        assertThat(decision.rule()).isEqualTo("before_court");
    }

    @Test
    void aMissingFactFailsAllButMissing() {
        Decider absent = new Decider(
                Policy.parse(with("when: {stage: {is: legal}}", "when: {days_since_inbound: {missing: true}}"), "x"));
        Decider present = new Decider(Policy.parse(
                with(
                        "when: {stage: {is: legal}}\n    route: plan",
                        "when: {days_since_inbound: {missing: false}}\n    route: reminder"),
                "x"));
        Decider open = new Decider(Policy.parse(
                with(
                        "when: {stage: {is: legal}}",
                        "when: {arrangement: {missing: true}, days_since_inbound: {min: 0}}"),
                "x"));
        CaseFacts never = CaseDraft.of(c -> {});
        CaseFacts once = CaseDraft.of(c -> c.daysSinceInbound = 3);
        assertThat(absent.decide(never).rule()).isEqualTo("before_court");
        assertThat(absent.decide(once).rule()).isEqualTo("unscored_early");
        assertThat(present.decide(never).rule()).isEqualTo("unscored_early");
        assertThat(present.decide(once).rule()).isEqualTo("before_court");
        assertThat(open.decide(never).rule()).isEqualTo("unscored_early");
        assertThat(open.decide(once).rule()).isEqualTo("before_court");
    }

    @Test
    void statutesOutsideTheirDatesDoNotApply() {
        String text = """
            version: "test"
            limitation: []
            letters:
              - {id: letters.new, country: SE, letter: demand, before: [legal_review], min_days: 100,
                 valid_from: 2026-06-02, source: test, certainty: house}
              - {id: letters.old, country: SE, letter: demand, before: [legal_review], min_days: 100,
                 valid_from: 2000-01-01, valid_to: 2026-05-31, source: test, certainty: house}
            calls: []
            """;
        CaseFacts facts = CaseDraft.of(c -> c.ableUnwilling(120));
        Decider decider = new Decider(Policy.standard(), Statutes.parse(text, "x"));
        assertThat(decider.decide(facts).route()).isEqualTo(Route.LEGAL_REVIEW);
        String running = text.replace("2026-06-02", "2026-06-01");
        Decider later = new Decider(Policy.standard(), Statutes.parse(running, "x"));
        assertThat(later.decide(facts).trace()).contains("letters.new");
        assertThat(later.decide(facts).route()).isEqualTo(Route.PLAN);
    }

    @Test
    void statutesWithoutASourceAreRefused() {
        String text = """
            version: "test"
            limitation: []
            letters: []
            calls:
              - {id: calls.x, country: SE, per_day: 1, per_week: 5, per_month: 15, valid_from: 2000-01-01, certainty: house}
            """;
        Problem problem = catchThrowableOfType(Problem.class, () -> Statutes.parse(text, "x.yaml"));
        assertThat(problem.code()).isEqualTo("STATUTES");
        assertThat(problem.why()).contains("calls.x").contains("source");
    }
}

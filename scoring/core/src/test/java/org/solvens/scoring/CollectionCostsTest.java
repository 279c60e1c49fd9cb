package org.solvens.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.solvens.facts.PlainIngest;
import org.solvens.feed.Feed;
import org.solvens.history.DebtorKind;
import org.solvens.policy.FeeClaim;
import org.solvens.policy.Statutes;
import org.solvens.problem.Problem;

class CollectionCostsTest {
    private static final long AS_OF = Instant.parse("2026-07-01T00:00:00Z").toEpochMilli();

    private static @Nullable Long most(
            String country,
            String currency,
            DebtorKind kind,
            String due,
            long units,
            @Nullable Boolean agreed,
            boolean plan) {
        return Statutes.standard()
                .mostFees(new FeeClaim(country, currency, kind, LocalDate.parse(due), units * 1_000, agreed, plan));
    }

    /// What the laws allow, in units: fees of a reminder, a demand, a plan and the collection of the claim.
    @ParameterizedTest
    @CsvSource({
        "SE, SEK, PERSON, 2025-01-01, 1000, true, false, 240",
        "SE, SEK, PERSON, 2025-01-01, 1000, false, false, 180",
        "SE, SEK, PERSON, 2025-01-01, 1000, , false, 240",
        "SE, SEK, PERSON, 2025-01-01, 1000, true, true, 410",
        "SE, SEK, COMPANY, 2025-01-01, 1000, true, false, 450",
        "SE, SEK, COMPANY, 2025-01-01, 1000, true, true, 450",
        "NO, NOK, PERSON, 2025-12-31, 500, , false, 420",
        "NO, NOK, PERSON, 2025-12-31, 501, , false, 560",
        "NO, NOK, PERSON, 2026-01-01, 10000, , false, 1275",
        "NO, NOK, PERSON, 2026-01-01, 300000, , true, 12000",
        "DK, DKK, PERSON, 2025-01-01, 1000, , false, 800",
        "DK, DKK, COMPANY, 2025-01-01, 500000, , false, 6800",
        "DK, DKK, PERSON, 2025-01-01, 600000, , false, 7800",
        "FI, EUR, PERSON, 2025-01-01, 100, , false, 60",
        "FI, EUR, PERSON, 2025-01-01, 5000, , false, 210",
    })
    void theMostThatTheLawAllows(
            String country,
            String currency,
            DebtorKind kind,
            String due,
            long units,
            @Nullable Boolean agreed,
            boolean plan,
            long expected) {
        assertThat(most(country, currency, kind, due, units, agreed, plan)).isEqualTo(expected * 1_000);
    }

    @ParameterizedTest
    @CsvSource({
        "NO, NOK, COMPANY, 2025-01-01",
        "NO, NOK, PERSON, 2020-09-30",
        "SE, EUR, PERSON, 2025-01-01",
        "IT, EUR, PERSON, 2025-01-01",
    })
    void whereNoRuleIsKnownThereIsNoLimit(String country, String currency, DebtorKind kind, String due) {
        assertThat(most(country, currency, kind, due, 1_000, null, false)).isNull();
    }

    /// A larger claim never allows less.
    @Property
    void theLimitGrowsWithTheClaim(
            @ForAll @LongRange(min = 0, max = 900_000) long one,
            @ForAll @LongRange(min = 0, max = 900_000) long other) {
        for (String[] law : new String[][] {{"SE", "SEK"}, {"NO", "NOK"}, {"DK", "DKK"}, {"FI", "EUR"}}) {
            Long small = most(law[0], law[1], DebtorKind.PERSON, "2025-01-01", Math.min(one, other), null, false);
            assertThat(most(law[0], law[1], DebtorKind.PERSON, "2025-01-01", Math.max(one, other), null, false))
                    .isGreaterThanOrEqualTo(small);
        }
    }

    private static PlainIngest debt(String stage, String costs, String... events) {
        List<String> lines =
                new ArrayList<>(List.of("event_id,case_id,kind,component,amount,stage,happened_on,known_at"));
        for (int i = 0; i < events.length; i++) {
            lines.add("e" + i + ",C," + events[i] + ",2026-06-01T20:00:00Z");
        }
        return new PlainIngest()
                .file(
                        Feed.CASES,
                        List.of(
                                "case_id,debtor_id,creditor_id,country,currency,debtor_kind,claim_type,principal,interest,"
                                    + "costs,due_date,arose_on,placed_on,stage,reminder_fee_agreed,known_at",
                                "C,D,K,SE,SEK,PERSON,INVOICE,1000,0," + costs + ",2025-12-01,2025-11-01,2026-01-05,"
                                        + stage + ",true,2026-01-05T12:00:00Z"))
                .file(Feed.CASE_EVENTS, lines);
    }

    private static @Nullable CollectionCosts costs(PlainIngest ingest) {
        return CollectionCosts.of(ingest.view("C", AS_OF));
    }

    @Test
    void costsCountUntilTheFirstLegalStep() {
        assertThat(costs(debt("PRE_COLLECTION", "60", "CHARGE_ADDED,COSTS,180,,2026-02-01")))
                .isEqualTo(new CollectionCosts(240_000, 240_000L));
        CollectionCosts twice = costs(debt(
                "COLLECTION",
                "240",
                "CHARGE_ADDED,COSTS,180,,2026-02-01",
                "STAGE_CHANGED,,,LEGAL,2026-03-01",
                "CHARGE_ADDED,COSTS,300,,2026-03-01"));
        assertThat(twice).isEqualTo(new CollectionCosts(420_000, 240_000L));
        assertThat(twice.above()).isEqualTo(180_000);
        assertThat(costs(debt(
                                "COLLECTION",
                                "240",
                                "CHARGE_ADDED,COSTS,180,,2026-02-01",
                                "STAGE_CHANGED,,,LEGAL,2026-03-01",
                                "CHARGE_WAIVED,COSTS,180,,2026-04-01"))
                        .above())
                .as("what was waived is not asked for, whenever")
                .isZero();
        assertThat(costs(debt("SURVEILLANCE", "900"))).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "amount: 60.005 | 60.005",
                "times: 2 | amount or bands",
                "'amount: 60\ntimes: 0' | times",
                "'bands: [{up_to: 500, amount: 10}]' | bands",
                "'bands: [{up_to: 500, amount: 10}, {up_to: 100, amount: 10}, {amount: 1}]' | up_to",
                "'bands: [{amount: 10, share_above: 2}]' | share_above",
                "'amount: 60\ncondition: maybe' | maybe",
            })
    void aRuleThatMakesNoSenseIsRefused(String rule, String named) {
        String text = """
            version: "1"
            limitation: []
            letters: []
            calls: []
            fees:
              - id: fees.test
                country: SE
                currency: SEK
                valid_from: 2020-01-01
                source: a law
                certainty: sourced
                %s
            """.formatted(rule.replace("\n", "\n    "));
        assertThatThrownBy(() -> Statutes.parse(text, "test"))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.display()).contains("fees.test", named));
    }
}

package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.solvens.api.Decision.Score;
import org.solvens.facts.OtherCases;
import org.solvens.lake.DeltaTable.Commit;
import org.solvens.problem.Problem;

class DecisionsTest {
    /// Numbers near one another and ids with equal hash codes (`Aa` and `BB`) are the hard ones.
    @Property(tries = 200)
    void everyCaseAndDebtorIsFoundAndNoOther(
            @ForAll @Size(max = 300)
                    Map<@IntRange(min = 0, max = 400) Integer, @IntRange(min = 0, max = 40) Integer> debtorOfCase) {
        List<Decision> decisions = new ArrayList<>();
        Map<String, List<Decision>> byDebtor = new TreeMap<>();
        debtorOfCase.forEach((number, debtor) -> {
            Decision decision = decision(caseId(number), "D-" + debtor);
            decisions.add(decision);
            byDebtor.computeIfAbsent("D-" + debtor, _ -> new ArrayList<>()).add(decision);
        });
        Decisions index = new Decisions(new Commit(0, 0), LocalDate.EPOCH, decisions.toArray(Decision[]::new));
        for (int number = 0; number <= 401; number++) {
            Decision found = index.ofCase(caseId(number));
            if (debtorOfCase.containsKey(number)) {
                assertThat(found.caseId()).isEqualTo(caseId(number));
            } else {
                assertThat(found).isNull();
            }
        }
        for (int debtor = 0; debtor <= 41; debtor++) {
            assertThat(index.ofDebtor("D-" + debtor)).isEqualTo(byDebtor.getOrDefault("D-" + debtor, List.of()));
        }
    }

    @Test
    void scoresOfTheOtherSettingAreNotServed() {
        Decisions seen = new Decisions(new Commit(0, 0), LocalDate.EPOCH, new Decision[] {decision("C", "D", "abc")});
        Decisions leftOut =
                new Decisions(new Commit(0, 0), LocalDate.EPOCH, new Decision[] {decision("C", "D", "abc-left_out")});
        assertThat(seen.require(OtherCases.SEEN, "scores")).isSameAs(seen);
        assertThat(leftOut.require(OtherCases.LEFT_OUT, "scores")).isSameAs(leftOut);
        assertThatThrownBy(() -> seen.require(OtherCases.LEFT_OUT, "scores"))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.code()).isEqualTo("OTHER-CASES");
                    assertThat(problem.remedy()).contains("SOLVENS_OTHER_CASES=left_out");
                });
        assertThatThrownBy(() -> leftOut.require(OtherCases.SEEN, "scores")).isInstanceOf(Problem.class);
    }

    private static String caseId(int number) {
        return (number % 2 == 0 ? "Aa-" : "BB-") + number / 2;
    }

    private static Decision decision(String caseId, String debtorId) {
        return decision(caseId, debtorId, "1");
    }

    private static Decision decision(String caseId, String debtorId, String featuresVersion) {
        Score none = new Score(Double.NaN, null, "no_model", null);
        return new Decision(
                caseId,
                debtorId,
                none,
                none,
                none,
                "UNSCORED",
                List.of(),
                "CALL",
                null,
                "default",
                List.of("default"),
                false,
                null,
                List.of(),
                List.of(),
                "standard@1",
                featuresVersion,
                1,
                Decision.Estimates.NONE);
    }
}

package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.solvens.api.Decision.Score;
import org.solvens.lake.DeltaTable.Commit;

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

    private static String caseId(int number) {
        return (number % 2 == 0 ? "Aa-" : "BB-") + number / 2;
    }

    private static Decision decision(String caseId, String debtorId) {
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
                "1",
                1,
                Decision.Estimates.NONE);
    }
}

package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.solvens.facts.OtherCases;
import org.solvens.feature.ScoreStatus;
import org.solvens.history.ClaimType;
import org.solvens.history.Route;
import org.solvens.history.Stage;
import org.solvens.lake.DeltaTable.Commit;
import org.solvens.policy.Segment;
import org.solvens.problem.Problem;
import org.solvens.scoring.ScoreRow;
import org.solvens.scoring.ScoreRow.Band;
import org.solvens.scoring.ScoreRow.Reasons;
import org.solvens.scoring.ScoreRow.Score;
import org.solvens.scoring.ScoreRow.Values;

class DecisionsTest {
    /// Numbers near one another and ids with equal hash codes (`Aa` and `BB`) are the hard ones.
    @Property(tries = 200)
    void everyCaseAndDebtorIsFoundAndNoOther(
            @ForAll @Size(max = 300)
                    Map<@IntRange(min = 0, max = 400) Integer, @IntRange(min = 0, max = 40) Integer> debtorOfCase) {
        List<ScoreRow> decisions = new ArrayList<>();
        Map<String, List<ScoreRow>> byDebtor = new TreeMap<>();
        debtorOfCase.forEach((number, debtor) -> {
            ScoreRow decision = decision(caseId(number), "D-" + debtor);
            decisions.add(decision);
            byDebtor.computeIfAbsent("D-" + debtor, _ -> new ArrayList<>()).add(decision);
        });
        byDebtor.values().forEach(cases -> cases.sort(Comparator.comparing(ScoreRow::caseId)));
        Decisions index = Decisions.of(new Commit(0, 0), LocalDate.EPOCH, decisions);
        for (int number = 0; number <= 401; number++) {
            ScoreRow found = index.ofCase(caseId(number));
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
        Decisions seen = Decisions.of(new Commit(0, 0), LocalDate.EPOCH, List.of(decision("C", "D", "abc")));
        Decisions leftOut =
                Decisions.of(new Commit(0, 0), LocalDate.EPOCH, List.of(decision("C", "D", "abc-left_out")));
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

    private static ScoreRow decision(String caseId, String debtorId) {
        return decision(caseId, debtorId, "1");
    }

    private static ScoreRow decision(String caseId, String debtorId, String featuresVersion) {
        Score none = new Score(Double.NaN, null, ScoreStatus.NO_MODEL, null);
        Band unknown = new Band(Double.NaN, Double.NaN, Double.NaN);
        Values nothing = new Values(unknown, unknown, unknown, ScoreStatus.NO_MODEL, null);
        return new ScoreRow(
                LocalDate.EPOCH,
                caseId,
                debtorId,
                "K",
                "SE",
                "SEK",
                Stage.COLLECTION,
                1,
                1_000,
                LocalDate.EPOCH,
                none,
                none,
                none,
                Segment.UNSCORED,
                Set.of(),
                Route.CALL,
                null,
                "default",
                List.of("default"),
                false,
                LocalDate.EPOCH,
                Set.of(),
                Reasons.NONE,
                "standard@1",
                featuresVersion,
                1,
                none,
                none,
                none,
                nothing,
                nothing,
                1_000,
                0,
                0,
                null,
                Double.NaN,
                null,
                null,
                null,
                ClaimType.INVOICE);
    }
}

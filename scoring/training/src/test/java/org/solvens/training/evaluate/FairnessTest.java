package org.solvens.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.chance.Draws;
import org.solvens.problem.Problem;

class FairnessTest {
    private static final double[] PROBABILITIES = {0.9, 0.7, 0.6, 0.2, 0.8, 0.4, 0.3, 0.1, 0.5};
    private static final int[] OUTCOMES = {1, 0, 1, 0, 1, 1, 0, 0, 1};
    private static final long[] DEBTORS = {1, 2, 3, 3, 4, 5, 6, 6, 7};
    private static final String[] GROUPS = {"f", "f", "f", "f", "m", "m", "m", "m", "x"};

    @TempDir
    Path folder;

    @Test
    void groupsAreMeasuredAgainstOneCut() {
        // Five are good, so the fifth highest probability is the cut.
        assertThat(Fairness.cut(PROBABILITIES, 5)).isEqualTo(0.5);
        Fairness.Dimension bySex = Fairness.dimension("sex", i -> GROUPS[i], PROBABILITIES, OUTCOMES, DEBTORS, 0.5, 1);
        assertThat(bySex.groups()).extracting(Fairness.Group::name).containsExactly("f", "m", "x", "all shown");

        Fairness.Measures f = bySex.groups().get(0).measures();
        assertThat(f.rows()).isEqualTo(4);
        assertThat(f.debtors()).isEqualTo(3);
        assertThat(f.predicted()).isCloseTo(0.6, within(1e-12));
        assertThat(f.observed()).isEqualTo(0.5);
        assertThat(f.falseGood()).isEqualTo(0.5);
        assertThat(f.falseBad()).isZero();
        assertThat(f.auc()).isEqualTo(0.75);
        assertThat(List.of(f.p10(), f.p50(), f.p90())).containsExactly(0.2, 0.7, 0.9);

        Fairness.Measures m = bySex.groups().get(1).measures();
        assertThat(m.predicted()).isCloseTo(0.4, within(1e-12));
        assertThat(m.falseGood()).isZero();
        assertThat(m.falseBad()).isEqualTo(0.5);
        assertThat(m.auc()).isEqualTo(1);
    }

    private static List<String> shown(String[] groups, int smallest) {
        return Fairness.dimension("sex", i -> groups[i], PROBABILITIES, OUTCOMES, DEBTORS, 0.5, smallest)
                .groups()
                .stream()
                .filter(g -> g.measures() != null)
                .map(g -> g.name() + " " + g.measures().debtors())
                .toList();
    }

    @Test
    void aSmallGroupIsSuppressedAndCannotBeWorkedOut() {
        // Of "x" there is one debtor, of the others three each; one of these must cover it.
        assertThat(shown(GROUPS, 1)).containsExactly("f 3", "m 3", "x 1", "all shown 7");
        assertThat(shown(GROUPS, 3)).containsExactly("m 3", "all shown 3");
        // Debtors count, not rows: "f" has four rows of three debtors.
        assertThat(shown(GROUPS, 4)).isEmpty();
        // Of whom nothing is known, nothing is given away.
        String[] unknown = GROUPS.clone();
        unknown[8] = Attributes.UNKNOWN;
        assertThat(shown(unknown, 3)).containsExactly("f 3", "m 3", "all shown 6");
    }

    @Test
    void oneOutcomeAloneLeavesWhatCannotBeToldOpen() {
        Fairness.Measures all = Fairness.Measures.of(new double[] {0.2, 0.8}, new int[] {1, 1}, new long[] {1, 2}, 0.5);
        assertThat(all.falseGood()).isNaN();
        assertThat(all.falseBad()).isEqualTo(0.5);
        assertThat(all.auc()).isNaN();
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("attributes.csv"), text);
    }

    @Test
    void agesAreThoseOfTheDay() throws IOException {
        Attributes attributes =
                Attributes.read(file("debtor_id,birth_year,sex\nD1,1990,F\nD2,1950,m\nD3,2010,\nD4,,F\n"));
        int day = (int) LocalDate.of(2026, 5, 1).toEpochDay();
        int before = (int) LocalDate.of(2014, 5, 1).toEpochDay();
        assertThat(attributes.ageBand(Draws.hash("D1"), day)).isEqualTo("35-44");
        assertThat(attributes.ageBand(Draws.hash("D1"), before)).isEqualTo("18-24");
        assertThat(attributes.ageBand(Draws.hash("D2"), day)).isEqualTo("65 and over");
        assertThat(attributes.ageBand(Draws.hash("D3"), day)).isEqualTo("under 18");
        assertThat(attributes.ageBand(Draws.hash("D4"), day)).isEqualTo("unknown");
        assertThat(attributes.ageBand(Draws.hash("D9"), day)).isEqualTo("unknown");
        assertThat(attributes.sex(Draws.hash("D1"))).isEqualTo("f");
        assertThat(attributes.sex(Draws.hash("D3"))).isEqualTo("unknown");
    }

    @Test
    void bandsMayBeGivenInsteadOfYears() throws IOException {
        Attributes attributes = Attributes.read(file("debtor_id,sex,age_band\nD1,f,30-39\n"));
        assertThat(attributes.ageBand(Draws.hash("D1"), 0)).isEqualTo("30-39");
    }

    @Test
    void aFileThatIsNotAsDescribedIsRefused() throws IOException {
        for (String wrong : List.of(
                "debtor_id,sex\nD1,f\n",
                "debtor_id,birth_year,sex\nD1,19x0,f\n",
                "debtor_id,birth_year,sex\nD1,90,f\n",
                "debtor_id,birth_year,sex\nD1,1990,f\nD1,1990,f\n",
                "debtor_id,birth_year,sex\nD1,1990\n")) {
            Path file = file(wrong);
            assertThatThrownBy(() -> Attributes.read(file))
                    .isInstanceOfSatisfying(
                            Problem.class, p -> assertThat(p.code()).isEqualTo("ATTRIBUTES"));
        }
    }
}

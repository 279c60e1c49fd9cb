package org.solvens.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.solvens.facts.OtherCases;
import org.solvens.feature.Feature;
import org.solvens.feature.FeatureCatalogue;
import org.solvens.feature.Missing;

class SameClaimTest {
    private static final FeatureCatalogue CATALOGUE = FeatureCatalogue.standard(OtherCases.SEEN);
    private static final List<String> NAMES =
            CATALOGUE.features().stream().map(Feature::name).toList();

    /// Income 200,000; a claim, all claims of the currency, and debts beyond all assets of 100,000.
    private static double[] owing(double balance, double total, int cases, int creditors) {
        double[] vector = new double[NAMES.size()];
        Arrays.setAll(vector, i -> i + 0.5);
        set(vector, "net_income", 200_000);
        set(vector, "balance", balance);
        set(vector, "total_balance", total);
        set(vector, "open_cases", cases);
        set(vector, "other_creditors", creditors);
        set(vector, "balance_to_income", balance / 200_000);
        set(vector, "debt_to_income", (total + 100_000) / 200_000);
        return vector;
    }

    private static void set(double[] vector, String feature, double value) {
        vector[NAMES.indexOf(feature)] = value;
    }

    private static double get(double[] vector, String feature) {
        return vector[NAMES.indexOf(feature)];
    }

    @Test
    void debtorsWhoDifferOnlyInWhatTheyOweAreAlike() {
        SameClaim same = new SameClaim(CATALOGUE);
        double[] small = same.of(owing(300, 300, 1, 0)).clone();
        double[] large = same.of(owing(80_000, 250_000, 5, 3)).clone();
        assertThat(small).containsExactly(large, within(1e-9));
        assertThat(get(large, "balance")).isEqualTo(20_000);
        assertThat(get(large, "balance_to_income")).isEqualTo(0.1);
        // The debts beyond all assets stay: 100,000 and the claim, over 200,000.
        assertThat(get(large, "debt_to_income")).isCloseTo(0.6, within(1e-9));
        assertThat(get(large, "net_income")).isEqualTo(200_000);
    }

    @Test
    void whatIsNotTheSizeOfTheDebtStays() {
        double[] actual = owing(80_000, 250_000, 5, 3);
        double[] changed = new SameClaim(CATALOGUE).of(actual);
        List<String> differ = NAMES.stream()
                .filter(name -> get(actual, name) != get(changed, name))
                .toList();
        assertThat(differ)
                .containsExactlyInAnyOrder(
                        "balance",
                        "total_balance",
                        "open_cases",
                        "other_creditors",
                        "balance_to_income",
                        "debt_to_income");
    }

    @Test
    void withoutIncomeTheRatiosStayMissing() {
        double[] actual = owing(300, 300, 1, 0);
        for (String feature : List.of("net_income", "balance_to_income", "debt_to_income")) {
            set(actual, feature, Missing.NO_RECORD.code());
        }
        double[] changed = new SameClaim(CATALOGUE).of(actual);
        assertThat(get(changed, "balance")).isEqualTo(20_000);
        assertThat(get(changed, "debt_to_income")).isEqualTo(Missing.NO_RECORD.code());
    }
}

package org.solvens.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.solvens.problem.Problem;

class OtherCasesTest {
    @Test
    void thePropertyDecidesThenTheVariable() {
        assertThat(OtherCases.chosen(null, null)).isEqualTo(OtherCases.SEEN);
        assertThat(OtherCases.chosen("", "")).isEqualTo(OtherCases.SEEN);
        assertThat(OtherCases.chosen(null, "left_out")).isEqualTo(OtherCases.LEFT_OUT);
        assertThat(OtherCases.chosen("left_out", null)).isEqualTo(OtherCases.LEFT_OUT);
        assertThat(OtherCases.chosen("seen", "left_out")).isEqualTo(OtherCases.SEEN);
        assertThatThrownBy(() -> OtherCases.chosen(null, "maybe"))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("OTHER-CASES"));
        for (OtherCases each : OtherCases.values()) {
            assertThat(OtherCases.of(each.word())).isEqualTo(each);
            assertThat(OtherCases.ofVersion("abc" + each.mark())).isEqualTo(each);
        }
    }
}

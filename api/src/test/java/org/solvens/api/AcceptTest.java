package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/*|a/one",
                "a/two|a/two",
                "A/Two|a/two",
                "a/*|a/one",
                "a/one;q=0.2, a/two;q=0.3|a/two",
                "a/one;q=0, */*|a/two",
                "*/*;q=0.1, a/two|a/two",
                "text/html, */*;q=0.8|a/one",
                "a/two;v=1;q=0.4, a/one;q=nonsense|a/two",
            })
    void theBestOfferWins(String header, String chosen) {
        assertThat(Accept.choose(header, "a/one", "a/two")).isEqualTo(chosen);
    }

    @Test
    void withoutAHeaderTheFirstOfferWins() {
        assertThat(Accept.choose((String) null, "a/one", "a/two")).isEqualTo("a/one");
        assertThat(Accept.choose(" ", "a/one", "a/two")).isEqualTo("a/one");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"b/one", "a/one;q=0", "text/*, b/*"})
    void nothingAcceptableIsRefused(String header) {
        assertThatThrownBy(() -> Accept.choose(header, "a/one")).isInstanceOf(ApiProblem.class);
    }
}

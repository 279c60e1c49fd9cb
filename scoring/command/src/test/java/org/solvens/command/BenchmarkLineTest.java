package org.solvens.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchmarkLineTest {
    private static final BenchmarkLine LINE = new BenchmarkLine(
            "train", "scorecard, 200,000 rows", 1234.5, "ms", "Peer 1.0", 2469.0, 0.6, false, 200_000, 2);

    private final Locale before = Locale.getDefault();

    @AfterEach
    void restore() {
        Locale.setDefault(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fa-IR", "ar-EG-u-nu-arab", "tr-TR", "de-DE"})
    void theTableHasAsciiDigitsUnderEveryLocale(String tag) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        assertThat(BenchmarkLine.header()).matches("\\p{ASCII}+");
        assertThat(LINE.text()).matches("\\p{ASCII}+").contains("1,235 ", "2,469 ", "0.5000 ", "<= 0.6000");
    }

    @Test
    void jsonHasTheRatio() {
        assertThat(LINE.json())
                .isEqualTo(
                        "{\"bench\":\"train\",\"metric\":\"scorecard, 200,000 rows\",\"value\":1234.5,\"unit\":\"ms\","
                                + "\"peer\":\"Peer 1.0\",\"peer_value\":2469.0,\"ratio\":0.5,\"target\":0.6,"
                                + "\"higher_is_better\":false,\"rows\":200000,\"cores\":2}");
    }
}

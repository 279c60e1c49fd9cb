package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class RoundedTest {
    @Property
    void theTextIsTheRoundedNumber(@ForAll @DoubleRange(min = -2e7, max = 2e7) double value) {
        assertThat(Double.parseDouble(Rounded.json(value))).isEqualTo(Rounded.of(value));
    }

    @Test
    void everyThousandthIsWritten() {
        for (int i = 0; i <= 3_000; i++) {
            double value = i / 1_000.0;
            assertThat(Double.parseDouble(Rounded.json(value))).isEqualTo(value);
            assertThat(Double.parseDouble(Rounded.json(-value))).isEqualTo(-value);
        }
        assertThat(Rounded.json(0)).isEqualTo("0.0");
        assertThat(Rounded.json(0.001)).isEqualTo("0.001");
        assertThat(Rounded.json(-0.0004)).isEqualTo("0.0");
        assertThat(Rounded.json(541)).isEqualTo("541.0");
        assertThat(Rounded.json(Double.NaN)).isEqualTo("null");
    }
}

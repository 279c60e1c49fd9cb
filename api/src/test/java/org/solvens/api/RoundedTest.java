package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class RoundedTest {
    private static String json(double value) {
        JsonBytes json = new JsonBytes(1);
        Rounded.write(value, json);
        return new String(json.toBytes(), StandardCharsets.UTF_8);
    }

    @Property
    void theTextIsTheRoundedNumber(@ForAll @DoubleRange(min = -2e7, max = 2e7) double value) {
        assertThat(Double.parseDouble(json(value))).isEqualTo(Rounded.of(value));
    }

    @Test
    void everyThousandthIsWritten() {
        for (int i = 0; i <= 3_000; i++) {
            double value = i / 1_000.0;
            assertThat(Double.parseDouble(json(value))).isEqualTo(value);
            assertThat(Double.parseDouble(json(-value))).isEqualTo(-value);
        }
        assertThat(json(0)).isEqualTo("0.0");
        assertThat(json(0.001)).isEqualTo("0.001");
        assertThat(json(-0.0004)).isEqualTo("0.0");
        assertThat(json(541)).isEqualTo("541.0");
        assertThat(json(Double.NaN)).isEqualTo("null");
    }
}

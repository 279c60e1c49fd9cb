package org.solvens.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WindowsTest {
    private static final int[] DAYS = {30, 90, 365};

    @Property(tries = 200)
    void everyWindowHoldsWhatLiesInIt(@ForAll List<@IntRange(min = -5, max = 500) Integer> ago) {
        Windows windows = Windows.andEver(DAYS);
        Windows.Sums sums = windows.sums();
        ago.forEach(days -> sums.add(days, 1_000 + days));
        for (int i = 0; i < DAYS.length; i++) {
            int reach = DAYS[i];
            List<Integer> within = ago.stream().filter(days -> days <= reach).toList();
            assertThat(sums.count(i)).isEqualTo(within.size());
            assertThat(sums.amount(i))
                    .isEqualTo(within.stream().mapToLong(days -> 1_000 + days).sum());
        }
        assertThat(sums.count()).isEqualTo(ago.size()).isEqualTo(sums.count(DAYS.length));
        assertThat(sums.amount())
                .isEqualTo(ago.stream().mapToLong(days -> 1_000 + days).sum());
    }

    @Test
    void windowsRise() {
        assertThatThrownBy(() -> Windows.andEver(30, 30)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Windows.andEver(0)).isInstanceOf(IllegalArgumentException.class);
    }
}

package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    private final MovedClock machine = new MovedClock(NOON);
    private long nanos;
    private final SteadyClock clock = new SteadyClock(machine, () -> nanos);

    private void pass(Duration time) {
        machine.moveTo(machine.instant().plus(time));
        nanos += time.toNanos();
    }

    @Test
    void itIsTheMachinesClockAsLongAsThatGoesForward() {
        assertThat(clock.instant()).isEqualTo(NOON);
        pass(Duration.ofSeconds(3));
        assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(3));
        machine.moveTo(NOON.plus(Duration.ofDays(3)));
        assertThat(clock.instant()).isEqualTo(NOON.plus(Duration.ofDays(3)));
    }

    @Test
    void movedBackItGoesOnAtHalfSpeedUntilTheOtherHasCaughtUp() {
        assertThat(clock.instant()).isEqualTo(NOON);
        machine.moveTo(NOON.minus(Duration.ofHours(2)));
        assertThat(clock.instant()).isEqualTo(NOON);
        pass(Duration.ofHours(2));
        assertThat(clock.instant()).isEqualTo(NOON.plus(Duration.ofHours(1)));
        pass(Duration.ofHours(2));
        assertThat(clock.instant()).isEqualTo(NOON.plus(Duration.ofHours(2)));
        pass(Duration.ofHours(1));
        assertThat(clock.instant()).isEqualTo(NOON.plus(Duration.ofHours(3))).isEqualTo(machine.instant());
    }

    @Test
    void movedBackByMoreThanADayItFollows() {
        machine.moveTo(NOON.plus(Duration.ofDays(3)));
        assertThat(clock.instant()).isEqualTo(NOON.plus(Duration.ofDays(3)));
        machine.moveTo(NOON);
        assertThat(clock.instant()).isEqualTo(NOON);
    }

    @Test
    void aNewProcessGoesOnWhereTheOneBeforeEnded() {
        clock.notBefore(NOON.plusSeconds(60));
        assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(60));
        clock.notBefore(NOON);
        assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(60));
    }
}

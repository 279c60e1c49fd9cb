package org.solvens.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A clock that never goes back. The time of the machine may: when it is corrected, or set wrongly.
///
/// A correction of a record counts because it became known later than the record, and the order of events is that in
/// which they became known. If the machine's clock is moved back, this one goes on at half its speed until the other
/// has caught up. If it is moved back by more than {@link #MOST}, this one follows it: the time before
/// was wrong, and an ingest refuses records from so far in the future.
final class SteadyClock extends Clock {
    /// How far ahead of the machine's clock this one may be; what an ingest allows.
    static final Duration MOST = Duration.ofHours(24);

    private static final Logger LOG = LoggerFactory.getLogger(SteadyClock.class);

    private final Clock machine;
    private final LongSupplier nanos;
    private Instant last = Instant.MIN;
    private long lastNanos;
    private boolean ahead;

    /// @param nanos of a time that only goes forward, such as {@link System#nanoTime}
    SteadyClock(Clock machine, LongSupplier nanos) {
        this.machine = machine;
        this.nanos = nanos;
        this.lastNanos = nanos.getAsLong();
    }

    /// The time is not before an instant, such as that of the last event that was accepted before this process began.
    synchronized void notBefore(Instant instant) {
        if (instant.isAfter(last)) {
            last = instant;
        }
    }

    @Override
    public synchronized Instant instant() {
        Instant now = machine.instant();
        long moment = nanos.getAsLong();
        Instant next = last.equals(Instant.MIN) ? now : last.plusNanos((moment - lastNanos) / 2);
        boolean behind = now.isBefore(next) && !next.isAfter(now.plus(MOST));
        if (behind && !ahead) {
            LOG.warn(
                    "the clock of this machine was moved back by {} seconds; events are stamped with a time that goes"
                            + " on",
                    Duration.between(now, next).toSeconds());
        }
        ahead = behind;
        last = behind ? next : now;
        lastNanos = moment;
        return last;
    }

    @Override
    public ZoneId getZone() {
        return machine.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return machine.withZone(zone);
    }
}

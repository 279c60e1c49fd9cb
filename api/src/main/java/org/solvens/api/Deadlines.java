package org.solvens.api;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;

/// Closes connections that take too long, however busy they look.
///
/// Jetty's idle timeout begins again with every byte. This one counts from the start: a connection has one
/// deadline to deliver the head of a request, and two more until the answer is sent.
final class Deadlines implements Connection.Listener {
    private final long nanos;
    private final Map<EndPoint, Long> due = new ConcurrentHashMap<>();

    Deadlines(Duration deadline) {
        nanos = deadline.toNanos();
    }

    @Override
    public void onOpened(Connection connection) {
        due.put(connection.getEndPoint(), System.nanoTime() + nanos);
    }

    @Override
    public void onClosed(Connection connection) {
        due.remove(connection.getEndPoint());
    }

    /// The head of a request is complete.
    void began(EndPoint endPoint) {
        due.replace(endPoint, System.nanoTime() + 2 * nanos);
    }

    /// The answer was sent, or failed.
    void ended(EndPoint endPoint) {
        due.replace(endPoint, System.nanoTime() + nanos);
    }

    /// Closes connections that are past their deadline.
    void sweep() {
        long now = System.nanoTime();
        due.forEach((endPoint, at) -> {
            if (now - at > 0 && due.remove(endPoint, at)) {
                endPoint.close(new TimeoutException("the deadline of the request has passed"));
            }
        });
    }

    /// How often to {@link #sweep}.
    Duration interval() {
        return Duration.ofNanos(Math.clamp(nanos / 4, 1_000_000, 1_000_000_000));
    }
}

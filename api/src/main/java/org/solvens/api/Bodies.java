package org.solvens.api;

import io.javalin.http.Context;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.http.HttpException;

/// Reads request bodies in bounded time and memory.
///
/// A slow body holds only a virtual thread and the bytes received so far. So many slow bodies do not block
/// other requests.
final class Bodies {
    /// Bytes that a body may have.
    static final int LARGEST = 4_000_000;

    private static final int STEP = 8_192;

    /// Bytes of a body that is too large which are received and dropped. A client that is still sending when the
    /// connection closes sees a broken pipe instead of the answer.
    private static final int DROPPED = 16_000_000;

    /// How long the next bytes of such a body are waited for.
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final long deadlineNanos;
    private final int largest;
    private final Semaphore places;
    private final Semaphore bytes;

    /// @param largest bytes of one body
    Bodies(Limits limits, int largest) {
        deadlineNanos = limits.deadline().toNanos();
        this.largest = largest;
        places = new Semaphore(limits.bodies());
        bytes = new Semaphore(limits.bodyBytes());
    }

    /// A body in memory, with its share of the memory for all bodies.
    final class Body implements AutoCloseable {
        private byte[] content = new byte[STEP];
        private int length;
        private int reserved;

        private void add(byte[] step, int read) {
            if (!bytes.tryAcquire(read)) {
                throw ApiProblem.busy();
            }
            if (length + read > content.length) {
                content = Arrays.copyOf(content, Math.max(length + read, Math.min(largest, 2 * content.length)));
            }
            System.arraycopy(step, 0, content, length, read);
            length += read;
        }

        InputStream content() {
            return new ByteArrayInputStream(content, 0, length);
        }

        /// Takes a further share, for what a compressed body is once it is inflated.
        ///
        /// @throws ApiProblem 503 if there is not so much
        void reserve(int count) {
            if (!bytes.tryAcquire(count)) {
                throw ApiProblem.busy();
            }
            reserved += count;
        }

        /// Releases the memory. The bytes count until the body is closed.
        @Override
        public void close() {
            bytes.release(length + reserved);
        }
    }

    /// Reads the body of a request as {@link #read(InputStream, long)} does.
    Body read(Context context) {
        try {
            return read(context.req().getInputStream(), context.req().getContentLengthLong());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Reads a body to its end.
    ///
    /// @param declared length as the request declares it, or -1
    /// @return the body; close it once the request is answered
    /// @throws ApiProblem 408 past the deadline, 413 if it is too large, 503 if too many are being read or are in
    ///     memory, 400 if it ends early or its chunks cannot be read
    Body read(InputStream in, long declared) {
        if (!places.tryAcquire()) {
            throw declared > largest ? ApiProblem.tooLarge(largest) : ApiProblem.busy();
        }
        Body body = new Body();
        boolean whole = false;
        try {
            long due = System.nanoTime() + deadlineNanos;
            if (declared > largest) {
                drop(in, declared, due);
                throw ApiProblem.tooLarge(largest);
            }
            byte[] step = new byte[STEP];
            for (int read = in.read(step); read >= 0; read = in.read(step)) {
                if (System.nanoTime() - due > 0) {
                    throw ApiProblem.tooSlow();
                }
                if (body.length + read > largest) {
                    drop(in, largest, due);
                    throw ApiProblem.tooLarge(largest);
                }
                body.add(step, read);
            }
            whole = true;
            return body;
        } catch (IOException e) {
            throw ofFailure(e);
        } finally {
            places.release();
            if (!whole) {
                body.close();
            }
        }
    }

    /// Receives what a client is sending anyway, as long as it comes without a pause.
    private static void drop(InputStream in, long declared, long due) throws IOException {
        byte[] step = new byte[STEP];
        long dropped = declared > DROPPED ? DROPPED : 0;
        long idleSince = System.nanoTime();
        while (dropped < DROPPED && System.nanoTime() - due < 0) {
            if (in.available() > 0) {
                int read = in.read(step);
                if (read < 0) {
                    return;
                }
                dropped += read;
                idleSince = System.nanoTime();
            } else if (dropped >= declared || System.nanoTime() - idleSince > PAUSE.toNanos()) {
                return;
            } else {
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    private static ApiProblem ofFailure(IOException e) {
        for (Throwable each = e; each != null; each = each.getCause()) {
            if (each instanceof TimeoutException) {
                return ApiProblem.tooSlow();
            }
            if (each instanceof HttpException http && http.getCode() >= 400 && http.getCode() < 500) {
                return ApiProblem.ofStatus(http.getCode());
            }
        }
        return ApiProblem.badRequest("HTTP-400", "The body ends early, or its chunks cannot be read.");
    }
}

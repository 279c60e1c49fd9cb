package org.solvens.api;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/// A client that loads a server on this machine over connections that it keeps, and measures how long answers take. It
/// reads no more of HTTP than it needs, so that most of what is measured is the server.
final class LoadClient {
    private static final String LENGTH = "content-length:";
    private static final String CHUNKED = "transfer-encoding: chunked";

    private final int port;
    private final int connections;

    LoadClient(int port, int connections) {
        this.port = port;
        this.connections = connections;
    }

    /// What a load was answered with.
    ///
    /// @param nanos how long each answer took, ascending
    /// @param seconds of the whole load
    /// @param failed answers that were no success
    record Answers(long[] nanos, double seconds, long failed) {
        double perSecond() {
            return nanos.length / seconds;
        }

        /// The time within which a share of the answers came, in milliseconds.
        double millis(double share) {
            return nanos.length == 0
                    ? 0
                    : nanos[(int) Math.min(nanos.length - 1L, (long) (share * nanos.length))] / 1e6;
        }
    }

    /// A request.
    ///
    /// @param headers each with its end of line
    static byte[] get(String path, String headers) {
        return ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /// A request with a body of JSON.
    ///
    /// @param headers each with its end of line
    static byte[] post(String path, String headers, String body) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        byte[] head = ("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n" + headers
                        + "Content-Length: " + content.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] whole = Arrays.copyOf(head, head.length + content.length);
        System.arraycopy(content, 0, whole, head.length, content.length);
        return whole;
    }

    /// Asks as fast as the server answers.
    ///
    /// @param request by its number
    Answers load(double seconds, LongFunction<byte[]> request) {
        return load(seconds, 0, request);
    }

    /// Asks at a rate. An answer counts from when its request was due, so that a server that falls behind shows it.
    ///
    /// @param rate requests a second; 0 for as fast as the server answers
    Answers load(double seconds, double rate, LongFunction<byte[]> request) {
        AtomicLong next = new AtomicLong();
        AtomicLong failed = new AtomicLong();
        long begin = System.nanoTime();
        long end = begin + (long) (seconds * 1e9);
        List<Future<long[]>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            for (int i = 0; i < connections; i++) {
                running.add(threads.submit(() -> ask(begin, end, rate, next, failed, request)));
            }
            long[] nanos = running.stream()
                    .flatMapToLong(each -> Arrays.stream(done(each)))
                    .sorted()
                    .toArray();
            return new Answers(nanos, (System.nanoTime() - begin) / 1e9, failed.get());
        }
    }

    private static long[] done(Future<long[]> running) {
        try {
            return running.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private long[] ask(
            long begin, long end, double rate, AtomicLong next, AtomicLong failed, LongFunction<byte[]> request)
            throws IOException, InterruptedException {
        long[] nanos = new long[1_024];
        int count = 0;
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream(), 65_536);
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 65_536);
            while (true) {
                long number = next.getAndIncrement();
                long due = rate == 0 ? System.nanoTime() : begin + (long) (number / rate * 1e9);
                if (due - end >= 0) {
                    return Arrays.copyOf(nanos, count);
                }
                long early = due - System.nanoTime();
                if (early > 0) {
                    Thread.sleep(early / 1_000_000, (int) (early % 1_000_000));
                }
                out.write(request.apply(number));
                out.flush();
                if (read(in) / 100 != 2) {
                    failed.incrementAndGet();
                }
                if (count == nanos.length) {
                    nanos = Arrays.copyOf(nanos, 2 * count);
                }
                nanos[count++] = System.nanoTime() - due;
            }
        }
    }

    /// Reads an answer.
    ///
    /// @return its status
    private static int read(InputStream in) throws IOException {
        String status = line(in);
        int length = 0;
        boolean chunked = false;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
                length = Integer.parseInt(line.substring(LENGTH.length()).strip());
            }
            chunked |= line.equalsIgnoreCase(CHUNKED);
        }
        if (chunked) {
            int chunk;
            do {
                chunk = Integer.parseInt(line(in), 16);
                in.skipNBytes(chunk + 2);
            } while (chunk > 0);
        } else {
            in.skipNBytes(length);
        }
        return Integer.parseInt(status.substring(9, 12));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the server closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}

package org.solvens.api;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/// A connection on which a test sends any bytes and reads what comes back.
final class RawClient implements AutoCloseable {
    private final Socket socket = new Socket();

    /// @param receiveBuffer bytes that the operating system keeps for the test before it reads; 0 for its choice
    RawClient(int port, int receiveBuffer) throws IOException {
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.connect(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
    }

    RawClient(int port) throws IOException {
        this(port, 0);
    }

    /// An answer as it came.
    ///
    /// @param head status line and headers
    record Answer(String head, String body) {
        int status() {
            return Integer.parseInt(head, 9, 12, 10);
        }

        /// The value of a header, or null.
        String header(String name) {
            return head.lines()
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse(null);
        }
    }

    RawClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /// Whether an answer has begun to arrive.
    boolean hasAnswer() throws IOException {
        return socket.getInputStream().available() > 0;
    }

    /// No more is sent.
    RawClient finish() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /// Everything until the server ends the connection; a reset ends it too.
    byte[] rest() throws IOException {
        InputStream in = socket.getInputStream();
        java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
        byte[] step = new byte[8192];
        try {
            for (int n = in.read(step); n >= 0; n = in.read(step)) {
                all.write(step, 0, n);
            }
        } catch (java.net.SocketException e) {
            return all.toByteArray();
        }
        return all.toByteArray();
    }

    /// The one answer on a connection that the server closes after it.
    Answer answer() throws IOException {
        String text = new String(rest(), StandardCharsets.UTF_8);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new IOException("no answer: " + text);
        }
        return new Answer(text.substring(0, end), text.substring(end + 4));
    }

    /// Sends a request and gives its answer.
    static Answer ask(int port, String... lines) throws IOException {
        try (RawClient client = new RawClient(port)) {
            return client.send(String.join("\r\n", lines)).answer();
        }
    }

    /// A request for a path, with further headers.
    static String get(String path, String... headers) {
        return Stream.of(List.of("GET " + path + " HTTP/1.1", "Host: localhost", "Connection: close"), List.of(headers))
                        .flatMap(List::stream)
                        .reduce("", (a, b) -> a + b + "\r\n")
                + "\r\n";
    }

    /// The head of a bulk request.
    static String post(String... headers) {
        return Stream.of(
                                List.of(
                                        "POST /v1/segments:batch HTTP/1.1",
                                        "Host: localhost",
                                        "Connection: close",
                                        "Content-Type: application/json"),
                                List.of(headers))
                        .flatMap(List::stream)
                        .reduce("", (a, b) -> a + b + "\r\n")
                + "\r\n";
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

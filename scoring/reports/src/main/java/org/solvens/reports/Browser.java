package org.solvens.reports;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A browser of the Chromium family without a window, driven by the DevTools protocol
/// (https://chromedevtools.github.io/devtools-protocol/). One process prints any number of pages. It serves one thread.
///
/// Messages go over the pipes of the process, JSON with a zero byte after each (`--remote-debugging-pipe`). A port
/// would
/// let every other program of the machine drive the browser.
final class Browser implements AutoCloseable {
    /// The browser reads messages from descriptor 3 and writes them to 4; Java has only 0 to 2.
    private static final String PIPES = "exec \"$0\" \"$@\" 3<&0 4>&1 0</dev/null 1>/dev/null 2>/dev/null";

    /// Names of browsers, the first that starts is taken.
    static final List<String> NAMES = List.of(
            "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge");

    /// A page that takes longer never ends.
    private static final long MINUTES = 2;

    /// Milliseconds since the navigation began: when the answer was there, and when something of it was first seen.
    private static final String PAINTED = """
        new Promise(done => {
          const look = () => {
            const paint = performance.getEntriesByName('first-contentful-paint')[0];
            const answer = performance.getEntriesByType('navigation')[0];
            paint ? done([answer.responseEnd, paint.startTime]) : setTimeout(look, 5);
          };
          look();
        })\
        """;

    private static final long SECONDS_TO_END = 5;

    /// A PDF is one text of its message.
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .build();

    private final Path profile;
    private final Process process;
    private final OutputStream to;
    private final BlockingQueue<Optional<JsonNode>> messages = new LinkedBlockingQueue<>();
    private final Thread reading;
    private int last;

    private Browser(Path profile, Process process) {
        this.profile = profile;
        this.process = process;
        this.to = process.getOutputStream();
        this.reading = Thread.ofVirtual().name("browser").start(() -> read(process.getInputStream()));
    }

    /// Starts a browser.
    ///
    /// @param sandbox false for the user root, who may only start one without
    static Browser start(String program, boolean sandbox) throws IOException {
        Path profile = Files.createTempDirectory("solvens-print");
        List<String> command = new ArrayList<>(List.of(
                "/bin/sh",
                "-c",
                PIPES,
                program,
                "--headless",
                "--disable-gpu",
                "--no-first-run",
                "--remote-debugging-pipe",
                "--user-data-dir=" + profile));
        if (!sandbox) {
            command.add("--no-sandbox");
        }
        return new Browser(
                profile, new ProcessBuilder(command).directory(profile.toFile()).start());
    }

    /// The browser that is installed.
    ///
    /// @param named its program; null for the first of {@link #NAMES} that starts
    static Optional<String> installed(@Nullable String named) {
        return (named == null ? NAMES : List.of(named))
                .stream().filter(Browser::starts).findFirst();
    }

    private static boolean starts(String program) {
        try {
            Process process = new ProcessBuilder(program, "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (IOException e) {
            // The next name may be the one that is installed.
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// A session with an empty tab.
    String open() throws IOException {
        String tab = answer(null, "Target.createTarget", Map.of("url", "about:blank"))
                .path("targetId")
                .asString();
        String session = answer(null, "Target.attachToTarget", Map.of("targetId", tab, "flatten", true))
                .path("sessionId")
                .asString();
        answer(session, "Page.enable", Map.of());
        return session;
    }

    /// A page as PDF, on the paper that its style names.
    byte[] print(String session, URI page) throws IOException {
        show(session, page);
        return Base64.getDecoder()
                .decode(answer(
                                session,
                                "Page.printToPDF",
                                Map.of("printBackground", true, "preferCSSPageSize", true, "generateTaggedPDF", true))
                        .path("data")
                        .asString());
    }

    /// Shows a page.
    ///
    /// @return milliseconds until it was answered, and until its first paint
    double[] painted(String session, URI page) throws IOException {
        show(session, page);
        JsonNode times = answer(
                        session,
                        "Runtime.evaluate",
                        Map.of("expression", PAINTED, "awaitPromise", true, "returnByValue", true))
                .path("result")
                .path("value");
        return new double[] {times.path(0).asDouble(), times.path(1).asDouble()};
    }

    private void show(String session, URI page) throws IOException {
        JsonNode shown = answer(session, "Page.navigate", Map.of("url", page.toString()));
        if (shown.has("errorText")) {
            throw new IOException("the browser cannot show " + page + ": "
                    + shown.path("errorText").asString());
        }
        await(message -> message.path("method").asString("").equals("Page.loadEventFired"));
    }

    private JsonNode answer(@Nullable String session, String method, Map<String, Object> parameters)
            throws IOException {
        int id = ++last;
        Map<String, Object> message = session == null
                ? Map.of("id", id, "method", method, "params", parameters)
                : Map.of("id", id, "method", method, "params", parameters, "sessionId", session);
        to.write(JSON.writeValueAsBytes(message));
        to.write(0);
        to.flush();
        JsonNode answer = await(each -> each.path("id").asInt(0) == id);
        if (answer.has("error")) {
            throw new IOException("the browser refuses " + method + ": "
                    + answer.path("error").path("message").asString(""));
        }
        return answer.path("result");
    }

    /// The next message of a kind; others before it are dropped.
    private JsonNode await(Predicate<JsonNode> wanted) throws IOException {
        try {
            while (true) {
                Optional<JsonNode> message = messages.poll(MINUTES, TimeUnit.MINUTES);
                if (message == null) {
                    throw new IOException("the browser has not answered for " + MINUTES + " minutes");
                }
                if (message.isEmpty()) {
                    throw new IOException("the browser ended");
                }
                if (wanted.test(message.get())) {
                    return message.get();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the browser worked", e);
        }
    }

    private void read(InputStream from) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 16];
        try {
            for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                int first = 0;
                for (int i = 0; i < count; i++) {
                    if (buffer[i] == 0) {
                        message.write(buffer, first, i - first);
                        messages.add(Optional.of(JSON.readTree(message.toString(StandardCharsets.UTF_8))));
                        message.reset();
                        first = i + 1;
                    }
                }
                message.write(buffer, first, count - first);
            }
        } catch (IOException | JacksonException e) {
            // Whoever waits for an answer learns that there will be none.
        }
        messages.add(Optional.empty());
    }

    /// Ends the browser and removes what it wrote.
    @Override
    public void close() {
        try {
            answer(null, "Browser.close", Map.of());
        } catch (IOException e) {
            // It has ended already, or is ended below.
        }
        try {
            if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
            reading.join();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        delete();
    }

    private void delete() {
        try (var files = Files.walk(profile)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            // A process of the browser may still be closing its profile, which is in the folder for temporary files.
            Objects.requireNonNull(profile.toFile(), "a folder of the default file system")
                    .deleteOnExit();
        }
    }
}

package org.solvens.api;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// A page in a real browser that notes errors, warnings, and requests to another address than the server's.
record Browsing(Playwright playwright, Browser browser, String origin, Page page, Set<String> complaints)
        implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

    /// Skips the test where there is no browser.
    static Browsing of(ApiServer server) {
        assumeTrue(
                Files.isExecutable(CHROMIUM),
                "The page is not tried in a browser: there is no " + CHROMIUM + " (Debian's package chromium).");
        LaunchOptions options = new LaunchOptions()
                .setExecutablePath(CHROMIUM)
                .setArgs(List.of(
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync"));
        String origin = "http://127.0.0.1:" + server.port();
        Playwright playwright = Playwright.create();
        Browser browser = playwright.chromium().launch(options);
        Page page = browser.newPage();
        page.setViewportSize(1280, 900);
        Set<String> complaints = new TreeSet<>();
        page.onConsoleMessage(message -> {
            if (List.of("error", "warning").contains(message.type())) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onRequest(request -> {
            if (!request.url().startsWith(origin) && !request.url().startsWith("data:")) {
                complaints.add("asked " + request.url());
            }
        });
        return new Browsing(playwright, browser, origin, page, complaints);
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}

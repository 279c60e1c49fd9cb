package org.solvens.reports;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/// Measures how long a browser of the Chromium family needs for a page. It serves one thread.
public final class FirstPaint implements AutoCloseable {
    /// Milliseconds since the navigation began.
    ///
    /// @param answered when the whole page was there
    /// @param painted when something of it was first seen
    public record Times(double answered, double painted) {}

    private final Browser browser;
    private final String tab;

    private FirstPaint(Browser browser, String tab) {
        this.browser = browser;
        this.tab = tab;
    }

    /// Starts the browser that is installed; empty if there is none.
    ///
    /// @param user name of the operating system's user: root may only start a browser without its sandbox
    public static Optional<FirstPaint> start(String user) throws IOException {
        Optional<String> program = Browser.installed(null);
        if (program.isEmpty()) {
            return Optional.empty();
        }
        Browser browser = Browser.start(program.get(), !user.equals("root"));
        return Optional.of(new FirstPaint(browser, browser.open()));
    }

    /// Shows a page.
    public Times of(URI page) throws IOException {
        double[] times = browser.painted(tab, page);
        return new Times(times[0], times[1]);
    }

    @Override
    public void close() {
        browser.close();
    }
}

package org.solvens.reports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;
import org.solvens.problem.Problem;

/// Prints pages as PDF by a browser of the Chromium family that is installed. So paper shows what its reader would
/// print. One browser prints all pages; it serves one thread.
public final class Paper implements AutoCloseable {
    private final String browser;
    private final boolean root;
    private @Nullable Browser running;
    private String tab = "";

    private Paper(String browser, boolean root) {
        this.browser = browser;
        this.root = root;
    }

    /// Finds a browser.
    ///
    /// @param named its program; null for the first of the usual names that starts
    /// @param user name of the operating system's user: root may only start a browser without its sandbox, which is
    ///     safe for pages that run and load nothing
    /// @throws Problem REPORT-BROWSER if there is none
    public static Paper by(@Nullable String named, String user) {
        return new Paper(
                Browser.installed(named)
                        .orElseThrow(() -> problem(
                                named == null ? String.join(", ", Browser.NAMES) : named,
                                "the program does not start",
                                null)),
                user.equals("root"));
    }

    /// Prints a page next to it, as a file of the same name that ends with `.pdf`; one that is there is replaced. The
    /// browser starts with the first page.
    ///
    /// @throws Problem REPORT-BROWSER if the browser makes no file
    public Path print(Path page) {
        Path whole = page.toAbsolutePath();
        String name = String.valueOf(whole.getFileName()).replaceFirst("\\.html$", "");
        Path part = whole.resolveSibling(name + ".pdf.part");
        try {
            if (running == null) {
                running = Browser.start(browser, !root);
                tab = running.open();
            }
            Files.write(part, running.print(tab, page.toUri()));
            return Files.move(
                    part,
                    whole.resolveSibling(name + ".pdf"),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw problem(browser, "it printed nothing of " + page + ": " + e.getMessage(), e);
        }
    }

    /// Ends the browser.
    @Override
    public void close() {
        if (running != null) {
            running.close();
            running = null;
        }
    }

    private static Problem problem(String browser, String why, @Nullable Exception cause) {
        return new Problem(
                "REPORT-BROWSER",
                browser,
                "the pages cannot be printed as PDF",
                why,
                "install Chromium or Chrome, name its program with --browser, or leave pdf out of --format",
                cause);
    }
}

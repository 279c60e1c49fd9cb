package org.solvens.reports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.solvens.problem.Problem;

/// Prints pages as PDF by a browser of the Chromium family that is installed. So paper shows
/// what its reader would print.
public final class Paper {
    /// Names of browsers, the first that starts is taken.
    private static final List<String> BROWSERS = List.of(
            "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge");

    private static final long MINUTES = 2;

    private final String browser;
    private final boolean root;

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
        for (String each : named == null ? BROWSERS : List.of(named)) {
            if (starts(each)) {
                return new Paper(each, user.equals("root"));
            }
        }
        throw problem(named == null ? String.join(", ", BROWSERS) : named, "the program does not start", null);
    }

    private static boolean starts(String program) {
        try {
            return run(List.of(program, "--version"), null) == 0;
        } catch (IOException e) {
            // The next name may be the one that is installed.
            return false;
        }
    }

    /// Prints a page next to it, as a file of the same name that ends with `.pdf`; one that is there is replaced.
    ///
    /// @throws Problem REPORT-BROWSER if the browser makes no file
    public Path print(Path page) {
        Path whole = page.toAbsolutePath();
        String name = String.valueOf(whole.getFileName()).replaceFirst("\\.html$", "");
        Path part = whole.resolveSibling(name + ".pdf.part");
        Path profile = null;
        try {
            profile = Files.createTempDirectory("solvens-print");
            List<String> command = new ArrayList<>(List.of(
                    browser,
                    "--headless",
                    "--disable-gpu",
                    "--no-pdf-header-footer",
                    "--user-data-dir=" + profile,
                    "--print-to-pdf=" + part));
            if (root) {
                command.add("--no-sandbox");
            }
            command.add(page.toUri().toString());
            Files.deleteIfExists(part);
            int code = run(command, profile);
            if (code != 0 || !Files.exists(part)) {
                throw problem(browser, "it printed nothing of " + page + " and ended with code " + code, null);
            }
            return Files.move(
                    part,
                    whole.resolveSibling(name + ".pdf"),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw problem(browser, String.valueOf(e.getMessage()), e);
        } finally {
            delete(profile);
        }
    }

    private static int run(List<String> command, @Nullable Path folder) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        if (folder != null) {
            builder.directory(folder.toFile());
        }
        Process process = builder.start();
        try {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return -1;
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    private static void delete(@Nullable Path folder) {
        if (folder == null) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            // The browser may still be closing its profile, which is in the folder for temporary files.
            folder.toFile().deleteOnExit();
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

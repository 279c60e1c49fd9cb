package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The report page in a real browser. The screenshots stay in the build folder for people to look at.
class RecoveryPageTest {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

    @TempDir
    Path folder;

    @Test
    void thePageShowsCurvesTablesAndDefinitionsAndFollowsTheSelectors() {
        assumeTrue(
                Files.isExecutable(CHROMIUM),
                "The page is not tried in a browser: there is no " + CHROMIUM + " (Debian's package chromium).");
        SampleLake lake = new SampleLake(folder).withRecovery().withQuality();
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
        try (ApiServer server = ApiServer.start(lake.lake(), SampleLake.CATALOGUE, "127.0.0.1", 0, Duration.ofDays(1));
                Playwright playwright = Playwright.create();
                Browser browser = playwright.chromium().launch(options)) {
            String origin = "http://127.0.0.1:" + server.port();
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

            page.navigate(origin + "/");
            page.waitForSelector("body[data-shown='SEK ALL']");
            assertThat(page.url()).startsWith(origin + "/reports/recovery");
            assertThat(page.locator("#by-month tbody tr").count()).isEqualTo(8);
            assertThat(page.locator("#by-segment tbody tr").count()).isEqualTo(3);
            assertThat(page.locator("#by-month td.immature").count()).isPositive();
            assertThat(page.locator("#chart svg path[stroke-dasharray]").count())
                    .isGreaterThanOrEqualTo(8);
            assertThat(page.locator("#definitions dt").allTextContents()).contains("Recovered share", "Mature");
            page.waitForSelector("#failed-checks tbody tr");
            assertThat(page.locator("#checks").textContent())
                    .contains("3 checks")
                    .contains("2 did not pass");
            assertThat(page.locator("#failed-checks tbody tr").first().textContent())
                    .contains("payments")
                    .contains("2 rows repeat a key");
            page.screenshot(new ScreenshotOptions().setFullPage(true).setPath(Path.of("target", "recovery-page.png")));

            page.selectOption("#segment", "FORGETFUL");
            page.waitForSelector("body[data-shown='SEK FORGETFUL']");
            assertThat(page.locator("#by-month tbody tr").first().textContent()).contains("120");
            assertThat(page.url()).endsWith("?currency=SEK&segment=FORGETFUL");
            page.selectOption("#currency", "EUR");
            page.waitForSelector("body[data-shown='EUR ALL']");
            assertThat(page.locator("#by-month tbody tr").count()).isEqualTo(1);

            page.setViewportSize(420, 900);
            page.navigate(origin + "/reports/recovery?currency=SEK");
            page.waitForSelector("body[data-shown='SEK ALL']");
            page.screenshot(
                    new ScreenshotOptions().setFullPage(true).setPath(Path.of("target", "recovery-page-narrow.png")));
            assertThat(complaints).isEmpty();
        }
    }
}

package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The quarantine page in a real browser. The screenshots stay in the build folder for people to look at.
class QuarantinePageTest {
    @TempDir
    Path folder;

    @Test
    void thePageCountsListsFiltersAndRunsNothingThatAFileHolds() {
        SampleLake lake = new SampleLake(folder);
        try (ApiServer server = ApiServer.start(
                        lake.lake(), SampleLake.CATALOGUE, "127.0.0.1", 0, List.of(), Duration.ofDays(1));
                Browsing browsing = Browsing.of(server)) {
            String address = browsing.origin() + "/reports/quarantine";
            Page page = browsing.page();

            page.navigate(address);
            page.waitForSelector("body[data-shown='0']");
            assertThat(page.locator("#message").textContent()).startsWith("No rows were refused");
            assertThat(page.locator("#report").isVisible()).isFalse();
            assertThat(page.locator("#choice").isVisible()).isFalse();

            lake.withQuarantine().withRecovery().withQuality();
            server.refresh();
            page.navigate(address);
            page.waitForSelector("body[data-shown='1208']");
            assertThat(page.locator("#totals tbody tr").count()).isEqualTo(4);
            assertThat(page.locator("#rows tbody tr").count()).isEqualTo(100);
            assertThat(page.locator("#listed").textContent()).contains("100 of 1,208");
            // Text as it is, and no element made of it.
            assertThat(page.locator("#totals tbody tr").first().textContent()).contains(SampleLake.HTML + ".csv");
            assertThat(page.locator("#rows tbody tr").first().textContent())
                    .contains(SampleLake.HTML + ".csv @cccccccc")
                    .contains("outcome is not one of " + SampleLake.HTML);
            assertThat(page.locator("img").count()).isZero();
            assertThat(page.title()).isEqualTo("Quarantine – Solvens");
            assertThat(page.locator("body").textContent())
                    .contains("./solvens quarantine")
                    .doesNotContain("Kalle", "/secret");
            page.screenshot(new ScreenshotOptions().setPath(Path.of("target", "quarantine-page.png")));

            page.selectOption("#code", "MISSING");
            page.waitForSelector("body[data-shown='1']");
            assertThat(page.url()).endsWith("?code=MISSING");
            assertThat(page.locator("#rows tbody tr").first().textContent()).contains("paid_on is empty");
            page.selectOption("#feed", "contacts");
            page.waitForSelector("body[data-shown='0']");
            assertThat(page.locator("#message").textContent()).startsWith("No refused row matches");
            page.selectOption("#code", "");
            page.waitForSelector("body[data-shown='1']");
            page.selectOption("#file", SampleLake.HTML + ".csv");
            page.waitForFunction("() => location.search.includes('file=')");
            assertThat(page.locator("#rows tbody tr").count()).isEqualTo(1);

            page.navigate(address + "?code=EXPRESSION");
            page.waitForSelector("body[data-shown='1']");
            assertThat(page.locator("#rows tbody tr").first().textContent()).contains("not shown");

            page.setViewportSize(420, 900);
            page.navigate(address + "?limit=5");
            page.waitForSelector("body[data-shown='1208']");
            assertThat(page.locator("#rows tbody tr").count()).isEqualTo(5);
            assertThat(page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
                    .as("the page fits its width; tables scroll by themselves")
                    .isEqualTo(true);
            page.screenshot(
                    new ScreenshotOptions().setFullPage(true).setPath(Path.of("target", "quarantine-page-narrow.png")));

            page.click("nav a[href='/reports/today']");
            page.waitForSelector("#periods");
            page.click("nav a[href='/reports/quarantine']");
            page.waitForSelector("body[data-shown='1208']");
            assertThat(browsing.complaints()).isEmpty();
        }
    }
}

package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The report page in a real browser. The screenshots stay in the build folder for people to look at.
class RecoveryPageTest {
    @TempDir
    Path folder;

    @Test
    void thePageShowsCurvesTablesAndDefinitionsAndFollowsTheSelectors() {
        SampleLake lake = new SampleLake(folder).withRecovery().withQuality();
        try (ApiServer server = ApiServer.start(
                        lake.lake(), SampleLake.CATALOGUE, "127.0.0.1", 0, List.of(), Duration.ofDays(1));
                Browsing browsing = Browsing.of(server)) {
            String origin = browsing.origin();
            Page page = browsing.page();

            page.navigate(origin + "/");
            page.waitForSelector("body[data-shown='SEK ALL']");
            assertThat(page.url()).startsWith(origin + "/reports/recovery");
            assertThat(page.locator("#by-month tbody tr").count()).isEqualTo(8);
            assertThat(page.locator("#by-segment tbody tr").count()).isEqualTo(3);
            assertThat(page.locator("#by-month td.immature").count()).isPositive();
            assertThat(page.locator("#chart svg path[stroke-dasharray]").count())
                    .isGreaterThanOrEqualTo(8);
            assertThat(page.locator("#definitions dt").allTextContents())
                    .contains("Recovered share", "Mature", "Added", "Owed to date", "Overpaid");
            assertThat(page.locator("#definitions").textContent())
                    .contains("0 has the payments before the day of placement")
                    .doesNotContain("0 is the first month");
            assertThat(page.locator("#figures").textContent())
                    .contains("Added since58,500")
                    .contains("Owed to date4,058,500")
                    .contains("Overpaid5,400");
            assertThat(page.locator("#by-month tbody tr").nth(3).locator("td").allTextContents())
                    .contains("-2,500", "497,500", "750");
            assertThat(page.locator("#by-segment tbody tr")
                            .first()
                            .locator("td")
                            .allTextContents())
                    .startsWith("1,600")
                    .contains("4,000,000", "58,500", "4,058,500", "5,400");
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
            assertThat(browsing.complaints()).isEmpty();
        }
    }
}

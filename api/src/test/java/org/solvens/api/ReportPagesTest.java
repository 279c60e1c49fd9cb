package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The report pages in a real browser. The screenshots stay in the build folder for people to look at.
class ReportPagesTest {
    static final List<String> REPORTS = List.of(
            "today",
            "recovery",
            "forecast",
            "flow",
            "contact",
            "agreements",
            "segments",
            "change",
            "creditors",
            "care",
            "models");

    @TempDir
    Path folder;

    private interface Look {
        void at(Browsing browsing, Page page) throws Exception;
    }

    private void browse(Look look) throws Exception {
        SampleLake lake = new SampleLake(folder).withRecovery().withQuality().withMonitoring();
        try (ApiServer server = ApiServer.start(
                        lake.lake(), SampleLake.CATALOGUE, "127.0.0.1", 0, List.of(), Duration.ofDays(1));
                Browsing browsing = Browsing.of(server)) {
            look.at(browsing, browsing.page());
            assertThat(browsing.complaints()).isEmpty();
        }
    }

    @Test
    void everyPageCanBeUsedByEverybodyAndFitsPhonePaperAndDark() throws Exception {
        browse((browsing, page) -> {
            for (String report : REPORTS) {
                page.setViewportSize(1280, 900);
                page.navigate(browsing.origin() + "/reports/" + report);
                assertThat(page.locator("nav a[aria-current=page]").count()).isEqualTo(1);
                assertThat(page.locator("main table caption").count()).isPositive();
                assertThat(Axe.serious(page)).as(report).isEmpty();
                picture(page, report + "-desktop");
                page.emulateMedia(new EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
                assertThat(Axe.serious(page)).as(report + " in the dark").isEmpty();
                picture(page, report + "-dark");
                page.emulateMedia(new EmulateMediaOptions()
                        .setColorScheme(ColorScheme.LIGHT)
                        .setMedia(Media.PRINT));
                assertThat(page.locator("form").isVisible()).isFalse();
                picture(page, report + "-print");
                page.emulateMedia(new EmulateMediaOptions().setMedia(Media.SCREEN));
                page.setViewportSize(390, 844);
                assertThat(page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
                        .as(report + " fits a phone; its tables scroll by themselves")
                        .isEqualTo(true);
                picture(page, report + "-phone");
            }
        });
    }

    private static void picture(Page page, String name) {
        page.screenshot(
                new ScreenshotOptions().setFullPage(true).setPath(Path.of("target", "report-" + name + ".png")));
    }

    @Test
    void theAddressHoldsTheViewThatAFilterMakes() throws Exception {
        browse((browsing, page) -> {
            page.navigate(browsing.origin() + "/");
            assertThat(page.url()).isEqualTo(browsing.origin() + "/reports/today");
            assertThat(page.locator(".as-of").textContent()).contains("1 October 2026", "SEK");
            String all = page.locator("#days tbody td").first().textContent();
            page.selectOption("#creditor", "K-2");
            page.click("form button");
            page.waitForURL("**creditor=K-2**");
            assertThat(page.locator("#days tbody td").first().textContent()).isNotEqualTo(all);
            assertThat(page.locator("#creditor").inputValue()).isEqualTo("K-2");
            // The next page keeps the view, and so does a reload and another language.
            page.click("nav a[href*='/reports/contact']");
            assertThat(page.url()).contains("/reports/contact", "creditor=K-2");
            page.click("nav a[lang=da]");
            assertThat(page.locator("html").getAttribute("lang")).isEqualTo("da");
            assertThat(page.url()).contains("creditor=K-2", "lang=da");
            assertThat(page.locator("#creditor").inputValue()).isEqualTo("K-2");
            page.selectOption("#currency", "SEK");
            page.click(".reset");
            assertThat(page.url()).doesNotContain("creditor");
            page.navigate(browsing.origin() + "/reports/today?currency=EUR");
            assertThat(page.locator(".as-of").textContent()).contains("EUR");
        });
    }

    @Test
    void aTableIsExportedAsItIsSeen() throws Exception {
        browse((browsing, page) -> {
            page.navigate(browsing.origin() + "/reports/contact?creditor=K-1&lang=en");
            Download download = page.waitForDownload(() -> page.click("#funnel .export a >> nth=0"));
            assertThat(download.suggestedFilename()).isEqualTo("contact-funnel.csv");
            String csv = Files.readString(download.path());
            assertThat(csv.lines().count())
                    .isEqualTo(1 + page.locator("#funnel tbody tr").count());
            String shown = page.locator("#funnel tbody tr")
                    .last()
                    .locator("td")
                    .first()
                    .textContent()
                    .replace(",", "");
            assertThat(csv.lines().toList().getLast()).startsWith("All," + shown + ",");
            for (String format : List.of("Excel", "Parquet", "Arrow")) {
                Download other = page.waitForDownload(() -> page.click("#funnel .export a:text-is('" + format + "')"));
                assertThat(Files.size(other.path())).as(format).isPositive();
            }
        });
    }

    @Test
    void aPageIsUsedByKeyboardAlone() throws Exception {
        browse((browsing, page) -> {
            page.navigate(browsing.origin() + "/reports/flow");
            page.keyboard().press("Tab");
            assertThat(page.evaluate("() => document.activeElement.className")).isEqualTo("skip");
            page.keyboard().press("Enter");
            assertThat(page.url()).endsWith("#content");
            assertThat(page.evaluate("() => document.activeElement.id")).isEqualTo("content");
            page.keyboard().press("Tab");
            assertThat(page.evaluate("() => document.activeElement.id")).isEqualTo("currency");
            for (int i = 0; i < 40 && !"SUMMARY".equals(page.evaluate("() => document.activeElement.tagName")); i++) {
                page.keyboard().press("Tab");
            }
            page.keyboard().press("Enter");
            assertThat(page.locator("details[open]").count()).isEqualTo(1);
            assertThat(page.locator("details[open] dd").first().textContent()).contains("Source:");
        });
    }
}

package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page that shows the description of the API, in a real browser.
class DocsPageTest {
    @TempDir
    Path folder;

    @Test
    void theApiIsTriedFromItsPageWhichLoadsNothingFromElsewhere() throws Exception {
        SampleLake lake = new SampleLake(folder).withScores();
        try (ApiServer server = ApiServer.start(
                        lake.lake(), SampleLake.CATALOGUE, "127.0.0.1", 0, List.of(), Duration.ofDays(1));
                Browsing browsing = Browsing.of(server)) {
            Page page = browsing.page();
            page.navigate(browsing.origin() + "/docs");
            page.waitForSelector(".opblock");
            assertThat(page.title()).isEqualTo("The API – Solvens");
            assertThat(page.locator(".opblock").count())
                    .isGreaterThanOrEqualTo(Contract.paths().size());
            assertThat(page.locator("nav a[href='/asyncapi.yaml']").count()).isEqualTo(1);
            page.click("#operations-default-segmentOfCase .opblock-summary-control");
            page.click("#operations-default-segmentOfCase .try-out__btn");
            page.fill("#operations-default-segmentOfCase tr[data-param-name=caseId] input", "C-1");
            page.click("#operations-default-segmentOfCase .execute");
            page.waitForSelector("#operations-default-segmentOfCase .live-responses-table");
            assertThat(page.locator("#operations-default-segmentOfCase .live-responses-table")
                            .first()
                            .textContent())
                    .contains("WILLING_UNABLE");
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "docs.png")));
            assertThat(browsing.complaints()).isEmpty();
        }
    }

    @Test
    void thePageKeepsTheSameHeadersAsTheOthers() {
        try (ApiServer server = ApiServer.start(
                        new SampleLake(folder).withScores().lake(),
                        SampleLake.CATALOGUE,
                        "127.0.0.1",
                        0,
                        List.of(),
                        Duration.ofDays(1));
                Contract client = new Contract(server)) {
            for (String path : List.of("/docs", "/assets/swagger-ui-bundle.js", "/assets/swagger-ui.css")) {
                var answer = client.send("GET", path, null);
                assertThat(answer.statusCode()).as(path).isEqualTo(200);
                assertThat(answer.headers()
                                .firstValue("Content-Security-Policy")
                                .orElseThrow())
                        .contains("default-src 'none'", "script-src 'self';");
            }
            String page = new String(client.send("GET", "/docs", null).body(), java.nio.charset.StandardCharsets.UTF_8);
            assertThat(page)
                    .doesNotContain("<style", "http:", "https:", "onclick")
                    .contains("<script src=\"/assets/");
        }
    }
}

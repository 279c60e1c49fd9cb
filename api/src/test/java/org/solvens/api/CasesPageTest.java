package org.solvens.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.intake.StoreAddress;
import org.solvens.store.Scope;
import org.solvens.store.Store;

/// Numbers of the reports lead to their cases: for those who may look up cases, and to those that they may see.
class CasesPageTest {
    private static final String LINK = "href=\"/reports/cases?";

    @TempDir
    Path folder;

    private Store store;
    private ApiServer server;

    @BeforeEach
    void start() {
        store = Store.open(StoreAddress.of(null, folder.toString()), Clock.systemUTC());
        server = ApiServer.start(
                new SampleLake(folder).withProtectedIdentity().withRecovery().lake(),
                SampleLake.CATALOGUE,
                new ApiServer.Address("127.0.0.1", 0, AllowedHosts.of("127.0.0.1", List.of())),
                Duration.ofDays(1),
                new Access(store, false, Clock.systemUTC()));
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private String get(int status, String path, Set<String> creditors, Scope... scopes) {
        String key = store.keys()
                .create("test", Set.of(scopes), creditors, 60_000, null, "anna")
                .text();
        try (Contract client = new Contract(server, key)) {
            HttpResponse<byte[]> answer = client.send("GET", path, null);
            assertThat(answer.statusCode()).as(path).isEqualTo(status);
            return new String(answer.body(), StandardCharsets.UTF_8).replace("&#x3D;", "=");
        }
    }

    /// The entries of look-ups, once the server has ended: until then they may be on their way.
    private List<String> reads() {
        server.close();
        server = null;
        List<String> lines = new ArrayList<>();
        try (Store after = Store.open(StoreAddress.of(null, folder.toString()), Clock.systemUTC())) {
            after.audit().export(line -> {
                if (line.contains("score.read")) {
                    lines.add(line);
                }
            });
        }
        return lines;
    }

    @Test
    void numbersLeadToTheirCasesForThoseWhoMayLookThemUp() {
        assertThat(get(200, "/reports/segments", null, Scope.REPORTS_READ)).doesNotContain(LINK);
        String page = get(200, "/reports/segments", null, Scope.REPORTS_READ, Scope.SCORE_READ);
        assertThat(page)
                .contains(LINK + "currency=SEK&amp;segment=WILLING_ABLE&amp;lang=en\">612</a>")
                .contains(LINK + "currency=SEK&amp;segment=WILLING_ABLE&amp;route=CALL&amp;lang=en\">")
                .contains(LINK + "currency=SEK&amp;segment=WILLING_ABLE&amp;needs_human=true&amp;lang=en\">");
        assertThat(get(200, "/reports/segments", null, Scope.ADMIN)).contains(LINK);
        get(403, "/reports/cases", null, Scope.REPORTS_READ);
        assertThat(reads()).isEmpty();
    }

    @Test
    void casesAreListedWithWhatTheirReaderMaySeeAndTheReadIsNoted() {
        String all = get(200, "/reports/cases?currency=SEK", null, Scope.SCORE_READ);
        assertThat(all).contains("C-1", "C-2", "Ö/3 x", "1,200", "1 November 2026", "/reports/creditors?");
        // Nothing says more of a hold than the segment does.
        assertThat(all.toLowerCase(java.util.Locale.ROOT)).doesNotContain("protected identity", "protected_identity");
        String ofOne = get(200, "/reports/cases?currency=SEK", Set.of("K-2"), Scope.SCORE_READ);
        assertThat(ofOne).contains("Ö/3 x").doesNotContain("C-1", "C-2", "/reports/creditors?");
        assertThat(get(200, "/reports/cases?currency=EUR", null, Scope.SCORE_READ))
                .doesNotContain("C-1");
        assertThat(get(200, "/reports/cases?needs_human=true&route=HOLD&lang=sv", null, Scope.SCORE_READ))
                .contains("Ärendena bakom siffran", "C-2", "Spärr")
                .doesNotContain("C-1");
        assertThat(get(200, "/reports/cases?promise_due_until=2026-10-01&team=north", null, Scope.SCORE_READ))
                .contains("C-1", "Promise for 1 October 2026 or earlier", ">Promise for<", "Team: north")
                .doesNotContain("C-2", "Found broken", "Last day to collect");
        get(400, "/reports/cases?segmnt=PROTECTED", null, Scope.SCORE_READ);
        assertThat(reads())
                .satisfiesExactly(
                        line -> assertThat(line).contains("\"cases\":[\"C-1\",\"C-2\",\"Ö/3 x\"]"),
                        line -> assertThat(line).contains("\"cases\":[\"Ö/3 x\"]"),
                        line -> assertThat(line).contains("\"cases\":[\"C-2\"]"),
                        line -> assertThat(line).contains("\"cases\":[\"C-1\"]"));
    }

    @Test
    void aListIsReadPageByPage() {
        String first = get(200, "/reports/cases?limit=2", null, Scope.SCORE_READ);
        assertThat(first).contains("C-1", "C-2", ">3</dd>").doesNotContain("Ö/3 x");
        String next = first.replaceFirst("(?s).*href=\"(/reports/cases\\?[^\"]*cursor=[^\"]*)\".*", "$1")
                .replace("&amp;", "&");
        assertThat(get(200, next, null, Scope.SCORE_READ)).contains("Ö/3 x").doesNotContain("C-1", "cursor=");
        get(410, next.replaceFirst("cursor=[^&]*", "cursor=AAAAAAAAAAkAAAAAAAAACUMtMg"), null, Scope.SCORE_READ);
    }

    @Test
    void thePageCanBeUsedByEverybody(@TempDir Path other) throws Exception {
        try (ApiServer open = ApiServer.start(
                        new SampleLake(other).withScores().withRecovery().lake(),
                        SampleLake.CATALOGUE,
                        "127.0.0.1",
                        0,
                        List.of(),
                        Duration.ofDays(1));
                Browsing browsing = Browsing.of(open)) {
            Page page = browsing.page();
            page.navigate(browsing.origin() + "/reports/segments?lang=en");
            page.click("#routes tbody td a >> nth=0");
            assertThat(page.url()).contains("/reports/cases?currency=SEK&route=CALL");
            assertThat(page.locator("h1").textContent()).isEqualTo("Cases behind the number");
            assertThat(Axe.serious(page)).isEmpty();
            page.click("nav a[lang=da]");
            assertThat(page.locator("html").getAttribute("lang")).isEqualTo("da");
            assertThat(page.url()).contains("route=CALL");
            page.setViewportSize(390, 844);
            assertThat(page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
                    .isEqualTo(true);
            assertThat(browsing.complaints()).isEmpty();
        }
    }
}

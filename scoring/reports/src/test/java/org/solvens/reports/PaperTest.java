package org.solvens.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.solvens.problem.Problem;

class PaperTest {
    @Test
    void aBrowserThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> Paper.by("no-such-browser", "anna")).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.code()).isEqualTo("REPORT-BROWSER");
            assertThat(problem.getMessage()).contains("no-such-browser");
        });
    }

    @Test
    void aPageIsPrinted(@TempDir Path folder) throws Exception {
        assumeTrue(Files.exists(Path.of("/usr/bin/chromium")), "there is no Chromium to print with");
        Path page = folder.resolve("change-SEK.html");
        Files.writeString(
                page,
                Report.of(ReportName.CHANGE, new SampleFigures().data(), View.whole(org.solvens.model.Language.SV))
                        .html(Place.FILES));
        Path second = Files.copy(page, folder.resolve("second å.html"));
        try (Paper paper = Paper.by("/usr/bin/chromium", System.getProperty("user.name"))) {
            for (Path each : List.of(page, second)) {
                Path printed = paper.print(each);
                assertThat(printed.toString()).isEqualTo(each.toString().replace(".html", ".pdf"));
                byte[] start = Arrays.copyOf(Files.readAllBytes(printed), 5);
                assertThat(new String(start, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
            }
            assertThatThrownBy(() -> paper.print(folder.resolve("missing.html")))
                    .isInstanceOfSatisfying(Problem.class, problem -> {
                        assertThat(problem.code()).isEqualTo("REPORT-BROWSER");
                        assertThat(problem.why()).contains("missing.html");
                    });
        }
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("change-SEK.html", "change-SEK.pdf", "second å.html", "second å.pdf");
        }
    }

    @Test
    void aProgramThatIsNoBrowserEndsTheWork(@TempDir Path folder) throws Exception {
        Path page = Files.writeString(folder.resolve("page.html"), "<p>page</p>");
        try (Paper paper = Paper.by("true", "anna")) {
            assertThatThrownBy(() -> paper.print(page))
                    .isInstanceOfSatisfying(
                            Problem.class, problem -> assertThat(problem.code()).isEqualTo("REPORT-BROWSER"));
        }
    }
}

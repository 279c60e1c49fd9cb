package org.solvens.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
        Path printed =
                Paper.by("/usr/bin/chromium", System.getProperty("user.name")).print(page);
        assertThat(printed).hasFileName("change-SEK.pdf");
        byte[] start = Arrays.copyOf(Files.readAllBytes(printed), 5);
        assertThat(new String(start, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
        assertThat(folder.resolve("change-SEK.pdf.part")).doesNotExist();
    }
}

package org.solvens.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The notebooks as they lie in the folder: run from the first cell to the last, and exported in both formats.
class ExportedNotebooksTest {
    private static final Path FOLDER = Path.of(System.getProperty("solvens.home"), "notebooks-exported");

    @Test
    void everyCellWasRunInOrderAndNoneFailed() throws IOException {
        assertThat(Notebook.all(FOLDER)).isNotEmpty().allSatisfy(notebook -> {
            assertThat(notebook.codeCells())
                    .extracting(cell -> cell.path("execution_count").asInt())
                    .isEqualTo(IntStream.rangeClosed(1, notebook.codeCells().size())
                            .boxed()
                            .toList());
            assertThat(notebook.outputs())
                    .isNotEmpty()
                    .noneMatch(output -> output.path("output_type").asString().equals("error"));
        });
    }

    @Test
    void thePageShowsTheSamePicturesAndNeedsNoNetwork() throws IOException {
        for (Notebook notebook : Notebook.all(FOLDER)) {
            String page = Files.readString(Path.of(notebook.file().toString().replaceFirst("\\.ipynb$", ".html")));
            assertThat(notebook.pictures())
                    .isNotEmpty()
                    .allSatisfy(picture -> assertThat(page)
                            .contains(picture.at("/data/image~1png").asString().strip()));
            assertThat(page).doesNotContainPattern("(?:src|href)=\"https?:").doesNotContain("@import");
        }
    }
}

package org.solvens.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.solvens.problem.Problem;
import org.solvens.source.RowSource;

class InputFilesTest {
    @TempDir
    Path folder;

    private final List<String> notices = new ArrayList<>();

    private List<String> names(String... paths) {
        return InputFiles.find(List.of(paths), null, new Configuration(), notices::add).stream()
                .map(InputFile::name)
                .toList();
    }

    private void refused(String code, String path) {
        assertThatThrownBy(() -> names(path))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }

    @Test
    void foldersAndHiddenNamesInAFolderAreStated() throws IOException {
        Files.createFile(folder.resolve("cases.csv"));
        Files.createFile(folder.resolve(".payments.csv"));
        Files.createDirectory(folder.resolve("payments.csv"));
        assertThat(names(folder + "/")).containsExactly("cases.csv");
        assertThat(notices)
                .hasSize(2)
                .anyMatch(notice -> notice.contains("payments.csv is a folder"))
                .anyMatch(notice -> notice.contains(".payments.csv has a hidden name"));
    }

    @Test
    void aFileNamedTwiceIsReadOnceAndAColonIsALetter() throws IOException {
        Path file = Files.createFile(folder.resolve("payments-12:30.csv"));
        assertThat(names(file.toString(), folder.toString())).containsExactly("payments-12:30.csv");
    }

    @Test
    void aFileWithAColonInItsNameIsRead() throws IOException {
        Configuration configuration = new Configuration();
        Path file = Files.writeString(folder.resolve("payments-12:30.csv"), FeedFiles.PAYMENTS + "\n");
        InputFile found = InputFiles.find(List.of(file.toString()), null, configuration, _ -> {})
                .getFirst();
        try (RowSource rows = FileReader.open(found, configuration)) {
            assertThat(rows.columns()).contains("payment_id", "known_at");
        }
        try (InputStream bytes = FileReader.bytes(new org.apache.hadoop.fs.Path(found.path()), configuration)) {
            assertThat(bytes.readAllBytes()).isEqualTo(Files.readAllBytes(file));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cases", "a:b.csv", "cases.txt"})
    void aNameThatSaysNoFeedIsRefused(String name) throws IOException {
        refused("FEED-NAME", Files.createFile(folder.resolve(name)).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "nowhere:payments.csv", ":", "missing/cases.csv"})
    void aPathOfNoFileIsRefused(String path) {
        refused("FEED-PATH", path);
    }

    @Test
    void anAddressWithoutANameIsRefused() {
        refused("FEED-NAME", "http://");
    }

    @Test
    void aLinkThatLeadsNowhereIsRefused() throws IOException {
        Files.createSymbolicLink(folder.resolve("cases.csv"), folder.resolve("gone.csv"));
        refused("FEED-PATH", folder.toString());
        refused("FEED-PATH", folder.resolve("cases.csv").toString());
    }

    @Test
    void aDeviceIsRefused() throws IOException {
        Files.createSymbolicLink(folder.resolve("cases.csv"), Path.of("/dev/null"));
        refused("FEED-PATH", folder.toString());
    }
}

package org.solvens.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.solvens.problem.Problem;
import org.solvens.settings.Settings;

class LakeTest {
    @ParameterizedTest
    @CsvSource({"lake,lake", "lake/,lake", "/data/lake//,/data/lake", "s3a://bucket/lake/,s3a://bucket/lake", "/,/"})
    void theRootHasNoSlashAtItsEnd(String written, String root) {
        assertThat(new Lake(written).root()).isEqualTo(root);
    }

    @Test
    void everythingStandsApartUnderTheRoot() {
        Lake lake = new Lake("s3a://bucket/lake/");
        Set<String> places = Set.of(
                lake.feed("cases"),
                lake.feed("payments"),
                lake.quarantine(),
                lake.histories(),
                lake.snapshots(),
                lake.scores(),
                lake.recovery());
        assertThat(places)
                .containsExactlyInAnyOrder(
                        "s3a://bucket/lake/feeds/cases",
                        "s3a://bucket/lake/feeds/payments",
                        "s3a://bucket/lake/quarantine",
                        "s3a://bucket/lake/histories",
                        "s3a://bucket/lake/snapshots",
                        "s3a://bucket/lake/scores",
                        "s3a://bucket/lake/reports/recovery");
    }

    @Test
    void modelsStandInAFolderOfAFileSystem() {
        assertThat(new Lake("lake").registry()).isEqualTo(Path.of("lake", "registry"));
        assertThat(new Lake("file:///data/lake").registry()).isEqualTo(Path.of("/data/lake/registry"));
        assertThat(new Lake("s3a://bucket/lake", Settings.NONE.withRegistry(Path.of("/models"))).registry())
                .isEqualTo(Path.of("/models"));
        assertThatThrownBy(() -> new Lake("s3a://bucket/lake").registry())
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("LAKE-REGISTRY"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void aLakeWithoutANameIsAProblem(String root) {
        assertThatThrownBy(() -> new Lake(root))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("LAKE"));
        assertThatNullPointerException().isThrownBy(() -> new Lake(null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"feeds", "quarantine", "histories", "snapshots", "scores", "reports", "registry"})
    void aFolderWithAnyPartOfALakeIsOne(String part, @TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> Lake.existing(folder.toString(), Settings.NONE))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.code()).isEqualTo("LAKE");
                    assertThat(problem.subject()).isEqualTo(folder.toString());
                });
        Files.createDirectory(folder.resolve(part));
        assertThat(Lake.existing(folder + "/", Settings.NONE)).isEqualTo(new Lake(folder.toString()));
    }

    @Test
    void aFileOfAPartsNameIsNoLake(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("scores"), "");
        assertThatThrownBy(() -> Lake.existing(folder.toString(), Settings.NONE))
                .isInstanceOf(Problem.class);
    }
}
